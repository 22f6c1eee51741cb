"""The whole chain as a picture, above every step."""

from __future__ import annotations

from functools import lru_cache

import plotly.graph_objects as go
import streamlit as st

from explainer.figures.alt import alt_text
from explainer.figures.equation import equation
from explainer.pages.scene import Scene
from explainer.pages.walkthrough.controls import WIDGETS
from explainer.pages.walkthrough.formulations import show_in_both
from explainer.pages.walkthrough.terms import chain_items

KEPT = 64  # figures of at most 0.7 MiB, that of the digit's network


def show_chain(scene: Scene) -> None:
    """The whole chain as both formulations write it, of which one is seen, and its signs."""
    step = WIDGETS.settings().step
    show_in_both(scene, lambda scene: chain_figure(scene, step), key="chain")
    n, f = scene.notation, scene.network.function
    derivative = (
        f" The activation is {f.name}: {n.colored(n.words.meaning)}. Its derivative is "
        f"${n.derivative.latex}$: {n.colored(n.words.derivative_meaning)}."
        if f.name != "sigmoid"
        else ""
    )
    scales = " Gradients have a colour scale of their own." if scene.gradient_limit else ""
    st.caption(
        "@ is the matrix product, as in NumPy; ∘ multiplies entry by entry; diag(v) is the square "
        "matrix with v on its diagonal and zeros elsewhere; ᵀ turns rows into columns. Blue is "
        "positive, orange negative. A zero without a tile is zero for every input and every "
        f"weight.{scales}{derivative}"
    )


@lru_cache(maxsize=KEPT)
def chain_figure(scene: Scene, step: str) -> tuple[go.Figure, str]:
    """The whole chain, the factor of the step marked, and its alternative text."""
    items = chain_items(scene, step)
    return equation(items, limit=scene.limit, palette=scene.palette), alt_text(items)
