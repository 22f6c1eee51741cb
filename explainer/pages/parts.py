"""The parts that all pages share: figures, tables, NumPy, source."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from html import escape
from inspect import signature
from math import ceil
from typing import Any

import plotly.graph_objects as go
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from explainer import controls
from explainer.derivation.labels import BEHIND
from explainer.derivation.parts import Follows, code_of, drawn_equation, largest, source_of
from explainer.notation import Snippet
from explainer.terms import Items

# The Streamlit that runs in a browser is older; there `following.js` sets the alternative texts.
NAMES_CHARTS = "alt" in signature(st.plotly_chart).parameters


def show_figure(
    figure: go.Figure,
    alt: str,
    *,
    key: str,
    act: controls.Act | None = None,
    follows: Follows | None = None,
) -> None:
    """Show a figure that fills its column, up to 1.6 times its size; in a narrow one it scrolls.

    A click calls `act` with the row and column of the cell. If the figure follows a switch, `alt`
    is the text of its first frame: with another one Streamlit would redraw it and stop the play.
    """
    chart = f"figure-{key}"
    more: dict[str, Any] = {"alt": alt} if NAMES_CHARTS else {}
    if act:
        more |= {"on_select": controls.on_click(chart, act), "selection_mode": "points"}
    width, height = ceil(figure.layout.width), ceil(figure.layout.height)
    hint = f".stElementContainer:has(.hint-{key})"
    style = (
        f"@container (min-width: {width}px) {{{hint} {{display: none}}}} "
        f".st-key-box-{key} {{--width: {width}px; --height: {height}px}}"
    )
    begin = marked(figure)
    marks = _follows(follows, alt) + ("" if begin is None else f' data-mark="{begin:.0f}"')
    with _scrolling(key, f"hint-{key}", marks, style):
        st.plotly_chart(
            figure,
            width=width,
            key=chart,
            theme=None,  # the palette has all colours; do not merge Streamlit's
            config={"displayModeBar": False},
            **more,
        )


def show_either(
    parameter: str, figures: Sequence[tuple[go.Figure, str]], *, key: str, act: controls.Act
) -> None:
    """Show one of several figures, each with its alternative text, for the state of a switch.

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
    """Return attributes that tell the browser the switch, and the texts for its two states."""
    if not follows:
        return "" if NAMES_CHARTS else f' data-alt="{escape(alt)}"'
    first, last = escape(alt), escape(follows.alt)
    return f' data-follows="{follows.parameter}" data-first="{first}" data-last="{last}"'


def marked(figure: go.Figure) -> float | None:
    """Return the middle of the mark in the figure, in pixels from the left; None without one."""
    shapes = figure.to_dict()["layout"].get("shapes", [])
    return next(((s["x0"] + s["x1"]) / 2 for s in shapes if s.get("name") == "mark"), None)


def _scrolling(key: str, css_class: str, marks: str = "", style: str = "") -> DeltaGenerator:
    """Return a box that scrolls sideways if it is narrower than its content, with a hint.

    The hint has this class; `marks` are its other attributes, for the scripts in `browser/`.
    """
    box = st.container(key=f"box-{key}")
    # A box that scrolls must be reachable by keyboard: the hint, shown only then, is.
    hint = f'<div class="scroll-hint {css_class}" tabindex="0"{marks}>← Scrolls sideways →</div>'
    box.html(f"{hint}<style>{style}</style>" if style else hint)
    return box


def show_equation(
    items: Items,
    *,
    key: str,
    limit: float | None = None,
    act: controls.Act | None = None,
) -> None:
    """Draw an equation; without a `limit`, its colour scale fits its own values."""
    limit = largest(items) if limit is None else limit
    drawing = drawn_equation(items, limit=limit, palette=controls.palette())
    show_figure(drawing.figure, drawing.alt, key=key, act=act)


def show_table(
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    key: str,
    numbers: bool = False,
) -> None:
    """Show a table in a box, measured by `scrolling.js`; with `numbers`, right-align its cells."""
    lines = [header, ["---:" if numbers else "---"] * len(header), *rows]
    with _scrolling(key, "measured"):
        st.markdown("\n".join("| " + " | ".join(line) + " |" for line in lines))


def show_snippet(snippet: Snippet, result: Any) -> None:
    """Show NumPy code, with its result as a comment."""
    show_code(code_of(snippet, result).text)


def show_code(text: str) -> None:
    """Show Python code."""
    st.code(text, language="python", wrap_lines=True)


def show_source(key: str, *functions: Callable[..., Any]) -> None:
    """Show the source of the compute functions behind a step; it is sent only when unfolded."""
    fold = st.expander(BEHIND, key=f"source-{key}", on_change="rerun")
    if fold.open:
        fold.code(source_of(functions), language="python", wrap_lines=True)
