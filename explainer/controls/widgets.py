"""The widgets of all pages. Each takes range, default and label from its parameter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import streamlit as st

from explainer.controls.address import say, say_first
from explainer.controls.state import (
    open_settings,
    read_again,
    settings,
)
from explainer.expressions.own import IN_BROWSER
from explainer.settings import Choice, Settings, Text, Whole

S = TypeVar("S", bound=Settings)


@dataclass(frozen=True)
class Widgets(Generic[S]):
    """The widgets of one settings class, bound to the URL by the names of its parameters."""

    kind: type[S]

    def settings(self) -> S:
        """Return the current values."""
        return settings(self.kind)

    def any(self, name: str) -> None:
        """Draw a slider for a number, a list for a choice."""
        if isinstance(self.kind.parameters()[name], Whole):
            self.slider(name)
        else:
            self.select(name)

    def segments(self, name: str, label: str = "", **more: Any) -> None:
        """Draw a row of buttons, of which exactly one is selected."""
        default = self._default(name)
        st.segmented_control(default=default, required=True, **self._chosen(name, label), **more)

    def select(self, name: str, label: str = "", **more: Any) -> None:
        """Draw a drop-down list."""
        chosen = self._chosen(name, label)
        st.selectbox(index=chosen["options"].index(self._default(name)), **chosen, **more)

    def select_slider(self, name: str, label: str = "", **more: Any) -> None:
        """Draw a slider over the options of a choice."""
        st.select_slider(value=self._default(name), **self._chosen(name, label), **more)

    def slider(self, name: str, label: str = "", **more: Any) -> None:
        """Draw a slider over the whole range; nothing if the range is a single number."""
        low, high = self._range(name)
        self.clamp(name)
        if low < high:
            bound = self._bound(name, label)
            st.slider(min_value=low, max_value=high, value=self._default(name), **bound, **more)

    def numbers(self, name: str, label: str = "", **more: Any) -> None:
        """Draw a row of buttons, one for each number in the range."""
        low, high = self._range(name)
        self.clamp(name)
        bound = self._bound(name, label) | {"options": range(low, high + 1)}
        st.segmented_control(default=self._default(name), required=True, **bound, **more)

    def count(self, name: str, label: str = "", **more: Any) -> None:
        """Draw a field for a whole number."""
        low, high = self._range(name)
        bound = self._bound(name, label)
        start = self._default(name)
        st.number_input(min_value=low, max_value=high, value=start, step=1, **bound, **more)

    def toggle(self, name: str, label: str = "", **more: Any) -> None:
        """Draw a switch."""
        st.toggle(value=self._default(name), **self._bound(name, label), **more)

    def typed(self, name: str, label: str = "", **more: Any) -> None:
        """Draw a text field."""
        parameter = self.kind.parameters()[name]
        assert isinstance(parameter, Text)
        longest = parameter.longest
        bound = self._bound(name, label)
        st.text_input(value=self._default(name), max_chars=longest, **bound, **more)

    def lines(self, name: str, label: str = "", **more: Any) -> None:
        """Draw a text field of several lines, as high as what it holds."""
        parameter = self.kind.parameters()[name]
        assert isinstance(parameter, Text)
        st.text_area(
            value=self._default(name),
            max_chars=parameter.longest,
            height="content",
            **self._bound(name, label),
            **more,
        )

    def clamp(self, name: str) -> int:
        """Limit a number to its range, and return its value before that."""
        # A slider whose maximum falls below its value would jump to its default. Setting a value
        # that is already set would undo a press made while the page runs.
        value: int = getattr(self.settings(), name)
        _, high = self._range(name)
        if value > high and name in st.session_state:
            st.session_state[name] = high
            read_again()
        return value

    def show(self, **values: Any) -> None:
        """Set these settings, for use in a callback; None means the default."""
        for name, value in values.items():
            value = self._default(name) if value is None else value
            new = name not in st.session_state
            st.session_state[name] = value
            if new:
                say_first(self.kind, name, value)
        read_again()

    def move(self, label: str, name: str, to: str, value: Any, **more: Any) -> None:
        """Draw a button that sets a parameter to a value.

        It sends the value itself, not "one more"; `keys.js` handles presses faster than a run
        by means of `to`: first, back, forth or last, optionally followed by `-` and a key.
        """
        key = f"move-{name}-{to}"
        st.button(label, key=key, on_click=self.show, kwargs={name: value}, **more)

    def _bound(self, name: str, label: str) -> dict[str, Any]:
        open_settings(self.kind)
        # A widget that has moved to another place may no longer write the URL.
        if name in st.session_state:
            say(self.kind, name, st.session_state[name])
        label = label or self.kind.parameters()[name].label
        return {"label": label, "key": name, "bind": "query-params"}

    def _default(self, name: str) -> Any:
        return getattr(self.kind(), name)

    def _chosen(self, name: str, label: str) -> dict[str, Any]:
        """Return the arguments of a choice's widget: its options with their texts."""
        parameter = self.kind.parameters()[name]
        assert isinstance(parameter, Choice)
        texts = {"options": tuple(parameter.labels), "format_func": parameter.text}
        return self._bound(name, label) | texts

    def _range(self, name: str) -> tuple[int, int]:
        parameter = self.kind.parameters()[name]
        assert isinstance(parameter, Whole)
        if isinstance(parameter.high, int):  # reading all settings is slow
            return parameter.low, parameter.high
        return parameter.low, parameter.highest(self.settings())


def file_button(
    label: str, make: Callable[[], bytes], *, name: str, mime: str, key: str, **more: Any
) -> None:
    """Draw a button that saves a file, which is made when the button is pressed."""
    saved: dict[str, Any] = {"file_name": name, "mime": mime, "on_click": "ignore"}
    if not IN_BROWSER:
        st.download_button(label, data=make, key=key, **saved, **more)
    # Python in the browser cannot make a download's file on demand.
    elif st.button(label, key=key, **more):
        st.download_button(f"Save {name}", data=make(), key=f"{key}-made", **saved)


def following(
    label: str,
    low: int,
    high: int,
    value: int,
    then: Callable[[int], None],
    *,
    key: str,
    **more: Any,
) -> None:
    """Draw a slider without a parameter: it shows `value`, and calls `then` when moved."""
    st.session_state[key] = value
    st.slider(label, low, high, key=key, on_change=lambda: then(st.session_state[key]), **more)
