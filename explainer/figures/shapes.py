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
from explainer.palette import SIZES, Palette


@dataclass(frozen=True)
class Sides:
    """What the sides of a box are called: D, H, K, or 1."""

    rows: str
    columns: str


def shapes(items: Sequence[Term | str], sides: Sequence[Sides], *, palette: Palette) -> go.Figure:
    """One box for each term; its height and width in the colours of the sizes that they are."""
    arranged = arrange(items)
    boxes = list(zip(arranged.terms, sides, strict=True))
    layout = canvas(arranged.width, arranged.height, 1.0, palette)
    layout["shapes"] = [_box(placed, palette) for placed in arranged.terms]
    words = [word for placed in arranged.terms for word in labels(placed, arranged, palette)]
    words += [word for box in boxes for word in _side_labels(*box, palette)]
    words += operators(arranged, palette)
    layout["images"] = [lettering(words, [], layout, palette)]
    return assembled([edge for box in boxes for edge in _edges(*box, palette)], layout)


def side_color(symbol: str, palette: Palette) -> str:
    """The colour of a size, that of the node it belongs to."""
    return palette.nodes[SIZES[symbol]] if symbol in SIZES else palette.muted


def _box(placed: Placed, palette: Palette) -> Spec:
    left, top, right, bottom = placed.box
    line = {"color": palette.muted, "width": 1}
    corners = {"x0": left, "y0": top, "x1": right, "y1": bottom}
    return {"type": "rect", **corners, "fillcolor": palette.zero, "line": line, "layer": "below"}


def _edges(placed: Placed, sides: Sides, palette: Palette) -> list[Spec]:
    """The left side, as long as there are rows, and the top, as long as there are columns."""
    left, top, right, bottom = placed.box
    row_color, column_color = (side_color(s, palette) for s in (sides.rows, sides.columns))
    return [
        lines([(left, top), (left, bottom)], row_color, 5, "rows"),
        lines([(left, top), (right, top)], column_color, 5, "columns"),
    ]


def _side_labels(placed: Placed, sides: Sides, palette: Palette) -> list[Word]:
    rows, columns = placed.term.rows, placed.term.columns
    middle = (placed.top + placed.bottom) / 2
    row_color, column_color = (side_color(s, palette) for s in (sides.rows, sides.columns))
    return [
        (placed.left + 11, middle, f"<b>{rows}</b>", 14, row_color),
        (placed.middle + 8, placed.top + 12, f"<b>{columns}</b>", 14, column_color),
    ]
