"""The bench's own widgets: the parts of a formula, and what a click on the map does."""

from __future__ import annotations

import streamlit as st

from explainer.compute.formulas import Formula
from explainer.controls import Widgets
from explainer.pages.bench.settings import BUILT, BenchSettings, formula_settings

WIDGETS = Widgets(BenchSettings)
UNLABELLED = ("s", "W2T", "W1T")


def formula_controls(left_to_right: list[str], weights: dict[str, str], brackets: str) -> None:
    """Draw the choices of a formula, in the order in which it is written.

    `weights` are the labels of W2T and W1T; `brackets` explains the letters of a bracketing.
    """
    signs = (f"{which} sign" for which in ("first", "second", "third"))
    with st.container(horizontal=True, vertical_alignment="bottom", key="formula"):
        for name in left_to_right:
            if name in weights:
                WIDGETS.toggle(name, weights[name])
            else:
                WIDGETS.segments(name, "" if name in UNLABELLED else next(signs))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        WIDGETS.select("bracketing", brackets, width=320)
        WIDGETS.segments("hadamard")


def start_switch() -> None:
    """Draw the switch between a blank bench and a formula."""
    WIDGETS.segments("bench", on_change=_begin_again)


def _begin_again() -> None:
    """A blank bench forgets its formula; without one, the question's comes."""
    WIDGETS.show(**formula_settings(Formula()), s=None, hadamard=None)


def hide_controls() -> None:
    """Hide the choices on a blank bench; a widget that is drawn late would not reach the URL."""
    st.html("<style>.st-key-built {display: none}</style>")


def put_on_bench(formula: Formula) -> None:
    """Set all its choices."""
    WIDGETS.show(bench=BUILT, **formula_settings(formula))
