"""The walkthrough: the question, the answer, and the chain one step at a time."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from explainer import controls
from explainer.derivation.labels import LETTERS, TITLE
from explainer.derivation.question import SHORT_ANSWER, letters, question, savings, signs
from explainer.derivation.steps import STEPS, kept_parts, title_of
from explainer.notation import latex
from explainer.pages.frame import Page, show_refusals
from explainer.pages.take_away import show_take_away
from explainer.pages.walkthrough.chain import show_chain
from explainer.pages.walkthrough.controls import (
    WIDGETS,
    entry_of_all,
    formulation_switch,
    step_buttons,
    step_navigation,
    ways_in,
)
from explainer.pages.walkthrough.predicting import show_prediction, show_start, unseen
from explainer.pages.walkthrough.presenting import show_slide
from explainer.pages.walkthrough.scene import current_scene
from explainer.pages.walkthrough.showing import show
from explainer.pages.walkthrough.subject import subject_of
from explainer.scene import Scene


@controls.fragment  # nothing here changes the sidebar
def show_page() -> None:
    """Show the question, the whole chain with its switch, and the current step."""
    show_refusals(WIDGETS.kind)
    scene, step = current_scene(), WIDGETS.settings().step
    if WIDGETS.settings().present:
        # A container first, as on the page: Streamlit may put the messages of one run in the place
        # of another's, and those for a container would find none.
        with st.container(key="presenting"):
            show_slide(scene)
        return
    waiting, first = unseen(scene), step == next(iter(STEPS))
    with st.container(key="question"):
        if first and waiting:
            show_start()
        elif first:
            st.markdown(question(scene.notation))
        else:
            st.markdown(SHORT_ANSWER)
    # Make all containers first, in order: `show_written` fills four of them.
    stage = st.container(key="stage")
    if not st.context.is_embedded:
        with st.container(horizontal=True, vertical_alignment="center"):
            ways_in()
            if first:
                controls.page_link("doubts", "I have a doubt of my own → Common doubts")
    below = st.container()
    foot = None  # an embedded page shows only one step and its controls
    if not st.context.is_embedded:
        step_buttons()
        foot = st.container()
    with stage:
        show_chain(scene, step, waiting)
        with st.container(key="bar", horizontal=True):
            switch = st.container(key="switch", width="content")
            step_navigation()
            entry = st.container(width="content") if step == "all" else None
            # A prediction changes the chain, too.
            predicts = WIDGETS.settings().predict == "first"
            (show_written if predicts else show_written_alone)(switch, entry, below, foot)


def show_written(
    switch: DeltaGenerator,
    entry: DeltaGenerator | None,
    below: DeltaGenerator,
    foot: DeltaGenerator | None,
) -> None:
    """Show the switch, the slider of the traced entry for all steps, and what both change.

    The chain is not included: the browser makes it follow the switch.
    """
    if controls.drop_refusals(WIDGETS.kind) or WIDGETS.settings().present:
        st.rerun()  # the refusals are outside this fragment; or a click came after presenting began
    scene = current_scene()
    waiting = unseen(scene)
    with switch:
        formulation_switch("" if "r" in waiting else savings(scene))
    if entry:
        with entry:
            entry_of_all()
    with below:
        if foot:
            _show_signs(scene, letters_only=bool(waiting))
        show_steps(scene, waiting)
    if not foot:
        return
    with foot:
        if waiting:  # the files would give away the predictions
            show_take_away(WIDGETS)
        else:
            n = scene.notation
            product = f"{n.gradient('x')} = {latex.product(n)}"
            show_take_away(WIDGETS, subject_of, formula=product)


# The switch and the traced entry do not redraw the chain and the steps: half the messages.
show_written_alone = controls.spread_fragment(show_written)


def show_steps(scene: Scene, waiting: frozenset[str]) -> None:
    """Show the chosen step or all steps, or the questions of steps to be predicted first."""
    settings = WIDGETS.settings()
    for name in STEPS:
        chosen = settings.step in (name, "all")
        if chosen and show_prediction(scene, name, title_of(name), waiting):
            show(scene, kept_parts(scene, name, settings.entry), waiting)


def _show_signs(scene: Scene, *, letters_only: bool) -> None:
    """Show a folded legend of the letters, the signs and the colours."""
    title = "What the letters mean" if letters_only else LETTERS
    fold = st.expander(title, key="signs", on_change="rerun")  # formulas are slow to render
    if fold.open:  # the signs would give away the predictions
        fold.markdown(letters(scene.notation) if letters_only else signs(scene))


def show_all() -> None:
    if not st.context.is_embedded:
        with st.container(key="title"):
            st.title(TITLE)
    show_page()


PAGE = Page(WIDGETS, show_all, subject_of, frames_itself=True)
