"""Content: the parts of an article, the same on a page, on a slide and in a file."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import numpy as np
import plotly.graph_objects as go

from explainer.figures.alt import alt_text
from explainer.figures.equation import equation
from explainer.figures.term import Term
from explainer.notation import Snippet
from explainer.palette import Palette
from explainer.terms import Items


@dataclass(frozen=True)
class Prose:
    """Markdown, with LaTeX between dollars."""

    markdown: str
    tone: Literal["", "right", "wrong", "source"] = ""
    tells: tuple[str, ...] = ()  # the nodes whose factors it reveals


@dataclass(frozen=True)
class Follows:
    """A switch that a figure with frames follows in the reader's browser."""

    parameter: str  # the switch's parameter
    alt: str  # the figure's alternative text after its last frame


@dataclass(frozen=True, eq=False)
class Drawn:
    """A figure in its first state, its alternative text, and the switch that it follows."""

    figure: go.Figure
    alt: str
    follows: Follows | None = None


@dataclass(frozen=True)
class Figure:
    """A single figure; if `clickable`, a click in it traces an entry."""

    key: str
    drawn: Drawn
    clickable: bool = False


@dataclass(frozen=True)
class Either:
    """A figure for each state of a switch, of which only one is visible."""

    key: str
    parameter: str
    figures: tuple[Drawn, ...]


@dataclass(frozen=True)
class Tracer:
    """The widget that chooses the traced entry, if the page has one."""

    name: str  # of the array that the entry belongs to


@dataclass(frozen=True)
class Paths:
    """The network as a graph in a closed fold, with the paths between two of its nodes."""

    key: str
    gradients: bool = False  # the nodes show gradients instead of values
    tells: tuple[str, ...] = ("r",)


@dataclass(frozen=True)
class Code:
    """Code that ran, with its result."""

    text: str


@dataclass(frozen=True)
class SourceCode:
    """The compute functions behind the content, in a closed fold."""

    key: str
    functions: tuple[Callable[..., Any], ...]


@dataclass(frozen=True)
class Table:
    """A table of numbers."""

    key: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Details:
    """A closed fold with a title."""

    title: str
    parts: tuple[Part, ...]


Part = Prose | Figure | Either | Tracer | Paths | Code | SourceCode | Table | Details
Parts = Iterable[Part]


def heading(title: str, *formulas: str) -> Prose:
    """Return a title and LaTeX formulas as one element, because each element takes time."""
    return Prose(f"## {title}\n\n" + "\n\n".join(f"$$\n{formula}\n$$" for formula in formulas))


def drawn_equation(items: Items, *, limit: float, palette: Palette) -> Drawn:
    """Return an equation figure with its alternative text."""
    return Drawn(equation(items, limit=limit, palette=palette), alt_text(items))


def largest(items: Items) -> float:
    """Return the largest absolute entry of all terms, at which a figure's colours saturate."""
    terms = (item for item in items if isinstance(item, Term))
    return max(float(np.abs(term.values).max()) for term in terms) or 1.0


def code_of(snippet: Snippet, result: Any) -> Code:
    """Return NumPy code with its result as a comment."""
    with np.printoptions(precision=4, suppress=False, threshold=12, edgeitems=3, linewidth=60):
        result = result + 0.0 if isinstance(result, np.ndarray) else result  # a zero has no sign
        printed = str(result).replace("\n", "\n# ")
    return Code(f"{snippet.code}\n\n# {snippet.result} =\n# {printed}")


def source_of(functions: Sequence[Callable[..., Any]]) -> str:
    """Return the source code of compute functions."""
    return "\n\n\n".join(map(_source, functions))


@cache  # for a few dozen functions
def _source(function: Callable[..., Any]) -> str:
    return inspect.cleandoc("\n" + inspect.getsource(function))
