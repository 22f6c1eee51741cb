"""The whole chain as a picture, above every step, and as a miniature where it would not fit."""

from __future__ import annotations

from functools import lru_cache

import plotly.graph_objects as go
import streamlit as st

from explainer.figures.alt import alt_text
from explainer.figures.collapse import Collapse, collapse
from explainer.figures.equation import equation
from explainer.pages.parts import Follows, show_figure
from explainer.pages.scene import Scene
from explainer.pages.walkthrough.terms import chain_in_both

KEPT = 64  # figures of at most 0.7 MiB, that of the digit's network
LARGE = 2.2  # letters of the miniature, which is shown at 0.4 of its size


def show_chain(scene: Scene, step: str) -> None:
    """The whole chain, its factor of the step marked; it follows the switch by itself."""
    matrix = scene.written_as("matrix")  # with frames to the other
    in_full, short = map(alt_text, chain_in_both(matrix, step))
    whole, miniature = chain_figure(matrix, step), chain_figure(matrix, step, LARGE)
    with st.container(key="chain"):
        for figure, key, of in ((whole, "whole", ""), (miniature, "miniature", "In small: ")):
            follows = Follows("formulation", of + short) if short != in_full else None
            show_figure(figure, of + in_full, key=key, follows=follows)
        wide = f"min-width: {whole.layout.width:.0f}px"
        st.html(
            f"<style>@container chain ({wide}) {{.st-key-box-miniature {{display: none}}}} "
            f"@container chain (not ({wide})) {{.st-key-box-whole {{display: none}}}}</style>"
        )


@lru_cache(maxsize=KEPT)
def chain_figure(scene: Scene, step: str, letters: float = 1) -> go.Figure:
    """The whole chain in full, with frames that bring it to the shorthand, if there is one."""
    in_full, shorthand = chain_in_both(scene, step, short=letters > 1)
    limit, palette = scene.limit, scene.palette
    if in_full is shorthand:
        return equation(in_full, limit=limit, palette=palette, letters=letters)
    parts = Collapse(in_full, shorthand, vertical=not scene.notation.rows)
    return collapse(parts, limit=limit, palette=palette, letters=letters)
