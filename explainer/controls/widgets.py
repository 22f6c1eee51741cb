"""The widgets of all pages. Each takes range, default and label from its parameter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from html import escape
from pathlib import Path
from threading import RLock
from typing import Any, Generic, ParamSpec, TypeVar

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from explainer.controls.address import say, say_all_again, say_first
from explainer.controls.state import (
    begin,
    open_settings,
    read_again,
    rest_of_link,
    settings,
    take_over,
    whole_address_changed,
)
from explainer.expressions.own import IN_BROWSER
from explainer.settings import Address, Choice, Settings, Text, Whole

S = TypeVar("S", bound=Settings)
P = ParamSpec("P")
TURN = RLock()  # reentrant: a fragment may contain another
PATIENCE = 0.5  # seconds that a fragment waits for its turn; then it runs anyway
PICTURES = Path(__file__).parent.parent / "pictures.html"
Act = Callable[[int, int], None]  # takes row and column of a clicked cell


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

        It sends the value itself, not "one more"; `browser.html` handles presses faster than a run
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


def asked(label: str, options: Sequence[str], answers: dict[str, Any], key: str) -> None:
    """Draw a row of buttons without a parameter; the selected one is stored in `answers[key]`."""
    widget = f"asked-{key}"

    def answer() -> None:
        answers[key] = st.session_state[widget]

    chosen = answers.get(key) if answers.get(key) in options else None  # may be "given up"
    st.segmented_control(
        label, options, key=widget, on_change=answer, default=chosen, required=True
    )


def asked_several(label: str, options: Sequence[str], answers: dict[str, Any], key: str) -> None:
    """Draw the same, but any number of buttons may be selected: the answer is a list."""
    widget = f"asked-{key}"

    def answer() -> None:
        answers[key] = st.session_state[widget]

    chosen = answers.get(key)
    st.pills(label, options, key=widget, on_change=answer, default=chosen, selection_mode="multi")


def forget(label: str, answers: dict[str, Any], key: str) -> None:
    """Draw a button that clears all answers."""

    def clear() -> None:
        for one in answers:
            st.session_state[f"asked-{one}"] = None
        answers.clear()

    st.button(label, key=f"forget-{key}", on_click=clear)


def asked_list(
    label: str, options: Sequence[str], answers: dict[str, Any], key: str, *, code: bool = False
) -> None:
    """Draw the same as a list, for longer options, with a button that sends the answer.

    Arrow keys select as they move: without the button each option on the way would be an answer.
    """
    widget = f"asked-{key}"

    def answer() -> None:
        if st.session_state[widget] is not None:
            answers[key] = st.session_state[widget]

    chosen = answers.get(key)
    index = options.index(chosen) if chosen in options else None
    with st.form(f"form-{key}", border=False):
        st.radio(
            label, options, index=index, key=widget, format_func=lambda o: f"`{o}`" if code else o
        )
        st.form_submit_button("Check", on_click=answer, key=f"check-{key}", type="primary")


def asked_texts(label: str, rows: int, columns: int, answers: dict[str, Any], key: str) -> None:
    """Draw a grid of text fields with one button that sends them: the answer is rows of texts."""
    cells = [[f"asked-{key}-{i}-{j}" for j in range(columns)] for i in range(rows)]
    held = answers.get(key)
    typed = held if isinstance(held, list) else [[""] * columns] * rows

    def answer() -> None:
        answers[key] = [[st.session_state[cell] for cell in row] for row in cells]

    single = rows * columns == 1
    with st.form(f"form-{key}", border=False):
        if not single:
            st.markdown(f"{label}:")
        for i, row in enumerate(cells):
            with st.container(key=f"fields-{key}-{i}", horizontal=True, gap="small"):
                for j, cell in enumerate(row):
                    st.text_input(
                        label if single else f"row {i}, column {j}",
                        value=str(typed[i][j]),
                        max_chars=20,
                        key=cell,
                        label_visibility="visible" if single else "collapsed",
                        width=160 if single else 72,
                    )
        st.form_submit_button("Check", on_click=answer, key=f"check-{key}", type="primary")


def answered(label: str, answers: dict[str, Any], key: str, answer: str = "") -> None:
    """Draw a button that is itself an answer: `answer`, or else the label."""
    said = {key: answer or label}
    st.button(label, key=f"answered-{key}", on_click=answers.update, args=(said,))


def copy_button(label: str, key: str, text: str) -> None:
    """Draw a button that copies a text to the clipboard; `browser.html` does the copying."""
    st.button(label, key=f"copy-{key}")
    st.html(f'<i hidden data-copies="copy-{key}" data-text="{escape(text)}"></i>')


def pictures() -> None:
    """Draw buttons that save the page's figures; `pictures.html` makes a row for each figure."""
    st.html('<div class="pictures" data-pictures=""></div>')
    st.html(PICTURES, unsafe_allow_javascript=True)


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


