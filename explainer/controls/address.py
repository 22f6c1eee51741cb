"""The browser's address: it is read, and what Streamlit's widgets left out is written."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from time import monotonic
from typing import Any
from urllib.parse import urlencode

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.state.query_params import QueryParams

from explainer.settings import Settings

SOON = 5  # seconds


def here() -> tuple[str, dict[str, str]]:
    """The page's own address, and what follows the question mark."""
    return str(st.context.url or "").partition("?")[0], st.query_params.to_dict()


def other_address(page: str, link: Mapping[str, str]) -> str:
    """The whole address of a state of another page."""
    own, _ = here()
    root = own.rpartition("/")[0]  # every page but the first ends in its folder
    return f"{root}/{page}?{urlencode(link)}"


def is_drawn(name: str) -> bool:
    """Does a widget write this into the address? One that goes takes it out of there."""
    with _streamlits_own() as address:
        return address.is_bound(name)


def by_history() -> bool:
    """Did Back or Forward ask for this run? The Streamlit that runs in a browser does not say."""
    return getattr(get_script_run_ctx(), "is_history_navigation", False)


def say_first(kind: type[Settings], name: str, value: Any) -> None:
    """Have the address say what a widget is set to that was never drawn: it begins with that.

    Streamlit has read the address of this run already; where that says something else, the widget
    can be drawn in the next run only.
    """
    if st.query_params.get(name) not in (None, kind.parameters()[name].text(value)):
        st.session_state._too_early = True
    say(kind, name, value)


def say(kind: type[Settings], name: str, value: Any) -> None:
    """Have the address say a value, if it says another one. After Back and Forward it is right."""
    text = kind.said(name, value)
    if st.query_params.get(name) == text or by_history():
        return
    with _streamlits_own() as address:
        if text is None:
            address.remove_param(name)
        else:
            address.set_corrected_value(name, text, "string_value")


def say_all_again(before: tuple[str, dict[str, str]]) -> None:
    """At the end of a run that began with this address: is what was written there still there?

    What is pressed while it is on its way writes the address, too, and is undone by it. So runs
    that end soon after write it again.
    """
    state = st.session_state
    if by_history():
        return
    if here() != before:
        state._written = monotonic()
    elif monotonic() - state._written < SOON:
        with _streamlits_own() as address:
            address._send_query_param_msg()


def _streamlits_own() -> AbstractContextManager[QueryParams]:
    """The address as Streamlit keeps it; what widgets write there it lets nobody else write."""
    context = get_script_run_ctx()
    assert context is not None
    return context.session_state.query_params()
