"""The walkthrough: the question, the answer, and the chain one step at a time."""

from functools import lru_cache

import plotly.graph_objects as go
import streamlit as st

from explainer import controls
from explainer.compute import chain_costs
from explainer.figures.alt import alt_text
from explainer.figures.equation import equation
from explainer.notation import latex
from explainer.pages.parts import hide_other_formulation, show_in_both
from explainer.pages.steps import STEPS
from explainer.pages.terms import chain_items
from explainer.scene import Scene


@st.fragment  # changing the formulation leaves the sidebar and the navigation as they are
def show_chain_and_step() -> None:
    """The switch, the whole chain as it is written then, and the current step."""
    controls.formulation_switch()
    scene = current_scene()
    show_costs(scene)
    hide_other_formulation(scene)
    show_in_both(scene, chain_figure, key="chain")
    if scene.settings.step == "All":
        controls.entry_slider(max(scene.network.sizes), "Trace this entry in every step")
        scene = current_scene()
    for number, step in STEPS.items():
        if scene.settings.step in (number, "All"):
            step.show(scene, f"{number}. {step.TITLE}")


@lru_cache(maxsize=256)
def chain_figure(scene: Scene) -> tuple[go.Figure, str]:
    """The whole chain, the factor of the current step marked, and its alternative text."""
    items = chain_items(scene, scene.settings.step)
    return equation(items, limit=scene.limit, palette=scene.palette), alt_text(items)


def current_scene() -> Scene:
    return Scene(controls.settings(), controls.palette())


def show_question(scene: Scene) -> None:
    """The question and the answer, a sentence each."""
    n = latex.asked(scene.notation)
    network = ", ".join(f"${equation.replace('&', '')}$" for equation in latex.equations(n))
    st.markdown(
        f"For the network {network}: in ${n.gradient('x')} = {latex.product(n)}$, why is one "
        "product element-wise ($\\circ$: entry by entry) and the others matrix products, and what "
        "is the principled way to know?\n\n"
        "**Every factor is a Jacobian and the product is always a matrix product.** "
        r"$\circ$ is a shorthand, allowed exactly when a Jacobian is diagonal: "
        "when each output depends on its own input alone."
    )


def show_costs(scene: Scene) -> None:
    """What the chain takes as it is written now."""
    costs = chain_costs(*scene.network.sizes, hadamard=scene.notation.shorthand)
    with st.container(key="costs"):
        st.markdown(
            f"Written like this, the gradient takes {costs.multiplications:,} multiplications and "
            f"its factors have {costs.cells:,} entries."
        )


st.title("Which product goes in the chain rule?")
refusals = st.container()
show_question(current_scene())
controls.step_navigation()
show_chain_and_step()
controls.step_buttons({number: step.TITLE for number, step in STEPS.items()})
with refusals:
    for sentence in controls.refusals():  # known once the widgets have read the link
        st.warning(sentence)
