"""The terms of the walkthrough's figures: nodes, links, the whole chain."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from explainer.compute import Link
from explainer.compute.arrays import Array
from explainer.figures.term import Term
from explainer.notation import Factor
from explainer.notation.names import SYMBOLS
from explainer.scene import Scene
from explainer.terms import (
    EVERYTHING,
    Items,
    factor,
    gradient,
    lit_line,
    product_items,
    vector,
)

# What stands before each factor and before the result.
MATRIX = ("", "@", "@", "@", "=")
SHORTHAND_ROWS = ("((", "@", ") ∘", ") @", "=")
SHORTHAND_COLUMNS = ("", "@ (", "∘ (", "@", ")) =")


def node(scene: Scene, name: str, values: Array, **more: Any) -> Term:
    """The values of a node of the network."""
    return vector(scene.notation, scene.notation.text(name), values, SYMBOLS[name].size, **more)


def activation(scene: Scene, *, short: bool = False, **more: Any) -> tuple[Term, Term]:
    """Return ∂h/∂r as a matrix, and as the vector that may replace it, or the matrix again."""
    n, jacobian = scene.notation, scene.chain["r"].jacobian
    matrix = factor(
        scene.notation,
        _named(n.activation_matrix, short),
        np.asarray(jacobian),
        support=jacobian.support(),
        **more,
    )
    if not n.function.elementwise:
        return matrix, matrix
    vector = _named(n.derivative, short)
    return matrix, factor(
        scene.notation, vector, scene.example.derivative, in_place_of=matrix, **more
    )


def chain_in_both(
    scene: Scene,
    entry: int | None = None,
    *,
    short: bool = False,
    unseen: Collection[str] = (),
    **more: Any,
) -> tuple[Items, Items]:
    """Return the whole chain with the matrix and with `∘`; only the activation's term differs.

    The parts of the traced entry are lit. With `short` the activation's name is short. If there is
    no `∘`, or the activation's factor is among the `unseen`, both are one list.
    """
    n, chain = scene.notation, scene.chain
    traced = {} if entry is None else {"lit": lit_line(n, entry)}
    error = factor(
        scene.notation, n.error, chain["theta"].gradient, limit=scene.gradient_limit, **more
    )
    output = factor(n, n.weights("W2"), np.asarray(chain["h"].jacobian), **more)
    input = factor(
        scene.notation, n.weights("W1"), np.asarray(chain["x"].jacobian), **traced, **more
    )
    result = gradient(scene, "x", chain.gradient, clickable=entry is not None, **traced, **more)
    matrix, vector = activation(scene, short=short, **more)
    factors = {"theta": error, "h": output, "r": matrix, "x": input}
    seen = [_unknown(term) if node in unseen else term for node, term in factors.items()]
    result = _unknown(result) if unseen else result
    in_full = _signed(MATRIX, [*n.ordered(seen), result])
    if not n.function.elementwise or "r" in unseen:
        return in_full, in_full
    signs = SHORTHAND_ROWS if n.rows else SHORTHAND_COLUMNS
    seen = [vector if term is matrix else term for term in seen]
    return in_full, _signed(signs, [*n.ordered(seen), result])


def _unknown(term: Term) -> Term:
    """A tile that says nothing of the term but that there is one."""
    return replace(term, name="", values=np.zeros((1, 1)), shape=" ", support=None, unknown=True)


def _named(written: Factor, short: bool) -> Factor:
    return replace(written, text=written.short or written.text) if short else written


def _signed(signs: Sequence[str], terms: Sequence[Term]) -> Items:
    """A sign before each term."""
    return [item for pair in zip(signs, terms, strict=True) for item in pair]


def link_items(scene: Scene, link: Link, written: Factor, entry: int) -> Items:
    """Return a link as a matrix product, with the parts of the traced entry outlined."""
    line, jacobian = lit_line(scene.notation, entry), link.jacobian
    middle = factor(
        scene.notation,
        written,
        np.asarray(jacobian),
        support=jacobian.support(),
        lit=line,
        current=True,
    )
    return product_items(
        scene.notation,
        gradient(scene, link.output, link.upstream, lit=EVERYTHING),
        "@",
        middle,
        gradient(scene, link.input, link.gradient, lit=line, clickable=True),
    )
