"""The numbers of an expression: its value, its Jacobian, and where that can be non-zero at all.

The Jacobian is made as the page teaches it: each part's local Jacobian times the Jacobian of what
is inside, from the input on. Nothing is differentiated twice: the local ones are the table's.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from explainer.compute import FUNCTIONS, Function, Jacobian, Outer, Patterned, Selection
from explainer.compute.arrays import Array
from explainer.compute.layer_weights import weight_matrix
from explainer.expressions.parsing import TABLE, Expression, NotAllowed, meaning_of

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


# They keep the imaginary part, so that the complex step passes.
CALLED = TABLE | {
    "exp": Function("exp", np.exp, True, lambda x, h: h),
    "log": Function("log", np.log, True, lambda x, h: 1 / x),
    "sqrt": Function("sqrt", np.sqrt, True, lambda x, h: 0.5 / h),
    "sin": Function("sin", np.sin, True, lambda x, h: np.cos(x)),
    "cos": Function("cos", np.cos, True, lambda x, h: -np.sin(x)),
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
    for a result that is a matrix.
    """
    algebra = _Linearizing(_Values(expression, x[np.newaxis]))
    with np.errstate(all="ignore"):  # the complaint reports what is not finite
        result = meaning_of(expression.tree, algebra)
    (value,) = _vectors(result.value)
    return Linearized(value, result.jacobian, result.support, max(algebra.sizes))


def value_of(expression: Expression) -> Callable[[Array], Array]:
    """The function x (n,) → (m,) that it is, which raises `NotAllowed` as `linearized` does.

    It also takes many x at once, which costs little more than one: (N, n) → (N, m). Where it has no
    numbers the row is NaN.
    """

    def value(x: Array) -> Array:
        algebra = _Values(expression, np.atleast_2d(x))
        with np.errstate(all="ignore"):
            result = _vectors(meaning_of(expression.tree, algebra))
        if x.ndim == 1:
            algebra.refuse()
            return result[0]
        return np.where(algebra.inside[:, np.newaxis], result, np.nan)

    return value


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
            raise NotAllowed(f"{part} is not a finite real number at this x")

    def number(self, value: float) -> Array:
        # Of x's kind: a complex step through a constant has an imaginary part, 0.
        return np.array([value], dtype=self.x.dtype)

    def name(self, name: str) -> Array:
        if name == "x":
            return self.x
        return weight_matrix(self.x.shape[1])[np.newaxis].astype(self.x.dtype)

    def negative(self, value: Array) -> Array:
        return -value

    def power(self, base: Array, exponent: float, at: ast.AST) -> Array:
        return self._noted(base ** (int(exponent) if exponent == int(exponent) else exponent), at)

    def binary(self, sign: str, left: Array, right: Array, at: ast.AST) -> Array:
        first, second = left.shape[1:], right.shape[1:]
        if sign == "@":
            fits = bool(first and second and first[-1] == second[0])
        else:
            fits = not first or not second or first == second  # a number fits any shape
        if not fits:
            shapes = f"{_size(left)} {sign} {_size(right)}"
            raise NotAllowed(f"{self.expression.part(at)} does not fit: {shapes}")
        if sign != "@":
            rank = max(left.ndim, right.ndim)
            left, right = (a.reshape(*a.shape, *[1] * (rank - a.ndim)) for a in (left, right))
        return self._noted(BINARY[sign](left, right), at)

    def call(self, function: str, argument: Array, at: ast.AST) -> Array:
        row = CALLED[function]
        if argument.ndim != 2 and not row.elementwise:
            raise NotAllowed(
                f"{self.expression.part(at)} is not allowed: {function} takes a vector, "
                f"and this is {_size(argument)}"
            )
        is_number = argument.ndim == 1 or function in REDUCED
        value = row.value(argument[:, np.newaxis] if argument.ndim == 1 else argument)
        return self._noted(value[:, 0] if is_number else value, at)

    def _noted(self, part: Array, at: ast.AST) -> Array:
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

    def number(self, value: float) -> Linearized:
        return self._constant(self.values.number(value))

    def name(self, name: str) -> Linearized:
        value = self.values.name(name)
        if name != "x":
            return self._constant(value)
        identity = np.eye(value.size)
        return self._sized(Linearized(value, identity, identity > 0))

    def negative(self, value: Linearized) -> Linearized:
        return Linearized(-value.value, -value.jacobian, value.support)

    def power(self, base: Linearized, exponent: float, at: ast.AST) -> Linearized:
        value = self.values.power(base.value, exponent, at)
        slope = exponent * base.value ** (exponent - 1) if exponent else np.zeros_like(base.value)
        return self._finite(
            Linearized(value, slope.reshape(-1, 1) * base.jacobian, base.support), at
        )

    def binary(self, sign: str, left: Linearized, right: Linearized, at: ast.AST) -> Linearized:
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
                jacobian = da / b - a / b**2 * db
        return self._finite(Linearized(value, jacobian, left.support | right.support), at)

    def call(self, function: str, argument: Linearized, at: ast.AST) -> Linearized:
        value = self.values.call(function, argument.value, at)
        local = CALLED[function].jacobian(*np.atleast_1d(argument.value[0], value[0]))
        reached = local.support().astype(float) @ argument.support.astype(float) > 0
        return self._finite(Linearized(value, local @ argument.jacobian, reached), at)

    def _constant(self, value: Array) -> Linearized:
        zeros = np.zeros((value.size, self.values.x.size))
        return self._sized(Linearized(value, zeros, zeros > 0))

    def _finite(self, result: Linearized, at: ast.AST) -> Linearized:
        self.values.refuse()
        if not np.isfinite(result.jacobian).all():
            part = self.values.expression.part(at)
            raise NotAllowed(f"{part} has no finite derivative at this x")
        return self._sized(result)

    def _sized(self, result: Linearized) -> Linearized:
        self.sizes.append(float(np.abs(result.value).max()))
        return result


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
    "@": _product,
}


def _size(value: Array) -> str:
    sizes = "×".join(map(str, value.shape[1:]))
    return ("a number", f"{sizes} entries", f"a {sizes} matrix")[value.ndim - 1]
