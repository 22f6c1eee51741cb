"""The walkthrough's own widgets: formulation, step, and the entry that is traced."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from explainer.controls.state import settings
from explainer.controls.widgets import clamp, on_click, range_of, segments, slider
from explainer.settings import TRACED


def formulation_switch() -> None:
    """Matrix multiply or Element-wise."""
    segments("Formulation", "formulation")


def step_navigation() -> None:
    """The steps, Previous and Next; the arrow keys press the buttons."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        # First the widget that reads the link: the buttons go by what it says.
        segments("Step", "step")
        _move_button("Previous", -1, shortcut="ArrowLeft", key="previous")
        _move_button("Next", 1, shortcut="ArrowRight", key="next")


def step_buttons(titles: dict[str, str]) -> None:
    """The same at the foot of a step, with the titles; a presenter's clicker presses these."""
    step = settings().step
    before, after = neighbour(step, -1), neighbour(step, 1)
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        if before != step:
            label = f"{before}. {titles[before]}"
            _move_button(label, -1, shortcut="PageUp", key="previous-title")
        if after != step:
            label = f"{after}. {titles[after]}"
            _move_button(label, 1, shortcut="PageDown", key="next-title")


def neighbour(step: str, by: int) -> str:
    """The step before or after, from the first to the last; All has neither."""
    if step == "All":
        return step
    return str(min(len(TRACED), max(1, int(step) + by)))


def _move_button(label: str, by: int, *, shortcut: str, key: str) -> None:
    step = settings().step
    disabled = neighbour(step, by) == step
    st.button(label, on_click=_move, args=(by,), shortcut=shortcut, key=key, disabled=disabled)


def _move(by: int) -> None:
    # From where the step is now, not from where the button was drawn: quick presses add up.
    st.session_state.step = neighbour(st.session_state.step, by)


def entry_slider(label: str) -> None:
    """Which entry of the step's result is traced; of a result with one entry there is no choice."""
    clamp("entry")
    if range_of("entry")[1]:
        slider(label, "entry")


def on_entry_click(chart: str) -> Callable[[], None]:
    """A callback that traces the entry clicked in the chart with this key."""

    def trace(row: int, column: int) -> None:
        st.session_state.entry = max(row, column)

    return on_click(chart, trace)
