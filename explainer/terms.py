"""Terms of a figure made from arrays: the only module that turns rows into columns."""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np

from explainer.compute.arrays import Array
from explainer.figures.term import Term
from explainer.notation import Factor, Notation
from explainer.notation.names import SYMBOLS

Items = list[Term | str]
EVERYTHING = (slice(None), slice(None))


class Noted(Protocol):
    """A scene with a notation, on any page."""

    @property
    def notation(self) -> Notation: ...


class Scaled(Noted, Protocol):
    """A scene whose gradients may have a colour scale of their own."""

    @property
    def gradient_limit(self) -> float | None: ...


def vector(scene: Noted, name: str, values: Array, size: str, **more: Any) -> Term:
    """Return a gradient or a node as a row, or as a column. `size` is D, H or K."""
    return _term(scene, name, values[np.newaxis, :], ("1", size), **more)


def factor(scene: Noted, written: Factor, values: Array, **more: Any) -> Term:
    """Return a factor of the product, (outputs, inputs) or one row; transposed for columns."""
    return _term(scene, written.text, np.atleast_2d(values), written.sizes, **more)


def matrix(scene: Noted, name: str, values: Array, **more: Any) -> Term:
    """Return a matrix (outputs, inputs) whose sizes have no letters; transposed for columns."""
    return _term(scene, name, values, ("", ""), **more)


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


def gradient(scene: Scaled, name: str, values: Array, **more: Any) -> Term:
    """Return the term of ∂J/∂node."""
    name_text, size = scene.notation.gradient_text(name), SYMBOLS[name].size
    return vector(scene, name_text, values, size, limit=scene.gradient_limit, **more)


def product_items(scene: Noted, left: Term, operator: str, right: Term, result: Term) -> Items:
    """Return upstream gradient, operator, factor, result; for columns, the factor is first."""
    pair: Items = [left, operator, right]
    return [*scene.notation.ordered(pair), "=", result]


def lit_line(scene: Noted, entry: int) -> tuple[slice, slice]:
    """Return the slices of the Jacobian's line for a result's entry: a column (columns: a row)."""
    line = slice(entry, entry + 1)
    row, column = scene.notation.ordered((slice(None), line))
    return row, column
