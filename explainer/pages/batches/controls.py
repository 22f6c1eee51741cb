"""The widgets of the batch page: the examples, the sum or mean, the variable, the trace."""

from __future__ import annotations

import streamlit as st

from explainer.controls import Widgets
from explainer.pages.batches.settings import BatchSettings

WIDGETS = Widgets(BatchSettings)


def batch_controls() -> None:
    """Draw the widgets for the number of examples and the sum or mean of their losses."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        WIDGETS.slider("N", width=160)
        WIDGETS.segments("reduction")


def variable_switch() -> None:
    """Draw the switch of the variable of the derivative; it resets the traced entry."""
    WIDGETS.segments("variable", on_change=WIDGETS.show, kwargs={"traced": None})


def trace(_: int, at: int) -> None:
    """Trace the clicked entry."""
    WIDGETS.show(traced=min(at, WIDGETS.settings().variable_size - 1))
