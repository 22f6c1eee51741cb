"""Predict first: a step's factor is asked about before it is shown."""

import streamlit as st

from explainer import controls
from explainer.exercises.questions import Question, name
from explainer.notation import latex
from explainer.notation.steps import FACTORS
from explainer.pages.walkthrough.controls import WIDGETS, begin_predicting
from explainer.pages.walkthrough.predictions import hidden, link_of, questions
from explainer.scene import Scene
from explainer.wording import counted

EQUATIONS = {"loss": 3, "output": 2, "activation": 1, "input": 0}  # of the forward pass
GIVEN_AWAY = ("shapes", "whole")  # steps that show factors of others


def unseen(scene: Scene) -> frozenset[str]:
    """The nodes whose factors are not shown yet: none unless the visitor predicts."""
    return hidden(scene, _answers()) if WIDGETS.settings().predict == "first" else frozenset()


def _answers() -> dict[str, str]:
    """Return the answers about this network, and the steps that were skipped."""
    settings = WIDGETS.settings()
    names = ("network", *settings.source.parameters)
    return controls.kept("predictions", [getattr(settings, name) for name in names])


def show_start() -> None:
    """Show what to do, instead of the question, whose formula would give the answers away."""
    st.markdown(
        "The gradient $\\partial J/\\partial x$ is a product of four Jacobians. Predict the "
        "**shape** of each, its **structure**, and the **operator** that may stand for the "
        "product. A wrong answer gets the number that refutes it. Then the factor appears in the "
        "picture."
    )
    begin_predicting()


def show_prediction(scene: Scene, step: str, title: str, waiting: frozenset[str]) -> bool:
    """The questions of a step, while these factors are unseen; may the step itself be shown?"""
    if step in GIVEN_AWAY and waiting:
        st.markdown(f"## {title}\n\nThis step shows what you have not predicted yet.")
        if WIDGETS.settings().step == step:  # and not all of them
            begin_predicting()
        return False
    if step not in FACTORS or WIDGETS.settings().predict != "first":
        return True
    asked, shown = questions(scene, step), FACTORS[step] not in waiting
    if not asked:
        return True
    heading = st.empty()  # what has the keyboard's focus below it stays in its place
    if not shown:
        heading.markdown(f"## {title}")
    with st.container(border=True):
        st.markdown(f"**{title}: your prediction.**" if shown else _introduction(scene, step))
        _ask_in_turn(asked, step, shown)
    return shown


def _introduction(scene: Scene, step: str) -> str:
    """Return what has arrived at the step, and what comes next."""
    link = link_of(scene, step)
    left, right = latex.equations(scene.notation)[EQUATIONS[step]]
    said = (
        f"**Predict first.** Forward it is ${left} = {right}$. The gradient "
        f"{scene.notation.gradient_inline(link.output)} has arrived, "
        f"{counted(link.upstream.size, 'number')}. The next Jacobian is {name(link)}."
    )
    if step == "loss":
        said += " The first factor of the chain is the product of both."
    return said


def _ask_in_turn(asked: list[Question], step: str, shown: bool) -> None:
    """Ask one question after the other: a later one would help with an earlier one."""
    answers = _answers()
    for question in asked:
        _ask(question, step, answers)
        if not shown and f"{step}-{question.name}" not in answers:
            break
    if shown:
        controls.forget("Predict all again", answers, step)
    else:
        controls.answered("Show me", answers, step)


def _ask(question: Question, step: str, answers: dict[str, str]) -> None:
    key = f"{step}-{question.name}"
    controls.asked(question.asked, question.options, answers, key)
    if key in answers:
        said = question.said(answers[key])
        (st.success if answers[key] == question.right else st.error)(said)
