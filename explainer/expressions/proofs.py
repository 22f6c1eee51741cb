"""Proofs by SymPy that entries of a Jacobian are zero for every input and every weight.

The proofs do not use the formulas that are shown, but forms in which equal parts cancel: both
halves of a relu through |x|, tanh through the sigmoid, the entries of a sort in one order.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import sympy

from explainer.compute.arrays import Array
from explainer.expressions.parsing import Expression
from explainer.expressions.symbols import (
    ENTRY,
    WHOLE,
    Chosen,
    FormulaAlgebra,
    Ordered,
    Symbols,
    by_rank,
    indexed,
    sigmoid,
)
from explainer.expressions.tree import meaning_of

KINKED = (sympy.Abs, Ordered, Chosen)


def proved_zero(expression: Expression, n: int, doubtful: Array) -> list[list[bool]]:
    """Return which of the doubtful entries (m, n) are proved to be zero.

    An entry that is zero wherever it exists is zero for every input: at a kink two slopes of 0
    meet. This holds for continuous functions; what may jump, as |x|/x does, is not proved.
    """
    inputs = indexed("x", n)
    algebra = FormulaAlgebra(
        inputs, {**ENTRY, **CANCELLING_ENTRY}, {**WHOLE, **CANCELLING}, _larger, _smaller
    )
    value = np.atleast_1d(meaning_of(expression.tree, algebra))
    zero = np.zeros(doubtful.shape, dtype=bool)
    for i, j in np.argwhere(doubtful):
        zero[i, j] = _is_constant(value[i], inputs[j])
    as_lists: list[list[bool]] = zero.tolist()
    return as_lists


def _is_constant(value: sympy.Expr, symbol: sympy.Symbol) -> bool:
    """Cheap reasons first: simplifying may take any time."""
    if symbol not in value.free_symbols:
        return True
    if _may_jump(value, symbol):
        return False
    slope = _normal(sympy.diff(value, symbol))
    return bool(slope == 0 or sympy.expand(slope) == 0 or sympy.simplify(slope) == 0)


def _may_jump(value: sympy.Expr, symbol: sympy.Symbol) -> bool:
    """True if it has a kink and a pole. An analytic function without slope is constant."""
    parts = [part for part in sympy.preorder_traversal(value) if symbol in part.free_symbols]
    if any(isinstance(part, sympy.Piecewise) for part in parts):
        return True  # it may be continuous, which is not looked into
    powers = [part for part in parts if isinstance(part, sympy.Pow)]
    kinks = any(isinstance(part, KINKED) for part in parts) or any(
        not power.exp.is_integer and not power.base.is_positive for power in powers
    )
    poles = any(power.exp.is_negative and not power.base.is_nonzero for power in powers)
    # exp(−log|x|) is a pole as well.
    kinds = {type(part) for part in parts}
    return kinks and (poles or {sympy.exp, sympy.log} <= kinds)


def _normal(slope: sympy.Expr) -> sympy.Expr:
    """Write sign(a) as a/|a|, and the last indicator of an entry's rank by the others."""
    slope = slope.replace(sympy.sign, lambda a: a / sympy.Abs(a))
    return slope.replace(Chosen, _last_by_the_others)


def _last_by_the_others(j: sympy.Expr, k: sympy.Expr, *entries: sympy.Expr) -> sympy.Expr:
    """An entry has one of the ranks: its indicators add up to 1."""
    if k < len(entries) - 1:
        return Chosen(j, k, *entries)
    return 1 - sum(Chosen(j, other, *entries) for other in range(len(entries) - 1))


def _ordered(k: int, *entries: sympy.Expr) -> sympy.Expr:
    """The entry with number k, whatever the order and the sign in which the entries are given."""
    if all(entry.could_extract_minus_sign() for entry in entries):
        return -_ordered(len(entries) - 1 - k, *(-entry for entry in entries))
    return Ordered(k, *sorted(entries, key=sympy.default_sort_key))


def _larger(a: sympy.Expr, b: sympy.Expr) -> sympy.Expr:
    return (a + b + sympy.Abs(a - b)) / 2


def _smaller(a: sympy.Expr, b: sympy.Expr) -> sympy.Expr:
    return (a + b - sympy.Abs(a - b)) / 2


def _between(x: sympy.Expr, low: int, high: int) -> sympy.Expr:
    return _smaller(_larger(x, sympy.Integer(low)), sympy.Integer(high))


def _by_size(slope: sympy.Expr) -> Callable[[sympy.Expr], sympy.Expr]:
    return lambda x: ((1 + slope) * x + (1 - slope) * sympy.Abs(x)) / 2


def _exponentials(x: Symbols) -> tuple[Symbols, sympy.Expr]:
    """e to each entry as a product, and their sum with what they have in common in front."""
    each = np.frompyfunc(lambda entry: sympy.expand_power_exp(sympy.exp(entry)), 1, 1)(x)
    return each, sympy.factor_terms(each.sum())


def _softmax(x: Symbols) -> Symbols:
    each, total = _exponentials(x)
    return each / total


CANCELLING_ENTRY: dict[str, Callable[[sympy.Expr], sympy.Expr]] = {
    "relu": _by_size(sympy.S.Zero),
    "leaky_relu": _by_size(sympy.Rational(1, 100)),
    "hard_sigmoid": lambda x: _between(x + 3, 0, 6) / 6,
    "hard_swish": lambda x: x * _between(x + 3, 0, 6) / 6,
    "hard_tanh": lambda x: _between(x, -1, 1),
    "relu6": lambda x: _between(x, 0, 6),
    "tanh": lambda x: 2 * sigmoid(2 * x) - 1,
    "exp": lambda x: sympy.expand_power_exp(sympy.exp(x)),
}
CANCELLING: dict[str, Callable[[Symbols], Symbols]] = {
    "softmax": _softmax,
    "log_softmax": lambda x: x - sympy.log(_exponentials(x)[1]),
    **by_rank(_ordered),
}
