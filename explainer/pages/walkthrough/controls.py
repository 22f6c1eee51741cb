"""The widgets of the walkthrough: formulation, step, slide, and traced entry."""

from __future__ import annotations

import streamlit as st

from explainer.controls import Widgets, begin_at, beyond_link, mark, toggled_by
from explainer.derivation.labels import SWITCH
from explainer.derivation.steps import title_of
from explainer.notation.steps import FACTORS, NUMBERS
from explainer.pages.walkthrough.settings import SLIDES, WalkthroughSettings

WIDGETS = Widgets(WalkthroughSettings)
ORDER = tuple(NUMBERS)
SWITCHED_BY = toggled_by("e", "formulation"), toggled_by("p", "present")


def formulation_switch(saved: str) -> None:
    """Draw the switch between the formulations, with a caption about the savings."""
    WIDGETS.segments("formulation", SWITCH)
    st.caption(saved)


def step_navigation() -> None:
    """Draw the steps, Previous and Next; arrow keys press these, E and P the switches."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="steps", width="content"):
        WIDGETS.segments("step")
        step = WIDGETS.settings().step
        if step in ORDER:
            before, after = neighbour(step, -1), neighbour(step, 1)
            WIDGETS.move("← Previous", "step", "back-ArrowLeft", before, disabled=before == step)
            WIDGETS.move("Next →", "step", "forth-ArrowRight", after, disabled=after == step)
    beyond = [beyond_link()] if WIDGETS.settings().predict == "first" else []
    mark(*SWITCHED_BY, begin_at("question", step), *beyond)


def ways_in() -> None:
    """Draw the choice between `Show me` and `Let me predict`, and the switch of present mode."""
    WIDGETS.segments("predict", label_visibility="collapsed")
    present_switch()


def present_switch() -> None:
    """Draw the switch of present mode: it starts at the current step and ends at its slide's."""

    def turn() -> None:
        settings = WIDGETS.settings()
        if settings.present:
            steps = [step for step, _ in SLIDES]
            known = settings.step in steps  # "all" starts with the question
            WIDGETS.show(slide=steps.index(settings.step) + 1 if known else 1)
        else:
            step, _ = SLIDES[settings.slide - 1]
            if (settings.step, settings.slide) != ("all", 1):  # on slide 1, "all" stays
                WIDGETS.show(step=step)

    WIDGETS.toggle("present", on_change=turn)


def slide_navigation() -> None:
    """Draw Back and Forth, also for arrow keys and clickers, the switches, and the slide number."""
    at = WIDGETS.settings().slide
    before, after = max(1, at - 1), min(len(SLIDES), at + 1)
    with st.container(horizontal=True, vertical_alignment="bottom", key="slides"):
        WIDGETS.move("←", "slide", "back-ArrowLeft", before, disabled=before == at)
        WIDGETS.move("→", "slide", "forth-ArrowRight", after, disabled=after == at)
        WIDGETS.segments("formulation", label_visibility="collapsed")
        present_switch()
        st.markdown(f"{at} of {len(SLIDES)}")
        with st.container(key="clicker"):  # hidden: for clickers and quick presses
            WIDGETS.numbers("slide")
            WIDGETS.move("back", "slide", "back-PageUp", before)
            WIDGETS.move("forth", "slide", "forth-PageDown", after)
    mark(*SWITCHED_BY, "data-presents")


def begin_predicting() -> None:
    """Draw a button to the first step whose factor can be predicted."""
    first = next(iter(FACTORS))
    WIDGETS.move(f"Predict: step {NUMBERS[first]} →", "step", "to", first)


def path_controls() -> None:
    """Draw sliders for the input and the logit whose paths are lit."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        WIDGETS.slider("start", width=230)
        WIDGETS.slider("end", width=230)


def entry_of_all() -> None:
    """Draw one slider for the traced entries of all steps; it stays in view with the switch."""
    WIDGETS.slider("entry", "Trace this entry in every step", width=230)


def step_buttons() -> None:
    """Draw buttons to the steps before and after, with their titles; clickers press them, too."""
    step = WIDGETS.settings().step
    before, after = neighbour(step, -1), neighbour(step, 1)
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        if before != step:
            WIDGETS.move(f"← {title_of(before)}", "step", "back-PageUp", before)
        if after != step:
            WIDGETS.move(f"{title_of(after)} →", "step", "forth-PageDown", after)


def neighbour(step: str, by: int) -> str:
    """Return the step `by` places later, within the first and last; "all" for "all"."""
    if step not in ORDER:
        return step
    return ORDER[min(len(ORDER) - 1, max(0, ORDER.index(step) + by))]


def trace(row: int, column: int) -> None:
    """Trace the clicked entry of a row or a column."""
    WIDGETS.show(entry=max(row, column))
