"""Step 6: through the input layer, to the gradient that was asked for."""

import streamlit as st

from explainer.compute.jacobians import Dense
from explainer.compute.network import linear_jacobian
from explainer.notation import latex
from explainer.pages.digit import show_digit
from explainer.pages.parts import show_code, show_heading, show_source
from explainer.pages.tracer import show_link
from explainer.scene import Scene

TITLE = "Through the input layer"


def show(scene: Scene, title: str) -> None:
    """The step under its title."""
    n, step = scene.notation, scene.chain.steps[3]
    D, H, _ = scene.network.sizes
    show_heading(title, latex.applied(n, "r", "x", n.input_layer))
    show_link(scene, step, n.input_layer, key="input")
    r, x = n.node("r"), n.node("x")
    both = " in both formulations" if n.formulation == "Element-wise" else ""
    stored = "" if n.rows else f" (columns multiply with its transpose, $W_1$ as stored, {D}×{H})"
    st.markdown(
        f"The same as at the output layer: $\\partial {r}_i/\\partial {x}_j = W_1[j, i]$, so the "
        f"Jacobian is $W_1^{{\\top}}$, {H}×{D}{stored}, dense, and the product a matrix "
        f"product{both}. What comes out is ${n.gradient('x')}$, one number for each input: how "
        "fast the loss grows with that input."
    )
    if scene.is_digit:
        show_digit(scene, key="digit-input", gradient=True)
    show_code(scene, 6, step.result)
    show_source("6", linear_jacobian, Dense)
