"""The blank bench: the question, and the choices that make a first formula."""

from __future__ import annotations

from typing import Any

import streamlit as st

from explainer import controls
from explainer.compute.formulas import OPERATORS, Formula
from explainer.notation import Notation
from explainer.notation.names import SYMBOLS, Weights
from explainer.pages.bench.controls import put_on_bench
from explainer.pages.bench.scene import BenchScene
from explainer.pages.bench.terms import unfinished_items
from explainer.pages.parts import show_equation
from explainer.wording import counted

SIGNS = {"op1": ("ŷ−y", "W₂"), "op2": ("W₂", "s"), "op3": ("s", "W₁")}  # the factors on each side
CHOICES = "op1", "W2T", "op2", "op3", "W1T"  # from the loss to the input
TURNS: dict[str, Weights] = {"W2T": "W2", "W1T": "W1"}


def show_blank(bench: BenchScene) -> None:
    """Show the question, the choices made so far, and the number left."""
    n, answers = bench.scene.notation, answers_so_far()
    st.markdown(
        f"**Which product is ${n.gradient('x')}$?** Say it before you see any verdict: how each "
        "weight matrix stands, and the three signs. They are worked out from the loss on, and s is "
        "a vector; both can be changed later. The verdict comes with the last choice."
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        for name in n.ordered(CHOICES):
            controls.asked(_label(n, name), _options(n, name), answers, name)
    signs = [answers.get(name, "?") for name in SIGNS]
    items = unfinished_items(bench, _formula(n, answers), signs)
    show_equation(items, key="blank", limit=bench.scene.limit)
    st.markdown(f"{counted(len(CHOICES) - len(answers), 'choice')} left.")


def build_when_chosen(n: Notation) -> None:
    """Put the formula on the bench after the last choice; call it before drawing its widgets."""
    answers = answers_so_far()
    if len(answers) == len(CHOICES):
        put_on_bench(_formula(n, answers))
        answers.clear()


def answers_so_far() -> dict[str, Any]:
    """Return the choices for the first formula, as displayed, keyed by setting name."""
    return controls.kept("first formula", None)


def _label(n: Notation, name: str) -> str:
    if name in SIGNS:
        return " ? ".join(n.ordered(SIGNS[name]))
    return f"{SYMBOLS[TURNS[name]].text} stands as"


def _options(n: Notation, name: str) -> list[str]:
    if name in SIGNS:
        return list(OPERATORS)
    return sorted(_turned(n, name))


def _turned(n: Notation, name: str) -> dict[str, bool]:
    """Map both ways to write a weight matrix to True if it is the layer's Jacobian, else False."""
    return {n.weights(TURNS[name], turned).short: turned for turned in (True, False)}


def _formula(n: Notation, answers: dict[str, Any]) -> Formula:
    """Return the formula of the answers; a missing sign is `@`, a missing matrix has no ᵀ."""
    first_sign, two, three = (answers.get(name, "@") for name in SIGNS)
    second, first = (_turned(n, name)[answers.get(name, _options(n, name)[0])] for name in TURNS)
    return Formula((first_sign, two, three), (second, first))
