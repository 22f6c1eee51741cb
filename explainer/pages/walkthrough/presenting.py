"""Present mode: one idea a screen, as large as it can be, in the words and figures of the steps."""

import streamlit as st

from explainer.notation import latex
from explainer.notation.steps import TITLES
from explainer.pages.parts import show_figure
from explainer.pages.scene import Scene
from explainer.pages.walkthrough.chain import drawn_chain
from explainer.pages.walkthrough.controls import WIDGETS, slide_navigation
from explainer.pages.walkthrough.predictions import questions
from explainer.pages.walkthrough.question import ANSWER, asked
from explainer.pages.walkthrough.settings import NUMBERS, SLIDES, TRACED
from explainer.pages.walkthrough.steps import STEPS
from explainer.questions import FACTORS

LETTERS = 1.2  # of the whole chain, so that they can be read from afar


def show_slide(scene: Scene) -> None:
    """The slide of the settings, and the way on. It shows all factors, predicted or not."""
    step, part = SLIDES[WIDGETS.settings().slide - 1]
    st.html("<i hidden data-presents></i>")
    with st.container(key="slide-shown"):
        if part == "question":
            st.markdown(f"# {asked(scene.notation)}\n\n$$\n{latex.question(scene.notation)}\n$$")
        elif part == "answer":
            st.markdown(f"# {ANSWER}")
            chain = drawn_chain(scene.written_as("matrix"), LETTERS)
            show_figure(chain.figure, chain.alt, key="whole", follows=chain.follows)
        else:
            _show_part(scene, step, part)
    slide_navigation()


def _show_part(scene: Scene, step: str, part: str) -> None:
    module = STEPS[step]
    formula = f"\n\n$$\n{module.formula(scene)}\n$$" * (part != "verdict")
    st.markdown(f"# {NUMBERS[step]}. {TITLES[step]}{formula}")
    if part == "product":
        module.show_product(scene)
        _show_what_to_ask(scene, step)
    elif part == "sum":
        module.show_sum(scene, min(WIDGETS.settings().entry, _entries(scene, step) - 1))
    else:
        st.markdown(module.verdict(scene))


def _entries(scene: Scene, step: str) -> int:
    """How many entries the step's result has."""
    return dict(zip("DHK", scene.network.sizes, strict=True))[TRACED[step]]


def _show_what_to_ask(scene: Scene, step: str) -> None:
    """Questions for the class, hidden until they are wanted."""
    if step in FACTORS:
        with st.expander("Ask first"):
            for question in questions(scene, step):
                st.markdown(f"{question.asked} {' · '.join(question.options)}")
