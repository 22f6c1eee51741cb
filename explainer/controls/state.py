"""The state of a page: the values of the link and of the widgets, and the refused values."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlencode

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from explainer.controls.address import by_history, here, is_drawn, say_all_again, session
from explainer.controls.session import Place, Session
from explainer.palette import DARK, LIGHT, Palette
from explainer.settings import Address, Settings, Text, read_link, write_link

S = TypeVar("S", bound=Settings)
PAGES = Path(__file__).parents[1] / "pages"
DAY = 24 * 60 * 60  # seconds


def palette() -> Palette:
    """Return the colours of the theme that the browser shows."""
    return DARK if st.context.theme.type == "dark" else LIGHT


def note_link() -> None:
    """Store the link's values before Streamlit's widgets read and change them."""
    before = begin()
    session().before = before
    session().whole = None
    _follow_address()
    read_again()


def ask_when_back() -> None:
    """Make the browser ask for a run when it connects again, perhaps to another server.

    The browser asks only if a fragment runs on a timer. Without a run the page stays as it was but
    its downloads fail: the server that made the files is gone or has forgotten the session.
    """
    st.fragment(lambda: None, run_every=DAY)()


def take_over(address: Address) -> None:
    """Set the drawn widgets to a link's values, and keep the rest of the link for the next page.

    Streamlit takes no value from a URL for a drawn widget. Settings that only the next page has
    return to their defaults if the link does not name them.
    """
    state, visit, link = st.session_state, session(), address.link
    for name in link:
        visit.refused.pop(name, None)
    for kind in visit.kinds:
        if kind.page == address.page:
            for name in kind.own() - link.keys():
                visit.begin_again(name, getattr(kind(), name))
                state.pop(name, None)
    drawn = {name for name in link if name in state}
    for kind in visit.kinds:
        wanted, _ = read_link(kind(), {name: [text] for name, text in link.items()})
        for name in kind.parameters().keys() & drawn:
            state[name] = visit.read[name] = getattr(wanted, name)
    visit.rest = {name: text for name, text in link.items() if name not in drawn}
    visit.link |= {name: [text] for name, text in visit.rest.items()}  # read when the page opens


def rest_of_link() -> dict[str, str]:
    """Return the part of the last link passed to `take_over` that the next page reads."""
    return session().rest


def note_end() -> None:
    """Store the URL after a run, which includes what the page's widgets wrote to it."""
    say_all_again(session().before)
    session().seen = here()


def _follow_address() -> None:
    """Set the state to the URL's values after Back and Forward.

    A widget reads the URL only when it is drawn, too late for the parts of the page above it. If
    the URL changed but the state did not, it was Back or Forward: a press changes the state.
    Firefox and WebKit send the URL from before a press, so after Back it seems not to have changed;
    there `by_history` decides.
    """
    state, visit, now = st.session_state, session(), here()
    before, values = visit.seen, visit.values
    went = by_history()
    if now == before and not went:
        return
    if now[0] != before[0]:
        _arrive()
        return
    for kind in visit.kinds:
        names = kind.parameters().keys() & values.keys()
        held = {name: state.get(name, visit.read[name]) for name in names}  # drawn or not
        changed = {n for n in names if went or now[1].get(n) != before[1].get(n)}
        if all(held[n] == values[n] for n in names):
            changed |= now[1].keys()  # a widget no longer drawn left the URL after that run
        moved = [
            n
            for n in names & changed
            if (went or held[n] == values[n]) and (n in now[1] or is_drawn(n))
        ]
        kept = {name: held[name] for name in names if name not in moved}
        linked, _ = read_link(kind(**kept), {n: [now[1][n]] for n in moved if n in now[1]})
        for name in moved:
            state[name] = visit.read[name] = getattr(linked, name)


def _arrive() -> None:
    """Read another page's own settings from the URL: Streamlit dropped them on leaving the page."""
    state, visit, address = st.session_state, session(), st.query_params
    texts = {name: address.get_all(name) for name in address}
    visit.link |= {name: text for name, text in texts.items() if name not in visit.read}
    for kind in visit.kinds:
        names = kind.parameters().keys()
        asked = names if by_history() else names & texts.keys()  # a link keeps the rest
        kept = {name: state[name] for name in names - asked if name in state}
        linked, _ = read_link(kind(**kept), {name: texts[name] for name in names & texts.keys()})
        visit.read |= {name: getattr(linked, name) for name in names}
        for name in asked:
            if name in texts or name in state:
                state[name] = getattr(linked, name)


