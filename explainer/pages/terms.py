"""From a scene to the terms of its figures: the one place that turns rows into columns."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Protocol

import numpy as np

from explainer.compute import Step, agree
from explainer.compute.formulas import Evaluation, Verdict
from explainer.compute.validation import Array
from explainer.figures.arrangement import Term
from explainer.notation import Factor, Notation
from explainer.notation.formula import factors as formula_factors
from explainer.notation.formula import written as written_formula
from explainer.notation.names import SIZE
from explainer.scene import Scene

Items = list[Term | str]


class Noted(Protocol):
    """A scene of any page: what is written about it."""

    @property
    def notation(self) -> Notation: ...


EVERYTHING = (slice(None), slice(None))


def vector(scene: Noted, name: str, values: Array, size: str, **more: Any) -> Term:
    """A gradient or a node: a row, or a column. `size` is D, H or K."""
    return _term(scene, name, values[np.newaxis, :], ("1", size), **more)


def factor(scene: Noted, written: Factor, values: Array, **more: Any) -> Term:
    """A factor of the product, (outputs, inputs) or one row; transposed in columns."""
    return _term(scene, written.text, np.atleast_2d(values), written.sizes, **more)


def _term(
    scene: Noted,
    name: str,
    values: Array,
    sizes: tuple[str, str],
    support: Array | None = None,
    **more: Any,
) -> Term:
    n = scene.notation
    if not n.rows:
        values, support = values.T, None if support is None else support.T
    shape = n.shape_text(values.shape[0], values.shape[1], sizes)
    if support is not None and support.all():
        support = None
    return Term(name, values, shape=shape, support=support, **more)


def node(scene: Scene, name: str, values: Array, **more: Any) -> Term:
    """The values of a node of the network."""
    return vector(scene, scene.notation.text(name), values, SIZE[name], **more)


def gradient(scene: Scene, name: str, values: Array, **more: Any) -> Term:
    """∂J/∂node."""
    name_text = scene.notation.gradient_text(name)
    return vector(scene, name_text, values, SIZE[name], limit=scene.gradient_limit, **more)


def activation(scene: Scene, **more: Any) -> Term:
    """∂h/∂r as the formulation writes it: the matrix, or the vector in the matrix's place."""
    n, jacobian = scene.notation, scene.chain.steps[2].jacobian
    matrix = factor(
        scene, n.activation_matrix, np.asarray(jacobian), support=jacobian.support(), **more
    )
    if not n.shorthand:
        return matrix
    return factor(scene, n.derivative, scene.derivative, in_place_of=matrix, **more)


def chain_items(scene: Scene, current: str, entry: int | None = None) -> Items:
    """The whole chain; the factor of the step `current` is marked, what makes an entry lit."""
    n = scene.notation
    loss, output, _, input = scene.chain.steps
    traced = {} if entry is None else {"lit": lit_line(scene, entry)}
    limit = scene.gradient_limit
    e = factor(scene, n.error, loss.result, current=current == "3", limit=limit)
    w2 = factor(scene, n.output_layer, np.asarray(output.jacobian), current=current == "4")
    s = activation(scene, current=current == "5")
    w1 = factor(scene, n.input_layer, np.asarray(input.jacobian), current=current == "6", **traced)
    result = gradient(
        scene,
        "x",
        scene.chain.gradient,
        current=current == "7",
        clickable=entry is not None,
        **traced,
    )
    if n.rows:
        if n.shorthand:
            return ["((", e, "@", w2, ") ∘", s, ") @", w1, "=", result]
        return ["", e, "@", w2, "@", s, "@", w1, "=", result]
    if n.shorthand:
        return ["", w1, "@ (", s, "∘ (", w2, "@", e, ")) =", result]
    return ["", w1, "@", s, "@", w2, "@", e, "=", result]


def product_items(scene: Noted, left: Term, operator: str, right: Term, result: Term) -> Items:
    """Upstream, operator, factor, result; in columns the factor comes first."""
    pair: Items = [left, operator, right]
    return [*scene.notation.ordered(pair), "=", result]


def lit_line(scene: Scene, entry: int) -> tuple[slice, slice]:
    """What makes one entry of the result: its column of the Jacobian, or its row in columns."""
    line = slice(entry, entry + 1)
    row, column = scene.notation.ordered((slice(None), line))
    return row, column


def link_items(scene: Scene, step: Step, written: Factor, entry: int) -> Items:
    """One link as a matrix product, with what makes the traced entry outlined."""
    line, jacobian = lit_line(scene, entry), step.jacobian
    middle = factor(
        scene,
        written,
        np.asarray(jacobian),
        support=jacobian.support(),
        lit=line,
        current=True,
    )
    return product_items(
        scene,
        gradient(scene, step.output, step.upstream, lit=EVERYTHING),
        "@",
        middle,
        gradient(scene, step.input, step.result, lit=line, clickable=True),
    )


def formula_items(scene: Scene, found: Evaluation, verdict: Verdict) -> Items:
    """A formula of the bench as it is written, with what it gives and what it should have given."""
    n, formula, middle = scene.notation, scene.settings.formula, scene.settings.middle
    signs = written_formula(n, formula, middle).signs
    support = scene.chain.steps[2].jacobian.support() if middle == "diagonal" else None
    names = formula_factors(n, formula, middle)
    error, W2, s, W1 = (
        value.T if turned else value
        for value, turned in zip(
            scene.bench_factors,
            (False, formula.transposed[0], False, formula.transposed[1]),
            strict=True,
        )
    )
    terms = [
        factor(scene, names[0], error, limit=scene.gradient_limit),
        factor(scene, names[1], W2),
        factor(scene, replace(names[2], text=names[2].short), s, support=support),
        factor(scene, names[3], W1),
    ]
    items: Items = [signs[0]]
    for term, sign in zip(n.ordered(terms), signs[1:], strict=True):
        items += [term, sign]
    if found.value is None:
        return items
    items[-1] = f"{signs[-1]} =".strip()
    if verdict.shape:
        return [*items, Term("this formula", found.value if n.rows else found.value.T)]
    limit = scene.gradient_limit
    items.append(vector(scene, "this formula", found.value[0], "D", limit=limit))
    if verdict.kind == "wrong":
        sign = "=" if coincides(scene, found) else "≠"
        items += [sign, gradient(scene, "x", scene.chain.gradient)]
    return items


def coincides(scene: Scene, found: Evaluation) -> bool:
    """Is a value of the gradient's shape the gradient, with the numbers of this network?"""
    assert found.value is not None
    return agree({"Matrix multiply": scene.chain.gradient, "Element-wise": found.value[0]})
