"""The menu "Take away" of every page: a link to its state, and files with its content."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

import streamlit as st

from explainer import controls
from explainer.exports import EXPORTS, Export, LayerSubject, Subject
from explainer.settings import Settings

NAME = "chain-rule"  # prefix of file names
S = TypeVar("S", bound=Settings)
MakeSubject = Callable[[S, str], Subject | LayerSubject]  # from the settings and the link to them


def show_take_away(
    widgets: controls.Widgets[S],
    subject_of: MakeSubject[S] | None = None,
    *,
    of_layer: bool = False,
    formula: str = "",
) -> None:
    """Draw the menu: link and pictures, a `formula` if given, and files of a subject if given.

    With `of_layer`, only the files that a single layer can have.
    """
    menu = st.expander("Take away", key="take-away", on_change="rerun")
    if not menu.open:
        return
    with menu:
        address = controls.whole_address(widgets.kind)
        controls.copy_button("Copy the link to this state", "link", address)
        if formula:
            controls.copy_button("Copy the formula, in LaTeX", "formula", formula)
        controls.pictures()
        if subject_of:
            page = address.partition("//")[2].partition("/")[2]
            _show_files(partial(subject_of, widgets.settings(), f"/{page}"), of_layer=of_layer)


def _show_files(subject: Callable[[], Subject | LayerSubject], *, of_layer: bool) -> None:
    """Draw a button for each file; the file is made when the button is pressed."""
    st.markdown("Files that hold what this page computes:")
    with st.container(horizontal=True):
        for kind, export in EXPORTS.items():
            if export.of_layers or not of_layer:
                controls.file_button(
                    export.label,
                    partial(_made, export, subject),
                    name=f"{NAME}-{kind}{export.suffix}",
                    mime=export.mime,
                    key=f"take-{kind}",
                )


def _made(export: Export, subject: Callable[[], Subject | LayerSubject]) -> bytes:
    return export.make(subject())
