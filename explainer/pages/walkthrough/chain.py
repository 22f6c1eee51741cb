"""The whole chain as a picture, above every step, and as a miniature where it would not fit."""

from __future__ import annotations

from functools import lru_cache
from math import ceil

import streamlit as st

from explainer.pages.parts import show_figure
from explainer.pages.scene import Scene
from explainer.pages.walkthrough.collapsing import Drawn, drawn
from explainer.pages.walkthrough.terms import chain_in_both

KEPT = 64  # figures of at most 0.7 MiB, that of the digit's network
LARGE = 2.2  # letters of the miniature, which a phone shows at about 0.4 of its size


def show_chain(scene: Scene, step: str, unseen: frozenset[str] = frozenset()) -> None:
    """The whole chain, its factor of the step marked; it follows the switch by itself.

    The factors of the `unseen` nodes are "?".
    """
    matrix = scene.written_as("matrix")  # one drawing for both, and for all steps
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
    """The rule that shows the mark behind the factor of the step."""
    factors = [*scene.notation.ordered(("loss", "output", "activation", "input")), "whole"]
    if step not in factors:
        return ""
    return (
        f'.st-key-chain .shape-group[data-index="{factors.index(step)}"] path '
        "{opacity: 1 !important}"
    )


@lru_cache(maxsize=KEPT)
def drawn_chain(scene: Scene, letters: float = 1, unseen: frozenset[str] = frozenset()) -> Drawn:
    """The whole chain, with a mark for each term that is not seen; with larger letters short names.

    No step draws it anew: a style sheet shows the mark of its factor.
    """
    both = chain_in_both(scene, short=letters > 1, unseen=unseen, markable=True)
    return drawn(scene, *both, letters=letters)
