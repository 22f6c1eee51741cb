"""The overview of the gallery: all functions of the table, as pictures and in words."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import streamlit as st

from explainer import controls
from explainer.compute import FUNCTIONS, elementwise_allowed
from explainer.figures.gallery import Thumbnail, gallery
from explainer.notation.functions import WORDS
from explainer.notation.layers import vjp_code
from explainer.notation.structures import structure
from explainer.pages.gallery.controls import choose
from explainer.pages.gallery.settings import DEFAULT_X, NUMBERS
from explainer.pages.parts import show_figure, show_table

LABELS = {"softmax with temperature": "softmax, T = 2"}  # of what is too wide for its picture
SHOWN = np.array(NUMBERS[:4])  # the x of the pictures


def show_gallery(chosen: str) -> None:
    """Show all functions of the table, as pictures and in words."""
    pictures = _pictures()
    diagonal = sum(picture.diagonal for picture in pictures)
    st.markdown(
        "## The gallery\n\n"
        f"Jacobians of {len(pictures)} layers at x = {DEFAULT_X}. **∘** marks the {diagonal} that "
        "are diagonal: the element-wise ones. All others are matrix products, and most "
        "structures have a shorthand of their own. Choose one to nudge it."
    )
    show_figure(
        gallery(pictures, chosen, palette=controls.palette()),
        f"Gallery of {len(pictures)} Jacobians, most of them 4×4: {diagonal} are diagonal",
        key="gallery",
        act=lambda _, at: choose(pictures[at].name),
    )
    with st.expander("In words: structure and shorthand of each"):
        rows = []
        for name, function in FUNCTIONS.items():
            jacobian = function.jacobian(SHOWN)
            allowed = "yes" if elementwise_allowed(jacobian.support()) else "no"
            code = f"`{vjp_code(name)}`"
            rows.append((name, structure(jacobian), allowed, WORDS[name].shorthand, code))
        header = ("function", "structure", "∘", "shorthand", "v @ J in NumPy")
        show_table(header, rows, key="words")


@lru_cache(maxsize=1)
def _pictures() -> list[Thumbnail]:
    jacobians = {name: function.jacobian(SHOWN) for name, function in FUNCTIONS.items()}
    return [
        Thumbnail(
            name, np.asarray(jacobian), support, elementwise_allowed(support), LABELS.get(name, "")
        )
        for name, jacobian in jacobians.items()
        for support in [jacobian.support()]
    ]
