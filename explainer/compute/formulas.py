"""All ways to write the product of the four factors in their order, with their verdicts.

The factors are ŷ − y (1×K), W₂ or its transpose, the derivative s of the activation as a row (1×H)
or as a diagonal matrix (H×H), W₁ or its transpose. Three operators, each `@` or `∘`, join them, and
there are five bracketings: 160 formulas. All arrays have two axes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from types import MappingProxyType
from typing import Literal, get_args

import numpy as np

from explainer.compute.arrays import Array

Operator = Literal["@", "∘"]
Circle = Literal["strict", "numpy"]  # ∘ for equal shapes only, or with NumPy's broadcasting
Middle = Literal["row", "diagonal"]  # s as 1×H, or as H×H
Shape = tuple[int, ...]
OPERATORS: tuple[Operator, ...] = get_args(Operator)
Tree = int | tuple["Tree", "Tree"]  # a factor, or two parts joined by the operator between them

BRACKETINGS: dict[str, Tree] = {
    "((ab)c)d": (((0, 1), 2), 3),
    "(a(bc))d": ((0, (1, 2)), 3),
    "(ab)(cd)": ((0, 1), (2, 3)),
    "a((bc)d)": (0, ((1, 2), 3)),
    "a(b(cd))": (0, (1, (2, 3))),
}


@dataclass(frozen=True)
class Formula:
    """A way to write the product. The factors a, b, c, d are ordered from the loss to the input."""

    operators: tuple[Operator, Operator, Operator] = ("@", "∘", "@")
    transposed: tuple[bool, bool] = (True, True)  # True for W₂ᵀ, True for W₁ᵀ
    bracketing: str = "((ab)c)d"


FORMULAS: tuple[Formula, ...] = tuple(
    Formula((one, two, three), (second, first), bracketing)
    for bracketing in BRACKETINGS
    for one, two, three in product(OPERATORS, repeat=3)
    for second, first in product((True, False), repeat=2)
)


@dataclass(frozen=True)
class Join:
    """An operator and the shapes on its two sides."""

    place: int  # 0, 1 or 2: after a, b or c
    operator: Operator
    left: Shape
    right: Shape


@dataclass(frozen=True, eq=False)
class Evaluation:
    """The result of a formula: a value, or the operator that fails."""

    value: Array | None
    clash: Join | None = None  # the first operator that cannot join its sides
    stretched: tuple[Join, ...] = ()  # each ∘ that works only by NumPy's broadcasting


def evaluate(
    formulas: Sequence[Formula], factors: Sequence[Array], circle: Circle
) -> dict[Formula, Evaluation]:
    """Evaluate each formula on the factors ŷ − y, W₂, s, W₁, each with two axes.

    Parts that several formulas share are computed once.
    """
    known: dict[tuple[object, ...], Evaluation] = {}

    def part(formula: Formula, tree: Tree) -> Evaluation:
        first, last = _ends(tree)
        turned = tuple(formula.transposed[i // 2] for i in range(first, last + 1) if i % 2)
        key = (tree, formula.operators[first:last], turned)
        if key not in known:
            known[key] = work(formula, tree)
        return known[key]

    def work(formula: Formula, tree: Tree) -> Evaluation:
        if isinstance(tree, int):
            turn = tree % 2 and formula.transposed[tree // 2]
            return Evaluation(factors[tree].T if turn else factors[tree])
        left, right = (part(formula, side) for side in tree)
        place = _ends(tree[0])[1]
        return _joined(left, right, place, formula.operators[place], circle)

    return {formula: part(formula, BRACKETINGS[formula.bracketing]) for formula in formulas}


def _ends(tree: Tree) -> tuple[int, int]:
    """Return the indices of the first and the last factor of a part."""
    if isinstance(tree, int):
        return tree, tree
    return _ends(tree[0])[0], _ends(tree[1])[1]


def _joined(
    left: Evaluation, right: Evaluation, place: int, operator: Operator, circle: Circle
) -> Evaluation:
    if left.value is None or right.value is None:
        return left if left.value is None else right
    join = Join(place, operator, left.value.shape, right.value.shape)
    stretched = (*left.stretched, *right.stretched)
    if operator == "@" and join.left[1] == join.right[0]:
        return Evaluation(left.value @ right.value, None, stretched)
    if operator == "∘" and join.left == join.right:
        return Evaluation(left.value * right.value, None, stretched)
    if operator == "∘" and circle == "numpy" and _broadcastable(join.left, join.right):
        return Evaluation(left.value * right.value, None, (*stretched, join))
    return Evaluation(None, join)


def _broadcastable(left: Shape, right: Shape) -> bool:
    return all(1 in pair or pair[0] == pair[1] for pair in zip(left, right, strict=True))


Kind = Literal["illegal", "wrong", "right"]


@dataclass(frozen=True)
class Verdict:
    """The verdict on a formula at given sizes, independent of the numbers."""

    kind: Kind
    clash: Join | None = None  # an illegal formula fails here, or …
    shape: Shape | None = None  # … runs and gives this shape, which is not 1×D
    stretched: tuple[Join, ...] = ()


@dataclass(frozen=True)
class Tally:
    """The number of formulas, of the 160, with each verdict."""

    illegal: int  # no value, or a shape other than 1×D
    wrong: int
    right: int


def tally(D: int, H: int, K: int, *, s: Middle = "row", circle: Circle = "strict") -> Tally:
    """Return the counts at these sizes, with s as a row or as a diagonal matrix."""
    kinds = [verdict.kind for verdict in verdicts(D, H, K, s=s, circle=circle).values()]
    return Tally(*(kinds.count(kind) for kind in ("illegal", "wrong", "right")))


@lru_cache(maxsize=64)  # each entry takes at most 0.1 MiB
def verdicts(
    D: int, H: int, K: int, *, s: Middle = "row", circle: Circle = "strict"
) -> Mapping[Formula, Verdict]:
    """Return the verdict on each of the 160 formulas at these sizes.

    Each formula is evaluated on two draws of random numbers, so that no coincidence in a network's
    numbers, such as a row of zeros, counts as right.
    """
    draws = [_draw(D, H, K, s, seed) for seed in (0, 1)]
    evaluated = [evaluate(FORMULAS, factors, circle) for factors in draws]
    rights = [reference(factors) for factors in draws]
    judged = {
        formula: _judge([evaluations[formula] for evaluations in evaluated], rights)
        for formula in FORMULAS
    }
    return MappingProxyType(judged)  # read-only, because it is cached


def reference(factors: Sequence[Array]) -> Array:
    """Return the product of the four Jacobians, (1, D), for s as a row or a diagonal matrix."""
    error, W2, s, W1 = factors
    return error @ W2.T @ (np.diag(s[0]) if len(s) == 1 else s) @ W1.T


def _draw(D: int, H: int, K: int, s: Middle, seed: int) -> list[Array]:
    rng = np.random.default_rng(seed)
    shapes = ((1, K), (H, K), (1, H), (D, H))
    error, W2, row, W1 = (rng.standard_normal(shape) for shape in shapes)
    return [error, W2, row if s == "row" else np.diag(row[0]), W1]


def _judge(evaluations: Sequence[Evaluation], rights: Sequence[Array]) -> Verdict:
    first = evaluations[0]
    if first.value is None:
        return Verdict("illegal", clash=first.clash)
    if first.value.shape != rights[0].shape:
        return Verdict("illegal", shape=first.value.shape, stretched=first.stretched)
    same = all(
        np.abs(evaluation.value - right).max() <= 1e-9 * np.abs(right).max()
        for evaluation, right in zip(evaluations, rights, strict=True)
    )
    return Verdict("right" if same else "wrong", stretched=first.stretched)
