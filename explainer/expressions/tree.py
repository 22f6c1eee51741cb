"""The tree of a typed function: its parts, and what they mean in an algebra.

The parts are few: every spelling that `reading` takes becomes one of them. Equal parts compare
equal, wherever they stand in the text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields, replace
from typing import Any, Protocol, TypeVar

import numpy as np

from explainer.compute.arrays import Array

NOWHERE = (0, 0)  # the place of a part that no text has


@dataclass(frozen=True)
class Node:
    """A part of an expression, and the characters of the text that it was read from."""

    span: tuple[int, int] = field(default=NOWHERE, compare=False, kw_only=True)

    @property
    def parts(self) -> tuple[Node, ...]:
        """The parts within this one."""
        return tuple(self._named_parts.values())

    @property
    def _named_parts(self) -> dict[str, Node]:
        values = {each.name: getattr(self, each.name) for each in fields(self)}
        return {name: value for name, value in values.items() if isinstance(value, Node)}

    def mapped(self, change: Callable[[Node], Node]) -> Node:
        """Return this part with each part within it changed."""
        changed: dict[str, Any] = {n: change(part) for n, part in self._named_parts.items()}
        return replace(self, **changed)

    def placed(self, span: tuple[int, int]) -> Node:
        """Return this part with a place, as far as it and what is within it have none."""
        if self.span != NOWHERE:
            return self
        return replace(self.mapped(lambda part: part.placed(span)), span=span)


@dataclass(frozen=True)
class Number(Node):
    """A constant; pi and e have their names."""

    value: float
    name: str = ""


@dataclass(frozen=True)
class Literal(Node):
    """A small array of numbers, row by row."""

    entries: tuple[float, ...]
    shape: tuple[int, ...]

    @property
    def array(self) -> Array:
        return np.reshape(self.entries, self.shape)


@dataclass(frozen=True)
class Name(Node):
    """The input, x, or the fixed matrix, A."""

    name: str


@dataclass(frozen=True)
class Size(Node):
    """The number of entries of x."""


@dataclass(frozen=True)
class Negative(Node):
    """−a."""

    of: Node


@dataclass(frozen=True)
class Binary(Node):
    """One of `+ - * / @` between two parts."""

    sign: str
    left: Node
    right: Node


@dataclass(frozen=True)
class Compare(Node):
    """One of `< <= > >= == !=` between two parts: 1 where it holds, and 0 elsewhere."""

    sign: str
    left: Node
    right: Node


@dataclass(frozen=True)
class Power(Node):
    """A part to a fixed power."""

    base: Node
    exponent: float


@dataclass(frozen=True)
class Call(Node):
    """A function of one argument."""

    function: str
    argument: Node


@dataclass(frozen=True)
class Larger(Node):
    """The larger of two parts, entry by entry; the smaller if `smaller`."""

    left: Node
    right: Node
    smaller: bool = False

    @property
    def function(self) -> str:
        return "minimum" if self.smaller else "maximum"


@dataclass(frozen=True)
class Where(Node):
    """One part where a condition is not 0, and another one elsewhere."""

    condition: Node
    then: Node
    otherwise: Node


T = TypeVar("T")


class Algebra(Protocol[T]):
    """The meaning of a tree's parts: numbers or formulas. `at` is the part, for errors."""

    def number(self, value: float, name: str) -> T: ...
    def literal(self, values: Array) -> T: ...
    def size(self) -> T: ...
    def name(self, name: str) -> T: ...
    def negative(self, value: T) -> T: ...
    def binary(self, sign: str, left: T, right: T, at: Node) -> T: ...
    def compare(self, sign: str, left: T, right: T, at: Node) -> T: ...
    def power(self, base: T, exponent: float, at: Node) -> T: ...
    def call(self, function: str, argument: T, at: Node) -> T: ...
    def larger(self, left: T, right: T, at: Larger) -> T: ...
    def where(
        self, condition: T, then: Callable[[], T], otherwise: Callable[[], T], at: Node
    ) -> T: ...


def meaning_of(node: Node, algebra: Algebra[T]) -> T:
    """Return the meaning of a tree in an algebra."""

    def of(part: Node) -> T:
        return meaning_of(part, algebra)

    match node:
        case Number(value, name):
            return algebra.number(value, name)
        case Literal():
            return algebra.literal(node.array)
        case Size():
            return algebra.size()
        case Name(name):
            return algebra.name(name)
        case Negative(part):
            return algebra.negative(of(part))
        case Binary(sign, left, right):
            return algebra.binary(sign, of(left), of(right), node)
        case Compare(sign, left, right):
            return algebra.compare(sign, of(left), of(right), node)
        case Power(base, exponent):
            return algebra.power(of(base), exponent, node)
        case Call(function, argument):
            return algebra.call(function, of(argument), node)
        case Larger(left, right):
            return algebra.larger(of(left), of(right), node)
        case Where(condition, then, otherwise):
            return algebra.where(of(condition), lambda: of(then), lambda: of(otherwise), node)
    raise TypeError(f"{node} is no part of an expression")


def walk(node: Node) -> Iterator[Node]:
    """Yield a part and all parts within it."""
    yield node
    for part in node.parts:
        yield from walk(part)


def functions(node: Node) -> set[str]:
    """Return the names of the functions that are called."""
    return {part.function for part in walk(node) if isinstance(part, Call | Larger)}
