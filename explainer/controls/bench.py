"""The formula bench's own widgets: the parts of a formula, and what a click on the map does."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from explainer.compute.formulas import Formula
from explainer.controls.sidebar import SIZE_BUTTONS, set_sizes
from explainer.controls.widgets import URL, on_click, options, segments
from explainer.settings import DEFAULT, formula_settings


def formula_controls(left_to_right: list[str], weights: dict[str, str], brackets: str) -> None:
    """The choices of a formula, in the order in which it is written.

    `weights` says of W2T and W1T how the factor is written where it is chosen, `brackets` what the
    letters of a bracketing stand for.
    """
    signs = (f"{which} sign" for which in ("first", "second", "third"))
    with st.container(horizontal=True, vertical_alignment="bottom", key="formula"):
        for name in left_to_right:
            if name in weights:
                st.toggle(weights[name], getattr(DEFAULT, name), key=name, **URL)
            else:
                segments("s as" if name == "s" else next(signs), name)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            brackets,
            options("bracketing"),
            index=options("bracketing").index(DEFAULT.bracketing),
            key="bracketing",
            width=320,
            **URL,
        )
        segments("∘ asks for", "hadamard")


def on_formula_click(chart: str, formulas: list[list[Formula]]) -> Callable[[], None]:
    """A callback that puts the formula of the clicked cell on the bench."""

    def load(row: int, column: int) -> None:
        st.session_state.update(formula_settings(formulas[row][column]))

    return on_click(chart, load)


def size_buttons() -> None:
    """From distinct to equal sizes and back, on the random network."""
    with st.container(horizontal=True):
        for label, sizes in SIZE_BUTTONS.items():
            key = f"bench {label}"
            st.button(label, on_click=_set_random_sizes, args=sizes, key=key)


def _set_random_sizes(D: int, H: int, K: int) -> None:
    st.session_state.network = "Random"
    set_sizes(D, H, K)
