"""What the pages show alike: a figure, a table, NumPy, source."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from math import ceil
from typing import Any

import numpy as np
import plotly.graph_objects as go
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from explainer import controls
from explainer.compute.validation import Array
from explainer.figures.alt import alt_text
from explainer.figures.arrangement import Term
from explainer.figures.cells import number
from explainer.figures.equation import equation
from explainer.notation import Snippet
from explainer.pages.terms import Items

SHOWN_PRODUCTS = 6  # of a traced sum; the rest is one number


@dataclass(frozen=True)
class Follows:
    """A switch that a figure with frames follows in the page, without the server."""

    parameter: str  # whose widget it is
    alt: str  # the figure's alternative text after its last frame


def show_heading(title: str, *formulas: str) -> None:
    """A title and the LaTeX of what is drawn, as one element: each takes its time."""
    st.markdown(f"## {title}\n\n" + "\n\n".join(f"$$\n{formula}\n$$" for formula in formulas))


def show_figure(
    figure: go.Figure,
    alt: str,
    *,
    key: str,
    act: controls.Act | None = None,
    follows: Follows | None = None,
) -> None:
    """A figure that fills its column, up to 1.6 times its size; in a narrower one its box scrolls.

    A click acts on row and column of the cell. Of a figure that follows a switch, `alt` is the text
    before its first frame: Streamlit draws anew a chart of another text, and would stop the play.
    """
    chart = f"figure-{key}"
    select: dict[str, Any] = {}
    if act:
        select = {"on_select": controls.on_click(chart, act), "selection_mode": "points"}
    width, height = ceil(figure.layout.width), ceil(figure.layout.height)
    with wide(key, width, height=height, begin=marked(figure), marks=_follows(follows, alt)):
        st.plotly_chart(
            figure,
            width=width,
            key=chart,
            alt=alt,
            theme=None,  # the colours are the palette's; Streamlit's would be merged for nothing
            config={"displayModeBar": False},
            **select,
        )


def show_either(
    parameter: str, figures: Sequence[tuple[go.Figure, str]], *, key: str, act: controls.Act
) -> None:
    """A figure with its alternative text for each state of a switch, of which the page shows one.

    It changes with the switch at once, without the server; its key is `key` and the state.
    """
    with st.container(gap=None):
        for at, (figure, alt) in enumerate(figures):
            show_figure(figure, alt, key=f"{key}-{at}", act=act)
        hidden = ", ".join(
            f'body:not([data-{parameter}="{at}"]) .st-key-box-{key}-{at}'
            for at in range(len(figures))
        )
        st.html(f'<i hidden data-state="{parameter}"></i><style>{hidden} {{display: none}}</style>')


def _follows(follows: Follows | None, alt: str) -> str:
    """What tells the browser of the switch, and of the texts at its two ends."""
    if not follows:
        return ""
    first, last = escape(alt), escape(follows.alt)
    return f' data-follows="{follows.parameter}" data-first="{first}" data-last="{last}"'


def marked(figure: go.Figure) -> float | None:
    """The middle of what the figure marks, in pixels from the left."""
    shapes = figure.to_dict()["layout"].get("shapes", [])
    return next(((s["x0"] + s["x1"]) / 2 for s in shapes if s.get("name") == "mark"), None)


def wide(
    key: str,
    width: int,
    *,
    height: int | None = None,
    begin: float | None = None,
    marks: str = "",
) -> DeltaGenerator:
    """A box that scrolls sideways where it is narrower than what it holds, `width` in pixels.

    With `height` it holds a figure, which `style.css` scales. It begins with what is `begin` pixels
    from the left. `marks` are more attributes of its hint, for `browser.html`.
    """
    box = st.container(key=f"box-{key}")
    if begin is not None:
        marks += f' data-mark="{begin:.0f}"'
    # What scrolls must be reached by the keyboard: this, seen only where it scrolls, can be.
    hint = f".stElementContainer:has(.hint-{key})"
    size = "" if height is None else f"--width: {width}px; --height: {height}px"
    box.html(
        f'<div class="scroll-hint hint-{key}" tabindex="0"{marks}>Scrolls sideways →</div>'
        f"<style>@container (min-width: {width}px) {{{hint} {{display: none}}}} "
        f".st-key-box-{key} {{{size}}}</style>"
    )
    return box


def show_equation(
    items: Items,
    *,
    key: str,
    limit: float | None = None,
    act: controls.Act | None = None,
) -> None:
    """An equation figure with its alternative text; without a limit on a scale of its own."""
    limit = largest(items) if limit is None else limit
    figure = equation(items, limit=limit, palette=controls.palette())
    show_figure(figure, alt_text(items), key=key, act=act)


def largest(items: Items) -> float:
    """The largest entry of all terms, in size: where the colours of a figure saturate."""
    terms = (item for item in items if isinstance(item, Term))
    return max(float(np.abs(term.values).max()) for term in terms) or 1.0


def show_table(
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    key: str,
    width: int,
    numbers: bool = False,
) -> None:
    """A table in a box that scrolls where the screen is narrower than `width` pixels.

    With `numbers` its columns are set to the right.
    """
    lines = [header, ["---:" if numbers else "---"] * len(header), *rows]
    with wide(key, width):
        st.markdown("\n".join("| " + " | ".join(line) + " |" for line in lines))


def counted(count: int, noun: str) -> str:
    """So many of what a noun says."""
    return f"{count} {noun}{'s' * (count != 1)}"


def sum_of_products(*factors: Array) -> str:
    """`Σ a · b · …` written out; of a long sum the largest products, the rest as one number."""
    products = np.prod(factors, axis=0)
    shown = np.arange(products.size)
    if products.size > SHOWN_PRODUCTS:
        largest = np.argsort(-np.abs(products), kind="stable")[:SHOWN_PRODUCTS]
        shown = np.sort(largest[products[largest] != 0])
    texts = ["".join(f"({number(factor[i])})" for factor in factors) for i in shown]
    if more := products.size - shown.size:
        rest = np.delete(products, shown).sum()  # not by a difference, which would round
        texts.append(f"({number(rest)}, the other {more} products)")
    return " + ".join(texts)


def show_snippet(snippet: Snippet, result: Any) -> None:
    """NumPy, and what it gives as a comment."""
    with np.printoptions(precision=4, suppress=False, threshold=12, edgeitems=3, linewidth=60):
        result = result + 0.0 if isinstance(result, np.ndarray) else result  # a zero has no sign
        printed = str(result).replace("\n", "\n# ")
    code = f"{snippet.code}\n\n# {snippet.result} =\n# {printed}"
    st.code(code, language="python", wrap_lines=True)


def show_source(key: str, *functions: Callable[..., Any]) -> None:
    """The compute functions behind a step, folded, and sent only when unfolded."""
    fold = st.expander("The compute functions behind it", key=f"source-{key}", on_change="rerun")
    if fold.open:
        fold.code("\n\n\n".join(map(_source, functions)), language="python", wrap_lines=True)


@cache  # of a few dozen functions
def _source(function: Callable[..., Any]) -> str:
    return inspect.cleandoc("\n" + inspect.getsource(function))
