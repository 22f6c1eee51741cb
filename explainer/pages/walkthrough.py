"""The walkthrough: the question, the answer, and the chain one step at a time."""

from functools import lru_cache

import plotly.graph_objects as go
import streamlit as st

from explainer import controls
from explainer.compute import FUNCTIONS, chain_costs
from explainer.figures.alt import alt_text
from explainer.figures.equation import equation
from explainer.notation import latex
from explainer.notation.names import TEXT
from explainer.pages.parts import current_scene, hide_other_formulation, show_in_both
from explainer.pages.steps import STEPS
from explainer.pages.terms import chain_items
from explainer.scene import Scene


def show_question(scene: Scene) -> None:
    """The question and the answer, a sentence each, and what their signs stand for."""
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
    column = "" if n.rows else f" as a column, written ${n.gradient('x')}$"
    x, r, h, theta, y_hat, J = (f"${n.node(name)}$" for name in TEXT)
    st.caption(
        f"{x} is the input, $W_1$ and $W_2$ are weights, $b_1$ and $b_2$ biases; {r} goes into the "
        f"activation and {h}, the hidden values, come out; {theta} are the logits, of which "
        f"softmax makes the prediction {y_hat}; $y$ is the target and {J} the loss. $\\sigma$ is "
        f"{FUNCTIONS['sigmoid'].meaning}. We look for the gradient, how fast the loss grows with "
        f"each input{column}. A *Jacobian* is the table of a function's derivatives: entry "
        f"$[i, j]$ is that of output $i$ by input $j$. And ${n.derivative.latex}$ is one vector, "
        "the derivative of $\\sigma$: the $\\circ$ within it is not the one in question."
    )


def show_chain(scene: Scene) -> None:
    """The whole chain as both formulations write it, of which one is seen, and its signs."""
    show_in_both(scene, chain_figure, key="chain")
    n, f = scene.notation, scene.network.function
    derivative = (
        f" The activation is {f.name}, {n.colored(f.meaning)}; of its derivative "
        f"${n.derivative.latex}$: {n.colored(f.derivative_meaning)}."
        if f.name != "sigmoid"
        else ""
    )
    scales = " Gradients have a colour scale of their own." if scene.gradient_limit else ""
    st.caption(
        "@ is the matrix product, as in NumPy; ∘ multiplies entry by entry; diag(v) is the square "
        "matrix with v on its diagonal and zeros elsewhere; ᵀ turns rows into columns. Blue is "
        f"positive, orange negative. A zero without a tile is zero for every input.{scales}"
        f"{derivative}"
    )


def chain_figure(scene: Scene) -> tuple[go.Figure, str]:
    """The whole chain, the factor of the current step marked, and its alternative text."""
    return _chain_figure(scene.tracing(0))  # no entry is traced here


@lru_cache(maxsize=256)
def _chain_figure(scene: Scene) -> tuple[go.Figure, str]:
    items = chain_items(scene, scene.settings.step)
    return equation(items, limit=scene.limit, palette=scene.palette), alt_text(items)


@st.fragment  # changing the formulation leaves the sidebar, the navigation and the chain alone
def show_formulation_and_step() -> None:
    """The switch, what it saves, and the current step as it is written then."""
    controls.formulation_switch()
    if controls.drop_refusals():
        st.rerun()  # they stand outside of this fragment
    scene = current_scene()
    hide_other_formulation(scene)
    show_costs(scene)
    if scene.settings.step == "All":
        controls.entry_slider("Trace this entry in every step")
    for number, step in STEPS.items():
        if scene.settings.step in (number, "All"):
            step.show(scene, f"{number}. {step.TITLE}")


def show_costs(scene: Scene) -> None:
    """What the chain takes as it is written now."""
    n = scene.notation
    costs = chain_costs(*scene.network.sizes, hadamard=n.shorthand)
    none = (
        f" With {n.function.name} as activation there is no ∘ to write."
        if n.formulation == "Element-wise" and not n.shorthand
        else ""
    )
    with st.container(key="costs"):
        st.markdown(
            "Written like this and worked out from the loss to the input, the gradient takes "
            f"{costs.multiplications:,} multiplications, and its factors have {costs.cells:,} "
            f"entries.{none}"
        )


st.title("Which product goes in the chain rule?")
controls.show_refusals()
show_question(current_scene())
controls.step_navigation()
show_chain(current_scene())
show_formulation_and_step()
controls.step_buttons({number: step.TITLE for number, step in STEPS.items()})
