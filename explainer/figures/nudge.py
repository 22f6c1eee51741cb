"""The nudge test: one input is moved a little, the outputs that move fill its column.

Outputs above, inputs below them, and under the inputs the Jacobian, a column for each input.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go

from explainer.compute.arrays import Array
from explainer.figures.arrangement import Box, Point
from explainer.figures.drawing import Spec, assembled, canvas, lines, outlines, plate, tiled
from explainer.figures.tracer import targets
from explainer.figures.writing import Word, lettering
from explainer.palette import Palette
from explainer.wording import STRUCTURAL_ZERO, fitting, number

WIDE, HIGH = 68, 42  # pixels of a cell of the Jacobian, which holds two numbers
NODE = 50  # height of an input or output
LEFT, EDGE = 56, 8
FIT = 8  # characters of a number in a cell
WIRES, GAP = 78, 14  # between outputs and inputs, and between the inputs and the Jacobian


@dataclass(frozen=True, eq=False)
class Nudges:
    """The data of the figure of a function with n inputs and m outputs."""

    x: Array  # (n,)
    y: Array  # (m,)
    moves: Array  # Δy of each output by each input, (m, n)
    eps: float
    exact: Array  # the Jacobian, (m, n)
    support: Array  # False: a structural zero, (m, n)
    done: int  # inputs that have been nudged, the last of them just now
    forbids: tuple[int, int] | None = None  # the entry that forbids ∘

    @property
    def measured(self) -> Array:
        """Δy/ε, (m, n)."""
        return self.moves / self.eps

    @property
    def tiles(self) -> Array:
        """The entries, (m, n), with a tile: not zero by structure, or moved by rounding."""
        return (self.support | (self.moves != 0)) & (np.arange(self.x.size) < self.done)


def nudge_figure(parts: Nudges, *, palette: Palette) -> go.Figure:
    """Inputs, outputs, what the last nudge moved, and the columns of the Jacobian so far.

    A click on an input tells its number as `customdata`.
    """
    places = _Places(parts)
    limit = float(np.abs(parts.exact).max()) or 1.0
    layout = canvas(places.width, places.height, limit, palette)
    words = [
        *_node_words(parts, places, palette),
        *_cell_words(parts, places, limit, palette),
        *_headings(parts, places, palette),
    ]
    layout["images"] = [lettering(words, [places.jacobian], layout, palette)]
    layout["shapes"] = [
        *(plate(places.output(i), palette) for i in range(parts.y.size)),
        *(plate(places.input(j), palette) for j in range(parts.x.size)),
    ]
    return assembled(
        [
            _tiles(parts, places),
            _wires(parts, places, palette),
            *_lit(parts, places, palette),
            _targets(parts, places),
        ],
        layout,
    )


@dataclass(frozen=True, eq=False)
class _Places:
    """The places of all parts, in pixels from the top left."""

    parts: Nudges

    @property
    def width(self) -> float:
        return LEFT + self._across + EDGE

    @property
    def height(self) -> float:
        return self.jacobian[3] + EDGE

    def output(self, i: int) -> Box:
        return self._node(i, self.parts.y.size, EDGE)

    def input(self, j: int) -> Box:
        return self._node(j, self.parts.x.size, EDGE + NODE + WIRES)

    @property
    def jacobian(self) -> Box:
        n, m = self.parts.x.size, self.parts.y.size
        left, top = self._left(n), EDGE + NODE + WIRES + NODE + GAP
        return left, top, left + WIDE * n, top + HIGH * m

    def cell(self, i: int, j: int) -> Box:
        left, top, *_ = self.jacobian
        x, y = left + WIDE * j, top + HIGH * i
        return x, y, x + WIDE, y + HIGH

    @property
    def _across(self) -> float:
        """The width of the widest row, or of three: Plotly cuts off a narrower figure."""
        return WIDE * max(self.parts.x.size, self.parts.y.size, 3)

    def _left(self, count: int) -> float:
        """Return the left edge of `count` cells, centred."""
        return LEFT + (self._across - WIDE * count) / 2

    def _node(self, at: int, count: int, top: float) -> Box:
        left = self._left(count) + WIDE * at
        return left + 3, top, left + WIDE - 3, top + NODE


def _middle(box: Box) -> float:
    return (box[0] + box[2]) / 2


def _node_words(parts: Nudges, places: _Places, palette: Palette) -> Iterator[Word]:
    """Name and value of every input and output; what is nudged, and what that moves."""
    now = parts.done - 1
    for nodes, symbol, values, place in (
        ("x", "x", parts.x, places.input),
        ("h", "y", parts.y, places.output),
    ):
        for i, value in enumerate(values.tolist()):
            x, top = _middle(place(i)), place(i)[1]
            yield x, top + 10, f"{symbol}[{i}]", 12, palette.nodes[nodes]
            yield x, top + 25, f"<b>{fitting(value, 7)}</b>", 12, palette.ink
            if symbol == "x" and i == now:
                yield x, top + 40, "+ε", 11, palette.accent
            elif symbol == "y" and now >= 0:
                move = float(parts.moves[i, now])
                color = palette.accent if move else palette.muted
                yield x, top + 40, f"Δ {fitting(move, 7, 3)}", 11, color


def _headings(parts: Nudges, places: _Places, palette: Palette) -> Iterator[Word]:
    middle = LEFT / 2 - 1
    yield middle, places.output(0)[1] + NODE / 2, "outputs", 12, palette.ink
    yield middle, places.input(0)[1] + NODE / 2, "inputs", 12, palette.ink
    left = places.jacobian[0] - 24
    for i in range(parts.y.size):
        yield left, places.cell(i, 0)[1] + HIGH / 2, f"y[{i}]", 12, palette.nodes["h"]


def _cell_words(parts: Nudges, places: _Places, limit: float, palette: Palette) -> Iterator[Word]:
    """Δy/ε above and the exact derivative below, in the columns that are filled."""
    tiles = parts.tiles
    for i, j in np.ndindex(*parts.exact.shape):
        box = places.cell(i, j)
        x, y = _middle(box), box[1] + HIGH / 2
        if j >= parts.done:
            yield x, y, "·", 14, palette.muted
        elif not tiles[i, j]:
            yield x, y, "0", 12, palette.muted
        else:
            exact, measured = float(parts.exact[i, j]), float(parts.measured[i, j])
            ink = palette.ink_on(exact / limit)
            yield x, y - 8, f"<b>{fitting(measured, FIT)}</b>", 12, ink
            yield x, y + 9, fitting(exact, FIT), 11, ink


def _tiles(parts: Nudges, places: _Places) -> Spec:
    left, top, *_ = places.jacobian
    rows, columns = parts.exact.shape
    return {
        "type": "heatmap",
        "name": "Jacobian",
        "x": (left + WIDE * np.arange(columns + 1)).tolist(),
        "y": (top + HIGH * np.arange(rows + 1)).tolist(),
        "z": tiled(parts.exact, parts.tiles).tolist(),
        "text": [[_hover(parts, i, j) for j in range(columns)] for i in range(rows)],
        "xgap": 2,
        "ygap": 2,
        "coloraxis": "coloraxis",
        "hoverinfo": "text",
        "hoverongaps": True,
    }


def _hover(parts: Nudges, i: int, j: int) -> str:
    if j >= parts.done:
        return f"x[{j}] has not been nudged"
    exact = number(parts.exact[i, j], 8) if parts.support[i, j] else STRUCTURAL_ZERO
    return (
        f"Δy[{i}]/ε = {number(parts.measured[i, j], 8)}<br>∂y[{i}]/∂x[{j}] = {exact}<br>"
        f"difference {number(abs(parts.measured[i, j] - parts.exact[i, j]), 2)}"
    )


def _wires(parts: Nudges, places: _Places, palette: Palette) -> Spec:
    """A line from each input nudged before to every output that it moved."""
    points = [point for j in range(parts.done - 1) for point in _reached(parts, places, j)]
    return lines(points, palette.muted, 1.2, "wires")


def _moved(parts: Nudges, places: _Places, j: int) -> list[Box]:
    """The outputs that an input moved."""
    return [places.output(int(i)) for i in np.flatnonzero(parts.moves[:, j])]


def _reached(parts: Nudges, places: _Places, j: int) -> Iterator[Point | None]:
    start = places.input(j)
    for end in _moved(parts, places, j):
        yield from ((_middle(start), start[1]), (_middle(end), end[3]), None)


def _lit(parts: Nudges, places: _Places, palette: Palette) -> Iterator[Spec]:
    """Yield outlines of the current nudge, of what it moves, and of the entry that forbids ∘."""
    if not parts.done:
        return
    now = parts.done - 1
    yield lines(list(_reached(parts, places, now)), palette.accent, 2.5, "moving")
    boxes = [places.input(now), *_moved(parts, places, now)]
    if parts.forbids and parts.done == parts.x.size:
        boxes.append(places.cell(*parts.forbids))
    yield outlines(boxes, palette, "lit")


def _targets(parts: Nudges, places: _Places) -> Spec:
    """Over the inputs."""
    boxes = [places.input(j) for j in range(parts.x.size)]
    return targets(
        [_middle(box) for box in boxes],
        [box[1] + NODE / 2 for box in boxes],
        size=NODE,
        data=[(0, j) for j in range(len(boxes))],
        texts=[f"Nudge x[{j}]" for j in range(len(boxes))],
        name="inputs",
    )


def nudge_alt(parts: Nudges) -> str:
    """The figure in words: sizes, the last nudge, and the columns so far."""
    n, m = parts.x.size, parts.y.size
    sentences = [f"Nudge test of a function of {n} inputs with {m} outputs, Jacobian {m}×{n}"]
    if parts.done:
        moved = ", ".join(f"y[{i}]" for i in np.flatnonzero(parts.moves[:, parts.done - 1]))
        sentences.append(f"x[{parts.done - 1}] + ε moves {moved or 'nothing'}")
    sentences += [
        f"column {j}: " + ", ".join(number(value) for value in parts.measured[:, j])
        for j in range(parts.done)
    ]
    return ". ".join(sentences)
