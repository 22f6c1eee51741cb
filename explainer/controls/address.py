"""The browser's URL: read it, and write what Streamlit's widgets do not write."""

from __future__ import annotations

from contextlib import AbstractContextManager
from time import monotonic
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.state.query_params import QueryParams

from explainer.controls.session import Place, Session
from explainer.settings import Address, Settings

SOON = 5  # seconds after a write, during which the URL is written again


def session() -> Session:
    """Return the record of this visit."""
    held: Session = st.session_state._session
    return held


def here() -> Place:
    """Return the page's URL without the query, and the query's parameters."""
    return str(st.context.url or "").partition("?")[0], st.query_params.to_dict()


def other_address(address: Address) -> str:
    """Return the full URL of a state of another page."""
    own, _ = here()
    root = own.rpartition("/")[0]  # the URL of every page but the first ends in its folder
    return f"{root}{address}"


def is_drawn(name: str) -> bool:
    """Tell whether a widget writes this parameter to the URL. One no longer drawn removes it."""
    with _streamlits_own() as address:
        return address.is_bound(name)


def by_history() -> bool:
    """Tell whether Back or Forward caused this run; False in stlite, which does not report it."""
    return getattr(get_script_run_ctx(), "is_history_navigation", False)


def say_first(kind: type[Settings], name: str, value: Any) -> None:
    """Write the value of a widget not drawn yet to the URL, so that it starts with that value.

    Streamlit has already read the URL of this run. If the URL has another value, the widget can
    only be drawn in the next run.
    """
    if st.query_params.get(name) not in (None, kind.parameters()[name].text(value)):
        session().too_early = True
    say(kind, name, value)


def say(kind: type[Settings], name: str, value: Any) -> None:
    """Write a value to the URL if it differs. After Back and Forward the URL is already right."""
    text = kind.said(name, value)
    if st.query_params.get(name) == text or by_history():
        return
    with _streamlits_own() as address:
        if text is None:
            address.remove_param(name)
        else:
            address.set_corrected_value(name, text, "string_value")


def say_all_again(before: Place) -> None:
    """Write the URL again at the end of a run that began with `before`, soon after a write.

    A press during the write changes the URL in the browser, and the write undoes that change. So
    runs that end within `SOON` seconds after a write send the URL again.
    """
    if by_history():
        return
    if here() != before:
        session().written = monotonic()
    elif monotonic() - session().written < SOON:
        with _streamlits_own() as address:
            address._send_query_param_msg()


def _streamlits_own() -> AbstractContextManager[QueryParams]:
    """Return Streamlit's own URL parameters; `st.query_params` cannot write those of widgets."""
    context = get_script_run_ctx()
    assert context is not None
    return context.session_state.query_params()
