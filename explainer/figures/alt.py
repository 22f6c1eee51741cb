"""Figures in words, for those who do not see them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from explainer.compute.arrays import Array
from explainer.figures.term import Term, plain


def alt_text(items: Sequence[Term | str]) -> str:
    """The row of an equation figure: each matrix with its shape and structure."""
    return " ".join(
        describe(i) if isinstance(i, Term) else plain(i)
        for i in items
        if isinstance(i, Term) or i.strip()
    )


def describe(term: Term) -> str:
    """Return a text such as `diag(s) (5×5, diagonal, 20 of 25 entries zero)`."""
    if term.unknown:
        return "?"
    facts = [f"{term.rows}×{term.columns}"]
    if term.support is not None and is_diagonal(term.support):
        facts.append("diagonal")
    zeros = int(np.count_nonzero(term.values == 0))
    if zeros:
        facts.append(f"{zeros} of {term.values.size} entries zero")
    return f"{plain(term.name)} ({', '.join(facts)})"


def is_diagonal(support: Array) -> bool:
    """Tell whether the support of a square matrix is exactly its diagonal."""
    rows, columns = support.shape
    return rows == columns and bool((support == np.eye(rows, dtype=bool)).all())