def mark(*marks: str) -> None:
    """Send marks to `browser.html`, all in one element, because each element takes time."""
    st.html("".join(f"<i hidden {mark}></i>" for mark in marks))


def beyond_link() -> str:
    """Return a mark: the page shows something that is not in its link, such as an answer."""
    return "data-beyond-link"


def whole_page_link() -> None:
    """Draw a link from an embedded page to the same state of the whole page, in a new tab.

    `browser.html` adds the state: Streamlit may see the URL of the embedding page.
    """
    st.html('<a href="?" target="_blank" data-whole>Open the whole page ↗</a>')


def state_link(label: str, address: Address, key: str) -> None:
    """Draw a button that opens another page in an exact state.

    The current network and convention stay if the link does not set them. A link of Streamlit
    would hold both values of a parameter that is already in the URL, and lose it.
    """
    if st.button(label, key=f"open-{key}", type="tertiary", on_click=take_over, args=(address,)):
        st.switch_page(_named(address.page), query_params=rest_of_link())


def page_link(page: str, label: str) -> None:
    """Draw a link to another page."""
    st.page_link(_named(page), label=label)


def _named(page: str) -> StreamlitPage:
    """Return the page of this URL; Streamlit knows the rest of it from the door."""
    return st.Page(lambda: None, url_path=page)


def begin_at(key: str, about: str, block: str = "start") -> str:
    """Return a mark: scroll to the element with this key whenever `about` changes."""
    return f'data-about="{about}" data-begins="{key}" data-block="{block}"'


def toggled_by(key: str, name: str) -> str:
    """Return a mark: a keyboard key that switches a parameter between its two options."""
    return f'data-toggle-key="{key}" data-toggles="{name}"'


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


def fragment(show: Callable[P, None]) -> Callable[P, None]:
    """Make a fragment: a part of a page that reruns when its own widgets change; it rereads state.

    The fragments of several visitors run one after another: if Python ran them in turns, all of
    them would wait for the last.
    """

    @st.fragment
    @wraps(show)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        held = TURN.acquire(timeout=PATIENCE)
        try:
            before = begin()
            show(*args, **kwargs)
            say_all_again(before)
            if whole_address_changed():
                st.rerun()
        finally:
            read_again()  # callbacks run before the next run
            if held:
                TURN.release()

    return run


def spread_fragment(show: Callable[P, None]) -> Callable[P, None]:
    """Make a fragment that also draws in containers made outside of it.

    The Streamlit that runs in a browser is older and allows no widgets there: `show` is returned
    unchanged. It has only one visitor to serve.
    """
    return show if IN_BROWSER else fragment(show)


def on_click(chart: str, act: Act) -> Callable[[], None]:
    """Return a callback that calls `act` with row and column of the clicked cell."""

    def clicked() -> None:
        points = st.session_state[chart]["selection"]["points"]
        # A redrawn chart reports an empty selection, which is not a click.
        if points and points[0].get("customdata") is not None:
            act(*points[0]["customdata"])

    return clicked
