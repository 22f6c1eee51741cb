"""The state of a page: what the link says, what the widgets say, and what of it was refused."""

from __future__ import annotations

from typing import TypeVar

import streamlit as st

from explainer.palette import DARK, LIGHT, Palette
from explainer.settings import Refusal, Settings, read_link

S = TypeVar("S", bound=Settings)


def palette() -> Palette:
    """The colours of the theme that the browser shows."""
    return DARK if st.context.theme.type == "dark" else LIGHT


def note_link() -> None:
    """Keep what the link says, before any widget reads it in its own way."""
    if "_link" not in st.session_state:
        said = st.query_params
        st.session_state._link = {name: said.get_all(name) for name in said}
        st.session_state._read = {}  # what the link's values are, by the names of the parameters
        st.session_state._refused = {}


def open_settings(kind: type[Settings]) -> None:
    """Read the link's values for these settings, each once; what is refused leaves the address.

    It has to leave before a widget is drawn: Streamlit reads "9.7" as 9, takes one of two repeated
    values, and nothing at all where a value is empty. What is written in another way than the
    widget would write it, such as 04, is written in its way.
    """
    state, address = st.session_state, st.query_params
    new = [name for name in kind.parameters() if name not in state._read]
    if not new:
        return
    known = {name: state.get(name, value) for name, value in state._read.items()}
    start = kind(**{name: known[name] for name in kind.parameters() if name in known})
    found, refused = read_link(
        start, {name: state._link[name] for name in new if name in state._link}
    )
    state._read |= {name: getattr(found, name) for name in new}
    state._refused |= {r.name: r for r in refused}
    said = [name for name in new if name in address]
    for name in said:
        text = kind.parameters()[name].text(state._read[name])
        if name in state._refused:
            del address[name]
        elif address[name] != text:
            address[name] = text
    if refused or any(address.get(name) != state._link[name][0] for name in said):
        st.rerun()  # the widgets of this run would still read the old address


def settings(kind: type[S]) -> S:
    """The state of all widgets, those not drawn yet or now at what the link says."""
    open_settings(kind)
    state, read = st.session_state, st.session_state._read
    return kind(**{name: state.get(name, read[name]) for name in kind.parameters()})


def show_refusals(kind: type[Settings]) -> None:
    """A sentence for each value of the link that is refused, while what replaced it stands."""
    drop_refusals(kind)
    chosen = settings(kind)
    for refusal in _refused(kind):
        st.warning(refusal.sentence(chosen.aside(refusal.name)))


def drop_refusals(kind: type[Settings]) -> bool:
    """Forget the refusals whose setting has been changed since; were there any?"""
    refused = _refused(kind)
    if not refused:
        return False
    chosen = settings(kind)
    gone = [r.name for r in refused if getattr(chosen, r.name) != r.used]
    for name in gone:
        del st.session_state._refused[name]
    return bool(gone)


def _refused(kind: type[Settings]) -> list[Refusal]:
    refused = st.session_state._refused
    return [refused[name] for name in kind.parameters() if name in refused]