def address(kind: type[Settings]) -> str:
    """Return the full URL of this state, even if the browser's URL is one press behind."""
    page, _ = here()
    page += "/" * (page.count("/") == 2)  # the root, without a path
    query = write_link(settings(kind))
    return f"{page}?{urlencode(query)}" if query else page


def whole_address(kind: type[Settings]) -> str:
    """Return the same URL for display; if a fragment changes it, the whole page runs again."""
    whole = address(kind)
    session().whole = kind, whole
    return whole


def whole_address_changed() -> bool:
    """Tell whether this run of a fragment changes the URL that `whole_address` returned."""
    whole, context = session().whole, get_script_run_ctx()
    if whole is None or context is None or not context.fragment_ids_this_run:
        return False
    kind, shown = whole
    return bool(shown != address(kind))


def said() -> tuple[str, dict[str, str], list[str]]:
    """Return for the log: the page, the valid settings of the URL, and its other values.

    Typed text is among the other values, because it may be anything.
    """
    page, link = here()
    settings: dict[str, str] = {}
    visit = st.session_state.get("_session")
    for kind in visit.kinds if visit else []:
        linked, refused = read_link(kind(), {name: [text] for name, text in link.items()})
        wrong = {refusal.name for refusal in refused}
        for name, parameter in kind.parameters().items():
            if name in link.keys() - wrong and not isinstance(parameter, Text):
                settings[name] = parameter.text(getattr(linked, name))
    typed = [text for name, text in link.items() if name not in settings]
    known = {path.parent.name for path in PAGES.glob("*/page.py")}
    folder = page.rpartition("/")[2]
    return folder if folder in known else "", settings, typed


def open_settings(kind: type[Settings]) -> None:
    """Read the link's values for these settings, each once; remove refused ones from the URL.

    They must be removed before a widget is drawn: Streamlit reads "9.7" as 9, takes one of two
    repeated values, and ignores an empty value. A value that the widget would write in another
    way, such as 04, is rewritten.
    """
    state, address, visit = st.session_state, st.query_params, session()
    new = visit.unread(kind)
    if not new:
        return
    held = {name: state[name] for name in kind.parameters() if name in state}
    refused = visit.read_link(kind, held)
    named = [name for name in new if name in address]
    for name in named:
        text = kind.parameters()[name].text(visit.read[name])
        if name in visit.refused:
            del address[name]
        elif address[name] != text:
            address[name] = text
    if refused or any(address.get(name) != visit.link[name][0] for name in named):
        st.rerun()  # the widgets of this run would still read the old URL


def settings(kind: type[S]) -> S:
    """Return the state of all widgets; those that are not drawn have the link's values.

    It is read once in a run of the page or of a fragment, because Streamlit's state is slow.
    """
    visit = session()
    if kind not in visit.known:
        open_settings(kind)
        state = st.session_state
        values = {name: state.get(name, visit.read[name]) for name in kind.parameters()}
        visit.seen = here()
        visit.values |= values
        visit.known[kind] = kind(**values)
    chosen: S = visit.known[kind]
    return chosen


def begin() -> Place:
    """Begin a run of the page or of a fragment, and return the URL, as `here` does.

    The run starts again if a callback changed the URL after Streamlit had read it.
    """
    if "_session" not in st.session_state:
        query = st.query_params
        link = {name: query.get_all(name) for name in query}
        st.session_state._session = Session(here(), link)
    read_again()
    if session().too_early:
        session().too_early = False
        st.rerun()
    return here()


def read_again() -> None:
    """Forget the settings that were read: a new run, or setting a widget, may change them."""
    session().known = {}


def kept(name: str, about: object) -> dict[str, Any]:
    """Return the session's dict of this name, new if `about` has changed; not part of a link."""
    return session().kept(name, about)


def show_refusals(kind: type[Settings]) -> None:
    """Show a warning for each refused value of the link, until its setting is changed."""
    read_again()
    drop_refusals(kind)
    chosen = settings(kind)
    for refusal in session().refusals(kind):
        st.warning(refusal.sentence(chosen.aside(refusal.name)))


def names_in_link() -> list[str]:
    """Return the names of all parameters in the URL, also of those that no page has."""
    return list(st.query_params)


def drop_refusals(kind: type[Settings]) -> bool:
    """Forget the refusals whose setting has changed since; return True if there were any."""
    return bool(session().refusals(kind)) and session().drop_refusals(settings(kind))
