"""The chain in shapes: boxes drawn to scale, whose equal inner sizes have one colour."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from explainer.figures.arrangement import Placed, arrange
from explainer.figures.drawing import Spec, assembled, canvas, lines, plate, rectangle
from explainer.figures.term import Term
from explainer.figures.tracer import tracer
from explainer.figures.writing import Word, labels, lettering, operators
from explainer.palette import Palette

ROOM = 24  # pixels that a side needs to hold its size


@dataclass(frozen=True)
class Sides:
    """The names of the sides of a box: D, H, K, or 1."""

    rows: str
    columns: str


def shapes(items: Sequence[Term | str], sides: Sequence[Sides], *, palette: Palette) -> go.Figure:
    """Draw one box for each term, with its height and width in the colours of their sizes.

    Lit parts are outlined, as in an equation, and a clickable term takes clicks on its entries.
    """
    arranged = arrange(items)
    boxes = list(zip(arranged.terms, sides, strict=True))
    layout = canvas(arranged.width, arranged.height, 1.0, palette)
    layout["shapes"] = [plate(placed.box, palette) for placed in arranged.terms]
    gone = [(placed, placed.term.in_place_of) for placed in arranged.terms]
    layout["shapes"] += [_ghost(placed, term, palette) for placed, term in gone if term]
    words = [word for placed in arranged.terms for word in labels(placed, arranged, palette)]
    words += [word for box in boxes for word in _side_labels(*box, palette)]
    words += operators(arranged, palette)
    layout["images"] = [lettering(words, [], layout, palette)]
    edges = [edge for box in boxes for edge in _edges(*box, palette)]
    return assembled([*edges, *tracer(arranged.terms, palette, -5)], layout)


def _ghost(placed: Placed, gone: Term, palette: Palette) -> Spec:
    """Return a faint outline of the matrix that a smaller term replaces."""
    x, y = placed.middle, (placed.top + placed.bottom) / 2
    half_width, half_height = gone.columns * placed.cell / 2, gone.rows * placed.cell / 2
    box = (x - half_width, y - half_height, x + half_width, y + half_height)
    line = {"color": palette.muted, "width": 1, "dash": "dot"}
    return rectangle(box, layer="below", opacity=0.5, line=line)


def _colors(sides: Sides, palette: Palette) -> tuple[str, str]:
    """Return the colours of the rows and of the columns, each of its size."""
    return palette.size(sides.rows) or palette.muted, palette.size(sides.columns) or palette.muted


def _edges(placed: Placed, sides: Sides, palette: Palette) -> list[Spec]:
    """The left side, as long as there are rows, and the top, as long as there are columns."""
    left, top, right, bottom = placed.box
    row_color, column_color = _colors(sides, palette)
    return [
        lines([(left, top), (left, bottom)], row_color, 5, "rows"),
        lines([(left, top), (right, top)], column_color, 5, "columns"),
    ]


def _side_labels(placed: Placed, sides: Sides, palette: Palette) -> Iterator[Word]:
    left, top, right, bottom = placed.box
    if bottom - top < ROOM:  # the shape below must do
        return
    row_color, column_color = _colors(sides, palette)
    yield left + 11, (top + bottom) / 2, f"<b>{placed.term.rows}</b>", 14, row_color
    if right - left >= ROOM:
        yield placed.middle + 8, top + 12, f"<b>{placed.term.columns}</b>", 14, column_color
