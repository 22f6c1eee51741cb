"""The nudge test: one input is moved a little, the outputs that move fill its column.

Outputs above, inputs below them, and under the inputs the Jacobian, a column for each input.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go

from explainer.compute.validation import Array
from explainer.figures.cells import STRUCTURAL_ZERO, fitting, number
from explainer.figures.drawing import (
    Box,
    Spec,
    Word,
    assembled,
    canvas,
    lettering,
    lines,
    outlines,
)
from explainer.figures.tracer import targets
from explainer.palette import Palette

WIDE, HIGH = 68, 42  # pixels of a cell of the Jacobian, which holds two numbers
NODE = 50  # height of an input or output
LEFT, EDGE = 56, 8
FIT = 8  # characters of a number in a cell
WIRES, GAP = 78, 14  # between outputs and inputs, and between the inputs and the Jacobian


@dataclass(frozen=True, eq=False)
class Nudges:
    """What is drawn of a function of n inputs and m outputs."""

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
        *(_rectangle(places.output(i), palette) for i in range(parts.y.size)),
        *(_rectangle(places.input(j), palette) for j in range(parts.x.size)),
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
    """Where everything lies, in pixels from the top left."""

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
        """Of so many, in the middle of what is wider."""
        return LEFT + (self._across - WIDE * count) / 2

    def _node(self, at: int, count: int, top: float) -> Box:
        left = self._left(count) + WIDE * at
        return left + 3, top, left + WIDE - 3, top + NODE


def _middle(box: Box) -> float:
    return (box[0] + box[2]) / 2


def _now(parts: Nudges) -> int | None:
    """The input that is nudged."""
    return parts.done - 1 if parts.done else None


def _rectangle(box: Box, palette: Palette) -> Spec:
    left, top, right, bottom = box
    corners = {"x0": left, "y0": top, "x1": right, "y1": bottom}
    line = {"color": palette.muted, "width": 1}
    return {"type": "rect", **corners, "fillcolor": palette.zero, "line": line, "layer": "below"}


def _node_words(parts: Nudges, places: _Places, palette: Palette) -> Iterator[Word]:
    """Name and value of every input and output; what is nudged, and what that moves."""
    now = _now(parts)
    for nodes, symbol, values, place in (
        ("x", "x", parts.x, places.input),
        ("h", "y", parts.y, places.output),
    ):
        for i, value in enumerate(values.tolist()):
            box = place(i)
            x, top = _middle(box), box[1]
            yield x, top + 10, f"{symbol}[{i}]", 12, palette.nodes[nodes]
            yield x, top + 25, f"<b>{fitting(value, 7)}</b>", 12, palette.ink
            if now is None or (symbol == "x" and i != now):
                continue
            move = "+ε" if symbol == "x" else f"Δ {fitting(float(parts.moves[i, now]), 7, 3)}"
            moved = symbol == "x" or bool(parts.moves[i, now])
            yield x, top + 40, move, 11, palette.accent if moved else palette.muted


def _headings(parts: Nudges, places: _Places, palette: Palette) -> Iterator[Word]:
    middle = LEFT / 2 - 1
    yield middle, places.output(0)[1] + NODE / 2, "outputs", 12, palette.ink
    yield middle, places.input(0)[1] + NODE / 2, "inputs", 12, palette.ink
    left = places.jacobian[0] - 24
    for i in range(parts.y.size):
        yield left, places.cell(i, 0)[1] + HIGH / 2, f"y[{i}]", 12, palette.nodes["h"]


def _cell_words(parts: Nudges, places: _Places, limit: float, palette: Palette) -> Iterator[Word]:
    """Δy/ε above and the exact derivative below, in the columns that are filled."""
    for i, j in np.ndindex(*parts.exact.shape):
        box = places.cell(i, j)
        x, y = _middle(box), box[1] + HIGH / 2
        if j >= parts.done:
            yield x, y, "·", 14, palette.muted
            continue
        if not _is_tiled(parts, i, j):
            yield x, y, "0", 12, palette.muted
            continue
        exact, measured = float(parts.exact[i, j]), float(parts.measured[i, j])
        ink = palette.ink_on(exact / limit)
        yield x, y - 8, f"<b>{fitting(measured, FIT)}</b>", 12, ink
        yield x, y + 9, fitting(exact, FIT), 11, ink


def _is_tiled(parts: Nudges, i: int, j: int) -> bool:
    """Is it no structural zero, or moved all the same by rounding?"""
    return bool(parts.support[i, j] or parts.moves[i, j])


def _tiles(parts: Nudges, places: _Places) -> Spec:
    left, top, *_ = places.jacobian
    rows, columns = parts.exact.shape
    z = [
        [
            float(parts.exact[i, j]) if j < parts.done and _is_tiled(parts, i, j) else None
            for j in range(columns)
        ]
        for i in range(rows)
    ]
    return {
        "type": "heatmap",
        "name": "Jacobian",
        "x": (left + WIDE * np.arange(columns + 1)).tolist(),
        "y": (top + HIGH * np.arange(rows + 1)).tolist(),
        "z": z,
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
    points: list[tuple[float, float] | None] = []
    for j in range(max(parts.done - 1, 0)):
        points += _reached(parts, places, j)
    return lines(points, palette.muted, 1.2, "wires")


def _reached(parts: Nudges, places: _Places, j: int) -> list[tuple[float, float] | None]:
    start = places.input(j)
    points: list[tuple[float, float] | None] = []
    for i in np.flatnonzero(parts.moves[:, j]):
        end = places.output(int(i))
        points += [(_middle(start), start[1]), (_middle(end), end[3]), None]
    return points


def _lit(parts: Nudges, places: _Places, palette: Palette) -> Iterator[Spec]:
    """What is nudged now and all that it moves, and the entry that forbids."""
    boxes: list[Box] = []
    now = _now(parts)
    if now is not None:
        yield lines(_reached(parts, places, now), palette.accent, 2.5, "moving")
        boxes.append(places.input(now))
        boxes += [places.output(int(i)) for i in np.flatnonzero(parts.moves[:, now])]
    if parts.forbids and parts.done == parts.x.size:
        boxes.append(places.cell(*parts.forbids))
    if boxes:
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
    said = [f"Nudge test of a function of {n} inputs with {m} outputs, Jacobian {m}×{n}"]
    if parts.done:
        moved = ", ".join(f"y[{i}]" for i in np.flatnonzero(parts.moves[:, parts.done - 1]))
        said.append(f"x[{parts.done - 1}] + ε moves {moved or 'nothing'}")
    said += [
        f"column {j}: " + ", ".join(number(value) for value in parts.measured[:, j])
        for j in range(parts.done)
    ]
    return ". ".join(said)
