"""Piece: a part of what is taken away, as every kind of file can write it down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from explainer.compute.arrays import Array
from explainer.notation import Notation


@dataclass(frozen=True)
class Derivative:
    """A derivative that a library shall find by itself: of an expression, by one of its names."""

    name: str
    of: str  # NumPy
    by: str
    value: Array  # the axes of what is differentiated, then those of `by`
    exists: bool = True  # at a kink there is none, and libraries need not agree


@dataclass(frozen=True)
class Piece:
    """NumPy that ran on what pieces before it made, and what it gives."""

    title: str
    code: str
    results: Mapping[str, Array] = field(default_factory=dict)  # by the names of the code
    given: Mapping[str, Array] = field(default_factory=dict)  # what it begins with
    formulas: Sequence[str] = ()  # LaTeX
    key: str = ""  # under which files of numbers hold it; nothing: they leave it out
    # What a library of derivatives finds after the code, or instead of code that is NumPy's own.
    derivatives: Sequence[Derivative] = ()
    numpy_only: bool = False
    names: str = ""  # NumPy that defines functions of the code, which a library has itself
    note: str = ""  # a sentence that stands under the title
    close: float | None = None  # how far results may lie off, if not by the usual measure
    notation: Notation | None = None  # how it is written, if not as the rest
