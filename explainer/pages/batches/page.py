"""Weights, biases and batches: one identity behind four rules."""

import numpy as np
import streamlit as st

from explainer import controls
from explainer.compute import Kronecker
from explainer.figures.arrangement import NUMBERED
from explainer.notation.batches import in_deltas
from explainer.notation.latex import matrix
from explainer.pages.batches.backward import show_backward
from explainer.pages.batches.controls import WIDGETS, batch_controls, variable_switch
from explainer.pages.batches.gradients import show_gradients
from explainer.pages.batches.identity import show_identity
from explainer.pages.batches.products import show_rules, show_three_products
from explainer.pages.batches.scene import current_scene
from explainer.pages.batches.subject import subject_of
from explainer.pages.frame import Page

TABLE, ROW = np.array([[3, 1], [4, 2]]), np.array([[5, 7]])  # examples for vec and ⊗


@controls.fragment  # another variable changes nothing else on the page
def show_variable() -> None:
    variable_switch()
    if controls.drop_refusals(WIDGETS.kind):
        st.rerun()  # the refusals are outside this fragment
    show_identity(current_scene())


def show_page() -> None:
    st.markdown(
        "Write each array as one long row of numbers: **flatten** it, written "
        f"$\\operatorname{{vec}}$. For example $\\operatorname{{vec}}{matrix(TABLE)} = "
        f"{matrix(TABLE.reshape(1, -1))}$. Then the derivative of one with respect to the other is "
        "a matrix like any other, with many zeros and the same numbers again and again. One of its "
        "patterns has a sign: $A\\otimes B$ is the matrix of blocks $A_{ij}B$, and $I$ has ones on "
        f"its diagonal and zeros elsewhere, so ${matrix(ROW)}\\otimes I = "
        f"{matrix(np.asarray(Kronecker(ROW, 2)))}$. It begins with one example; take more, choose "
        "a variable, look where its numbers stand, and **fold it** to see what people write "
        "instead."
    )
    batch_controls()
    show_variable()
    shown = current_scene()
    show_rules(shown)
    show_three_products(shown.scene.palette)
    show_gradients(shown)
    show_backward(shown)


def outer_product() -> str:
    """Return LaTeX of the gradient of the weights, as the convention writes it."""
    return in_deltas(current_scene().scene.notation, "W2", r"\delta")


def show() -> None:
    st.markdown(
        "What is a Jacobian when the variable is a matrix, and when there is a whole batch of "
        f"examples? Where does ${outer_product()}$ come from, where $\\delta$ is the gradient that "
        "arrives? And why is the gradient of a bias a sum over the examples?"
    )
    if current_scene().fits:
        show_page()
    else:
        st.info(
            f"This network is too large for these pictures, which hold up to {NUMBERED} numbers a "
            "row: choose a smaller one at the side."
        )


PAGE = Page(WIDGETS, show, subject_of)
