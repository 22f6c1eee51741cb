"""The equation figure: a row of matrices, drawn to scale, with the operators between them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from explainer.compute.validation import Array
from explainer.figures.arrangement import (
    FOOT,
    HEAD,
    WIDTH,
    Arrangement,
    Placed,
    Term,
    arrange,
    plain,
)
from explainer.figures.cells import cell_text, number
from explainer.palette import Palette

TEXT = 11  # size of the numbers in the cells


def equation(
    items: Sequence[Term | str], *, limit: float, palette: Palette, width: float = WIDTH
) -> go.Figure:
    """A row of matrices with the operators between them, drawn to scale, row 0 on top.

    `items` are the terms and, as strings, the operators. `limit` is the absolute value at which the
    colour saturates; pass one for all that is compared. Cells hold numbers up to 12 rows and
    columns. A structural zero has no tile: its z is None and its number faint.
    """
    arranged = arrange(items, width)
    figure = go.Figure(
        data=[
            *(trace for placed in arranged.terms for trace in term_traces(placed)),
            numbers(arranged.terms, limit, palette),
            brackets(arranged.terms, palette),
        ],
        layout=base_layout(arranged, limit, palette),
    )
    figure.layout.annotations = [
        *(label for placed in arranged.terms for label in labels(placed, arranged, palette)),
        *(operator(x, arranged.axis, text, palette) for x, text in arranged.operators),
    ]
    figure.layout.shapes = [shape for placed in arranged.terms for shape in _marks(placed, palette)]
    return figure


def term_traces(placed: Placed) -> list[go.Heatmap | go.Scatter]:
    """The tiles of a matrix, and what takes the clicks on them."""
    term = placed.term
    support = support_of(term)
    gap = 1.5 if placed.cell > 8 else 0
    heatmap = go.Heatmap(
        name=plain(term.name),
        # Edges, not centres: from the centre of a single row Plotly cannot know its height.
        x=placed.left + placed.cell * np.arange(term.columns + 1),
        y=placed.top + placed.cell * np.arange(term.rows + 1),
        z=[
            [float(v) if kept else None for v, kept in zip(*pair, strict=True)]
            for pair in zip(term.values, support, strict=True)
        ],
        customdata=hover_text(term, support),
        xgap=gap,
        ygap=gap,
        coloraxis="coloraxis",
        hovertemplate="%{customdata}<extra></extra>",
        hoverongaps=True,
    )
    return [heatmap, _click_targets(placed)] if term.clickable else [heatmap]


def support_of(term: Term) -> Array:
    """Where the matrix is not zero by structure."""
    return np.ones(term.values.shape, dtype=bool) if term.support is None else term.support


def numbers(terms: Sequence[Placed], limit: float, palette: Palette) -> go.Scatter:
    """The numbers in the cells of every matrix that is small enough, as one trace of text."""
    x: list[float] = []
    y: list[float] = []
    texts, colors = [], []
    for placed in terms:
        if not placed.numbered:
            continue
        support, columns = support_of(placed.term), placed.column_centers()
        for i, row_center in enumerate(placed.row_centers()):
            for j, value in enumerate(placed.term.values[i]):
                x.append(float(columns[j]))
                y.append(float(row_center))
                texts.append(cell_text(value))
                colors.append(palette.ink_on(value / limit) if support[i, j] else palette.muted)
    return go.Scatter(
        x=x,
        y=y,
        mode="text",
        text=texts,
        textfont={"size": TEXT, "color": colors},
        hoverinfo="skip",
        name="numbers",
    )


def hover_text(term: Term, support: Array) -> list[list[str]]:
    """What each cell says when pointed at."""
    name = plain(term.name)
    return [
        [
            f"{name}[{i}, {j}] = " + (number(v, 6) if support[i, j] else "0 for every input")
            for j, v in enumerate(row)
        ]
        for i, row in enumerate(term.values)
    ]


def _click_targets(placed: Placed) -> go.Scatter:
    # Plotly never selects a heatmap's cells: transparent squares over them take the click.
    rows, columns = np.indices(placed.term.values.shape).reshape(2, -1)
    return go.Scatter(
        x=placed.column_centers()[columns],
        y=placed.row_centers()[rows],
        mode="markers",
        marker={"symbol": "square", "size": placed.cell, "opacity": 0},
        customdata=np.stack([rows, columns], axis=1).tolist(),
        name="entries",
        hoverinfo="skip",
        # A selection must not fade the rest: the tracer's outline is what shows it.
        selected={"marker": {"opacity": 0}},
        unselected={"marker": {"opacity": 0}},
    )


def brackets(terms: Sequence[Placed], palette: Palette, name: str = "brackets") -> go.Scatter:
    """Square brackets around every term, as one trace of lines."""
    x: list[float | None] = []
    y: list[float | None] = []
    for placed in terms:
        more_x, more_y = bracket_lines(placed.left, placed.top, placed.right, placed.bottom)
        x += more_x
        y += more_y
    line = {"color": palette.ink, "width": 1.8}
    return go.Scatter(x=x, y=y, mode="lines", line=line, hoverinfo="skip", name=name)


def bracket_lines(
    left: float, top: float, right: float, bottom: float
) -> tuple[list[float | None], list[float | None]]:
    """x and y of the two brackets around a box, a gap after each."""
    x: list[float | None] = []
    y: list[float | None] = []
    for edge, lip in ((left - 3, 5), (right + 3, -5)):
        x += [edge + lip, edge, edge, edge + lip, None]
        y += [top - 3, top - 3, bottom + 3, bottom + 3, None]
    return x, y


def labels(placed: Placed, arranged: Arrangement, palette: Palette) -> list[dict[str, object]]:
    """The name above the row and the shape below it."""
    term = placed.term
    shape = term.shape or f"{term.rows}×{term.columns}"
    return [
        text_at(placed.middle, HEAD / 2 - 2, f"<b>{term.name}</b>", 14, palette.ink),
        text_at(placed.middle, arranged.height - FOOT / 2 + 3, shape, 13, palette.muted),
    ]


def operator(x: float, y: float, text: str, palette: Palette) -> dict[str, object]:
    return text_at(x, y, text, 13 if "<br>" in text else 18, palette.ink)


def text_at(x: float, y: float, text: str, size: int, color: str) -> dict[str, object]:
    font = {"size": size, "color": color}
    return {"x": x, "y": y, "text": text, "showarrow": False, "font": font}


def _marks(placed: Placed, palette: Palette) -> list[dict[str, object]]:
    """The marker behind the current factor and the outline of what is traced."""
    marks: list[dict[str, object]] = []
    if placed.term.current:
        width = max(placed.right - placed.left, placed.term.label_width) / 2 + 9
        marks.append(
            {
                "type": "rect",
                **{"x0": placed.middle - width, "x1": placed.middle + width},
                **{"y0": 0, "y1": 1, "yref": "paper", "layer": "below"},
                **{"fillcolor": palette.mark, "line": {"width": 0}},
            }
        )
    if placed.term.lit:
        rows, columns = (
            range(size)[part]
            for size, part in zip(placed.term.values.shape, placed.term.lit, strict=True)
        )
        marks.append(
            {
                "type": "rect",
                "x0": placed.left + columns.start * placed.cell,
                "x1": placed.left + columns.stop * placed.cell,
                "y0": placed.top + rows.start * placed.cell,
                "y1": placed.top + rows.stop * placed.cell,
                "line": {"color": palette.accent, "width": 2.5},
            }
        )
    return marks


def base_layout(arranged: Arrangement, limit: float, palette: Palette) -> dict[str, Any]:
    """One unit is one pixel on both axes, y downwards, so that every cell is a square."""
    hidden = {"visible": False, "fixedrange": True}
    return {
        "template": "none",
        "width": arranged.width,
        "height": arranged.height,
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "xaxis": {"range": [0, arranged.width], **hidden},
        "yaxis": {"range": [arranged.height, 0], "scaleanchor": "x", **hidden},
        "coloraxis": {
            "cmin": -limit,
            "cmax": limit,
            "colorscale": palette.colorscale(),
            "showscale": False,
        },
        "showlegend": False,
        "dragmode": False,
        "clickmode": "event+select",
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
    }
