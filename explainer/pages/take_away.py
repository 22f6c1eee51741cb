"""Take away: the link to this state, and files that hold its network. The same on every page."""

from __future__ import annotations

from functools import partial

import streamlit as st

from explainer import controls
from explainer.exports import EXPORTS, Subject
from explainer.networks import Example
from explainer.notation import Notation

NAME = "chain-rule"  # of the files


def show_take_away(
    example: Example | None = None, notation: Notation | None = None, *, formula: str = ""
) -> None:
    """A menu; with an example it has files of its network, with a formula its LaTeX."""
    menu = st.expander("Take away", key="take-away", on_change="rerun")
    if not menu.open:
        return
    with menu:
        controls.copy_button("Copy the link to this state", "link", controls.address())
        if formula:
            controls.copy_button("Copy the formula, in LaTeX", "formula", formula)
        controls.pictures()
        if example and notation:
            page = controls.address().partition("//")[2].partition("/")[2]
            _show_files(Subject(example, notation, f"/{page}"))


def _show_files(subject: Subject) -> None:
    """Each is made when it is pressed."""
    st.markdown("The network that is shown, with every step of its gradient:")
    with st.container(horizontal=True):
        for kind, export in EXPORTS.items():
            controls.file_button(
                export.label,
                partial(export.make, subject),
                name=f"{NAME}-{kind}{export.suffix}",
                mime=export.mime,
                key=f"take-{kind}",
            )
