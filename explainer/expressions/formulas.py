"""What SymPy finds of a typed function: formulas in LaTeX, each short enough to be read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

Place = tuple[int, int]
READABLE = 1500  # characters of LaTeX; a longer formula is not read, and takes long to be drawn


@dataclass(frozen=True)
class Latex:
    """A formula; of one that is too long to be read, its length alone."""

    text: str | None
    length: int  # characters

    @classmethod
    def of(cls, sent: str | int) -> Latex:
        """What `readable` made of a formula."""
        return cls(None, sent) if isinstance(sent, int) else cls(sent, len(sent))


def readable(latex: str) -> str | int:
    """A formula as it is sent and kept: too long to be read, it is only its length."""
    return latex if len(latex) <= READABLE else len(latex)


def matrix_latex(rows: Iterable[Sequence[str]]) -> str:
    """The LaTeX of a matrix, of that of its entries."""
    inside = r" \\[4pt] ".join(" & ".join(row) for row in rows)
    return rf"\begin{{bmatrix}} {inside} \end{{bmatrix}}"


@dataclass(frozen=True)
class EntryFormula:
    """∂y[i]/∂x[j] as SymPy writes it, and what it gives at this x."""

    place: Place
    latex: Latex
    number: float  # NaN where the formula gives no number


@dataclass(frozen=True)
class Formulas:
    """The formulas of a function, and of its Jacobian (m, n)."""

    value: list[Latex]  # of each output
    entries: list[EntryFormula]  # those that were asked for
    matrix: Latex | None  # the whole Jacobian, if it is short


def formulas_from(sent: dict[str, Any], zero: Sequence[Sequence[bool]]) -> Formulas:
    """What the worker sent, with 0 for the entries that were proved to be zero, (m, n) booleans."""
    entries = []
    for entry in sent["entries"]:
        i, j = entry["place"]
        latex, number = ("0", 0.0) if zero[i][j] else (entry["latex"], entry["number"])
        entries.append(EntryFormula((i, j), Latex.of(latex), number))
    matrix = sent["matrix"]
    if isinstance(matrix, list):
        matrix = matrix_latex(
            ["0" if zero[i][j] else entry for j, entry in enumerate(row)]
            for i, row in enumerate(matrix)
        )
    return Formulas(
        value=[Latex.of(latex) for latex in sent["value"]],
        entries=entries,
        matrix=None if matrix is None else Latex.of(matrix),
    )
