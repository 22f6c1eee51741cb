"""What every figure is drawn with: a canvas of pixels, words, brackets, outlines.

Figures are assembled as plain dicts, which the tests validate: validating them again at every run
costs ten times the drawing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import quote

import plotly.graph_objects as go

from explainer.figures.arrangement import FOOT, HEAD, Arrangement, Placed, plain
from explainer.palette import Palette

TEXT = 11  # size of the numbers in the cells
Spec = dict[str, Any]
Point = tuple[float, float]
Box = tuple[float, float, float, float]  # left, top, right, bottom
Word = tuple[float, float, str, float, str]  # x, y, text with Plotly's HTML, size, colour


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
    """One unit is one pixel on both axes, y downwards, so that every cell is a square."""
    hidden = {"visible": False, "fixedrange": True}
    return {
        "template": {},
        "font": {"family": "sans-serif"},  # as in the lettering
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
        "dragmode": False,
        "clickmode": "event+select",
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
    }


def text_trace(words: Sequence[Word], name: str) -> Spec:
    """Words that an animation changes, as one trace; what stays belongs in the `lettering`."""
    x, y, text, size, color = ([word[part] for word in words] for part in range(5))
    return {
        "type": "scatter",
        "mode": "text",
        "x": x,
        "y": y,
        "text": text,
        "textfont": {"size": size, "color": color},
        "cliponaxis": False,
        "hoverinfo": "skip",
        "name": name,
    }


def lettering(words: Sequence[Word], boxes: Iterable[Box], layout: Spec, palette: Palette) -> Spec:
    """All that is written in a figure, and its brackets, as one SVG image to be laid over it.

    As text of Plotly's, a hundred numbers would take the browser longer than all the rest.
    """
    width, height = layout["width"], layout["height"]
    texts = "".join((_two_lines if "<br>" in word[2] else _one_line)(*word) for word in words)
    strokes = "".join(
        "M" + "L".join(f"{x:g} {y:g}" for x, y in points)
        for box in boxes
        for points in _bracket_pair(box)
    )
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}" '
        f'font-family="sans-serif" text-anchor="middle">'
        f'<path d="{strokes}" fill="none" stroke="{palette.ink}" stroke-width="1.8"/>{texts}</svg>'
    )
    return {
        "source": "data:image/svg+xml," + quote(svg),
        "xref": "x",
        "yref": "y",
        "x": 0,
        "y": 0,
        "sizex": width,
        "sizey": height,
        "layer": "above",
    }


def _one_line(x: float, y: float, text: str, size: float, color: str) -> str:
    at = f'x="{x:g}" y="{y:g}" dy=".35em"'
    return f'<text {at} font-size="{size}" fill="{color}">{_svg(text)}</text>'


def _two_lines(x: float, y: float, text: str, size: float, color: str) -> str:
    """Words above their arrow, each centred."""
    above, below = text.split("<br>")
    lines = (
        f'<tspan x="{x:g}" dy="{dy}em">{_svg(part)}</tspan>'
        for part, dy in ((above, -0.3), (below, 1.3))
    )
    return f'<text y="{y:g}" font-size="{size}" fill="{color}">{"".join(lines)}</text>'


def _svg(html: str) -> str:
    """Plotly's HTML as SVG."""
    for tag, replacement in (
        (r'<span style="color:([^"]*)">', r'<tspan fill="\1">'),
        ("<b>", '<tspan font-weight="bold">'),
        ("<sub>", '<tspan dy=".3em" font-size="75%">'),
        # A shift lasts until the next one: an invisible character shifts back.
        ("</sub>", '</tspan><tspan dy="-.22em">\u200b</tspan>'),
        ("</(span|b)>", "</tspan>"),
    ):
        html = re.sub(tag, replacement, html)
    return html


def labels(placed: Placed, arranged: Arrangement, palette: Palette) -> list[Word]:
    """The name above the row and the shape below it."""
    term = placed.term
    shape = term.shape or f"{term.rows}×{term.columns}"
    return [
        (placed.middle, HEAD / 2 - 2, f"<b>{term.name}</b>", 14, palette.ink),
        (placed.middle, arranged.height - FOOT / 2 + 3, shape, 13, palette.muted),
    ]


def operators(arranged: Arrangement, palette: Palette) -> list[Word]:
    """The signs between the terms."""
    return [
        (x, arranged.axis, text, 12 if "<br>" in text else 18, palette.ink)
        for x, text in arranged.operators
        if plain(text)
    ]


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
    pairs = (points for box in boxes for points in _bracket_pair(box))
    return lines([p for points in pairs for p in (*points, None)], palette.ink, 1.8, name)


def _bracket_pair(box: Box) -> list[list[Point]]:
    """The corners of the left and of the right bracket, from the top to the bottom lip."""
    left, top, right, bottom = box
    return [
        [(edge + lip, top - 3), (edge, top - 3), (edge, bottom + 3), (edge + lip, bottom + 3)]
        for edge, lip in ((left - 3, 5), (right + 3, -5))
    ]


def outlines(boxes: Iterable[Box], palette: Palette, name: str = "tracer") -> Spec:
    """Rectangles around what is traced, as one trace."""
    points: list[Point | None] = []
    for left, top, right, bottom in boxes:
        points += [(left, top), (right, top), (right, bottom), (left, bottom), (left, top), None]
    return lines(points, palette.accent, 2.5, name)
