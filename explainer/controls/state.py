"""The state of a page: what the link says, what the widgets say, and what of it was refused."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from time import monotonic
from typing import Any, TypeVar
from urllib.parse import urlencode

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.state.query_params import QueryParams

from explainer.palette import DARK, LIGHT, Palette
from explainer.settings import Refusal, Settings, Text, read_link, write_link

S = TypeVar("S", bound=Settings)
PAGES = Path(__file__).parents[1] / "pages"
DAY = 24 * 60 * 60  # seconds
SOON = 5  # seconds


def palette() -> Palette:
    """The colours of the theme that the browser shows."""
    return DARK if st.context.theme.type == "dark" else LIGHT


def note_link() -> None:
    """Keep what the link says, before any widget reads it in its own way."""
    before = begin()
    if "_link" not in st.session_state:
        said = st.query_params
        st.session_state._link = {name: said.get_all(name) for name in said}
        st.session_state._read = {}  # what the link's values are, by the names of the parameters
        st.session_state._refused = {}
        st.session_state._kinds = []
        st.session_state._seen = before, {}
        st.session_state._written = -SOON  # when the server wrote the address, in seconds
    st.session_state._before = before
    st.session_state._whole = None
    _follow_address()
    read_again()


def ask_when_back() -> None:
    """Have the browser ask for a run when it connects again, perhaps to a server that is new to it.

    It does so only where something is run by the clock. Without it the page stands as it was, and
    none of its files can be had: the server that made them is gone, or has forgotten the visit.
    """
    st.fragment(lambda: None, run_every=DAY)()


def take_over(page: str, link: Mapping[str, str]) -> None:
    """Set what a link says of the widgets that are drawn; the rest of it is for the next page.

    Of a drawn widget Streamlit takes nothing from an address. What the page has for itself, and the
    link does not say, begins anew.
    """
    state = st.session_state
    for kind in state._kinds:
        shared = kind.__base__.parameters()
        if kind.__module__.endswith(f".{page}.settings"):
            for name in kind.parameters().keys() - shared.keys() - link.keys():
                state._read[name] = getattr(kind(), name)
                state.pop(name, None)
    drawn = {name for name in link if name in state}
    for kind in state._kinds:
        found, _ = read_link(kind(), {name: [text] for name, text in link.items()})
        for name in kind.parameters().keys() & drawn:
            state[name] = state._read[name] = getattr(found, name)
    state._rest = {name: text for name, text in link.items() if name not in drawn}
    state._link |= {name: [text] for name, text in state._rest.items()}  # read when it opens


def rest_of_link() -> dict[str, str]:
    """What of the link that was taken over last is for the next page."""
    rest: dict[str, str] = st.session_state._rest
    return rest


def note_end() -> None:
    """Keep what the address says after a run: widgets that the page set have written to it."""
    say_all_again(st.session_state._before)
    st.session_state._seen = _address(), st.session_state._seen[1]


def _follow_address() -> None:
    """After Back and Forward the state is what the address says.

    Each widget reads the address when it is drawn, which is too late for what stands above it. It
    was Back or Forward where the address has changed and the state has not: a press changes the
    state.
    """
    state, now = st.session_state, _address()
    before, values = state._seen
    if now == before:
        return
    if now[0] != before[0]:
        _arrive()
        return
    for kind in state._kinds:
        names = kind.parameters().keys() & values.keys()
        held = {name: state.get(name, state._read[name]) for name in names}  # drawn or not
        changed = {n for n in names if now[1].get(n) != before[1].get(n)}
        if all(held[n] == values[n] for n in names):
            changed |= now[1].keys()  # a widget that went left its address after that run
        moved = [n for n in names & changed if held[n] == values[n] and (n in now[1] or _drawn(n))]
        kept = {name: held[name] for name in names if name not in moved}
        found, _ = read_link(kind(**kept), {n: [now[1][n]] for n in moved if n in now[1]})
        for name in moved:
            state[name] = state._read[name] = getattr(found, name)


def _drawn(name: str) -> bool:
    """Is there a widget that writes this into the address? One that goes takes it along."""
    with _streamlits_own() as address:
        return address.is_bound(name)


def _arrive() -> None:
    """At another page the address holds what its own settings are: they were dropped on leaving."""
    state, address = st.session_state, st.query_params
    said = {name: address.get_all(name) for name in address}
    state._link |= {name: texts for name, texts in said.items() if name not in state._read}
    for kind in state._kinds:
        names = kind.parameters().keys()
        kept = {name: state[name] for name in names if name in state and name not in said}
        found, _ = read_link(kind(**kept), {name: said[name] for name in names & said.keys()})
        state._read |= {name: getattr(found, name) for name in names}
        for name in names & said.keys():
            state[name] = getattr(found, name)


def address(kind: type[Settings]) -> str:
    """The whole address of this state, also where the browser's is a press behind."""
    page, _ = _address()
    page += "/" * (page.count("/") == 2)  # the root, without a path
    said = write_link(settings(kind))
    return f"{page}?{urlencode(said)}" if said else page


def whole_address(kind: type[Settings]) -> str:
    """The same, for what is shown of all of it: it is shown again when a fragment changes it."""
    found = address(kind)
    st.session_state._whole = kind, found
    return found


