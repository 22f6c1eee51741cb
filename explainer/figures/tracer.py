"""The tracer: an outline around what makes one entry, and what takes the click that chooses it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import ArrayLike

from explainer.compute.validation import Array
from explainer.figures.arrangement import Placed, Term, plain
from explainer.figures.cells import STRUCTURAL_ZERO, number
from explainer.figures.drawing import Box, Spec, outlines
from explainer.palette import Palette


def tracer(terms: Sequence[Placed], palette: Palette, margin: float = 0) -> Iterator[Spec]:
    """The outline of all that is lit, if anything is, and the targets over what is clickable.

    `margin` pixels lie between it and what it is around.
    """
    if lit := [box for placed in terms for box in lit_boxes(placed, margin)]:
        yield outlines(lit, palette)
    yield from (click_targets(placed) for placed in terms if placed.term.clickable)


def click_targets(placed: Placed) -> Spec:
    """Transparent squares, each with its row and column, over the entries of a term."""
    rows, columns = np.indices(placed.term.values.shape).reshape(2, -1)
    return targets(
        placed.column_centers()[columns],
        placed.row_centers()[rows],
        size=placed.cell,
        data=np.stack([rows, columns], axis=1),
        texts=[text for row in hover_text(placed.term) for text in row],
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
        "type": "scatter",
        "mode": "markers",
        "x": np.asarray(x).tolist(),
        "y": np.asarray(y).tolist(),
        "marker": {"symbol": "square", "size": size, "opacity": 0},
        "customdata": np.asarray(data).tolist(),
        "name": name,
        **({"hoverinfo": "text", "hovertext": texts} if texts else {"hoverinfo": "none"}),
        # A selection must not fade the rest: the tracer's outline is what shows it.
        "selected": invisible,
        "unselected": invisible,
    }


def lit_boxes(placed: Placed, margin: float) -> list[Box]:
    """Around the rows and columns of a term that are lit."""
    if placed.term.lit is None:
        return []
    rows, columns = (
        range(size)[part]
        for size, part in zip(placed.term.values.shape, placed.term.lit, strict=True)
    )
    left, top, cell = placed.left, placed.top, placed.cell
    return [
        (
            left + columns.start * cell - margin,
            top + rows.start * cell - margin,
            left + columns.stop * cell + margin,
            top + rows.stop * cell + margin,
        )
    ]


def hover_text(term: Term) -> list[list[str]]:
    """What each cell says when pointed at."""
    name, support = plain(term.name), support_of(term)
    is_vector = 1 in support.shape
    return [
        [
            f"{name}[{max(i, j) if is_vector else f'{i}, {j}'}] = "
            + (number(v, 6) if support[i, j] else STRUCTURAL_ZERO)
            for j, v in enumerate(row)
        ]
        for i, row in enumerate(term.values.tolist())
    ]


def support_of(term: Term) -> Array:
    """Where the matrix is not zero by structure."""
    return np.ones(term.values.shape, dtype=bool) if term.support is None else term.support
