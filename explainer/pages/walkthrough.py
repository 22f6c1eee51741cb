"""The walkthrough: the question, the answer, and the chain one step at a time."""

import streamlit as st

from explainer import controls
from explainer.compute import chain_costs
from explainer.notation import latex
from explainer.pages.parts import show_equation
from explainer.pages.steps import STEPS
from explainer.pages.terms import chain_items
from explainer.scene import Scene


@st.fragment  # what is pressed here leaves the sidebar as it is: half the time of a whole run
def walkthrough() -> None:
    question = st.container()
    controls.formulation_switch()
    overview = st.container()
    controls.step_navigation()
    scene = Scene(controls.settings(), controls.palette())
    with question:
        for sentence in controls.refusals():  # known once the widgets have read the link
            st.warning(sentence)
        show_question(scene)
    with overview:
        show_costs(scene)
        show_equation(scene, chain_items(scene, scene.settings.step), key="chain")
    for number, step in STEPS.items():
        if scene.settings.step in (number, "All"):
            st.header(f"{number}. {step.TITLE}")
            step.show(scene)
    controls.step_buttons({number: step.TITLE for number, step in STEPS.items()})


def show_question(scene: Scene) -> None:
    """The question and the answer, a sentence each."""
    n = scene.notation
    st.markdown(
        f"In ${n.gradient('x')} = {latex.question(n)}$, why is one product element-wise and the "
        "others matrix products, and what is the principled way to know?"
    )
    st.markdown(
        "**Every factor is a Jacobian and the product is always a matrix product.** "
        r"$\circ$ is a shorthand, allowed exactly when a Jacobian is diagonal: "
        "when each output depends on its own input alone."
    )


def show_costs(scene: Scene) -> None:
    """What the chain takes as it is written now."""
    costs = chain_costs(*scene.network.sizes, hadamard=scene.notation.shorthand)
    with st.container(key="costs"):
        st.caption(
            f"Written like this, the gradient takes {costs.multiplications:,} multiplications, "
            f"and its factors {costs.cells:,} cells."
        )


st.title("Which product goes in the chain rule?")
walkthrough()
