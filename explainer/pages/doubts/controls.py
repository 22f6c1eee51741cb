"""The widgets of the doubts: the search, the list, and the three answers to choose from."""

from __future__ import annotations

import streamlit as st

from explainer.controls import Widgets
from explainer.pages.doubts.doubt import Doubt
from explainer.pages.doubts.settings import NONE, DoubtSettings

WIDGETS = Widgets(DoubtSettings)
ALL = {"doubt": NONE, "tried": NONE}


def doubt_controls() -> None:
    """Draw the search, or the way back from a doubt; and the list of their short names.

    The list is always drawn: a widget that appears later would not write its value to the URL.
    """
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if WIDGETS.settings().doubt == NONE:
            WIDGETS.typed("search", placeholder="for example: sum(axis=0), or why transpose")
        else:
            st.button("← Back to the list", key="choose-all", on_click=WIDGETS.show, kwargs=ALL)
        WIDGETS.select("doubt", width=230, on_change=lambda: WIDGETS.show(tried=NONE))


def doubt_button(doubt: Doubt) -> None:
    """Draw a doubt of the list as a button."""
    st.button(
        doubt.words,
        key=f"choose-{doubt.short}",
        type="tertiary",
        on_click=WIDGETS.show,
        kwargs={"doubt": doubt.short, "tried": NONE},
    )


def attempt_buttons() -> None:
    """Draw the letters of the three answers."""
    WIDGETS.segments("tried")
