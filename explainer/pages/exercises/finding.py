"""The exercise "Find the bug": which line is wrong, and what mends it."""

import streamlit as st

from explainer import controls
from explainer.compute.comparison import CENTRAL_ERROR
from explainer.exercises.bugs import Bug
from explainer.pages.exercises.controls import way_on
from explainer.pages.exercises.scene import GIVEN_UP, ExerciseScene


def show_bug(scene: ExerciseScene) -> None:
    """Show the derivation with its error, and the question which line is wrong."""
    bug = scene.bug
    derivation, answer = st.columns([3, 2], gap="medium")
    with derivation:
        st.markdown(
            f"{bug.claim} Each line should give the gradient that its name says: dh is ∂J/∂h. One "
            "line of the derivation is wrong."
        )
        st.code("\n".join(bug.forward), language="python", wrap_lines=True)
        st.code("\n".join(bug.lines), language="python", line_numbers=True, wrap_lines=True)
        st.markdown(f"As it stands: {bug.outcome().said}")
    with answer:
        lines = [str(at + 1) for at in range(len(bug.lines))]
        if not scene.given_up:
            controls.asked("Which line is wrong?", lines, scene.answers, scene.key)
        with st.container(horizontal=True):
            if not (scene.is_right or scene.given_up or scene.hidden):
                controls.answered("Show me", scene.answers, scene.key, GIVEN_UP)
            way_on()
        with st.container(key="feedback"):
            if scene.answered and scene.hidden:
                st.info("Your answer is kept. The verdicts come when all ten are answered.")
            elif scene.answered:
                _show_line(scene, bug)
        if scene.found_line and not scene.hidden:
            _ask_for_mend(scene, bug)


def _show_line(scene: ExerciseScene, bug: Bug) -> None:
    """Judge the chosen line, or show the bug if the visitor gave up."""
    if scene.given_up:
        st.info(
            f"**{bug.name}**: line {bug.wrong + 1}. It should be `{bug.fragments[bug.fix]}`: with "
            f"it, {bug.outcome(bug.fix).said} {bug.lesson}"
        )
        return
    chosen = int(scene.answer) - 1
    if chosen != bug.wrong:
        off = bug.line_outcome(chosen)
        st.error(
            f"Not line {scene.answer}: with the wrong line mended it agrees with central "
            f"differences, but for {off.difference:.2g}. Choose another."
        )
        return
    late = " (The score counts the line alone.)" * scene.judged_late
    st.success(f"Yes, line {scene.answer}. What should stand there?{late}")


def _ask_for_mend(scene: ExerciseScene, bug: Bug) -> None:
    controls.asked_list("In its place", bug.fragments, scene.answers, scene.mend_key, code=True)
    with st.container(key="mended"):
        _show_mend(scene, bug)


def _show_mend(scene: ExerciseScene, bug: Bug) -> None:
    if scene.mend:
        outcome = bug.outcome(bug.fragments.index(scene.mend))
        if outcome.difference < CENTRAL_ERROR:
            st.success(f"Mended: {outcome.said} **{bug.name}.** {bug.lesson}{_accident(bug)}")
        else:
            st.error(f"Not yet: {outcome.said}")


def _accident(bug: Bug) -> str:
    """Return the error of the wrong line at sizes where nobody notices it, if there are any."""
    if not bug.accident:
        return ""
    off = bug.outcome(None, bug.accident).difference
    return f" In that case the wrong line is off by {off:.2g}."
