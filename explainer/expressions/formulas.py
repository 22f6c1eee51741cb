"""SymPy's formulas of a typed function in LaTeX, each short enough to read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

Place = tuple[int, int]
Readable = str | int  # LaTeX; of a formula that is too long to be read, its length alone
READABLE = 1500  # characters of LaTeX; a longer formula is not read, and takes long to be drawn


def readable(latex: str) -> Readable:
    """A formula as it is sent and kept."""
    return latex if len(latex) <= READABLE else len(latex)


def matrix_latex(rows: Iterable[Sequence[str]]) -> str:
    """The LaTeX of a matrix, of that of its entries."""
    inside = r" \\[4pt] ".join(" & ".join(row) for row in rows)
    return rf"\begin{{bmatrix}} {inside} \end{{bmatrix}}"


@dataclass(frozen=True)
class EntryFormula:
    """∂y[i]/∂x[j] as SymPy writes it, and what it gives at this x."""

    place: Place
    latex: Readable
    number: float  # NaN where the formula gives no number


@dataclass(frozen=True)
class Formulas:
    """The formulas of a function, and of its Jacobian (m, n)."""

    value: list[Readable]  # of each output
    entries: list[EntryFormula]  # those that were asked for
    matrix: Readable | None  # the whole Jacobian, if it is short


def formulas_from(sent: dict[str, Any], zero: Sequence[Sequence[bool]]) -> Formulas:
    """Return the worker's formulas, with 0 for the entries proved zero, booleans (m, n)."""
    entries = []
    for entry in sent["entries"]:
        i, j = entry["place"]
        latex, number = ("0", 0.0) if zero[i][j] else (entry["latex"], entry["number"])
        entries.append(EntryFormula((i, j), latex, number))
    matrix = sent["matrix"]
    if isinstance(matrix, list):
        matrix = matrix_latex(
            ["0" if zero[i][j] else entry for j, entry in enumerate(row)]
            for i, row in enumerate(matrix)
        )
    return Formulas(value=sent["value"], entries=entries, matrix=matrix)
