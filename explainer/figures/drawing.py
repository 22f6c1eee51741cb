"""The elements of every figure: a canvas of pixels, tiles, lines, brackets, outlines.

Figures are assembled as plain dicts, which the tests validate: to validate them in every run
would take ten times as long as to draw them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike

from explainer.compute.arrays import Array
from explainer.figures.arrangement import Box, Point
from explainer.palette import Palette

Spec = dict[str, Any]
# Of about one width everywhere, so that numbers fit their cells. A sign that these lack, such as ᵀ
# in Liberation, is in the handout's own fonts and in Streamlit's.
FONT = (
    "Arial, Helvetica, 'DejaVu Sans Condensed', 'Explainer Text', 'Explainer Math', "
    "'Source Sans', KaTeX_Main, sans-serif"
)


class Drawing(go.Figure):  # type: ignore[misc]
    """A figure of plain dicts that hands them out as they are.

    Plotly would copy them each time the figure is sent, which takes longer than drawing it.
    """

    def __init__(self, spec: Spec) -> None:
        super().__init__(spec, _validate=False)
        self.__dict__["spec"] = spec  # Plotly refuses attributes of its subclasses

    def to_dict(self) -> Spec:
        return {**self.__dict__["spec"]}


def assembled(data: Sequence[Spec], layout: Spec, frames: Sequence[Spec] = ()) -> go.Figure:
    """The figure of plain dicts."""
    return Drawing({"data": list(data), "layout": layout, "frames": list(frames)})


def canvas(width: float, height: float, limit: float, palette: Palette) -> Spec:
    """Return a layout whose unit is one pixel on both axes, y downwards: cells are squares."""
    hidden = {"visible": False, "fixedrange": True}
    return {
        "template": {},
        "font": {"family": FONT},
        "width": width,
        "height": height,
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "xaxis": {"range": [0, width], **hidden},
        "yaxis": {"range": [height, 0], "scaleanchor": "x", **hidden},
        "coloraxis": {
            "cmin": -limit,
            "cmax": limit,
            "colorscale": palette.colorscale(),
            "showscale": False,
        },
        "showlegend": False,
        "hoverlabel": {"bgcolor": palette.zero, "font": {"color": palette.ink}},
        "dragmode": False,
        "clickmode": "event+select",
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
    }


def squares(name: str, x: ArrayLike, y: ArrayLike, **marker: object) -> Spec:
    """Square markers around these centres."""
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "x": np.asarray(x).tolist(),
        "y": np.asarray(y).tolist(),
        "marker": {"symbol": "square", **marker},
    }


def tiled(values: Array, shown: Array) -> Array:
    """The z of a heatmap that has a tile where `shown` is true, None elsewhere."""
    z = values.astype(object)
    z[~shown] = None
    return z


def rectangle(box: Box, **style: object) -> Spec:
    """A shape of the layout."""
    left, top, right, bottom = box
    return {"type": "rect", "x0": left, "y0": top, "x1": right, "y1": bottom, **style}


def plate(box: Box, palette: Palette) -> Spec:
    """A rectangle to write on."""
    line = {"color": palette.muted, "width": 1}
    return rectangle(box, fillcolor=palette.zero, line=line, layer="below")


def lines(points: Sequence[Point | None], color: str, width: float, name: str) -> Spec:
    """Lines through the points; None lifts the pen."""
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [point and point[0] for point in points],
        "y": [point and point[1] for point in points],
        "line": {"color": color, "width": width},
        "hoverinfo": "skip",
        "name": name,
    }


def brackets(boxes: Iterable[Box], palette: Palette, name: str = "brackets") -> Spec:
    """Square brackets around every box, as one trace."""
    pairs = (points for box in boxes for points in bracket_pair(box))
    return lines([p for points in pairs for p in (*points, None)], palette.ink, 1.8, name)


def bracket_pair(box: Box) -> list[list[Point]]:
    """The corners of the left and of the right bracket, from the top to the bottom lip."""
    left, top, right, bottom = box
    return [
        [(edge + lip, top - 3), (edge, top - 3), (edge, bottom + 3), (edge + lip, bottom + 3)]
        for edge, lip in ((left - 3, 5), (right + 3, -5))
    ]


def outlines(
    boxes: Iterable[Box], palette: Palette, name: str = "tracer", margin: float = 0
) -> Spec:
    """Return rectangles around traced parts, `margin` pixels outside them, as one trace."""
    points: list[Point | None] = []
    for box in boxes:
        left, top = box[0] - margin, box[1] - margin
        right, bottom = box[2] + margin, box[3] + margin
        points += [(left, top), (right, top), (right, bottom), (left, bottom), (left, top), None]
    return lines(points, palette.accent, 2.5, name)
