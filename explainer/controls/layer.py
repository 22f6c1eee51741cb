"""The gallery's own widgets: the function, its input, the nudges, and ∘ anyway."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from explainer.controls.state import settings
from explainer.controls.widgets import URL, clamp, on_click, options, slider
from explainer.expressions.parsing import CALLABLE, LONGEST
from explainer.settings import DEFAULT, NUMBERS, OWN, typed

ALLOWED = (
    "For example `x / sum(x)`, `softmax(A @ x)` or `cumsum(tanh(x))`. It may hold numbers, `x`, a "
    f"fixed matrix `A`, `+ - * / @ **` and the functions {', '.join(CALLABLE)}. In formulas b, s, "
    "m and B are the fixed numbers of bias, scale, dropout and diagonal_weights."
)


def function_controls() -> None:
    """Which function, and of which numbers."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            "Function",
            options("function"),
            index=options("function").index(DEFAULT.function),
            key="function",
            on_change=_begin_again,
            width=240,
            **URL,
        )
        label = f"x, 1 to {len(NUMBERS)} numbers with commas between"
        st.text_input(label, DEFAULT.x, key="x", width=320, **URL)
        st.session_state["size"] = len(settings().inputs)
        st.slider("n, how many", 1, len(NUMBERS), key="size", on_change=_resize, width=200)
    if settings().function == OWN:
        st.text_input(
            "Your function: y =", DEFAULT.expression, max_chars=LONGEST, key="expression", **URL
        )
        st.caption(ALLOWED)


def _begin_again() -> None:
    """Of another function nothing is known yet."""
    st.session_state.nudged = 0


def _resize() -> None:
    """As many numbers as the slider says: the last ones go, or more come."""
    size, numbers = st.session_state["size"], settings().inputs
    kept = [*numbers, *NUMBERS[len(numbers) :]][:size]
    st.session_state.x = ", ".join(map(typed, kept))


def nudge_buttons() -> None:
    """The next input, all of them, one less, none."""
    inputs = len(settings().inputs)
    clamp("nudged")
    done = settings().nudged
    right: dict[str, Any] = {"disabled": done == inputs}
    left: dict[str, Any] = {"disabled": done == 0}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        following = f"Nudge x[{done}]" if done < inputs else "All are nudged"
        # Never disabled: the keyboard's focus would fall from it when the verdict comes.
        _nudge_button(following, 1, "next", shortcut="ArrowRight", type="primary")
        _nudge_button("Nudge all", inputs, "all", **right)
        _nudge_button("Back one", -1, "back", shortcut="ArrowLeft", **left)
        _nudge_button("Start again", -inputs, "none", **left)


def nudged_slider() -> None:
    """How many inputs have been nudged."""
    slider("Inputs nudged so far", "nudged", width=300)


def eps_slider() -> None:
    """How far each input is nudged."""
    st.select_slider(
        "ε, how far each is nudged", options("eps"), DEFAULT.eps, key="eps", width=300, **URL
    )


def _nudge_button(label: str, by: int, name: str, **more: Any) -> None:
    st.button(label, on_click=_nudge, args=(by,), key=f"nudge-{name}", **more)


def _nudge(by: int) -> None:
    # From where it is now, not from where the button was drawn: quick presses add up.
    done = st.session_state.nudged + by
    st.session_state.nudged = min(max(done, 0), len(settings().inputs))


def on_input_click(chart: str) -> Callable[[], None]:
    """A callback that nudges all inputs up to the one that is clicked."""

    def nudge(_: int, input: int) -> None:
        st.session_state.nudged = input + 1

    return on_click(chart, nudge)


def anyway_toggle() -> None:
    """∘, allowed or not."""
    st.toggle("Use ∘ anyway", DEFAULT.anyway, key="anyway", **URL)


def on_gallery_click(chart: str, names: Sequence[str]) -> Callable[[], None]:
    """A callback that chooses the function of the picture that is clicked."""

    def choose(_: int, at: int) -> None:
        st.session_state.function = names[at]
        _begin_again()

    return on_click(chart, choose)
