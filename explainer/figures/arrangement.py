"""The places of the matrices of a figure: to scale, in pixels from the top left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from explainer.compute.arrays import Array
from explainer.figures.term import CHARACTER, Term, plain

NUMBERED = 12  # above this many rows or columns a matrix is colour and hover alone
# Pixels that a figure fits into where its numbers allow. A window of 1280 with a scrollbar of 17
# leaves 867 beside the sidebar.
WIDTH, HEIGHT = 864, 480
LARGEST, SMALLEST_NUMBERED, SMALLEST = 38, 28, 3  # cell sizes in pixels
GAP = 42  # for an operator
HEAD, FOOT = 34, 30  # above for the name, below for the shape
Point = tuple[float, float]
Box = tuple[float, float, float, float]  # left, top, right, bottom


@dataclass(frozen=True, eq=False)
class Placed:
    """A term and where it lies, in pixels from the top left."""

    term: Term
    left: float
    top: float
    cell: float
    letters: float = 1

    @property
    def right(self) -> float:
        return self.left + self.term.columns * self.cell

    @property
    def bottom(self) -> float:
        return self.top + self.term.rows * self.cell

    @property
    def box(self) -> Box:
        return self.left, self.top, self.right, self.bottom

    def part(self, rows: slice, columns: slice) -> Box:
        """Return the box of these rows and columns."""
        down, across = range(self.term.rows)[rows], range(self.term.columns)[columns]
        left, top, cell = self.left, self.top, self.cell
        return (
            left + across.start * cell,
            top + down.start * cell,
            left + across.stop * cell,
            top + down.stop * cell,
        )

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2

    @property
    def gap(self) -> float:
        """Between two cells; small ones have none."""
        return 1.5 if self.cell > 8 else 0

    @property
    def numbered(self) -> bool:
        """True if the cells are large enough for numbers."""
        large = self.letters == 1 and self.cell >= SMALLEST_NUMBERED
        return large and max(self.term.values.shape) <= NUMBERED

    def centers(self, rows: Array, columns: Array) -> tuple[Array, Array]:
        """The x and y of the entries in these rows and columns."""
        return self.column_centers()[columns], self.row_centers()[rows]

    def column_centers(self) -> Array:
        return self.left + self.cell * (np.arange(self.term.columns) + 0.5)

    def row_centers(self) -> Array:
        return self.top + self.cell * (np.arange(self.term.rows) + 0.5)


@dataclass(frozen=True, eq=False)
class Arrangement:
    """The places of the terms and operators, and the size of the whole figure."""

    terms: list[Placed]
    operators: list[tuple[float, str]]
    width: float
    height: float
    letters: float = 1  # their size against the usual one; larger, there are no numbers

    def place(self, term: Term) -> Placed:
        """Return the place of this very term."""
        return next(placed for placed in self.terms if placed.term is term)

    @property
    def axis(self) -> float:
        """The height on which the row of matrices is centred."""
        return (self.height + self.letters * (HEAD - FOOT)) / 2


def arrange(items: Sequence[Term | str], width: float = WIDTH, letters: float = 1) -> Arrangement:
    """Lay the items out from left to right, centred on one line."""
    terms = [item for item in items if isinstance(item, Term)]
    cell = _cell_size(items, width, letters)
    height = max(max(t.rows, t.in_place_of.rows if t.in_place_of else 0) for t in terms) * cell
    left, head = 10.0, HEAD * letters
    placed, operators = [], []
    for item in items:
        room = slot(item, cell, letters)
        if isinstance(item, Term):
            start, top = left + (room - item.columns * cell) / 2, (height - item.rows * cell) / 2
            placed.append(Placed(item, start, head + top, cell, letters))
        else:
            operators.append((left + room / 2, item))
        left += room
    return Arrangement(placed, operators, left + 10, head + height + FOOT * letters, letters)


def slot(item: Term | str, cell: float, letters: float = 1) -> float:
    """The width in pixels that an item takes."""
    if isinstance(item, str):
        if not item.strip("( )"):  # at the beginning or the end: there or not, it takes room
            return letters * max(0.6 * GAP, 0.87 * CHARACTER * len(item) + 6)
        lines = [plain(line) for line in item.split("<br>")]
        longest = 0.87 * CHARACTER * max(map(len, lines))
        # A sign is larger than what stands above an arrow.
        return max(GAP, letters * (longest + 6 if len(lines) > 1 else 1.5 * longest + 20))
    own = max(item.columns * cell, letters * item.label_width)
    return max(own, slot(item.in_place_of, cell, letters)) if item.in_place_of else own


def _cell_size(items: Sequence[Term | str], width: float, letters: float) -> float:
    widest = [t.in_place_of or t for t in items if isinstance(t, Term)]
    numbered = letters == 1 and all(max(t.values.shape) <= NUMBERED for t in widest)
    smallest = SMALLEST_NUMBERED if numbered else SMALLEST
    tallest = max(t.rows for t in widest)
    for cell in range(LARGEST, smallest, -1):
        wide = sum(slot(item, cell, letters) for item in items) + 20
        if wide <= width and tallest * cell <= HEIGHT:
            return cell
    return smallest
