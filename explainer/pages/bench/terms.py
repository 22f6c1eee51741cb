"""The terms of the figure on the bench."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from explainer.compute.formulas import Formula
from explainer.figures.term import Term
from explainer.notation.formula import factors as formula_factors
from explainer.notation.formula import signs as formula_signs
from explainer.pages.bench.scene import BenchScene
from explainer.terms import Items, factor, gradient, vector


def formula_items(bench: BenchScene) -> Items:
    """Return the terms of the formula and its result, and of the gradient if that is wrong."""
    n, evaluation, limit = bench.scene.notation, bench.found, bench.scene.gradient_limit
    signs = formula_signs(n, bench.formula)
    items: Items = [signs[0]]
    for term, sign in zip(n.ordered(_factors(bench, bench.formula)), signs[1:], strict=True):
        items += [term, sign]
    if evaluation.value is None:
        return items
    items[-1] = f"{signs[-1]} =".strip()
    if bench.verdict.shape:
        return [*items, Term("this formula", evaluation.value if n.rows else evaluation.value.T)]
    items.append(vector(n, "this formula", evaluation.value[0], "D", limit=limit))
    if bench.verdict.kind == "wrong":
        sign = "=" if bench.coincides else "≠"
        items += [sign, gradient(bench.scene, "x", bench.scene.chain.gradient)]
    return items


def unfinished_items(bench: BenchScene, formula: Formula, signs: Sequence[str]) -> Items:
    """Return the terms of an unfinished formula: its factors and signs, without a result."""
    n = bench.scene.notation
    first, *others = n.ordered(_factors(bench, formula))
    items: Items = [first]
    for sign, term in zip(n.ordered(signs), others, strict=True):
        items += [sign, term]
    return items


def _factors(bench: BenchScene, formula: Formula) -> list[Term]:
    """Return the factors from the loss to the input, transposed as in the formula."""
    n, s = bench.scene.notation, bench.settings.s
    support = bench.scene.chain["r"].jacobian.support() if s == "diagonal" else None
    error, W2, middle, W1 = bench.factors
    second, first = formula.transposed
    names = formula_factors(n, formula, s)
    return [
        factor(n, names[0], error, limit=bench.scene.gradient_limit),
        factor(n, names[1], W2.T if second else W2),
        factor(n, replace(names[2], text=names[2].short), middle, support=support),
        factor(n, names[3], W1.T if first else W1),
    ]
