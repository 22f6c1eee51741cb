"""The terms of the bench's figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from explainer.compute.formulas import Formula
from explainer.figures.term import Term
from explainer.notation.formula import factors as formula_factors
from explainer.notation.formula import signs as formula_signs
from explainer.pages.bench.scene import BenchScene
from explainer.terms import Items, factor, gradient, vector


def formula_items(scene: BenchScene) -> Items:
    """The formula as it is written, with what it gives and what it should have given."""
    n, found, limit = scene.notation, scene.found, scene.gradient_limit
    signs = formula_signs(n, scene.formula)
    items: Items = [signs[0]]
    for term, sign in zip(n.ordered(_factors(scene, scene.formula)), signs[1:], strict=True):
        items += [term, sign]
    if found.value is None:
        return items
    items[-1] = f"{signs[-1]} =".strip()
    if scene.verdict.shape:
        return [*items, Term("this formula", found.value if n.rows else found.value.T)]
    items.append(vector(scene, "this formula", found.value[0], "D", limit=limit))
    if scene.verdict.kind == "wrong":
        sign = "=" if scene.coincides else "≠"
        items += [sign, gradient(scene, "x", scene.chain.gradient)]
    return items


def unfinished_items(scene: BenchScene, formula: Formula, signs: Sequence[str]) -> Items:
    """The factors of a formula that is not finished, with what signs it has, and no result."""
    n = scene.notation
    first, *others = n.ordered(_factors(scene, formula))
    items: Items = [first]
    for sign, term in zip(n.ordered(signs), others, strict=True):
        items += [sign, term]
    return items


def _factors(scene: BenchScene, formula: Formula) -> list[Term]:
    """From the loss to the input, transposed as the formula has them."""
    s = scene.settings.s
    support = scene.chain["r"].jacobian.support() if s == "diagonal" else None
    error, W2, middle, W1 = scene.factors
    second, first = formula.transposed
    names = formula_factors(scene.notation, formula, s)
    return [
        factor(scene, names[0], error, limit=scene.gradient_limit),
        factor(scene, names[1], W2.T if second else W2),
        factor(scene, replace(names[2], text=names[2].short), middle, support=support),
        factor(scene, names[3], W1.T if first else W1),
    ]
