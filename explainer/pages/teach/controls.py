"""The widgets of the page for teachers."""

from __future__ import annotations

import streamlit as st

from explainer.controls import Widgets
from explainer.pages.teach.settings import TeachSettings

WIDGETS = Widgets(TeachSettings)


def set_controls() -> None:
    """Draw the widgets for the number of students and the set of exercises."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        WIDGETS.count("students", width=130)
        WIDGETS.count("set", width=130)
        WIDGETS.segments("sizes")
        WIDGETS.segments("functions")
