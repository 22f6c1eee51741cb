"""The chain in shapes: boxes drawn to scale, whose equal inner sizes have one colour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from explainer.figures.arrangement import Placed, Term, arrange
from explainer.figures.equation import base_layout, labels, operator, text_at
from explainer.palette import SIZES, Palette

WIDTH = 640


@dataclass(frozen=True)
class Sides:
    """What the sides of a box are called: D, H, K, or 1."""

    rows: str
    columns: str


def shapes(items: Sequence[Term | str], sides: Sequence[Sides], *, palette: Palette) -> go.Figure:
    """One box for each term; its height and width in the colours of the sizes that they are."""
    arranged = arrange(items, WIDTH)
    boxes = list(zip(arranged.terms, sides, strict=True))
    layout = base_layout(arranged, 1.0, palette)
    layout["annotations"] = [
        *(text for placed, _ in boxes for text in labels(placed, arranged, palette)),
        *(text for box in boxes for text in _side_labels(*box, palette)),
        *(operator(x, arranged.axis, text, palette) for x, text in arranged.operators),
    ]
    layout["shapes"] = [shape for box in boxes for shape in _box(*box, palette)]
    return go.Figure(layout=layout)


def side_color(symbol: str, palette: Palette) -> str:
    """The colour of a size, that of the node it belongs to."""
    return palette.nodes[SIZES[symbol]] if symbol in SIZES else palette.muted


def _box(placed: Placed, sides: Sides, palette: Palette) -> list[dict[str, object]]:
    left, top, right, bottom = placed.left, placed.top, placed.right, placed.bottom
    box = {"type": "rect", "x0": left, "y0": top, "x1": right, "y1": bottom}
    lines = [
        (sides.rows, {"x0": left, "y0": top, "x1": left, "y1": bottom}),
        (sides.columns, {"x0": left, "y0": top, "x1": right, "y1": top}),
    ]
    return [
        {**box, "fillcolor": palette.zero, "line": {"color": palette.muted, "width": 1}},
        *(
            {"type": "line", **ends, "line": {"color": side_color(symbol, palette), "width": 5}}
            for symbol, ends in lines
        ),
    ]


def _side_labels(placed: Placed, sides: Sides, palette: Palette) -> list[dict[str, object]]:
    rows, columns = placed.term.rows, placed.term.columns
    middle = (placed.top + placed.bottom) / 2
    return [
        text_at(placed.left + 11, middle, f"<b>{rows}</b>", 15, side_color(sides.rows, palette)),
        text_at(
            placed.middle,
            placed.top + 13,
            f"<b>{columns}</b>",
            15,
            side_color(sides.columns, palette),
        ),
    ]
