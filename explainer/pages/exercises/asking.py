"""One exercise: the question, the fields for the answer, and the verdict."""

import streamlit as st

from explainer import controls
from explainer.exercises import Exercise, Options
from explainer.exercises.exercise import Numbers
from explainer.pages.exercises.at_length import address_of
from explainer.pages.exercises.controls import way_on
from explainer.pages.exercises.scene import GIVEN_UP, ExerciseScene
from explainer.pages.parts import show_table
from explainer.wording import number


def show_exercise(scene: ExerciseScene) -> None:
    """Show the question; beside it, or below it on a phone, the answer and its verdict."""
    exercise = scene.exercise
    question, answer = st.columns([3, 2], gap="medium")
    question.markdown(exercise.prompt)
    with answer:
        _ask(scene, exercise)
        with st.container(key="feedback"):
            _show_feedback(scene, exercise)
        _show_hint(scene, exercise)


def _show_hint(scene: ExerciseScene, exercise: Exercise) -> None:
    if not _over(scene):
        with st.expander("A hint"):
            st.markdown(exercise.hint)


def _ask(scene: ExerciseScene, exercise: Exercise) -> None:
    if scene.given_up:
        pass
    elif isinstance(exercise.form, Options):
        controls.asked_list("Your answer", exercise.form.options, scene.answers, scene.key)
    else:
        rows, columns = exercise.form.rows, exercise.form.columns
        controls.asked_texts("Your answer", rows, columns, scene.answers, scene.key)
    with st.container(horizontal=True):
        if not (_over(scene) or scene.hidden):
            controls.answered("Show me", scene.answers, scene.key, GIVEN_UP)
        way_on()


def _over(scene: ExerciseScene) -> bool:
    """True if the visitor knows the right answer."""
    return scene.answered and not scene.hidden and (scene.given_up or scene.verdict.right)


def _show_feedback(scene: ExerciseScene, exercise: Exercise) -> None:
    """Show the verdict, its reason, and a link to a page with the same numbers."""
    if scene.unreadable:
        st.warning(scene.unreadable + _still_counted(scene))
    elif scene.answered and scene.hidden:
        st.info("Your answer is kept. The verdicts come when all ten are answered.")
    elif scene.answered:
        _show_verdict(scene, exercise)
        if _over(scene):
            if scene.given_up or not exercise.explained:
                st.markdown(exercise.explanation)
            address = address_of(exercise.state)
            controls.state_link("The same numbers at length →", address, "at-length")


def _still_counted(scene: ExerciseScene) -> str:
    """Say which answer counts while what is typed cannot be read."""
    if not scene.answered:
        return ""
    cells = [text.strip() for row in scene.answer for text in row]
    shown = f"the one before, {cells[0]}" if len(cells) == 1 else "the one before"
    return f" Until then {shown} is your answer."


def _show_verdict(scene: ExerciseScene, exercise: Exercise) -> None:
    if scene.given_up:
        st.info(f"The answer: {_shown(exercise)}")
        if isinstance(exercise.form, Numbers) and not exercise.form.single:
            _show_cells([[number(value, 3) for value in row] for row in exercise.answer])
        return
    verdict = scene.verdict
    (st.success if verdict.right else st.error)(verdict.reason)
    if isinstance(exercise.form, Numbers) and not exercise.form.single and verdict.cells:
        marks = [
            [f"{'✓' if good else '✗'} {text}" for good, text in zip(goods, texts, strict=True)]
            for goods, texts in zip(verdict.cells, scene.answer, strict=True)
        ]
        _show_cells(marks)


def _shown(exercise: Exercise) -> str:
    if isinstance(exercise.form, Options):
        return f"**{exercise.answer}**. {exercise.confirms[0].upper()}{exercise.confirms[1:]}"
    if exercise.form.single:
        return f"**{number(exercise.answer, 4)}**"
    return ""


def _show_cells(texts: list[list[str]]) -> None:
    """Show the cells of a matrix, with the number of each row and column."""
    header = ["", *map(str, range(len(texts[0])))]
    rows = [(f"**{i}**", *row) for i, row in enumerate(texts)]
    show_table(header, rows, key="cells-of-the-answer", numbers=True)
