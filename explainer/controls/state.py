"""The state of the page: what the link says, what the widgets say, and what of it was refused."""

from __future__ import annotations

import streamlit as st

from explainer.palette import DARK, LIGHT, Palette
from explainer.settings import DEFAULT, Settings, read_link


def palette() -> Palette:
    """The colours of the theme that the browser shows."""
    return DARK if st.context.theme.type == "dark" else LIGHT


def settings() -> Settings:
    """The state of all widgets, those not drawn yet or now at what the link says."""
    state = st.session_state
    link = state.get("link", DEFAULT)
    return Settings(**{name: state.get(name, getattr(link, name)) for name in vars(DEFAULT)})


def read_url() -> None:
    """Note what the link refuses to be; in the run after it, put the default in its place."""
    state = st.session_state
    if "refused" not in state:
        said = st.query_params
        link = {name: said.get_all(name) for name in vars(DEFAULT) if name in said}
        state.link, state.refused = read_link(link)
    elif "refused_widgets" in state:
        for name in state.pop("refused_widgets"):
            state[name] = getattr(DEFAULT, name)


def settle_url() -> None:
    """Run again where a widget made something of a value that is refused.

    Streamlit reads "9.7" as 9 and takes one of two repeated values. In the first run the URL
    overrules every value that is set before the widget is drawn.
    """
    if "settled" not in st.session_state:
        st.session_state.settled = True
        used = settings()
        wrong = [r.name for r in st.session_state.refused if getattr(used, r.name) != r.used]
        if wrong:
            st.session_state.refused_widgets = wrong
            st.rerun()


def show_refusals() -> None:
    """A sentence for each value of the link that is not valid, while what replaced it stands."""
    drop_refusals()
    for refusal in st.session_state.refused:
        st.warning(refusal.sentence)


def drop_refusals() -> bool:
    """Forget the refusals whose setting has been changed since; were there any?"""
    if not st.session_state.refused:
        return False
    state, chosen = st.session_state, settings()
    kept = [r for r in state.refused if getattr(chosen, r.name) == r.used]
    dropped = "settled" in state and kept != state.refused
    if dropped:
        state.refused = kept
    return dropped
