"""The numbers of an expression: its value, its Jacobian, and where that can be non-zero at all.

The Jacobian is made as the page teaches it: each part's local Jacobian times the Jacobian of what
is inside, from the input on. Nothing is differentiated twice: the local ones are the table's.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from explainer.compute import FUNCTIONS, Function, Jacobian, Outer, Patterned, Selection
from explainer.compute.arrays import Array
from explainer.compute.layer_weights import weight_matrix
from explainer.expressions.parsing import Expression
from explainer.expressions.reading import NotAllowed
from explainer.expressions.spellings import TABLE
from explainer.expressions.tree import Larger, Node, meaning_of

REDUCED = (
    "sum",
    "mean",
    "max",
    "min",
    "log_sum_exp",
)  # they give a number, and not a vector with one entry


def _ranked(name: str, rank: int) -> Function:
    """The entry that has this rank by size."""

    def value(x: Array) -> Array:
        order = np.argsort(x.real, axis=-1, kind="stable")
        return np.take_along_axis(x, order[..., [rank]], axis=-1)

    def rule(x: Array, h: Array) -> Jacobian:
        any_input = np.arange(x.size)[np.newaxis]
        return Selection(np.argsort(x, kind="stable")[[rank]], x.size, any_input)

    return Function(name, value, False, rule)


def _elementwise(
    name: str, value: Callable[[Array], Array], slope: Callable[[Array, Array], Array]
) -> Function:
    return Function(name, value, True, slope)


def _erf(x: Array) -> Array:
    """Return the error function of each real entry. Raises `TypeError` for complex input."""
    values = [math.erf(entry) for entry in x.reshape(-1).tolist()]
    return np.array(values, dtype=float).reshape(x.shape)


# They keep the imaginary part, so that the complex step passes.
CALLED = TABLE | {
    "exp": _elementwise("exp", np.exp, lambda x, h: h),
    "log": _elementwise("log", np.log, lambda x, h: 1 / x),
    "sqrt": _elementwise("sqrt", np.sqrt, lambda x, h: 0.5 / h),
    "sin": _elementwise("sin", np.sin, lambda x, h: np.cos(x)),
    "cos": _elementwise("cos", np.cos, lambda x, h: -np.sin(x)),
    "tan": _elementwise("tan", np.tan, lambda x, h: 1 + h**2),
    "sinh": _elementwise("sinh", np.sinh, lambda x, h: np.cosh(x)),
    "cosh": _elementwise("cosh", np.cosh, lambda x, h: np.sinh(x)),
    "arctan": _elementwise("arctan", np.arctan, lambda x, h: 1 / (1 + x**2)),
    "arcsinh": _elementwise("arcsinh", np.arcsinh, lambda x, h: 1 / np.sqrt(1 + x**2)),
    "log1p": _elementwise("log1p", np.log1p, lambda x, h: 1 / (1 + x)),
    "expm1": _elementwise("expm1", np.expm1, lambda x, h: h + 1),
    "sign": _elementwise(
        "sign", lambda x: np.sign(x.real).astype(x.dtype), lambda x, h: np.zeros(x.shape)
    ),
    "erf": Function(
        "erf",
        _erf,
        True,
        lambda x, h: 2 / math.sqrt(math.pi) * np.exp(-(x**2)),
        complex_step=False,
    ),
    "abs": FUNCTIONS["abs"],
    "sum": Function(
        "sum",
        lambda x: np.sum(x, axis=-1, keepdims=True),
        False,
        lambda x, h: Outer(np.ones(1), np.ones(x.size)),
    ),
    "mean": FUNCTIONS["mean"],
    "max": _ranked("max", -1),
    "min": _ranked("min", 0),
}


class NotFinite(NotAllowed):
    """A part is not a finite number at some x: it overflows, or has no value there."""


@dataclass(frozen=True, eq=False)
class Linearized:
    """An expression at one x of n entries, or a part of it."""

    value: Array  # (m,); of a part with an axis of 1 before: (1,), (1, m), or (1, m, n) of a matrix
    jacobian: Array  # of the flattened value, (m, n)
    support: Array  # booleans of the same shape: False is zero for every x and every weight
    largest: float = 0.0  # of all numbers on the way, in size: rounding is a part of it

    @property
    def structure(self) -> Jacobian:
        """The Jacobian, of a value that is a number or a vector."""
        return Patterned(self.jacobian, self.support)


def linearized(expression: Expression, x: Array) -> Linearized:
    """Value and Jacobian at x (n,), a number as a vector with one entry.

    Raises `NotAllowed` where shapes do not fit, where a part is not a finite number at this x, and
    for a result that is a matrix. What overflows is worked out in another form, if one is known.
    """
    algebra = _Linearizing(_Values(expression, x[np.newaxis]))
    try:
        with np.errstate(all="ignore"):  # the complaint reports what is not finite
            result = meaning_of(expression.tree, algebra)
    except NotFinite:
        if expression.stable is None:
            raise
        return linearized(expression.stable, x)
    (value,) = _vectors(result.value)
    return Linearized(value, result.jacobian, result.support, max(algebra.sizes))


def worked_out(expression: Expression, x: Array) -> Expression:
    """Return the form of an expression that has numbers at x (n,): as typed, or the stable one.

    Raises `NotAllowed` as `linearized` does.
    """
    try:
        _values_of(expression, x[np.newaxis]).refuse()
    except NotFinite:
        if expression.stable is None:
            raise
        return expression.stable
    return expression


def value_of(expression: Expression) -> Callable[[Array], Array]:
    """The function x (n,) → (m,) that it is, which raises `NotAllowed` as `linearized` does.

    It also takes many x at once, which costs little more than one: (N, n) → (N, m). Where it has no
    numbers the row is NaN.
    """

    def value(x: Array) -> Array:
        points = np.atleast_2d(x)
        worked = _values_of(expression, points)
        if not worked.inside.all() and expression.stable is not None:
            worked = worked.completed(_values_of(expression.stable, points))
        if x.ndim == 1:
            worked.refuse()
            return worked.value[0]
        return np.where(worked.inside[:, np.newaxis], worked.value, np.nan)

    return value


@dataclass(frozen=True, eq=False)
class _Worked:
    """The values of an expression at N points."""

    value: Array  # (N, m), or (1, m) of a constant
    inside: Array  # booleans (N,): at which points have all parts been finite?
    outside: str  # the first part that was not, if any was not

    def completed(self, other: _Worked) -> _Worked:
        """Return these values, and those of the same function in another form where it has none."""
        value = np.where(self.inside[:, np.newaxis], self.value, other.value)
        return _Worked(value, self.inside | other.inside, other.outside)

    def refuse(self) -> None:
        """Raise `NotFinite` for the first part that was not finite at some point."""
        if not self.inside.all():
            raise NotFinite(f"{self.outside} is not a finite real number at this x")


def _values_of(expression: Expression, points: Array) -> _Worked:
    algebra = _Values(expression, points)
    with np.errstate(all="ignore"):
        value = _vectors(meaning_of(expression.tree, algebra))
    outside = algebra.outside[0][1] if algebra.outside else ""
    return _Worked(value, algebra.inside, outside)


def _vectors(value: Array) -> Array:
    """Each number as a vector with one entry. Raises `NotAllowed` for matrices."""
    if value.ndim > 2:
        sizes = "×".join(map(str, value.shape[1:]))
        raise NotAllowed(f"it gives a matrix, {sizes}, and a vector or a number is needed")
    return value.reshape(len(value), -1)


@dataclass(frozen=True, eq=False)
class _Values:
    """The algebra of numbers, at N points at once: the first axis of a part has N entries, or 1."""

    expression: Expression
    x: Array  # (N, n)
    outside: list[tuple[Array, str]] = field(default_factory=list)  # where not finite, and what

    @property
    def inside(self) -> Array:
        """Booleans (N,): at which points have all parts been finite so far?"""
        return ~np.any([np.zeros(len(self.x), bool), *(where for where, _ in self.outside)], axis=0)

    def refuse(self) -> None:
        """Raise `NotAllowed` for the first part that was not finite at some point."""
        for _, part in self.outside:
            raise NotFinite(f"{part} is not a finite real number at this x")

    def number(self, value: float, name: str) -> Array:
        # Of x's kind: a complex step through a constant has an imaginary part, 0.
        return np.array([value], dtype=self.x.dtype)

    def literal(self, values: Array) -> Array:
        return values[np.newaxis].astype(self.x.dtype)

    def size(self) -> Array:
        return self.number(float(self.x.shape[1]), "")

    def name(self, name: str) -> Array:
        if name == "x":
            return self.x
        return weight_matrix(self.x.shape[1])[np.newaxis].astype(self.x.dtype)

    def negative(self, value: Array) -> Array:
        return -value

    def power(self, base: Array, exponent: float, at: Node) -> Array:
        return self._noted(base ** (int(exponent) if exponent == int(exponent) else exponent), at)

    def binary(self, sign: str, left: Array, right: Array, at: Node) -> Array:
        if sign == "@":
            first, second = left.shape[1:], right.shape[1:]
            if not (first and second and first[-1] == second[0]):
                raise self._unfit(sign, at, left, right)
            return self._noted(_product(left, right), at)
        return self._noted(BINARY[sign](*self.alike(sign, at, left, right)), at)

    def compare(self, sign: str, left: Array, right: Array, at: Node) -> Array:
        left, right = self.alike(sign, at, left, right)
        return COMPARED[sign](left.real, right.real).astype(self.x.dtype)

    def larger(self, left: Array, right: Array, at: Larger) -> Array:
        left, right = self.alike("and", at, left, right)
        chosen = left.real < right.real if at.smaller else left.real > right.real
        return self._noted(np.where(chosen, left, right), at)

    def where(
        self,
        condition: Array,
        then: Callable[[], Array],
        otherwise: Callable[[], Array],
        at: Node,
    ) -> Array:
        noted = len(self.outside)
        parts = then(), otherwise()
        # What is not chosen need not be finite: what is chosen is looked at.
        del self.outside[noted:]
        condition, left, right = self.alike("and", at, condition, *parts)
        return self._noted(np.where(condition.real != 0, left, right), at)

    def alike(self, sign: str, at: Node, *parts: Array) -> tuple[Array, ...]:
        """Return parts with as many axes. Raises `NotAllowed` unless their shapes are equal.

        A number fits any shape.
        """
        if len({part.shape[1:] for part in parts} - {()}) > 1:
            raise self._unfit(sign, at, *parts)
        rank = max(part.ndim for part in parts)
        return tuple(part.reshape(*part.shape, *[1] * (rank - part.ndim)) for part in parts)

    def _unfit(self, sign: str, at: Node, *parts: Array) -> NotAllowed:
        shapes = f" {sign} ".join(map(_size, parts))
        return NotAllowed(f"{self.expression.part(at)} does not fit: {shapes}")

    def call(self, function: str, argument: Array, at: Node) -> Array:
        row = CALLED[function]
        if argument.ndim != 2 and not row.elementwise:
            raise NotAllowed(
                f"{self.expression.part(at)} is not allowed: {function} takes a vector, "
                f"and this is {_size(argument)}"
            )
        is_number = argument.ndim == 1 or function in REDUCED
        value = row.value(argument[:, np.newaxis] if argument.ndim == 1 else argument)
        return self._noted(value[:, 0] if is_number else value, at)

    def _noted(self, part: Array, at: Node) -> Array:
        finite = np.isfinite(part)
        if not finite.all():
            where = ~finite.reshape(len(part), -1).all(axis=1)
            self.outside.append((np.broadcast_to(where, len(self.x)), self.expression.part(at)))
        return part


@dataclass(frozen=True, eq=False)
class _Linearizing:
    """The algebra of numbers with their derivatives, at one point."""

    values: _Values
    sizes: list[float] = field(default_factory=list)  # the largest number of each part so far
    chosen: list[Node] = field(default_factory=list)  # the choices that are being worked out

    def number(self, value: float, name: str) -> Linearized:
        return self._constant(self.values.number(value, name))

    def literal(self, values: Array) -> Linearized:
        return self._constant(self.values.literal(values))

    def size(self) -> Linearized:
        return self._constant(self.values.size())

    def name(self, name: str) -> Linearized:
        value = self.values.name(name)
        if name != "x":
            return self._constant(value)
        identity = np.eye(value.size)
        return self._sized(Linearized(value, identity, identity > 0))

    def negative(self, value: Linearized) -> Linearized:
        return Linearized(-value.value, -value.jacobian, value.support)

    def power(self, base: Linearized, exponent: float, at: Node) -> Linearized:
        value = self.values.power(base.value, exponent, at)
        slope = exponent * base.value ** (exponent - 1) if exponent else np.zeros_like(base.value)
        return self._finite(
            Linearized(value, slope.reshape(-1, 1) * base.jacobian, base.support), at
        )

    def binary(self, sign: str, left: Linearized, right: Linearized, at: Node) -> Linearized:
        value = self.values.binary(sign, left.value, right.value, at)
        if sign == "@":
            return self._finite(_linearized_product(value, left, right), at)
        (a, da), (b, db) = ((p.value.reshape(-1, 1), p.jacobian) for p in (left, right))
        match sign:
            case "+":
                jacobian = da + db
            case "-":
                jacobian = da - db
            case "*":
                jacobian = b * da + a * db
            case _:
                jacobian = da / b - a / b / b * db
        return self._finite(Linearized(value, jacobian, left.support | right.support), at)

    def compare(self, sign: str, left: Linearized, right: Linearized, at: Node) -> Linearized:
        value = self.values.compare(sign, left.value, right.value, at)
        support = _spread(value, left.support) | _spread(value, right.support)
        # It jumps where the sides meet, and its slope is 0 elsewhere; but it depends on both.
        return self._sized(Linearized(value, np.zeros(support.shape), support))

    def larger(self, left: Linearized, right: Linearized, at: Larger) -> Linearized:
        value = self.values.larger(left.value, right.value, at)
        first, second = self.values.alike("and", at, left.value, right.value)
        first, second = np.broadcast_arrays(first, second)
        # Where both are equal each has half of the slope, as in PyTorch and JAX.
        share = np.where(first == second, 0.5, (first < second if at.smaller else first > second))
        share = share.reshape(-1, 1)
        return self._finite(self._mixed(value, share, left, right), at)

    def where(
        self,
        condition: Linearized,
        then: Callable[[], Linearized],
        otherwise: Callable[[], Linearized],
        at: Node,
    ) -> Linearized:
        noted = len(self.values.outside)
        self.chosen.append(at)  # what is not chosen need not be finite
        left, right = then(), otherwise()
        self.chosen.pop()
        del self.values.outside[noted:]
        value = self.values.where(condition.value, lambda: left.value, lambda: right.value, at)
        share = _spread(value, condition.value.reshape(-1, 1) != 0)
        mixed = self._mixed(value, share, left, right)
        support = mixed.support | _spread(value, condition.support)
        return self._finite(Linearized(value, mixed.jacobian, support), at)

    def _mixed(self, value: Array, share: Array, left: Linearized, right: Linearized) -> Linearized:
        """Return `share` of the left slopes and the rest of the right ones, row by row."""
        da, db = _spread(value, left.jacobian), _spread(value, right.jacobian)
        with np.errstate(all="ignore"):
            both = share * da + (1 - share) * db
        jacobian = np.where(share == 1, da, np.where(share == 0, db, both))
        support = _spread(value, left.support) | _spread(value, right.support)
        return Linearized(value, jacobian, support)

    def call(self, function: str, argument: Linearized, at: Node) -> Linearized:
        value = self.values.call(function, argument.value, at)
        local = CALLED[function].jacobian(*np.atleast_1d(argument.value[0], value[0]))
        reached = local.support().astype(float) @ argument.support.astype(float) > 0
        return self._finite(Linearized(value, local @ argument.jacobian, reached), at)

    def _constant(self, value: Array) -> Linearized:
        zeros = np.zeros((value.size, self.values.x.size))
        return self._sized(Linearized(value, zeros, zeros > 0))

    def _finite(self, result: Linearized, at: Node) -> Linearized:
        if self.chosen:
            return result
        self.values.refuse()
        if not np.isfinite(result.jacobian).all():
            part = self.values.expression.part(at)
            raise NotFinite(f"{part} has no finite derivative at this x")
        return self._sized(result)

    def _sized(self, result: Linearized) -> Linearized:
        if not self.chosen:
            self.sizes.append(float(np.abs(result.value).max()))
        return result


def _spread(value: Array, rows: Array) -> Array:
    """Return a row for each entry of a value (1, …): a number has one row for all."""
    return np.broadcast_to(rows, (value[0].size, rows.shape[1])) if len(rows) == 1 else rows


def _product(left: Array, right: Array) -> Array:
    """`left @ right` at each point; either is a vector there, or a matrix."""
    rows = left[:, np.newaxis] if left.ndim == 2 else left
    columns = right[..., np.newaxis] if right.ndim == 2 else right
    product = rows @ columns
    return product.reshape(len(product), *left.shape[1:-1], *right.shape[2:])


def _linearized_product(value: Array, left: Linearized, right: Linearized) -> Linearized:
    """The product rule; each input is a point of its own."""

    def by_rule(a: Array, b: Array, da: Array, db: Array) -> Array:
        n = da.shape[1]
        das, dbs = da.T.reshape(n, *a.shape[1:]), db.T.reshape(n, *b.shape[1:])
        return (_product(das, b) + _product(a, dbs)).reshape(n, -1).T

    first, second = left.value, right.value
    reached = left.support.astype(float), right.support.astype(float)
    return Linearized(
        value,
        by_rule(first, second, left.jacobian, right.jacobian),
        by_rule(np.ones(first.shape), np.ones(second.shape), *reached) > 0,
    )


BINARY: dict[str, Callable[[Array, Array], Array]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
}
COMPARED: dict[str, Callable[[Array, Array], Array]] = {
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
    "==": np.equal,
    "!=": np.not_equal,
}


def _size(value: Array) -> str:
    sizes = "×".join(map(str, value.shape[1:]))
    return ("a number", f"{sizes} entries", f"a {sizes} matrix")[value.ndim - 1]
