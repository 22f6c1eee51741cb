"""From a scene to the terms of its figures: the one place that turns rows into columns."""

from __future__ import annotations

from typing import Any

import numpy as np

from explainer.compute import Step
from explainer.compute.validation import Array
from explainer.figures.arrangement import Term
from explainer.notation import Factor
from explainer.scene import Scene

Items = list[Term | str]


def vector(scene: Scene, name: str, values: Array, size: str, **more: Any) -> Term:
    """A gradient or a node: a row, or a column. `size` is D, H or K."""
    return _term(scene, name, values[np.newaxis, :], ("1", size), **more)


def factor(scene: Scene, written: Factor, values: Array, **more: Any) -> Term:
    """A factor of the product, (outputs, inputs) or one row; transposed in columns."""
    return _term(scene, written.text, np.atleast_2d(values), written.sizes, **more)


def _term(
    scene: Scene,
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


def gradient(scene: Scene, node: str, values: Array, **more: Any) -> Term:
    """∂J/∂node."""
    size = {"theta": "K", "y_hat": "K", "h": "H", "r": "H", "x": "D"}[node]
    return vector(scene, scene.notation.gradient_text(node), values, size, **more)


def activation(scene: Scene, **more: Any) -> Term:
    """∂h/∂r as the formulation writes it: the matrix, or the vector in the matrix's place."""
    n, jacobian = scene.notation, scene.chain.steps[2].jacobian
    matrix = factor(
        scene, n.activation_matrix, np.asarray(jacobian), support=jacobian.support(), **more
    )
    if not n.shorthand:
        return matrix
    return factor(scene, n.derivative, derivative(scene), in_place_of=matrix, **more)


def derivative(scene: Scene) -> Array:
    """The diagonal of ∂h/∂r, (H,), of an element-wise activation."""
    return scene.network.function.derivative(scene.values.r, scene.values.h)


def chain_items(scene: Scene, current: str) -> Items:
    """The whole chain; the factor of the step `current` is marked."""
    n = scene.notation
    loss, output, _, input = scene.chain.steps
    e = factor(scene, n.error, loss.result, current=current == "3")
    w2 = factor(scene, n.output_layer, np.asarray(output.jacobian), current=current == "4")
    s = activation(scene, current=current == "5")
    w1 = factor(scene, n.input_layer, np.asarray(input.jacobian), current=current == "6")
    result = gradient(scene, "x", scene.chain.gradient, current=current == "7")
    if n.rows:
        if n.shorthand:
            return ["(", e, "@", w2, "∘", s, ") @", w1, "=", result]
        return ["", e, "@", w2, "@", s, "@", w1, "=", result]
    if n.shorthand:
        return ["", w1, "@ (", s, "∘", w2, "@", e, ") =", result]
    return ["", w1, "@", s, "@", w2, "@", e, "=", result]


def product_items(left: Term, operator: str, right: Term, result: Term, *, rows: bool) -> Items:
    """Upstream, operator, factor, result; in columns the factor comes first."""
    return [left, operator, right, "=", result] if rows else [right, operator, left, "=", result]


def softmax_factor(scene: Scene) -> Factor:
    """∂ŷ/∂θ, for a figure."""
    y_hat = scene.notation.text("y_hat")
    outer = f"{y_hat}ᵀ{y_hat}" if scene.notation.rows else f"{y_hat}{y_hat}ᵀ"
    return Factor(f"diag({y_hat})−{outer}", "", "", ("K", "K"))


def lit_line(scene: Scene, entry: int) -> tuple[slice, slice]:
    """The line of a Jacobian that makes one entry of the result: its column, or transposed row."""
    line = slice(entry, entry + 1)
    return (slice(None), line) if scene.notation.rows else (line, slice(None))


def link_items(scene: Scene, step: Step, written: Factor, entry: int) -> Items:
    """One link as a matrix product, with what makes the traced entry outlined."""
    everything = (slice(None), slice(None))
    line = lit_line(scene, entry)
    return product_items(
        gradient(scene, step.output, step.upstream, lit=everything),
        "@",
        factor(
            scene,
            written,
            np.asarray(step.jacobian),
            support=step.jacobian.support(),
            lit=line,
            current=True,
        ),
        gradient(scene, step.input, step.result, lit=line, clickable=True),
        rows=scene.notation.rows,
    )
