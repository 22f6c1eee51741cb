"""The page of exercises: sets of ten, with a verdict on each, and a score."""

from zlib import crc32

import streamlit as st

from explainer import controls
from explainer.pages.exercises.asking import show_exercise
from explainer.pages.exercises.controls import (
    WIDGETS,
    go_to,
    next_set,
    number_switch,
    set_controls,
)
from explainer.pages.exercises.finding import show_bug
from explainer.pages.exercises.scene import ExerciseScene, current_scene
from explainer.pages.exercises.settings import BUG, LABELS, OF_A_SET
from explainer.pages.frame import Page


def show_progress(scene: ExerciseScene) -> None:
    """Show in one line how many are answered and right so far."""
    answered = sum(task.answered for task in scene.ten)
    right = sum(task.first is True for task in scene.ten)
    if scene.hidden or not answered:
        st.markdown(f"{answered} of {OF_A_SET} answered.")
    else:
        st.markdown(f"{answered} of {OF_A_SET} answered, {right} right{_counted(scene)}.")


def _counted(scene: ExerciseScene) -> str:
    return "" if scene.judged_late else " at the first try"


def show_score(scene: ExerciseScene) -> None:
    """Show the score at the end of the set, and a button to each exercise that was missed."""
    missed = [number for number, task in enumerate(scene.ten, start=1) if not task.first]
    right = OF_A_SET - len(missed)
    again = "To look at again:" if missed else "Nothing was missed."
    st.markdown(f"**The set is done: {right} of {OF_A_SET} right{_counted(scene)}.** {again}")
    with st.container(horizontal=True):
        for number in missed:
            go_to(number)
        next_set()


def begin_at_what_is_new(scene: ExerciseScene) -> None:
    """Scroll to the verdict on a new answer, or to the top of another exercise."""
    if scene.typed is None:
        controls.mark(controls.begin_at("numbers", scene.key))
    else:
        about = crc32(f"{scene.key} {scene.typed} {scene.mend}".encode())
        mended = scene.mend and scene.found_line and not scene.hidden
        verdict = "mended" if mended else "feedback"
        controls.mark(controls.begin_at(verdict, str(about), block="nearest"))


def chosen(scene: ExerciseScene) -> str:
    """Return the kind and the set, in a few words."""
    settings = scene.settings
    kind = settings.parameters()["kind"].text(settings.kind)
    return f"{kind}, set {settings.set}"


def title_of(scene: ExerciseScene) -> str:
    kind = "Find the bug" if scene.settings.kind == BUG else LABELS[scene.exercise.kind]
    return f"{scene.settings.number}. {kind}"


def show() -> None:
    scene = current_scene()
    scene.note()
    with st.expander(f"Which exercises: {chosen(scene)}", key="which"):
        set_controls()
    number_switch()
    show_progress(scene)
    st.markdown(f"## {title_of(scene)}")
    (show_bug if scene.is_bug else show_exercise)(scene)
    if scene.done:
        show_score(scene)
    begin_at_what_is_new(scene)  # after what it scrolls to, which may be late on a slow connection


PAGE = Page(WIDGETS, show, network=False)
