"""Parts of a page that run without the rest, and what a click in a figure does."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from threading import RLock
from typing import ParamSpec

import streamlit as st

from explainer.controls.address import say_all_again
from explainer.controls.state import begin, read_again, whole_address_changed
from explainer.expressions.own import IN_BROWSER

P = ParamSpec("P")
TURN = RLock()  # reentrant: a fragment may contain another
PATIENCE = 0.5  # seconds that a fragment waits for its turn; then it runs anyway
Act = Callable[[int, int], None]  # takes row and column of a clicked cell


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
