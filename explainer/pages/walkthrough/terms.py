"""The terms of the walkthrough's figures: nodes, links, the whole chain."""

from __future__ import annotations

from typing import Any

import numpy as np

from explainer.compute import Link
from explainer.compute.validation import Array
from explainer.figures.arrangement import Term
from explainer.notation import Factor
from explainer.notation.names import SYMBOLS
from explainer.pages.scene import Scene
from explainer.pages.terms import (
    EVERYTHING,
    Items,
    factor,
    gradient,
    lit_line,
    product_items,
    vector,
)


def node(scene: Scene, name: str, values: Array, **more: Any) -> Term:
    """The values of a node of the network."""
    return vector(scene, scene.notation.text(name), values, SYMBOLS[name].size, **more)


def activation(scene: Scene, **more: Any) -> Term:
    """∂h/∂r as the formulation writes it: the matrix, or the vector in the matrix's place."""
    n, jacobian = scene.notation, scene.chain["r"].jacobian
    matrix = factor(
        scene, n.activation_matrix, np.asarray(jacobian), support=jacobian.support(), **more
    )
    if not n.shorthand:
        return matrix
    return factor(scene, n.derivative, scene.example.derivative, in_place_of=matrix, **more)


def chain_items(scene: Scene, current: str, entry: int | None = None) -> Items:
    """The whole chain; the factor of the step `current` is marked, what makes an entry lit."""
    n, chain = scene.notation, scene.chain
    traced = {} if entry is None else {"lit": lit_line(scene, entry)}
    error, output, input = chain["theta"].gradient, chain["h"].jacobian, chain["x"].jacobian
    limit = scene.gradient_limit
    e = factor(scene, n.error, error, current=current == "loss", limit=limit)
    w2 = factor(scene, n.weights("W2"), np.asarray(output), current=current == "output")
    s = activation(scene, current=current == "activation")
    w1 = factor(scene, n.weights("W1"), np.asarray(input), current=current == "input", **traced)
    result = gradient(
        scene,
        "x",
        chain.gradient,
        current=current == "whole",
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


def link_items(scene: Scene, link: Link, written: Factor, entry: int) -> Items:
    """One link as a matrix product, with what makes the traced entry outlined."""
    line, jacobian = lit_line(scene, entry), link.jacobian
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
        gradient(scene, link.output, link.upstream, lit=EVERYTHING),
        "@",
        middle,
        gradient(scene, link.input, link.gradient, lit=line, clickable=True),
    )
