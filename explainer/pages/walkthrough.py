"""The walkthrough: the question, the answer, and the chain one step at a time."""

from dataclasses import replace
from functools import lru_cache

import plotly.graph_objects as go
import streamlit as st

from explainer import controls
from explainer.compute import FUNCTIONS, chain_costs
from explainer.figures.alt import alt_text
from explainer.figures.equation import equation
from explainer.notation import latex
from explainer.pages.parts import hide_other_formulation, show_in_both
from explainer.pages.steps import STEPS
from explainer.pages.terms import chain_items
from explainer.scene import Scene


def show_question(scene: Scene) -> None:
    """The question and the answer, a sentence each, and what their signs stand for."""
    n = latex.asked(scene.notation)
    y, y_hat, J = "y", n.node("y_hat"), n.node("J")
    network = ", ".join(f"${equation.replace('&', '')}$" for equation in latex.equations(n))
    st.markdown(
        f"For the network {network}: in ${n.gradient('x')} = {latex.product(n)}$, why is one "
        "product element-wise ($\\circ$: entry by entry) and the others matrix products, and what "
        "is the principled way to know?\n\n"
        "**Every factor is a Jacobian and the product is always a matrix product.** "
        r"$\circ$ is a shorthand, allowed exactly when a Jacobian is diagonal: "
        "when each output depends on its own input alone."
    )
    st.caption(
        "A *Jacobian* is the table of a function's derivatives: entry $[i, j]$ is the derivative "
        f"of output $i$ by input $j$. Above, $\\sigma$ is {FUNCTIONS['sigmoid'].meaning}; "
        f"${J}$ is the loss, ${y_hat}$ the prediction and ${y}$ the target; "
        f"${n.derivative.latex}$ is one vector, the derivative of $\\sigma$, and the $\\circ$ "
        "within it belongs to that vector and is not the one in question."
    )


def show_chain(scene: Scene) -> None:
    """The whole chain as both formulations write it, of which one is seen, and its signs."""
    show_in_both(scene, chain_figure, key="chain")
    column = "" if scene.notation.rows else " ∇ₓJ is ∂J/∂x as a column."
    st.caption(
        "@ is the matrix product, as in NumPy; ∘ multiplies entry by entry; diag(v) is the square "
        f"matrix with v on its diagonal and zeros elsewhere; ᵀ turns rows into columns.{column} "
        "Blue is positive, orange negative. A zero without a tile is zero for every input."
    )


def chain_figure(scene: Scene) -> tuple[go.Figure, str]:
    """The whole chain, the factor of the current step marked, and its alternative text."""
    return _chain_figure(Scene(replace(scene.settings, entry=0), scene.palette))


@lru_cache(maxsize=256)
def _chain_figure(scene: Scene) -> tuple[go.Figure, str]:
    items = chain_items(scene, scene.settings.step)
    return equation(items, limit=scene.limit, palette=scene.palette), alt_text(items)


@st.fragment  # changing the formulation leaves the sidebar, the navigation and the chain alone
def show_formulation_and_step() -> None:
    """The switch, what it saves, and the current step as it is written then."""
    refusals = st.container()
    controls.formulation_switch()
    scene = current_scene()
    hide_other_formulation(scene)
    show_costs(scene)
    if scene.settings.step == "All":
        controls.entry_slider("Trace this entry in every step")
        scene = current_scene()
    for number, step in STEPS.items():
        if scene.settings.step in (number, "All"):
            step.show(scene, f"{number}. {step.TITLE}")
    with refusals:
        controls.show_refusals()


def show_costs(scene: Scene) -> None:
    """What the chain takes as it is written now."""
    n = scene.notation
    costs = chain_costs(*scene.network.sizes, hadamard=n.shorthand)
    none = (
        f" With {n.function.name} as activation no Jacobian of the chain is diagonal, so there is "
        "no ∘ to write."
        if n.formulation == "Element-wise" and not n.shorthand
        else ""
    )
    with st.container(key="costs"):
        st.markdown(
            "Written like this and worked out from the loss to the input, the gradient takes "
            f"{costs.multiplications:,} multiplications, and its factors have {costs.cells:,} "
            f"entries.{none}"
        )


def current_scene() -> Scene:
    return Scene(controls.settings(), controls.palette())


st.title("Which product goes in the chain rule?")
show_question(current_scene())
controls.step_navigation()
show_chain(current_scene())
show_formulation_and_step()
controls.step_buttons({number: step.TITLE for number, step in STEPS.items()})
