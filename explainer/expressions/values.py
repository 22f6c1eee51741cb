"""The numbers of an expression: its value, its Jacobian, and where that can be non-zero at all.

The Jacobian is made as the page teaches it: each part's local Jacobian times the Jacobian of what
is inside, from the input on. Nothing is differentiated twice: the local ones are the table's.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from explainer.compute import Diagonal, Jacobian, Outer, Patterned, Selection
from explainer.compute.layer_weights import weight_matrix
from explainer.compute.validation import Array
from explainer.expressions.parsing import TABLE, Expression, NotAllowed, meaning_of

# Each with its derivative. They keep the imaginary part, so that the complex step passes.
ELEMENTWISE: dict[str, tuple[Callable[[Array], Array], Callable[[Array], Array]]] = {
    "exp": (np.exp, np.exp),
    "log": (np.log, lambda x: 1 / x),
    "sqrt": (np.sqrt, lambda x: 0.5 / np.sqrt(x)),
    "sin": (np.sin, np.cos),
    "cos": (np.cos, lambda x: -np.sin(x)),
    "abs": (lambda x: np.where(x.real < 0, -x, x), lambda x: np.sign(x.real)),
}


@dataclass(frozen=True, eq=False)
class Linearized:
    """A part of an expression at one x of n entries."""

    value: Array  # (), (m,), or (m, n) for a matrix
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
    return _linearized(expression, x, derivatives=True)


def _linearized(expression: Expression, x: Array, *, derivatives: bool) -> Linearized:
    with np.errstate(all="ignore"):  # what is not finite is said in a sentence
        algebra = _Linearizing(expression, x, derivatives)
        found = meaning_of(expression.tree, algebra)
    if found.value.ndim > 1:
        rows, columns = found.value.shape
        raise NotAllowed(f"it gives a matrix, {rows}×{columns}, and a vector or a number is needed")
    largest = max(algebra.sizes, default=0.0)
    return Linearized(np.atleast_1d(found.value), found.jacobian, found.support, largest)


def value_of(expression: Expression) -> Callable[[Array], Array]:
    """The function x (n,) → (m,) that it is. The function raises `NotAllowed` as `linearized`."""
    return lambda x: _linearized(expression, x, derivatives=False).value


@dataclass(frozen=True, eq=False)
class _Linearizing:
    """The algebra of numbers."""

    expression: Expression
    x: Array
    derivatives: bool  # without, all Jacobians have no columns
    sizes: list[float] = field(default_factory=list)  # the largest number of each part so far

    def number(self, value: float) -> Linearized:
        return self._constant(np.array(value))

    def name(self, name: str) -> Linearized:
        n = self.x.size
        if name == "A":
            return self._constant(weight_matrix(n))
        self.sizes.append(float(np.abs(self.x).max()))
        columns = slice(None) if self.derivatives else slice(0)
        return Linearized(self.x, np.eye(n)[:, columns], np.eye(n, dtype=bool)[:, columns])

    def _constant(self, value: Array) -> Linearized:
        self.sizes.append(float(np.abs(value).max()))
        zeros = np.zeros((value.size, self.x.size if self.derivatives else 0))
        # Of x's kind: a complex step through a constant has an imaginary part, 0.
        return Linearized(value.astype(self.x.dtype), zeros, zeros.astype(bool))

    def negative(self, value: Linearized) -> Linearized:
        return Linearized(-value.value, -value.jacobian, value.support)

    def power(self, base: Linearized, exponent: float, at: ast.AST) -> Linearized:
        slope = exponent * base.value ** (exponent - 1) if exponent else np.zeros_like(base.value)
        whole = int(exponent) if exponent == int(exponent) else exponent
        jacobian = slope.reshape(-1, 1) * base.jacobian
        return self._finite(Linearized(base.value**whole, jacobian, base.support), at)

    def binary(self, sign: str, left: Linearized, right: Linearized, at: ast.AST) -> Linearized:
        if sign == "@":
            return self._finite(self._product(left, right, at), at)
        one, other = left.value, right.value
        if one.shape != other.shape and one.ndim and other.ndim:
            said = f"{_size(one)} {sign} {_size(other)}"
            raise NotAllowed(f"{self.expression.part(at)} does not fit: {said}")
        a, b = (part.reshape(-1, 1) for part in (one, other))  # a number fits any shape
        da, db = left.jacobian, right.jacobian
        match sign:
            case "+":
                value, jacobian = one + other, da + db
            case "-":
                value, jacobian = one - other, da - db
            case "*":
                value, jacobian = one * other, b * da + a * db
            case _:
                value, jacobian = one / other, da / b - a / b**2 * db
        support = left.support | right.support
        return self._finite(Linearized(np.asarray(value), jacobian, support), at)

    def _product(self, left: Linearized, right: Linearized, at: ast.AST) -> Linearized:
        one, other = left.value, right.value
        if not one.ndim or not other.ndim or one.shape[-1] != other.shape[0]:
            said = f"{_size(one)} @ {_size(other)}"
            raise NotAllowed(f"{self.expression.part(at)} does not fit: {said}")
        n = left.jacobian.shape[1]

        def by_each_input(a: Array, b: Array, da: Array, db: Array) -> Array:
            das, dbs = da.T.reshape(n, *a.shape), db.T.reshape(n, *b.shape)
            columns = [np.reshape(das[j] @ b + a @ dbs[j], -1) for j in range(n)]
            return np.stack(columns, axis=1) if columns else np.zeros((np.size(a @ b), 0))

        reached = [part.support.astype(float) for part in (left, right)]
        return Linearized(
            np.asarray(one @ other),
            by_each_input(one, other, left.jacobian, right.jacobian),
            by_each_input(np.ones(one.shape), np.ones(other.shape), *reached) > 0,
        )

    def call(self, function: str, argument: Linearized, at: ast.AST) -> Linearized:
        value = argument.value
        row = TABLE.get(function)
        by_entry = function in ELEMENTWISE or (row is not None and row.elementwise)
        if value.ndim != 1 and not by_entry:
            raise NotAllowed(
                f"{self.expression.part(at)} is not allowed: {function} takes a vector, "
                f"and this is {_size(value)}"
            )
        found, local = _called(function, np.atleast_1d(value))
        found = found.reshape(value.shape) if by_entry else found
        if not self.derivatives:
            none = np.zeros((found.size, 0))
            return self._finite(Linearized(found, none, none.astype(bool)), at)
        return self._finite(_after(found, local(), argument), at)

    def _finite(self, found: Linearized, at: ast.AST) -> Linearized:
        if not np.isfinite(found.value).all():
            raise NotAllowed(f"{self.expression.part(at)} is not a finite real number at this x")
        if not np.isfinite(found.jacobian).all():
            raise NotAllowed(f"{self.expression.part(at)} has no finite derivative at this x")
        self.sizes.append(float(np.abs(found.value).max()))
        return found


def _after(value: Array, local: Jacobian, inner: Linearized) -> Linearized:
    """The chain rule: the local Jacobian times that of what is inside."""
    reached = local.support().astype(float) @ inner.support.astype(float) > 0
    return Linearized(value, local @ inner.jacobian, reached)


def _called(function: str, x: Array) -> tuple[Array, Callable[[], Jacobian]]:
    """The value of a function, and its Jacobian when it is asked for."""
    if function in ELEMENTWISE:
        rule, derivative = ELEMENTWISE[function]
        return rule(x), lambda: Diagonal(derivative(x).reshape(-1))
    if function in TABLE:
        found = TABLE[function].value(x)
        return found, lambda: TABLE[function].jacobian(x, found)
    if function in ("sum", "mean"):
        share = 1 / x.size if function == "mean" else 1.0
        return np.sum(x) * share, lambda: Outer(np.ones(1), np.full(x.size, share))
    order = np.argsort(x.real, kind="stable")
    chosen = order[-1] if function == "max" else order[0]
    any_input = np.arange(x.size)[np.newaxis] if x.size > 1 else None
    return x[chosen], lambda: Selection(np.array([chosen]), x.size, any_input)


def _size(value: Array) -> str:
    if not value.ndim:
        return "a number"
    sizes = "×".join(map(str, value.shape))
    return f"{sizes} entries" if value.ndim == 1 else f"a {sizes} matrix"
