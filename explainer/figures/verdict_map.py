"""The map of verdicts: a cell for each formula, coloured and marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go

from explainer.figures.drawing import Spec, assembled, canvas, outlines, squares
from explainer.figures.writing import Word, lettering
from explainer.palette import Palette

CELL, GROUP_GAP = 23, 5  # pixels
LEFT, HEAD, EDGE = 84, 44, 6  # room for the names of the rows and of the columns
MARKS = {"illegal": "×", "wrong": "≠", "right": "✓"}


@dataclass(frozen=True)
class VerdictMap:
    """Rows of verdicts, with the name of each row, column, and group of columns of equal width."""

    kinds: Sequence[Sequence[str]]  # rows of "illegal", "wrong" or "right"
    hover: Sequence[Sequence[str]]
    rows: Sequence[str]
    columns: Sequence[str]
    groups: Sequence[str]
    chosen: tuple[int, int]


def verdict_map(parts: VerdictMap, *, palette: Palette) -> go.Figure:
    """Draw all verdicts at once; a click on a cell returns its row and column."""
    centers = [_center(parts, column) for column in range(len(parts.columns))]
    width = centers[-1] + CELL / 2 + EDGE
    layout = canvas(width, HEAD + CELL * len(parts.rows) + EDGE, 1, palette)
    layout["images"] = [lettering(_words(parts, centers, palette), [], layout, palette)]
    return assembled([_cells(parts, centers, palette), _outline(parts, centers, palette)], layout)


def fills(palette: Palette) -> dict[str, str]:
    """The colour of each verdict."""
    return {"illegal": palette.zero, "wrong": palette.negative, "right": palette.positive}


def _center(parts: VerdictMap, column: int) -> float:
    group = column // (len(parts.columns) // len(parts.groups))
    return LEFT + CELL * (column + 0.5) + GROUP_GAP * group


def _row(row: int) -> float:
    return HEAD + CELL * (row + 0.5)


def _cells(parts: VerdictMap, centers: Sequence[float], palette: Palette) -> Spec:
    places = list(np.ndindex(len(parts.rows), len(parts.columns)))
    x, y = [centers[j] for _, j in places], [_row(i) for i, _ in places]
    colors, seen = fills(palette), {"marker": {"opacity": 1}}
    color = [colors[parts.kinds[i][j]] for i, j in places]
    return {
        **squares("verdicts", x, y, size=CELL - 2, color=color),
        "customdata": [list(place) for place in places],
        "hoverinfo": "text",
        "hovertext": [parts.hover[i][j] for i, j in places],
        # The outline shows what is chosen: the rest must not fade.
        "selected": seen,
        "unselected": seen,
    }


def _outline(parts: VerdictMap, centers: Sequence[float], palette: Palette) -> Spec:
    row, column = parts.chosen
    x, y, half = centers[column], _row(row), CELL / 2
    return outlines([(x - half, y - half, x + half, y + half)], palette, "chosen")


def _words(parts: VerdictMap, centers: Sequence[float], palette: Palette) -> Iterator[Word]:
    size = len(parts.columns) // len(parts.groups)
    for group, name in enumerate(parts.groups):
        first, last = centers[group * size], centers[(group + 1) * size - 1]
        yield (first + last) / 2, 12, f"<b>{name}</b>", 13, palette.ink
    for x, name in zip(centers, parts.columns, strict=True):
        yield x, 32, name, 10, palette.ink
    for i, name in enumerate(parts.rows):
        yield LEFT / 2, _row(i), name, 13, palette.ink
        for x, kind in zip(centers, parts.kinds[i], strict=True):
            ink = palette.muted if kind == "illegal" else palette.background
            yield x, _row(i), MARKS[kind], 13, ink
