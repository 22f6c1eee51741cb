"""Present mode: one idea per screen, as large as possible, in words and figures of the steps."""

import streamlit as st

from explainer.derivation.chain import drawn_chain
from explainer.derivation.parts import Figure
from explainer.derivation.question import ANSWER, asked
from explainer.derivation.steps import STEPS, entries, title_of
from explainer.notation import latex
from explainer.notation.steps import FACTORS, NUMBERS
from explainer.pages.walkthrough.controls import WIDGETS, slide_navigation
from explainer.pages.walkthrough.predictions import questions
from explainer.pages.walkthrough.settings import SLIDES
from explainer.pages.walkthrough.showing import show
from explainer.scene import Scene

LETTERS = 1.2  # scale of the letters in the chain, to be read from afar


def show_slide(scene: Scene) -> None:
    """Show the current slide, and the buttons. All factors are shown, predicted or not."""
    slide = WIDGETS.settings().slide
    step, part = SLIDES[slide - 1]
    with st.container(key="slide-shown"):
        if part == "question":
            st.markdown(f"# {asked(scene.notation)}\n\n$$\n{latex.question(scene.notation)}\n$$")
        elif part == "answer":
            st.markdown(f"# {ANSWER}")
            show(scene, [Figure("whole", drawn_chain(scene.written_as("matrix"), LETTERS))])
        else:
            _show_part(scene, step, part)
        if slide < len(SLIDES) and SLIDES[slide][0] != step:
            _show_what_to_ask(scene, SLIDES[slide][0])
    slide_navigation()


def _show_part(scene: Scene, step: str, part: str) -> None:
    current, entry = STEPS[step], min(WIDGETS.settings().entry, entries(scene, step) - 1)
    if hasattr(current, "telling"):  # a slide has no slider to choose one
        entry = current.telling(scene, entry)
    formula = f"\n\n$$\n{current.formula(scene)}\n$$" * (part != "verdict")
    st.markdown(f"# {title_of(step)}{formula}")
    if part == "product":
        show(scene, getattr(current, "slide", current.product)(scene, entry))
    elif part == "sum":
        st.markdown(current.made(scene, entry))
    else:
        st.markdown(current.verdict(scene))


def _show_what_to_ask(scene: Scene, step: str) -> None:
    """Show the questions for the class before a step, folded."""
    if step in FACTORS:
        with st.expander(f"Ask the class before step {NUMBERS[step]}"):
            for question in questions(scene, step):
                st.markdown(f"{question.asked} {' · '.join(question.options)}")
