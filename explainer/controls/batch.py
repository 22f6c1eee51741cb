"""The batch page's own widgets: the variable, the examples, how losses are joined, the trace."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from explainer.controls.state import settings
from explainer.controls.widgets import clamp, on_click, range_of, segments, slider


def batch_controls() -> None:
    """How many examples, and whether their losses are added up or averaged."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        slider("N, examples in the batch", "N", width=260)
        segments("J is, of the examples' losses, the", "reduction")


def variable_switch() -> None:
    """The variable by which the derivative is taken."""
    segments("The derivative by", "variable")


def trace_slider(label: str) -> None:
    """Which entry of the gradient is traced, flattened."""
    clamp("traced")
    if range_of("traced")[1]:
        slider(label, "traced")


def on_trace_click(chart: str) -> Callable[[], None]:
    """A callback that traces the entry that is clicked."""

    def trace(_: int, at: int) -> None:
        st.session_state.traced = min(at, settings().variable_size - 1)

    return on_click(chart, trace)
