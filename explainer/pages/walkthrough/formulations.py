"""A figure in both formulations, of which the page shows one."""

from __future__ import annotations

from collections.abc import Callable

import plotly.graph_objects as go
import streamlit as st

from explainer.pages.parts import show_figure
from explainer.pages.scene import Scene
from explainer.pages.walkthrough.controls import trace
from explainer.pages.walkthrough.settings import FORMULATIONS


def show_in_both(
    scene: Scene,
    draw: Callable[[Scene], tuple[go.Figure, str]],
    *,
    key: str,
    traced: bool = False,
) -> None:
    """A figure as both formulations draw it; the page hides the other one.

    A chart that changes is destroyed and rebuilt by the browser. Here none does, so the switch is
    as fast as a line of text. A click traces its entry, if one is traced.
    """
    for formulation in FORMULATIONS:
        figure, alt = draw(scene.written_as(formulation))
        show_figure(figure, alt, key=f"{key}-{formulation}", act=trace if traced else None)


def hide_other_formulation(scene: Scene) -> None:
    """Of the figures drawn in both formulations, leave the current one."""
    for formulation in FORMULATIONS:
        if formulation != scene.notation.formulation:
            box = f'[class*="st-key-box-"][class*="-{formulation}"]'
            st.html(f"<style>{box} {{display: none}}</style>")
