"""The page of common doubts, in the words of students, each settled by something to try."""

import streamlit as st

from explainer import controls
from explainer.notation import CONVENTIONS
from explainer.pages.doubts.controls import (
    WIDGETS,
    attempt_buttons,
    doubt_button,
    doubt_controls,
)
from explainer.pages.doubts.doubt import Doubt
from explainer.pages.doubts.scene import DoubtScene, current_scene
from explainer.pages.frame import Page
from explainer.pages.parts import show_equation


def show_list(scene: DoubtScene) -> None:
    """Show the doubts that match the search, or all of them."""
    if not scene.matches:
        st.info("No doubt has any of these words. Try other ones, or fewer; here are all.")
    with st.container(key="doubts", gap=None):
        for doubt in scene.matches or scene.all:
            doubt_button(doubt)


def show_doubt(scene: DoubtScene, doubt: Doubt) -> None:
    """Show the doubt, its answer, the three attempts, and the verdict on the chosen one."""
    st.markdown(f"## {doubt.words}\n\n{doubt.answer}")
    if CONVENTIONS[scene.settings.convention].out_in:
        st.markdown(
            "(Doubts are written with weights stored as inputs × outputs: W₂ᵀ stands here where "
            "your convention has W₂, and the other way round.)"
        )
    options = "\n".join(f"- **{at}**: {attempt.label}" for at, attempt in scene.attempts.items())
    st.markdown(f"**Try it.** {doubt.ask}\n\n{options}")
    attempt_buttons()
    attempt = scene.attempts.get(scene.settings.tried)
    if attempt:
        (st.success if attempt.right else st.error)(attempt.said)
        if attempt.items:
            show_equation(attempt.items, key="attempt")
    controls.state_link(f"At length: {doubt.there} →", doubt.at_length, "at-length")


def show() -> None:
    doubt_controls()
    scene = current_scene()
    if scene.doubt:
        show_doubt(scene, scene.doubt)
    else:
        st.markdown("Choose yours, and settle it by trying. Or type what you wonder about.")
        show_list(scene)


PAGE = Page(WIDGETS, show, network=False)
