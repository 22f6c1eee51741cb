"""Links from one page to another, and to a state of it."""

from __future__ import annotations

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from explainer.controls.state import rest_of_link, take_over
from explainer.settings import Address


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
