"""The fold: a product with a flattened Jacobian becomes the short product of two small matrices.

Everything moves: the zeros are not there, equal entries of the Jacobian meet in one, the flattened
gradients take the shapes of their arrays. Plotly plays the frames; the server is not asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import plotly.graph_objects as go

from explainer.compute.arrays import Array
from explainer.figures.arrangement import Arrangement, Placed, arrange
from explainer.figures.drawing import (
    Spec,
    assembled,
    brackets,
    canvas,
    lines,
    outlines,
    rectangle,
    squares,
)
from explainer.figures.playing import FADE, MOVE, frame, players
from explainer.figures.term import Term, plain
from explainer.figures.tiles import colored, numbers
from explainer.figures.tracer import hover_text, lit_boxes, support_of, targets
from explainer.figures.writing import Word, labels, operators, text_trace
from explainer.palette import Palette

NAMES = 34  # pixels above a flattened matrix, for what its rows and columns are
SMALLEST = 11  # cells below this have no names of their own
MOMENTS = ("flat", "bare", "moved", "folded")
BETWEEN = (FADE, MOVE, FADE)


@dataclass(frozen=True, eq=False)
class FoldPart:
    """A matrix that moves: flattened, folded, and the place to which each entry goes."""

    flat: Term
    folded: Term
    rows: Array  # the row in `folded` of each entry of `flat`, and …
    columns: Array  # … its column; both of the shape of `flat`
    texts: Sequence[Sequence[str]] | None = None  # what each entry says when pointed at


@dataclass(frozen=True, eq=False)
class Names:
    """The names of the rows and columns of a flattened matrix, in blocks of equal size."""

    rows: Sequence[str]  # of the blocks
    columns: Sequence[str]


@dataclass(frozen=True, eq=False)
class Fold:
    """The flattened product, upstream @ Jacobian = result, and the folded one."""

    parts: tuple[FoldPart, FoldPart, FoldPart]
    flat: Sequence[int | str]  # the parts by number, and the signs between them
    folded: Sequence[int | str]
    names: Names  # of the Jacobian


def fold(parts: Fold, *, limit: float, palette: Palette) -> go.Figure:
    """Drawn flattened, with frames that fold it.

    `limit` is the absolute value at which the colour saturates.
    """
    movie = _Folding(parts, limit, palette)
    start, end, jacobian = movie.start, movie.end, movie.jacobian
    width, height = max(start.width, end.width), max(start.height, end.height)
    layout = canvas(width, height, limit, palette)
    # With the place of the Jacobian, not seen as such, a narrow box begins.
    layout["shapes"] = [rectangle(jacobian.box, name="mark", opacity=0)]
    layout["updatemenus"] = [players(MOMENTS, BETWEEN)]
    frames = [movie.frame(moment) for moment in MOMENTS]
    return assembled(movie.traces(MOMENTS[0]), layout, frames)


@dataclass(frozen=True, eq=False)
class _Folding:
    """All moving parts, at each moment."""

    parts: Fold
    limit: float
    palette: Palette

    @cached_property
    def start(self) -> Arrangement:
        return _moved(arrange(self._items(self.parts.flat, "flat")), 0, NAMES)

    @cached_property
    def end(self) -> Arrangement:
        """The middle below the Jacobian, at which a narrow box begins."""
        end = arrange(self._items(self.parts.folded, "folded"))
        return _moved(end, max(0.0, self.jacobian.middle - end.width / 2), 0)

    def _items(self, order: Sequence[int | str], which: str) -> list[Term | str]:
        return [i if isinstance(i, str) else getattr(self.parts.parts[i], which) for i in order]

    @property
    def jacobian(self) -> Placed:
        return self.start.place(self.parts.parts[1].flat)

    def places(self, arrived: bool) -> list[Placed]:
        """Return the places of the parts, in their own order."""
        if arrived:
            return [self.end.place(part.folded) for part in self.parts.parts]
        return [self.start.place(part.flat) for part in self.parts.parts]

    def traces(self, moment: str) -> list[Spec]:
        """Return all traces at a moment."""
        arrived = moment in ("moved", "folded")
        return [
            *(self._entries(part, arrived) for part in range(3)),
            self._brackets(arrived),
            self._blocks(moment),
            *self._words(moment),
            self._traced(arrived, moment),
            self._targets(arrived),
        ]

    def frame(self, moment: str) -> Spec:
        """Return the changes from moment to moment."""
        changes = []
        for trace in self.traces(moment):
            change: Spec = {name: trace[name] for name in ("x", "y", "opacity") if name in trace}
            if "marker" in trace:
                change["marker"] = {"size": trace["marker"]["size"]}
            changes.append(change)
        return frame(moment, changes)

    def _centers(self, number: int, arrived: bool) -> tuple[Array, Array]:
        """The x and y of each entry of a part."""
        part, place = self.parts.parts[number], self.places(arrived)[number]
        at: Array = np.indices(part.flat.values.shape)
        return place.centers(part.rows, part.columns) if arrived else place.centers(*at)

    def _entries(self, number: int, arrived: bool) -> Spec:
        """The entries of a part that are no structural zeros."""
        part, (x, y) = self.parts.parts[number], self._centers(number, arrived)
        shown, place = support_of(part.flat), self.places(arrived)[number]
        look = colored(place, part.flat.values[shown], self.limit, self.palette)
        entries = squares(f"part {number}", x[shown], y[shown], **look)
        if number == 2:  # Plotly selects what can be pointed at: a click must find the targets
            return entries | {"hoverinfo": "skip"}
        texts = np.asarray(part.texts or hover_text(part.flat))[shown].tolist()
        return entries | {"hoverinfo": "text", "hovertext": texts}

    def _brackets(self, arrived: bool) -> Spec:
        boxes = (place.box for place in self.places(arrived))
        return brackets(boxes, self.palette, "moving brackets")

    def _blocks(self, moment: str) -> Spec:
        """Faint lines between the blocks of the flattened Jacobian."""
        names, (left, top, right, bottom) = self.parts.names, self.jacobian.box
        points: list[tuple[float, float] | None] = []
        for at in range(1, len(names.rows)):
            y = top + (bottom - top) * at / len(names.rows)
            points += [(left, y), (right, y), None]
        for at in range(1, len(names.columns)):
            x = left + (right - left) * at / len(names.columns)
            points += [(x, top), (x, bottom), None]
        seen = {"opacity": 0.6 if moment == "flat" else 0.0}
        return lines(points, self.palette.muted, 1, "blocks") | seen

    def _words(self, moment: str) -> Iterator[Spec]:
        """Yield the lettering of the start and of the end; there is no lettering on the way."""
        # Two traces that fade: of one whose texts come and go, Plotly loses some.
        for name, arranged in (("flat", self.start), ("folded", self.end)):
            words = list(self._written(arranged, name == "flat"))
            yield text_trace(words, f"{name} words") | {"opacity": float(moment == name)}

    def _written(self, arranged: Arrangement, flat: bool) -> Iterator[Word]:
        for placed in arranged.terms:
            yield from labels(placed, arranged, self.palette)
            yield from numbers(placed, self.limit, self.palette)
        lowered = NAMES / 2 if flat else 0
        for x, y, sign, size, ink in operators(arranged, self.palette):
            yield x, y + lowered, sign, size, ink
        if flat:
            yield from self._names()

    def _names(self) -> Iterator[Word]:
        """Yield the names of the blocks of rows and columns, and the numbers of their entries."""
        place, names = self.jacobian, self.parts.names
        left, top, right, bottom = place.box
        ink = self.palette.ink
        wide, high = (right - left) / len(names.columns), (bottom - top) / len(names.rows)
        for at, name in enumerate(names.columns):
            if wide >= 7 * len(plain(name)):
                yield left + wide * (at + 0.5), top - 22, name, 11, ink
        for at, name in enumerate(names.rows):
            if high >= 12:
                yield left - 18 - 3.4 * len(plain(name)), top + high * (at + 0.5), name, 11, ink
        if place.cell < SMALLEST:
            return
        inner = place.term.rows // len(names.rows)
        for at, y in enumerate(place.row_centers()):
            yield left - 11, float(y), str(at % inner), 10, self.palette.muted
        inner = place.term.columns // len(names.columns)
        for at, x in enumerate(place.column_centers()):
            yield float(x), top - 10, str(at % inner), 10, self.palette.muted

    def _traced(self, arrived: bool, moment: str) -> Spec:
        seen = {"opacity": 1 if moment in ("flat", "folded") else 0}
        return outlines(lit_boxes(self.places(arrived)), self.palette) | seen

    def _targets(self, arrived: bool) -> Spec:
        """Transparent squares over the entries of the result, each with its place."""
        (x, y), texts = self._centers(2, arrived), hover_text(self.parts.parts[2].flat)
        return targets(
            x.ravel(),
            y.ravel(),
            size=self.places(arrived)[2].cell,
            data=[(0, at) for at in range(x.size)],
            texts=texts.ravel().tolist(),
        )


def _moved(arranged: Arrangement, right: float, down: float) -> Arrangement:
    """Return the same box further to the right and further down."""
    return replace(
        arranged,
        terms=[replace(p, left=p.left + right, top=p.top + down) for p in arranged.terms],
        operators=[(x + right, sign) for x, sign in arranged.operators],
        width=arranged.width + right,
        height=arranged.height + down,
    )
