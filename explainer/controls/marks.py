"""Elements that the scripts of the page look for, those in `browser/`."""

from __future__ import annotations

from html import escape

import streamlit as st

from explainer.browser import PICTURES_SCRIPT


def copy_button(label: str, key: str, text: str) -> None:
    """Draw a button that copies a text to the clipboard; `buttons.js` does the copying."""
    st.button(label, key=f"copy-{key}")
    st.html(f'<i hidden data-copies="copy-{key}" data-text="{escape(text)}"></i>')


def pictures() -> None:
    """Draw buttons that save the page's figures; `pictures.js` makes a row for each figure."""
    st.html('<div class="pictures" data-pictures=""></div>')
    st.html(PICTURES_SCRIPT, unsafe_allow_javascript=True)


def mark(*marks: str) -> None:
    """Send marks to the scripts, all in one element, because each element takes time."""
    st.html("".join(f"<i hidden {mark}></i>" for mark in marks))


def beyond_link() -> str:
    """Return a mark: the page shows something that is not in its link, such as an answer."""
    return "data-beyond-link"


def whole_page_link() -> None:
    """Draw a link from an embedded page to the same state of the whole page, in a new tab.

    `buttons.js` adds the state: Streamlit may see the URL of the embedding page.
    """
    st.html('<a href="?" target="_blank" data-whole>Open the whole page ↗</a>')


def begin_at(key: str, about: str, block: str = "start") -> str:
    """Return a mark: scroll to the element with this key whenever `about` changes."""
    return f'data-about="{about}" data-begins="{key}" data-block="{block}"'


def toggled_by(key: str, name: str) -> str:
    """Return a mark: a keyboard key that switches a parameter between its two options."""
    return f'data-toggle-key="{key}" data-toggles="{name}"'
