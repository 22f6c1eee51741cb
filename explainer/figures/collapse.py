"""The collapse: a diagonal Jacobian becomes the vector beside a `∘`, and back, in the browser.

The zeros fade, the diagonal slides into one line, `@` turns into `∘`. Plotly plays the frames; the
server is not asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
import plotly.graph_objects as go

from explainer.figures.arrangement import Arrangement, Box, Placed, arrange
from explainer.figures.drawing import Spec, assembled, brackets, canvas, outlines, squares
from explainer.figures.playing import FADE, MOVE, frame, players
from explainer.figures.term import Term
from explainer.figures.tiles import cell_word, colored, hovered, markers, marks, numbers
from explainer.figures.tracer import click_targets
from explainer.figures.writing import TEXT, Word, captions, labels, lettering, text_trace
from explainer.palette import Palette
from explainer.wording import number


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
    Moment("begun", zeros=0.7, slide=0, written="matrix"),  # a press is answered at once
    Moment("faded", zeros=0, slide=0, written="matrix"),
    Moment("leaving", zeros=0, slide=0, written="neither"),
    Moment("arriving", zeros=0, slide=1, written="neither"),
    Moment("vector", zeros=0, slide=1, written="vector"),
)
BETWEEN = (0, FADE, 0, MOVE, 0)  # a change of words takes no time
LINE = 1.3  # Plotly's distance between lines, in sizes of the font


@dataclass(frozen=True, eq=False)
class Collapse:
    """A product that holds a diagonal matrix, and the same with its diagonal and `∘`.

    Both are terms with signs between them, one for one: but for the matrix the terms are the same.
    The vector is a row, or a column where `vertical`.
    """

    matrix: Sequence[Term | str]
    vector: Sequence[Term | str]
    vertical: bool
    traced: int | None = None  # an entry of the result, of a product of two factors


def collapse(parts: Collapse, *, limit: float, palette: Palette, letters: float = 1) -> go.Figure:
    """The product with the matrix, and frames that bring it to that with the vector.

    `limit` is the absolute value at which the colour saturates. With larger `letters` it is drawn
    without numbers, to be shown smaller.
    """
    pairs = zip(parts.matrix, parts.vector, strict=True)
    room = [a if isinstance(a, Term) else max(a, str(b), key=len) for a, b in pairs]
    arranged = arrange(room, letters=letters)
    movie = _Collapsing(parts, arranged, limit, palette)
    still = [placed for placed in arranged.terms if placed is not movie.middle]
    words = [word for placed in still for word in labels(placed, arranged, palette)]
    words += [word for placed in still for word in numbers(placed, limit, palette)]
    words += movie.still_signs()
    data = [markers(placed, limit, palette) for placed in still]
    data += [click_targets(placed) for placed in still if placed.term.clickable]
    # A click finds, of a figure that was played, only the traces that its frames hold.
    clickable = any(placed.term.clickable for placed in still)
    held: list[Spec] = [{}] * len(data) if clickable else []
    frames = [
        frame(moment.name, [*held, *movie.changes(moment)], len(data) - len(held))
        for moment in MOMENTS
    ]
    layout = canvas(arranged.width, arranged.height, limit, palette)
    layout["images"] = [lettering(words, (placed.box for placed in still), layout, palette)]
    layout["shapes"] = marks(arranged.terms, palette)
    layout["updatemenus"] = [players([moment.name for moment in MOMENTS], BETWEEN)]
    return assembled([*data, *movie.traces(MOMENTS[0])], layout, frames)


@dataclass(frozen=True, eq=False)
class _Collapsing:
    """The moving traces, as they are at each moment."""

    parts: Collapse
    arranged: Arrangement
    limit: float
    palette: Palette

    @cached_property
    def matrix(self) -> Term:
        pairs = zip(self.parts.matrix, self.parts.vector, strict=True)
        return next(a for a, b in pairs if isinstance(a, Term) and a is not b)

    @cached_property
    def vector(self) -> Term:
        return next(
            b for b in self.parts.vector if isinstance(b, Term) and b not in self.parts.matrix
        )

    @cached_property
    def middle(self) -> Placed:
        return self.arranged.place(self.matrix)

    def traces(self, moment: Moment) -> list[Spec]:
        """The moving traces as they are drawn at first, whole."""
        return [
            self._zeros(moment.zeros),
            self._diagonal(moment.slide),
            brackets([self._box(moment.slide)], self.palette, "moving brackets"),
            self._words(moment.written),
            self._tracer(moment),
        ]

    def changes(self, moment: Moment) -> list[Spec]:
        """Return the changes of the moving traces from moment to moment."""
        changing = (("opacity",), ("x", "y"), ("x", "y"), ("text",), ("x", "y", "opacity"))
        pairs = zip(self.traces(moment), changing, strict=True)
        return [{name: trace[name] for name in names} for trace, names in pairs]

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
        place, values = self.middle, np.diag(self.matrix.values)
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
        """The signs, and the middle's name and shape: they change, they do not move."""
        named = {
            "matrix": (self.matrix.name, self.matrix.written_shape),
            "neither": ("the diagonal", ""),
            "vector": (self.vector.name, self.vector.written_shape),
        }[written]
        at = {"matrix": 0, "neither": None, "vector": 1}[written]
        words = [
            *(
                self._sign(x, "" if at is None else pair[at])
                for x, pair in self.signs
                if len(set(pair)) > 1
            ),
            *captions(*named, self.middle.middle, self.arranged, self.palette),
        ]
        return text_trace(words, "moving words")

    def still_signs(self) -> list[Word]:
        """The signs that both products have."""
        return [self._sign(x, a) for x, (a, b) in self.signs if a == b]

    @cached_property
    def signs(self) -> list[tuple[float, tuple[str, str]]]:
        """Return the place of each sign, and its text with the matrix and with the vector."""
        pairs = zip(self.parts.matrix, self.parts.vector, strict=True)
        signs = [(a, b) for a, b in pairs if isinstance(a, str) and isinstance(b, str)]
        return [(x, pair) for (x, _), pair in zip(self.arranged.operators, signs, strict=True)]

    def _sign(self, x: float, text: str) -> Word:
        # Of a text that is empty at first, Plotly shows nothing later.
        return x, self.arranged.axis, text or "\u2007", 18 * self.arranged.letters, self.palette.ink

    def _tracer(self, moment: Moment) -> Spec:
        # Not seen on the way, where it would cross the numbers.
        seen = {"opacity": 0 if moment.written == "neither" else 1}
        traced = [] if self.parts.traced is None else self.arranged.terms
        boxes = [self._traced(place, moment.slide) for place in traced]
        margin = 0 if self.middle.numbered else 3  # small cells would be covered
        return outlines(boxes, self.palette, margin=margin) | seen

    @property
    def _upstream(self) -> Placed:
        """The factor beside the middle."""
        first, second, *_ = self.arranged.terms
        return second if first is self.middle else first

    def _traced(self, place: Placed, slide: float) -> Box:
        """A cell; but a matrix product takes the whole upstream and a line of the matrix."""
        at = place.cell * float(self.parts.traced or 0)
        line = self._box(slide) if place is self.middle else place.box
        left, top, right, bottom = line
        if self.parts.vertical:
            cell = left, top + at, right, top + at + place.cell
        else:
            cell = left + at, top, left + at + place.cell, bottom
        if place is not self._upstream:
            return cell
        left, top, right, bottom = (a + slide * (b - a) for a, b in zip(line, cell, strict=True))
        return left, top, right, bottom
