"""The graph: units as nodes, their derivatives as edges, and the paths that are lit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go

from explainer.compute.arrays import Array
from explainer.figures.arrangement import Point
from explainer.figures.drawing import Spec, assembled, canvas, lines
from explainer.figures.term import plain
from explainer.figures.writing import Word, lettering
from explainer.palette import Palette
from explainer.wording import cell_text, number

ACROSS, DOWN = 190, 46  # pixels between two layers, and between two units
LEFT, HEAD = 60, 44
NODE = 36
FAN = 6  # edges from one node, or to one, that have room for their numbers
SIGNS = {"negative": -1, "positive": 1}  # names of edges, as of the palette's colours


@dataclass(frozen=True, eq=False)
class Column:
    """A column of nodes: its name, the numbers of its units, and the values in them."""

    name: str
    color: str
    units: Array  # (n,), their numbers
    values: Array  # (n,)


@dataclass(frozen=True, eq=False)
class Edges:
    """Between two layers of n and m nodes: the derivative of each right one by each left one."""

    slopes: Array  # (n, m)
    there: Array  # booleans (n, m): is there an edge
    lit: Array  # booleans (n, m): is it on a path that is lit


@dataclass(frozen=True, eq=False)
class Graph:
    """Layers from left to right and the edges between neighbours."""

    layers: Sequence[Column]
    edges: Sequence[Edges]


def graph_figure(parts: Graph, *, palette: Palette) -> go.Figure:
    """Thin lines for the edges, thick ones with their numbers on the paths that are lit."""
    width = 2 * LEFT + ACROSS * (len(parts.layers) - 1)
    height = HEAD + DOWN * max(layer.units.size for layer in parts.layers)
    layout = canvas(width, height, 1.0, palette)
    words = [*_node_words(parts, palette), *_edge_words(parts, palette)]
    layout["images"] = [lettering(words, (), layout, palette)]
    data = [
        lines(_points(parts, lit, sign), getattr(palette, name), 4 if lit else 1, f"{name} {lit}")
        | {"opacity": 1 if lit else 0.45}
        for lit in (False, True)
        for name, sign in SIGNS.items()
    ]
    return assembled([*data, _nodes(parts, palette)], layout)


def _place(parts: Graph, layer: int, at: int) -> Point:
    """The centre of a node; each layer is centred."""
    most = max(layer.units.size for layer in parts.layers)
    down = (most - parts.layers[layer].units.size) / 2 + at + 0.5
    return LEFT + ACROSS * layer, HEAD + DOWN * down


def _ends(parts: Graph, lit: bool) -> Iterator[tuple[float, Point, Point]]:
    """The slope and both ends of every edge that is lit, or is not."""
    for column, edges in enumerate(parts.edges):
        for i, j in np.argwhere(edges.there & (edges.lit == lit)):
            start, end = _place(parts, column, int(i)), _place(parts, column + 1, int(j))
            yield float(edges.slopes[i, j]), start, end


def _points(parts: Graph, lit: bool, sign: int) -> list[Point | None]:
    ends = [(a, b) for slope, a, b in _ends(parts, lit) if (slope < 0) == (sign < 0)]
    return [point for pair in ends for point in (*pair, None)]


def _nodes(parts: Graph, palette: Palette) -> Spec:
    places = [
        _place(parts, column, at)
        for column, layer in enumerate(parts.layers)
        for at in range(layer.units.size)
    ]
    colors = [layer.color for layer in parts.layers for _ in layer.units]
    texts = [
        f"{plain(layer.name)}[{unit}]: {number(value, 6)}"
        for layer in parts.layers
        for unit, value in zip(layer.units.tolist(), layer.values.tolist(), strict=True)
    ]
    line = {"color": colors, "width": 2}
    return {
        "type": "scatter",
        "mode": "markers",
        "name": "nodes",
        "x": [x for x, _ in places],
        "y": [y for _, y in places],
        "marker": {"size": NODE, "color": palette.zero, "line": line, "opacity": 1},
        "hoverinfo": "text",
        "hovertext": texts,
    }


def _node_words(parts: Graph, palette: Palette) -> Iterator[Word]:
    for column, layer in enumerate(parts.layers):
        yield LEFT + ACROSS * column, 14, f"<b>{layer.name}</b>", 14, palette.ink
        for at, value in enumerate(layer.values.tolist()):
            x, y = _place(parts, column, at)
            yield x, y, cell_text(value), 10, palette.ink
            if column in (0, len(parts.layers) - 1):
                side = -1 if column == 0 else 1
                yield x + side * (NODE / 2 + 14), y, f"[{layer.units[at]}]", 11, palette.muted


def _edge_words(parts: Graph, palette: Palette) -> Iterator[Word]:
    """The numbers of lit edges, where these lie farthest from each other.

    None where they cross, nor in a fan of many, whose lines would lie under them.
    """
    for column, edges in enumerate(parts.edges):
        crossing = np.count_nonzero(edges.lit) > max(edges.lit.shape)
        spreads = np.count_nonzero(edges.lit.any(axis=0)) > np.count_nonzero(edges.lit.any(axis=1))
        gathers = np.count_nonzero(edges.lit.any(axis=1)) > np.count_nonzero(edges.lit.any(axis=0))
        part = 0.72 if spreads else 0.28 if gathers else 0.5
        crowded = (spreads or gathers) and np.count_nonzero(edges.lit) > FAN
        for i, j in [] if crossing or crowded else np.argwhere(edges.there & edges.lit):
            (x, y), (to_x, to_y) = _place(parts, column, int(i)), _place(parts, column + 1, int(j))
            text = cell_text(float(edges.slopes[i, j]))
            above = 8 + 12 * abs(to_y - y) / (to_x - x)  # the half of a text is 12 pixels wide
            yield x + part * (to_x - x), y + part * (to_y - y) - above, text, 11, palette.ink


def graph_alt(parts: Graph) -> str:
    """The figure in words."""
    layers = ", ".join(f"{layer.units.size} nodes {plain(layer.name)}" for layer in parts.layers)
    lit = ", ".join(str(np.count_nonzero(edges.there & edges.lit)) for edges in parts.edges)
    return f"Graph of the network from left to right: {layers}; lit edges between them: {lit}"
