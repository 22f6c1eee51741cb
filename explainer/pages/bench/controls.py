"""The widgets of the bench: the parts of a formula, and the action of a click on the map."""

from __future__ import annotations

import streamlit as st

from explainer.compute.formulas import Formula
from explainer.controls import Widgets
from explainer.pages.bench.settings import BUILT, BenchSettings, formula_settings

WIDGETS = Widgets(BenchSettings)
UNLABELLED = ("s", "W2T", "W1T")


def formula_controls(left_to_right: list[str], weights: dict[str, str], brackets: str) -> None:
    """Draw the widgets of a formula in the order in which it is written.

    `weights` maps W2T and W1T to the labels of their toggles; `brackets` is the label of the
    bracketing, which explains its letters.
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
    """Reset the formula, s and the rule for ∘ to their defaults."""
    WIDGETS.show(**formula_settings(Formula()), s=None, hadamard=None)


def hide_controls() -> None:
    """Hide the widgets of a blank bench: if first drawn later, they would not write to the URL."""
    st.html("<style>.st-key-built {display: none}</style>")


def put_on_bench(formula: Formula) -> None:
    """Set the widgets to this formula."""
    WIDGETS.show(bench=BUILT, **formula_settings(formula))
