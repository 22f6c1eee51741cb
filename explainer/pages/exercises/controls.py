"""The widgets of the exercises: the set, the number, Back and Next."""

from __future__ import annotations

from typing import Any

import streamlit as st

from explainer.controls import Widgets
from explainer.pages.exercises.settings import OF_A_SET, ExerciseSettings

WIDGETS = Widgets(ExerciseSettings)


def set_controls() -> None:
    """Draw the widgets that choose the set; another set begins with its first exercise."""
    again: dict[str, Any] = {"on_change": WIDGETS.show, "kwargs": {"number": 1}}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        WIDGETS.select("kind", width=230, **again)
        WIDGETS.segments("sizes", **again)
        WIDGETS.segments("functions", **again)
        WIDGETS.count("set", width=130, **again)
        WIDGETS.segments("answers")


def number_switch() -> None:
    """Draw buttons for the ten exercises of the set."""
    with st.container(key="numbers"):
        WIDGETS.numbers("number")


def way_on() -> None:
    """Draw Back and Next, where they lead to an exercise."""
    number = WIDGETS.settings().number
    if number > 1:
        WIDGETS.move("← Back", "number", "back", number - 1)
    if number < OF_A_SET:
        WIDGETS.move("Next →", "number", "forth", number + 1)


def go_to(number: int) -> None:
    """Draw a button that leads to one exercise of the set."""
    st.button(
        f"To exercise {number}",
        key=f"go-{number}",
        on_click=WIDGETS.show,
        kwargs={"number": number},
    )


def next_set() -> None:
    """Draw a button that leads to the next set."""
    there = WIDGETS.settings().set + 1
    st.button("Ten more", key="ten-more", on_click=WIDGETS.show, kwargs={"set": there, "number": 1})
