"""A term of an equation figure: a matrix with its name, its shape and its marks."""

from __future__ import annotations

import re
from dataclasses import dataclass

from explainer.compute.arrays import Array

CHARACTER = 7.6  # about the width of one, for names wider than their matrix


@dataclass(frozen=True, eq=False)
class Term:
    """A matrix in the row of an equation. `name` and `shape` may hold Plotly's HTML."""

    name: str
    values: Array  # (rows, columns)
    shape: str = ""  # what stands below; rows×columns if empty
    support: Array | None = None  # False marks structural zeros; None: there are none
    current: bool = False  # marked as the factor that the text is about
    markable: bool = False  # its mark is there and not seen: a style sheet may show it
    lit: tuple[slice, slice] | None = None  # rows and columns outlined by the tracer
    clickable: bool = False
    limit: float | None = None  # where its colours saturate, if not where those of the figure do
    unknown: bool = False  # a "?" stands in its place
    in_place_of: Term | None = None  # keeps the place of a wider one, so that nothing else moves

    @property
    def columns(self) -> int:
        return int(self.values.shape[1])

    @property
    def rows(self) -> int:
        return int(self.values.shape[0])

    @property
    def written_shape(self) -> str:
        """The text below it."""
        return self.shape or f"{self.rows}×{self.columns}"

    @property
    def label_width(self) -> float:
        """Estimated pixels of the name, its HTML left out."""
        return CHARACTER * len(plain(self.name))


def plain(html: str) -> str:
    """The text that is left of Plotly's HTML."""
    return re.sub("<[^<>]*>", "", html)
