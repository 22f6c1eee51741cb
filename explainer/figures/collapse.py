"""The collapse: a diagonal Jacobian becomes the vector beside a `∘`, and back, in the browser.

The zeros fade, the diagonal slides into one line, `@` turns into `∘`. Plotly plays the frames; the
server is not asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import plotly.graph_objects as go

from explainer.figures.arrangement import Arrangement, Box, Placed, Term, arrange
from explainer.figures.cells import number
from explainer.figures.drawing import Spec, assembled, brackets, canvas, outlines, squares
from explainer.figures.equation import cell_word, colored, hovered, mark, markers, numbers
from explainer.figures.playing import FADE, HEIGHT, MOVE, buttons, frame
from explainer.figures.tracer import click_targets
from explainer.figures.writing import TEXT, Word, captions, labels, lettering, operators, text_trace
from explainer.palette import Palette


@dataclass(frozen=True)
class Moment:
    """A key frame; Plotly draws what lies between two of them."""

    name: str
    zeros: float  # their opacity
    slide: float  # of the diagonal, 0 in the matrix, 1 in the vector
    written: Literal["matrix", "vector", "neither"]  # whose operator, name and shape are


# On its way the diagonal is written as neither: it is no 5×5 any more and no 1×5 yet.
MOMENTS = (
    Moment("matrix", zeros=1, slide=0, written="matrix"),
    Moment("faded", zeros=0, slide=0, written="matrix"),
    Moment("leaving", zeros=0, slide=0, written="neither"),
    Moment("arriving", zeros=0, slide=1, written="neither"),
    Moment("vector", zeros=0, slide=1, written="vector"),
)
BETWEEN = (FADE, 0, MOVE, 0)  # a change of words takes no time
LINE = 1.3  # Plotly's distance between lines, in sizes of the font


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
    movie = _Collapsing(parts, arranged, limit, palette)
    still = [placed for placed in arranged.terms if placed.term is not parts.matrix]
    words = [word for placed in still for word in labels(placed, arranged, palette)]
    words += [word for word in operators(arranged, palette) if word[2] == "="]
    words += [word for placed in still for word in numbers(placed, limit, palette)]
    data = [markers(placed, limit, palette) for placed in still]
    data += [click_targets(placed) for placed in still if placed.term.clickable]
    frames = [movie.frame(moment, first=len(data)) for moment in MOMENTS]
    layout = canvas(arranged.width, arranged.height + HEIGHT, limit, palette)
    layout["images"] = [lettering(words, (placed.box for placed in still), layout, palette)]
    layout["shapes"] = [mark(movie.middle, palette)]
    names, left = [moment.name for moment in MOMENTS], 10 / arranged.width
    layout["updatemenus"] = [
        buttons(("Collapse", "Expand"), names, BETWEEN, left=left, palette=palette)
    ]
    return assembled([*data, *movie.traces(MOMENTS[-1 if collapsed else 0])], layout, frames)


@dataclass(frozen=True, eq=False)
class _Collapsing:
    """The moving traces, as they are at each moment."""

    parts: Collapse
    arranged: Arrangement
    limit: float
    palette: Palette

    @property
    def middle(self) -> Placed:
        return self.arranged.place(self.parts.matrix)

    def traces(self, moment: Moment) -> list[Spec]:
        """The moving traces as they are drawn at first, whole."""
        return [
            self._zeros(moment.zeros),
            self._diagonal(moment.slide),
            brackets([self._box(moment.slide)], self.palette, "moving brackets"),
            self._words(moment.written),
            self._tracer(moment),
        ]

    def frame(self, moment: Moment, *, first: int) -> Spec:
        """What changes from moment to moment; the first of the moving traces has number `first`."""
        changing = (("opacity",), ("x", "y"), ("x", "y"), ("text",), ("x", "y", "opacity"))
        pairs = zip(self.traces(moment), changing, strict=True)
        changes = [{name: trace[name] for name in names} for trace, names in pairs]
        return frame(moment.name, changes, first)

    def _zeros(self, opacity: float) -> Spec:
        """The structural zeros, a text of n lines for each column: n texts instead of n²."""
        place, n = self.middle, self.middle.term.rows if self.middle.numbered else 0
        middle = (place.top + place.bottom) / 2
        size = place.cell / LINE  # so that a line is as high as a cell
        words: list[Word] = []
        for j, x in enumerate(place.column_centers()[:n]):
            zeros = "<br>".join("\u2007" if i == j else "0" for i in range(n))
            text = f'<span style="font-size:{TEXT}px">{zeros}</span>'
            # Plotly centres a letter of the line's size; a smaller one hangs lower by this.
            words.append((float(x), middle - 0.2 * (size - TEXT), text, size, self.palette.muted))
        return text_trace(words, "structural zeros") | {"opacity": opacity}

    def _diagonal(self, slide: float) -> Spec:
        place, values = self.middle, np.diag(self.parts.matrix.values)
        x, y = place.column_centers(), place.row_centers()
        if self.parts.vertical:
            x = x + slide * (place.middle - x)
        else:
            y = y + slide * (self.arranged.axis - y)
        words = [cell_word(value, place.cell) for value in values.tolist()]
        inks = [self.palette.ink_on(value / self.limit) for value in values.tolist()]
        return {
            **squares("diagonal", x, y, **colored(place, values, self.limit, self.palette)),
            "mode": "markers+text" if place.numbered else "markers",
            "text": [text for text, _ in words],
            "textfont": {"size": [size for _, size in words], "color": inks},
            **hovered(place, [f"{i}: {number(value, 6)}" for i, value in enumerate(values)]),
        }

    def _box(self, slide: float) -> Box:
        """The middle term's own outline on its way from n×n to the vector's."""
        left, top, right, bottom = self.middle.box
        half = slide * (bottom - top - self.middle.cell) / 2
        if self.parts.vertical:
            return left + half, top, right - half, bottom
        return left, top + half, right, bottom - half

    def _words(self, written: str) -> Spec:
        """The operator, the name above and the shape below: they change, they do not move."""
        matrix, vector = self.parts.matrix, self.parts.vector
        sign, name, shape = {
            "matrix": ("@", matrix.name, matrix.written_shape),
            "neither": ("", "the diagonal", ""),
            "vector": ("∘", vector.name, vector.written_shape),
        }[written]
        at, arranged = self.arranged.operators[0][0], self.arranged
        words = [
            (at, arranged.axis, sign, 18, self.palette.ink),
            *captions(name, shape, self.middle.middle, arranged, self.palette),
        ]
        return text_trace(words, "moving words")

    def _tracer(self, moment: Moment) -> Spec:
        # Not seen on the way, where it would cross the numbers.
        seen = {"opacity": 0 if moment.written == "neither" else 1}
        traced = [] if self.parts.traced is None else self.arranged.terms
        boxes = [self._traced(place, moment.slide) for place in traced]
        margin = 0 if self.middle.numbered else 3  # small cells would be covered
        return outlines(boxes, self.palette, margin=margin) | seen

    def _traced(self, place: Placed, slide: float) -> Box:
        """A cell; but a matrix product takes the whole upstream and a line of the matrix."""
        at = place.cell * float(self.parts.traced or 0)
        line = self._box(slide) if place.term is self.parts.matrix else place.box
        left, top, right, bottom = line
        if self.parts.vertical:
            cell = left, top + at, right, top + at + place.cell
        else:
            cell = left + at, top, left + at + place.cell, bottom
        if place.term is not self.parts.upstream:
            return cell
        left, top, right, bottom = (a + slide * (b - a) for a, b in zip(line, cell, strict=True))
        return left, top, right, bottom
