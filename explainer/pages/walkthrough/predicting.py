"""The mode "Let me predict": questions about the factor of a step before it is shown."""

import streamlit as st

from explainer import controls
from explainer.exercises.questions import Question, name
from explainer.notation import latex
from explainer.notation.steps import FACTORS
from explainer.pages.walkthrough.controls import WIDGETS, begin_predicting
from explainer.pages.walkthrough.predictions import hidden, link_of, questions
from explainer.scene import Scene
from explainer.wording import counted

EQUATIONS = {"loss": 3, "output": 2, "activation": 1, "input": 0}  # place in the forward equations
GIVEN_AWAY = ("shapes", "whole")  # steps that show the factors of other steps


def unseen(scene: Scene) -> frozenset[str]:
    """Return the nodes whose factors are not shown yet; empty unless the visitor predicts."""
    return hidden(scene, _answers()) if WIDGETS.settings().predict == "first" else frozenset()


def _answers() -> dict[str, str]:
    """Return the session's answers for this network, with the skipped steps."""
    settings = WIDGETS.settings()
    names = ("network", *settings.source.parameters)
    return controls.kept("predictions", [getattr(settings, name) for name in names])


def show_start() -> None:
    """Explain the task; it replaces the question, whose formula would give the answers away."""
    st.markdown(
        "The gradient $\\partial J/\\partial x$ is a product of four Jacobians. Predict the "
        "**shape** of each, its **structure**, and the **operator** that may stand for the "
        "product. A wrong answer gets the number that refutes it. Then the factor appears in the "
        "picture."
    )
    begin_predicting()


def show_prediction(scene: Scene, step: str, title: str, waiting: frozenset[str]) -> bool:
    """Ask the questions of a step, if it has any; return True if the step itself may be shown."""
    if step in GIVEN_AWAY and waiting:
        st.markdown(f"## {title}\n\nThis step shows what you have not predicted yet.")
        if WIDGETS.settings().step == step:  # and not "all"
            begin_predicting()
        return False
    if step not in FACTORS or WIDGETS.settings().predict != "first":
        return True
    asked, shown = questions(scene, step), FACTORS[step] not in waiting
    if not asked:
        return True
    heading = st.empty()  # always there, so that the focused widget below it does not move
    if not shown:
        heading.markdown(f"## {title}")
    with st.container(border=True):
        st.markdown(f"**{title}: your prediction.**" if shown else _introduction(scene, step))
        _ask_in_turn(asked, step, shown)
    return shown


def _introduction(scene: Scene, step: str) -> str:
    """Return a text about the upstream gradient of the step and the next Jacobian."""
    link = link_of(scene, step)
    left, right = latex.equations(scene.notation)[EQUATIONS[step]]
    sentence = (
        f"**Predict first.** Forward it is ${left} = {right}$. The gradient "
        f"{scene.notation.gradient_inline(link.output)} has arrived, "
        f"{counted(link.upstream.size, 'number')}. The next Jacobian is {name(link)}."
    )
    if step == "loss":
        sentence += " The first factor of the chain is the product of both."
    return sentence


def _ask_in_turn(asked: list[Question], step: str, shown: bool) -> None:
    """Ask one question at a time, since each helps to answer the one before."""
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
        reason = question.said(answers[key])
        (st.success if answers[key] == question.right else st.error)(reason)
