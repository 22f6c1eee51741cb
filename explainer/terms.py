"""Terms of a figure made from arrays: the only module that turns rows into columns."""

from __future__ import annotations

from typing import Any

import numpy as np

from explainer.compute.arrays import Array
from explainer.figures.term import Term
from explainer.notation import Factor, Notation
from explainer.notation.names import SYMBOLS
from explainer.scene import Scene

Items = list[Term | str]
EVERYTHING = (slice(None), slice(None))


def vector(n: Notation, name: str, values: Array, size: str, **more: Any) -> Term:
    """Return a gradient or a node as a row, or as a column. `size` is D, H or K."""
    return _term(n, name, values[np.newaxis, :], ("1", size), **more)


def factor(n: Notation, written: Factor, values: Array, **more: Any) -> Term:
    """Return a factor of the product, (outputs, inputs) or one row; transposed for columns."""
    return _term(n, written.text, np.atleast_2d(values), written.sizes, **more)


def matrix(n: Notation, name: str, values: Array, **more: Any) -> Term:
    """Return a matrix (outputs, inputs) whose sizes have no letters; transposed for columns."""
    return _term(n, name, values, ("", ""), **more)


def _term(
    n: Notation,
    name: str,
    values: Array,
    sizes: tuple[str, str],
    support: Array | None = None,
    **more: Any,
) -> Term:
    if not n.rows:
        values, support = values.T, None if support is None else support.T
    shape = n.shape_text(values.shape[0], values.shape[1], sizes)
    if support is not None and support.all():
        support = None
    return Term(name, values, shape=shape, support=support, **more)


def gradient(scene: Scene, name: str, values: Array, **more: Any) -> Term:
    """Return the term of ∂J/∂node."""
    name_text, size = scene.notation.gradient_text(name), SYMBOLS[name].size
    return vector(scene.notation, name_text, values, size, limit=scene.gradient_limit, **more)


def product_items(n: Notation, left: Term, operator: str, right: Term, result: Term) -> Items:
    """Return upstream gradient, operator, factor, result; for columns, the factor is first."""
    pair: Items = [left, operator, right]
    return [*n.ordered(pair), "=", result]


def lit_line(n: Notation, entry: int) -> tuple[slice, slice]:
    """Return the slices of the Jacobian's line for a result's entry: a column (columns: a row)."""
    line = slice(entry, entry + 1)
    row, column = n.ordered((slice(None), line))
    return row, column
