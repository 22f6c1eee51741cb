"""Content: what an article says and shows, wherever it stands: on a page, a slide, in a file."""

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
class Text:
    """Markdown, with LaTeX between dollars."""

    markdown: str
    tone: Literal["", "right", "wrong", "source"] = ""
    tells: tuple[str, ...] = ()  # the nodes whose factors it gives away


@dataclass(frozen=True)
class Follows:
    """A switch that a figure with frames follows in its reader's browser."""

    parameter: str  # whose widget it is
    alt: str  # the figure's alternative text after its last frame


@dataclass(frozen=True, eq=False)
class Drawn:
    """A figure as it is at first, its alternative text, and the switch that it follows."""

    figure: go.Figure
    alt: str
    follows: Follows | None = None


@dataclass(frozen=True)
class Figure:
    """One figure; a click in it may trace an entry."""

    key: str
    drawn: Drawn
    clickable: bool = False


@dataclass(frozen=True)
class Either:
    """A figure for each state of a switch, of which one is seen."""

    key: str
    parameter: str
    figures: tuple[Drawn, ...]


@dataclass(frozen=True)
class Tracer:
    """The choice of the entry that is traced, where there is one."""

    name: str  # of what it is an entry


@dataclass(frozen=True)
class Paths:
    """The network as a graph, folded away, with the paths between two of its nodes."""

    key: str
    gradients: bool = False  # in the nodes, and not the values
    tells: tuple[str, ...] = ("r",)


@dataclass(frozen=True)
class Code:
    """Code that ran, with what it gave."""

    text: str


@dataclass(frozen=True)
class Source:
    """The compute functions behind what is shown, folded away."""

    key: str
    functions: tuple[Callable[..., Any], ...]


@dataclass(frozen=True)
class Table:
    """A table of numbers."""

    key: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Fold:
    """What is folded away under a title."""

    title: str
    parts: tuple[Part, ...]


Part = Text | Figure | Either | Tracer | Paths | Code | Source | Table | Fold
Parts = Iterable[Part]


def heading(title: str, *formulas: str) -> Text:
    """A title and the LaTeX of what is drawn, as one element: each takes its time."""
    return Text(f"## {title}\n\n" + "\n\n".join(f"$$\n{formula}\n$$" for formula in formulas))


def drawn_equation(items: Items, *, limit: float, palette: Palette) -> Drawn:
    """An equation figure with its alternative text."""
    return Drawn(equation(items, limit=limit, palette=palette), alt_text(items))


def largest(items: Items) -> float:
    """The largest entry of all terms, in size: where the colours of a figure saturate."""
    terms = (item for item in items if isinstance(item, Term))
    return max(float(np.abs(term.values).max()) for term in terms) or 1.0


def code_of(snippet: Snippet, result: Any) -> Code:
    """NumPy, and what it gives as a comment."""
    with np.printoptions(precision=4, suppress=False, threshold=12, edgeitems=3, linewidth=60):
        result = result + 0.0 if isinstance(result, np.ndarray) else result  # a zero has no sign
        printed = str(result).replace("\n", "\n# ")
    return Code(f"{snippet.code}\n\n# {snippet.result} =\n# {printed}")


def source_of(functions: Sequence[Callable[..., Any]]) -> str:
    """The code of compute functions."""
    return "\n\n\n".join(map(_source, functions))


@cache  # of a few dozen functions
def _source(function: Callable[..., Any]) -> str:
    return inspect.cleandoc("\n" + inspect.getsource(function))
