"""A doubt in the words of a student, its answer, and three attempts, one of them right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from explainer.compute import Jacobian, Link
from explainer.compute.arrays import Array
from explainer.compute.batch import Batch
from explainer.compute.comparison import coincides, largest_difference
from explainer.figures.term import Term
from explainer.networks import NetworkSettings, examples, scene_of
from explainer.notation import CONVENTIONS, Convention, Notation
from explainer.palette import Palette
from explainer.scene import Scene
from explainer.settings import Address
from explainer.terms import Items, matrix, product_items, vector
from explainer.wording import number

Operand = tuple[str, Array]  # its name in a figure, and its numbers


@dataclass(frozen=True)
class Attempt:
    """One answer to choose, and its verdict."""

    label: str
    right: bool
    said: str  # why, with the number that shows it
    items: Items = field(default_factory=list)  # a figure of it


@dataclass(frozen=True)
class Doubt:
    """A row of the table of doubts."""

    short: str  # its name in links
    words: str  # as a student says it
    answer: str
    ask: str  # what to choose between
    attempts: Callable[[Desk], list[Attempt]]
    at_length: Address  # where a page shows more of it
    there: str  # what that page shows
    also: str  # other words for the search


@dataclass(frozen=True)
class Desk:
    """The small networks of all attempts, written in one convention.

    Weights are always stored as inputs × outputs, as in the words of the students.
    """

    convention: Convention
    palette: Palette

    def scene(self, **settings: object) -> Scene:
        """Return the network of the questions, 4-5-3, or one with other settings."""
        stored: Convention = "rows" if CONVENTIONS[self.convention].rows else "columns"
        chosen = NetworkSettings(convention=stored, **settings)  # type: ignore[arg-type]
        return scene_of(chosen, self.palette)

    @cached_property
    def usual(self) -> Scene:
        return self.scene()

    @property
    def n(self) -> Notation:
        return self.usual.notation

    def batch(self, count: int) -> Batch:
        """Return `count` examples for the network of the questions."""
        chosen = examples(NetworkSettings(), count)
        return Batch(chosen.network, chosen.x, chosen.y)


def times(n: Notation, left: str, right: str, operator: str = "@") -> str:
    """Return a product as code, reversed in columns, where `right` must be passed transposed."""
    return f"`{f' {operator} '.join(n.ordered((left, right)))}`"


def off_by(value: Array, exact: Array) -> str:
    """Return the largest difference, as text for a sentence."""
    return number(largest_difference(value, exact), 2)


def judged(
    label: str,
    value: Array,
    exact: Array,
    why: str,
    items: Items | None = None,
    what: str = "the gradient",
) -> Attempt:
    """Return an attempt with an array of the right shape, judged by its largest difference."""
    right = coincides(exact, value)
    off = off_by(value, exact)
    verdict = f"Right: the difference from {what} is" if right else "Wrong: it is off by"
    return Attempt(label, right, f"{verdict} {off}. {why}", items or [])


def refused(label: str, left: Operand, operator: str, right: Operand, why: str) -> Attempt:
    """Return an attempt whose shapes do not fit. Raises `AssertionError` if they do."""
    (_, first), (_, second) = left, right
    shapes = [" × ".join(map(str, array.shape)) for array in (first, second)]
    try:
        _ = first @ second if operator == "@" else first * second
    except ValueError:
        meet = "the inner sizes" if operator == "@" else "the sizes"
        reason = (
            f"It cannot be: {shapes[0]} {operator} {shapes[1]}, and {meet} are not equal. {why}"
        )
        items: Items = [Term(left[0], np.atleast_2d(first)), operator]
        return Attempt(label, False, reason, [*items, Term(right[0], np.atleast_2d(second))])
    raise AssertionError(f"{label} runs")


@dataclass(frozen=True)
class Through:
    """Attempts at one link of a chain: the upstream gradient v, times various Jacobians."""

    notation: Notation
    link: Link

    def figure(self, name: str, jacobian: Jacobian) -> Items:
        """Return the terms of `v @ J`, with structural zeros, and of the gradient if it differs."""
        n, link = self.notation, self.link
        v, result = n.gradient_text(link.output), n.gradient_text(link.input)
        product = link.upstream @ jacobian
        right = coincides(link.gradient, product)
        items = product_items(
            n,
            vector(n, v, link.upstream, ""),
            "@",
            matrix(
                n,
                name,
                np.asarray(jacobian),
                support=jacobian.support(),
                current=True,
            ),
            vector(n, result if right else "", product, ""),
        )
        return items if right else [*items, "≠", vector(n, result, link.gradient, "")]

    def tried(self, label: str, name: str, jacobian: Jacobian, why: str) -> Attempt:
        """Return the attempt with this Jacobian, which the figure calls `name`."""
        product = self.link.upstream @ jacobian
        return judged(label, product, self.link.gradient, why, self.figure(name, jacobian))
