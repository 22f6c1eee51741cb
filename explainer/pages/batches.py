"""Weights, biases and batches: one identity behind four rules."""

import streamlit as st

from explainer import controls
from explainer.batch_scene import BatchScene
from explainer.pages.batch.gradients import show_backward, show_gradients
from explainer.pages.batch.identity import show_identity
from explainer.pages.batch.products import show_rules, show_three_products


def current_scene() -> BatchScene:
    return BatchScene(controls.settings(), controls.palette())


@st.fragment  # another variable leaves all the rest of the page alone
def show_variable() -> None:
    controls.variable_switch()
    if controls.drop_refusals():
        st.rerun()  # they stand outside of this fragment
    show_identity(current_scene())


def show_page(scene: BatchScene) -> None:
    controls.batch_controls()
    st.markdown("## A Jacobian by a matrix")
    st.markdown(
        "Flatten both arrays, and the derivative of one by the other is a matrix like any other, "
        "usually with many zeros and the same numbers again and again. Choose a variable, look "
        "where its numbers stand, and **press Fold** to see what people write instead."
    )
    show_variable()
    scene = current_scene()
    show_rules(scene)
    show_three_products(scene)
    show_gradients(scene)
    show_backward()


st.title("Weights, biases and batches")
st.markdown(
    "$\\partial J/\\partial x$ was one row of numbers. What is a Jacobian when the variable is a "
    "matrix, and when there is a whole batch? Where does $h^{\\top}\\delta$ come from, and why is "
    "the gradient of a bias a sum over the examples?"
)
controls.show_refusals()
if current_scene().settings.network == "Random":
    show_page(current_scene())
else:
    st.info("The digit's network is too large for these pictures: choose Random at the side.")