def whole_address_changed() -> bool:
    """Does a fragment that runs alone change the state of which more is shown?"""
    whole, context = st.session_state._whole, get_script_run_ctx()
    if whole is None or context is None or not context.fragment_ids_this_run:
        return False
    kind, shown = whole
    return bool(shown != address(kind))


def other_address(page: str, link: Mapping[str, str]) -> str:
    """The whole address of a state of another page."""
    here, _ = _address()
    root = here.rpartition("/")[0]  # every page but the first ends in its folder
    return f"{root}/{page}?{urlencode(link)}"


def said() -> tuple[str, dict[str, str], list[str]]:
    """For the log: the page, the valid settings of the address, and all else that it says.

    What is typed is among the rest: it may be anything.
    """
    page, link = _address()
    settings: dict[str, str] = {}
    for kind in st.session_state.get("_kinds", []):
        found, refused = read_link(kind(), {name: [text] for name, text in link.items()})
        wrong = {one.name for one in refused}
        for name, parameter in kind.parameters().items():
            if name in link.keys() - wrong and not isinstance(parameter, Text):
                settings[name] = parameter.text(getattr(found, name))
    typed = [text for name, text in link.items() if name not in settings]
    known = {path.parent.name for path in PAGES.glob("*/page.py")}
    folder = page.rpartition("/")[2]
    return folder if folder in known else "", settings, typed


def _streamlits_own() -> AbstractContextManager[QueryParams]:
    """The address as Streamlit keeps it; what widgets write there it lets nobody else write."""
    context = get_script_run_ctx()
    assert context is not None
    return context.session_state.query_params()


def _address() -> tuple[str, dict[str, str]]:
    """The page's own address, and what follows the question mark."""
    return str(st.context.url or "").partition("?")[0], st.query_params.to_dict()


def open_settings(kind: type[Settings]) -> None:
    """Read the link's values for these settings, each once; what is refused leaves the address.

    It has to leave before a widget is drawn: Streamlit reads "9.7" as 9, takes one of two repeated
    values, and nothing at all where a value is empty. What is written in another way than the
    widget would write it, such as 04, is written in its way.
    """
    state, address, read = st.session_state, st.query_params, st.session_state._read
    new = [name for name in kind.parameters() if name not in read]
    if not new:
        return
    state._kinds.append(kind)
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


def say_first(kind: type[Settings], name: str, value: Any) -> None:
    """Have the address say what a widget is set to that was never drawn: it begins with that.

    Streamlit has read the address of this run already; where that says something else, the widget
    can be drawn in the next run only.
    """
    write = kind.parameters()[name].text
    if st.query_params.get(name) not in (None, write(value), write(getattr(kind(), name))):
        st.session_state._too_early = True
    say(kind, name, value)


def say(kind: type[Settings], name: str, value: Any) -> None:
    """Have the address say a value, if it says another one."""
    text = kind.said(name, value)
    if st.query_params.get(name) == text:
        return
    with _streamlits_own() as address:
        if text is None:
            address.remove_param(name)
        else:
            address.set_corrected_value(name, text, "string_value")


def say_all_again(before: tuple[str, dict[str, str]]) -> None:
    """At the end of a run that began with this address: is what was written there still there?

    What is pressed while it is on its way writes the address, too, and is undone by it. So runs
    that end soon after write it again.
    """
    state = st.session_state
    if _address() != before:
        state._written = monotonic()
    elif monotonic() - state._written < SOON:
        with _streamlits_own() as address:
            address._send_query_param_msg()


def settings(kind: type[S]) -> S:
    """The state of all widgets, those not drawn yet or now at what the link says.

    Read once in a run, or in that of a fragment: each look into Streamlit's state takes its time.
    """
    known: dict[type[Settings], Any] = st.session_state._known
    if kind not in known:
        open_settings(kind)
        state, read = st.session_state, st.session_state._read
        found = {name: state.get(name, read[name]) for name in kind.parameters()}
        state._seen = _address(), state._seen[1] | found
        known[kind] = kind(**found)
    return known[kind]


def begin() -> tuple[str, dict[str, str]]:
    """Begin a run of a part or of all of the page, with this address.

    It begins once more where a callback changed the address after Streamlit had read it.
    """
    read_again()
    if st.session_state.pop("_too_early", False):
        st.rerun()
    return _address()


def read_again() -> None:
    """What the widgets say may have changed: between two runs, and where one is set."""
    st.session_state._known = {}


def kept(name: str, about: object) -> dict[str, Any]:
    """What the session keeps under a name, as long as it is about the same; it is no link's."""
    held: tuple[object, dict[str, Any]] | None = st.session_state.get(f"_kept_{name}")
    if held is None or held[0] != about:
        held = st.session_state[f"_kept_{name}"] = about, {}
    return held[1]


def show_refusals(kind: type[Settings]) -> None:
    """A sentence for each value of the link that is refused, while what replaced it stands."""
    read_again()
    drop_refusals(kind)
    chosen = settings(kind)
    for refusal in _refused(kind):
        st.warning(refusal.sentence(chosen.aside(refusal.name)))


def drop_refusals(kind: type[Settings]) -> bool:
    """Forget the refusals whose setting has been changed since; have any been forgotten?"""
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
