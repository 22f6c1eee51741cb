"""The widgets of the conventions: the forms that a book writes."""

from __future__ import annotations

import streamlit as st

from explainer.controls import Widgets
from explainer.pages.conventions.settings import BookSettings

WIDGETS = Widgets(BookSettings)


def book_controls() -> None:
    """Draw the choices of the two forms that tell the conventions apart."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        WIDGETS.segments("forward")
        WIDGETS.segments("backward")
