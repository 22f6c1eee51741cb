"""The frame of a page: its title, refused values of the link, and the menu Take away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Generic, TypeVar

import streamlit as st

from explainer import controls
from explainer.pages.parameters import complaint, elsewhere, unknown
from explainer.pages.take_away import MakeSubject, show_take_away
from explainer.settings import Settings

S = TypeVar("S", bound=Settings)


@dataclass(frozen=True)
class Entry:
    """A row of the table of pages: all that must be known before the page is opened."""

    title: str  # in the sidebar
    question: str  # that the page answers: the label of links to it
    heading: str = ""  # the title if empty


@dataclass(frozen=True)
class Page(Generic[S]):
    """A page: its widgets, the function that shows it, and the subject of its files."""

    widgets: controls.Widgets[S]
    show: Callable[[], None]
    subject: MakeSubject[S] | None = None
    network: bool = True  # False hides the network's widgets
    of_layer: bool = False  # the files hold a layer, not a network
    usable: Callable[[S], bool] = lambda settings: True  # False: nothing is shown to take away
    frames_itself: bool = False  # its frame changes with a fragment of the page

    def draw(self, heading: str) -> None:
        """Draw the page in its frame."""
        if self.frames_itself:
            self.show()
            return
        st.title(heading)
        if not self.network:
            controls.hide_network()
        show_refusals(self.widgets.kind)
        self.show()
        usable = self.usable(self.widgets.settings())
        subject = self.subject if usable else None
        show_take_away(self.widgets, subject, of_layer=self.of_layer)


def show_refusals(kind: type[Settings]) -> None:
    """Show what the link says that cannot be used, is unknown, or is for other pages."""
    controls.show_refusals(kind)
    names = controls.names_in_link()
    for name in unknown(names, kind):
        st.warning(complaint(name, kind, "; it changes nothing."))
    for name in elsewhere(names, kind):
        st.info(complaint(name, kind, ", and counts there."))


def draw(folder: str, entry: Entry) -> None:
    """Draw the page in this folder; its modules are loaded when it is opened for the first time."""
    page: Page[Settings] = import_module(f"explainer.pages.{folder}.page").PAGE
    page.draw(entry.heading or entry.title)
