"""The doubts' own widgets: the search, the list, and the three answers to choose from."""

from __future__ import annotations

import streamlit as st

from explainer.controls import Widgets
from explainer.pages.doubts.doubt import Doubt
from explainer.pages.doubts.settings import NONE, DoubtSettings

WIDGETS = Widgets(DoubtSettings)
ALL = {"doubt": NONE, "tried": NONE}


def doubt_controls() -> None:
    """A search for a doubt, or the way back from one; and all of them by a word each.

    That list is always there: a parameter whose widget comes new does not reach the address.
    """
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if WIDGETS.settings().doubt == NONE:
            WIDGETS.typed("search", placeholder="for example: sum(axis=0), or why transpose")
        else:
            st.button("← Back to the list", key="choose-all", on_click=WIDGETS.show, kwargs=ALL)
        WIDGETS.select("doubt", width=230, on_change=lambda: WIDGETS.show(tried=NONE))


def doubt_button(doubt: Doubt) -> None:
    """A doubt in the list."""
    st.button(
        doubt.words,
        key=f"choose-{doubt.short}",
        type="tertiary",
        on_click=WIDGETS.show,
        kwargs={"doubt": doubt.short, "tried": NONE},
    )


def attempt_buttons() -> None:
    """The three answers, by their letters."""
    WIDGETS.segments("tried")
