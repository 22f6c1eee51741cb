"""The batch page's own widgets: the variable, the examples, how losses are joined, the trace."""

from __future__ import annotations

import streamlit as st

from explainer.controls import Widgets
from explainer.pages.batches.settings import BatchSettings

WIDGETS = Widgets(BatchSettings)


def batch_controls() -> None:
    """Draw the number of examples, and the switch between the sum and the mean of their losses."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        WIDGETS.slider("N", width=160)
        WIDGETS.segments("reduction")


def variable_switch() -> None:
    """The variable with respect to which the derivative is taken; the trace begins again."""
    WIDGETS.segments("variable", on_change=WIDGETS.show, kwargs={"traced": None})


def trace(_: int, at: int) -> None:
    """Trace the entry that is clicked."""
    WIDGETS.show(traced=min(at, WIDGETS.settings().variable_size - 1))
