"""The collapse: a diagonal Jacobian becomes the vector beside a `∘`, and back, in the browser.

The zeros fade, the diagonal slides into one line, `@` turns into `∘`. Plotly plays the frames; the
server is not asked.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go

from explainer.figures.arrangement import (
    FOOT,
    HEAD,
    Arrangement,
    Placed,
    Term,
    arrange,
)
from explainer.figures.cells import cell_text
from explainer.figures.equation import (
    TEXT,
    base_layout,
    bracket_lines,
    brackets,
    labels,
    numbers,
    operator,
    term_traces,
)
from explainer.palette import Palette

FRAMES = 24
BUTTONS = 44  # height in pixels of the two buttons below
Box = tuple[float, float, float, float]  # left, top, right, bottom


@dataclass(frozen=True, eq=False)
class Collapse:
    """What the figure is made of. The vector is a row, or a column where `vertical`."""

    upstream: Term
    matrix: Term  # diagonal, (n, n)
    vector: Term  # its diagonal, (1, n) or (n, 1)
    result: Term
    vertical: bool
    traced: int | None = None


def collapse(parts: Collapse, *, collapsed: bool, limit: float, palette: Palette) -> go.Figure:
    """The step through a diagonal Jacobian, drawn expanded or collapsed, with frames between.

    `limit` is the absolute value at which the colour saturates.
    """
    pair: list[Term | str] = [parts.upstream, "@", parts.matrix]
    arranged = arrange([*(pair[::-1] if parts.vertical else pair), "=", parts.result])
    movie = _Movie(parts, arranged, limit, palette)
    still = [placed for placed in arranged.terms if placed.term is not parts.matrix]
    traces = [trace for placed in still for trace in term_traces(placed)]
    traces += [numbers(still, limit, palette), brackets(still, palette)]
    moving = list(range(len(traces), len(traces) + 5))
    layout = base_layout(arranged, limit, palette)
    layout["height"] = arranged.height + BUTTONS
    layout["yaxis"]["range"] = [arranged.height + BUTTONS, 0]
    equals = arranged.operators[1]
    layout["annotations"] = [
        *(label for placed in still for label in labels(placed, arranged, palette)),
        operator(equals[0], arranged.axis, equals[1], palette),
    ]
    layout["updatemenus"] = [_buttons(arranged, palette)]
    frames = [
        go.Frame(name=str(k), data=movie.traces(k / FRAMES), traces=moving)
        for k in range(FRAMES + 1)
    ]
    traces += movie.traces(1.0 if collapsed else 0.0)
    return go.Figure(data=traces, layout=layout, frames=frames)


@dataclass(frozen=True, eq=False)
class _Movie:
    """The moving traces at a time from 0, expanded, to 1, collapsed."""

    parts: Collapse
    arranged: Arrangement
    limit: float
    palette: Palette

    @property
    def middle(self) -> Placed:
        return next(p for p in self.arranged.terms if p.term is self.parts.matrix)

    def traces(self, time: float) -> list[go.Scatter]:
        slide = _smooth((time - 0.25) / 0.6)
        return [
            self._zeros(1 - _smooth(time / 0.35)),
            self._diagonal(slide),
            self._brackets(slide),
            self._words(collapsed=time > 0.8),
            self._tracer(slide),
        ]

    def _zeros(self, opacity: float) -> go.Scatter:
        place = self.middle
        rows, columns = np.nonzero(~np.eye(place.term.rows, dtype=bool) & place.numbered)
        return go.Scatter(
            x=place.column_centers()[columns],
            y=place.row_centers()[rows],
            mode="text",
            text=["0"] * len(rows),
            textfont={"size": TEXT, "color": self.palette.muted},
            opacity=opacity,
            hoverinfo="skip",
            name="structural zeros",
        )

    def _diagonal(self, slide: float) -> go.Scatter:
        place, values = self.middle, np.diag(self.parts.matrix.values)
        x, y = place.column_centers(), place.row_centers()
        if self.parts.vertical:
            x = x + slide * (place.middle - x)
        else:
            y = y + slide * (self.arranged.axis - y)
        inks = [self.palette.ink_on(value / self.limit) for value in values]
        return go.Scatter(
            x=x,
            y=y,
            mode="markers+text" if place.numbered else "markers",
            text=[cell_text(value) for value in values] if place.numbered else None,
            textfont={"size": TEXT, "color": inks},
            marker={
                "symbol": "square",
                "size": place.cell - (1.5 if place.cell > 8 else 0),
                "color": [self.palette.fill(value / self.limit) for value in values],
                "opacity": 1,
            },
            hoverinfo="text",
            hovertext=[f"entry {i}: {value:.6g}" for i, value in enumerate(values)],
            name="diagonal",
        )

    def _box(self, slide: float) -> Box:
        """The middle term's own outline on its way from n×n to the vector's."""
        place = self.middle
        half = slide * (place.bottom - place.top - place.cell) / 2
        if self.parts.vertical:
            return place.left + half, place.top, place.right - half, place.bottom
        return place.left, place.top + half, place.right, place.bottom - half

    def _brackets(self, slide: float) -> go.Scatter:
        trace = brackets([], self.palette, name="moving brackets")
        x, y = bracket_lines(*self._box(slide))
        return trace.update(x=x, y=y)

    def _words(self, *, collapsed: bool) -> go.Scatter:
        """The operator, the name above and the shape below: they change, they do not move."""
        term = self.parts.vector if collapsed else self.parts.matrix
        shape = term.shape or f"{term.rows}×{term.columns}"
        place, arranged = self.middle, self.arranged
        return go.Scatter(
            x=[arranged.operators[0][0], place.middle, place.middle],
            y=[arranged.axis, HEAD / 2 - 2, arranged.height - FOOT / 2 + 3],
            mode="text",
            text=["∘" if collapsed else "@", f"<b>{term.name}</b>", shape],
            textfont={
                "size": [22 if collapsed else 18, 14, 13],
                "color": [self.palette.ink, self.palette.ink, self.palette.muted],
            },
            hoverinfo="skip",
            name="words",
        )

    def _tracer(self, slide: float) -> go.Scatter:
        """Outlines of the traced entry, of what it is made of upstream and in the middle."""
        outlines: list[Box] = []
        if self.parts.traced is not None:
            outlines = [self._traced_in(place, slide) for place in self.arranged.terms]
        x: list[float | None] = []
        y: list[float | None] = []
        for left, top, right, bottom in outlines:
            x += [left, right, right, left, left, None]
            y += [top, top, bottom, bottom, top, None]
        line = {"color": self.palette.accent, "width": 2.5}
        return go.Scatter(x=x, y=y, mode="lines", line=line, hoverinfo="skip", name="tracer")

    def _traced_in(self, place: Placed, slide: float) -> Box:
        """A cell; but a matrix product takes the whole upstream and a line of the matrix."""
        at = place.cell * float(self.parts.traced or 0)
        if place.term is self.parts.matrix:
            left, top, right, bottom = self._box(slide)
            if self.parts.vertical:
                return left, top + at, right, top + at + place.cell
            return left + at, top, left + at + place.cell, bottom
        cell = self._cell_box(place, at)
        if place.term is self.parts.result:
            return cell
        whole = (place.left, place.top, place.right, place.bottom)
        left, top, right, bottom = (a + slide * (b - a) for a, b in zip(whole, cell, strict=True))
        return left, top, right, bottom

    def _cell_box(self, place: Placed, at: float) -> Box:
        if self.parts.vertical:
            return place.left, place.top + at, place.right, place.top + at + place.cell
        return place.left + at, place.top, place.left + at + place.cell, place.bottom


def _smooth(t: float) -> float:
    """0 below 0, 1 above 1, and an S between."""
    t = min(1.0, max(0.0, t))
    return t * t * (3 - 2 * t)


def _buttons(arranged: Arrangement, palette: Palette) -> dict[str, object]:
    order = [str(k) for k in range(FRAMES + 1)]
    play = {"frame": {"duration": 40, "redraw": False}, "transition": {"duration": 0}}
    return {
        "type": "buttons",
        "direction": "right",
        "showactive": False,
        "x": 10 / arranged.width,
        "xanchor": "left",
        "y": 0.02,
        "yanchor": "bottom",
        "pad": {"t": 0, "b": 0},
        "bgcolor": "rgba(0,0,0,0)",
        "bordercolor": palette.muted,
        "font": {"color": palette.ink, "size": 13},
        "buttons": [
            {"label": label, "method": "animate", "args": [frames, {"mode": "immediate", **play}]}
            for label, frames in (("▶ Collapse", order), ("◀ Expand", order[::-1]))
        ],
    }
