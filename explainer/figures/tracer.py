"""The tracer: an outline around what makes one entry, and what takes the click that chooses it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import ArrayLike

from explainer.compute.arrays import Array
from explainer.figures.arrangement import Box, Placed
from explainer.figures.drawing import Spec, outlines, squares
from explainer.figures.term import Term, plain
from explainer.palette import Palette
from explainer.wording import STRUCTURAL_ZERO, number


def tracer(terms: Sequence[Placed], palette: Palette, margin: float = 0) -> Iterator[Spec]:
    """The outline of all that is lit, if anything is, and the targets over what is clickable.

    `margin` pixels lie between it and what it is around.
    """
    if lit := lit_boxes(terms):
        yield outlines(lit, palette, margin=margin)
    yield from (click_targets(placed) for placed in terms if placed.term.clickable)


def click_targets(placed: Placed) -> Spec:
    """Transparent squares, each with its row and column, over the entries of a term."""
    rows, columns = np.indices(placed.term.values.shape).reshape(2, -1)
    return targets(
        *placed.centers(rows, columns),
        size=placed.cell,
        data=np.stack([rows, columns], axis=1),
        texts=hover_text(placed.term).ravel().tolist(),
    )


def targets(
    x: ArrayLike,
    y: ArrayLike,
    *,
    size: float,
    data: ArrayLike,
    texts: Sequence[str] | None,
    name: str = "entries",
) -> Spec:
    """Transparent squares that take a click, each with its two numbers, and say something."""
    # Plotly never selects a heatmap's cells: transparent squares over them take the click.
    invisible = {"marker": {"opacity": 0}}
    return {
        **squares(name, x, y, size=size, opacity=0),
        "customdata": np.asarray(data).tolist(),
        **({"hoverinfo": "text", "hovertext": texts} if texts else {"hoverinfo": "none"}),
        # A selection must not fade the rest: the tracer's outline is what shows it.
        "selected": invisible,
        "unselected": invisible,
    }


def lit_boxes(terms: Sequence[Placed]) -> list[Box]:
    """The rows and columns of each term that are lit."""
    return [placed.part(*placed.term.lit) for placed in terms if placed.term.lit]


def hover_text(term: Term) -> Array:
    """Return the hover text of each cell, an array of strings of the shape of the matrix."""
    name, support = plain(term.name), support_of(term)
    is_vector = 1 in support.shape
    texts = [
        f"{name}[{max(i, j) if is_vector else f'{i}, {j}'}] = "
        + (number(value, 6) if support[i, j] else STRUCTURAL_ZERO)
        for (i, j), value in np.ndenumerate(term.values)
    ]
    return np.array(texts, dtype=object).reshape(support.shape)


def support_of(term: Term) -> Array:
    """Return where the matrix is not zero by structure."""
    return np.ones(term.values.shape, dtype=bool) if term.support is None else term.support
