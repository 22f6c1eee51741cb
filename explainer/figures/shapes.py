"""The chain in shapes: boxes drawn to scale, whose equal inner sizes have one colour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from explainer.figures.arrangement import Placed, Term, arrange
from explainer.figures.drawing import (
    Spec,
    Word,
    assembled,
    canvas,
    labels,
    lettering,
    lines,
    operators,
)
from explainer.figures.equation import ghost
from explainer.figures.tracer import tracer
from explainer.palette import Palette

ROOM = 24  # pixels that a side needs to hold its size


@dataclass(frozen=True)
class Sides:
    """What the sides of a box are called: D, H, K, or 1."""

    rows: str
    columns: str


def shapes(items: Sequence[Term | str], sides: Sequence[Sides], *, palette: Palette) -> go.Figure:
    """One box for each term; its height and width in the colours of the sizes that they are.

    What is lit is outlined, as in an equation, and a clickable term takes clicks on its entries.
    """
    arranged = arrange(items)
    boxes = list(zip(arranged.terms, sides, strict=True))
    layout = canvas(arranged.width, arranged.height, 1.0, palette)
    layout["shapes"] = [_box(placed, palette) for placed in arranged.terms]
    layout["shapes"] += [ghost(p, palette) for p in arranged.terms if p.term.in_place_of]
    words = [word for placed in arranged.terms for word in labels(placed, arranged, palette)]
    words += [word for box in boxes for word in _side_labels(*box, palette)]
    words += operators(arranged, palette)
    layout["images"] = [lettering(words, [], layout, palette)]
    edges = [edge for box in boxes for edge in _edges(*box, palette)]
    return assembled([*edges, *tracer(arranged.terms, palette, -5)], layout)


def _colors(sides: Sides, palette: Palette) -> tuple[str, str]:
    """Of rows and columns, each that of its size."""
    return palette.size(sides.rows) or palette.muted, palette.size(sides.columns) or palette.muted


def _box(placed: Placed, palette: Palette) -> Spec:
    left, top, right, bottom = placed.box
    line = {"color": palette.muted, "width": 1}
    corners = {"x0": left, "y0": top, "x1": right, "y1": bottom}
    return {"type": "rect", **corners, "fillcolor": palette.zero, "line": line, "layer": "below"}


def _edges(placed: Placed, sides: Sides, palette: Palette) -> list[Spec]:
    """The left side, as long as there are rows, and the top, as long as there are columns."""
    left, top, right, bottom = placed.box
    row_color, column_color = _colors(sides, palette)
    return [
        lines([(left, top), (left, bottom)], row_color, 5, "rows"),
        lines([(left, top), (right, top)], column_color, 5, "columns"),
    ]


def _side_labels(placed: Placed, sides: Sides, palette: Palette) -> list[Word]:
    rows, columns = placed.term.rows, placed.term.columns
    middle = (placed.top + placed.bottom) / 2
    row_color, column_color = _colors(sides, palette)
    labels: list[Word] = []
    if placed.bottom - placed.top >= ROOM:  # where there is none, the shape below must do
        labels.append((placed.left + 11, middle, f"<b>{rows}</b>", 14, row_color))
    if placed.right - placed.left >= ROOM <= placed.bottom - placed.top:
        labels.append((placed.middle + 8, placed.top + 12, f"<b>{columns}</b>", 14, column_color))
    return labels
