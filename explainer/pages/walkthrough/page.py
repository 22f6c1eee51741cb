"""The walkthrough: the question, the answer, and the chain one step at a time."""

import streamlit as st

from explainer import controls
from explainer.compute import chain_costs
from explainer.notation import latex
from explainer.notation.functions import WORDS
from explainer.notation.names import NODES
from explainer.pages.scene import Scene
from explainer.pages.walkthrough.chain import show_chain
from explainer.pages.walkthrough.controls import WIDGETS, step_buttons, step_navigation
from explainer.pages.walkthrough.formulations import hide_other_formulation
from explainer.pages.walkthrough.scene import current_scene
from explainer.pages.walkthrough.settings import NUMBERS
from explainer.pages.walkthrough.steps import STEPS


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
    x, r, h, theta, y_hat, J = (f"${n.node(name)}$" for name in NODES)
    st.caption(
        f"{x} is the input, $W_1$ and $W_2$ are weights, $b_1$ and $b_2$ biases; {r} goes into the "
        f"activation and {h}, the hidden values, come out; {theta} are the logits, of which "
        f"softmax makes the prediction {y_hat}; $y$ is the target and {J} the loss. $\\sigma$ is "
        f"{WORDS['sigmoid'].meaning}. We look for the gradient, how fast the loss grows with "
        f"each input{column}. A *Jacobian* is the table of a function's derivatives: entry "
        f"$[i, j]$ is that of output $i$ with respect to input $j$. And ${n.derivative.latex}$ is "
        "one vector, the derivative of $\\sigma$: the $\\circ$ within it is not the one that is "
        "asked about."
    )


@st.fragment  # changing the formulation leaves the sidebar, the navigation and the chain alone
def show_formulation_and_step() -> None:
    """The switch, what it saves, and the current step as it is written then."""
    WIDGETS.segments("formulation")
    if controls.drop_refusals(WIDGETS.kind):
        st.rerun()  # they stand outside of this fragment
    scene, chosen = current_scene(), WIDGETS.settings().step
    hide_other_formulation(scene)
    show_costs(scene)
    if chosen == "all":
        WIDGETS.slider("entry", "Trace this entry in every step")
    for name, step in STEPS.items():
        if chosen in (name, "all"):
            step.show(scene, f"{NUMBERS[name]}. {step.TITLE}")


def show_costs(scene: Scene) -> None:
    """What the chain takes as it is written now."""
    n = scene.notation
    costs = chain_costs(*scene.network.sizes, shorthand=n.shorthand)
    none = (
        f" With {n.function.name} as activation there is no ∘ to write."
        if n.formulation == "elementwise" and not n.shorthand
        else ""
    )
    with st.container(key="costs"):
        st.markdown(
            "Written like this and worked out from the loss to the input, the gradient takes "
            f"{costs.multiplications:,} multiplications, and its factors have {costs.cells:,} "
            f"entries.{none}"
        )


st.title("Which product goes in the chain rule?")
controls.show_refusals(WIDGETS.kind)
show_question(current_scene())
step_navigation()
show_chain(current_scene())
show_formulation_and_step()
step_buttons({name: step.TITLE for name, step in STEPS.items()})
