"""The picture of the whole chain above every step, and a miniature for narrow pages."""

from __future__ import annotations

from math import ceil

import streamlit as st

from explainer.derivation.chain import LARGE, drawn_chain
from explainer.pages.parts import show_figure
from explainer.scene import Scene


def show_chain(scene: Scene, step: str, unseen: frozenset[str] = frozenset()) -> None:
    """Draw the whole chain with the factor of the step marked; the browser animates the switch.

    The factors of the `unseen` nodes are "?".
    """
    matrix = scene.written_as("matrix")  # one drawing for both formulations and all steps
    whole, miniature = drawn_chain(matrix, unseen=unseen), drawn_chain(matrix, LARGE, unseen)
    with st.container(key="chain"):
        for key, chain in (("whole", whole), ("miniature", miniature)):
            show_figure(chain.figure, chain.alt, key=key, follows=chain.follows)
        wide = f"min-width: {ceil(whole.figure.layout.width)}px"
        st.html(
            f"<style>@container chain ({wide}) {{.st-key-box-miniature {{display: none}}}} "
            f"@container chain (not ({wide})) {{.st-key-box-whole {{display: none}}}} "
            f"{_mark(scene, step)}</style>"
        )


def _mark(scene: Scene, step: str) -> str:
    """Return the CSS rule that shows the mark behind the factor of the step, if it has one."""
    factors = [*scene.notation.ordered(("loss", "output", "activation", "input")), "whole"]
    if step not in factors:
        return ""
    return (
        f'.st-key-chain .shape-group[data-index="{factors.index(step)}"] path '
        "{opacity: 1 !important}"
    )
