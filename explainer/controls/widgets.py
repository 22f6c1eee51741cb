"""The widgets that all pages are made of, bound to the link by the name of their setting."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from explainer.controls.state import settings
from explainer.settings import DEFAULT, Choice, Whole, parameters

URL: dict[str, Any] = {"bind": "query-params"}


def options(name: str) -> tuple[str, ...]:
    parameter = parameters(DEFAULT)[name]
    assert isinstance(parameter, Choice)
    return parameter.options


def range_of(name: str) -> tuple[int, int]:
    # Only these depend on the others, and asking for all settings takes its time.
    chosen = settings() if name in ("target", "entry", "nudged", "traced") else DEFAULT
    parameter = parameters(chosen)[name]
    assert isinstance(parameter, Whole)
    return parameter.low, parameter.high


def segments(label: str, name: str, **more: Any) -> None:
    default = getattr(DEFAULT, name)
    st.segmented_control(
        label, options(name), default=default, key=name, required=True, **more, **URL
    )


def slider(label: str, name: str, **more: Any) -> None:
    st.slider(label, *range_of(name), getattr(DEFAULT, name), key=name, **more, **URL)


def clamp(name: str) -> int:
    """Keep a value in its range, and return what it was."""
    # A slider whose maximum falls below its value would jump to its default.
    old: int = getattr(settings(), name)
    if name in st.session_state:
        st.session_state[name] = min(old, range_of(name)[1])
    return old


def on_click(chart: str, act: Callable[[int, int], None]) -> Callable[[], None]:
    """A callback that acts on row and column of the clicked cell."""

    def clicked() -> None:
        points = st.session_state[chart]["selection"]["points"]
        # A chart that was redrawn reports an empty selection: it is no click.
        if points and points[0].get("customdata") is not None:
            act(*points[0]["customdata"])

    return clicked
