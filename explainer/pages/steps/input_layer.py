"""Step 6: through the input layer, to the gradient that was asked for."""

import streamlit as st

from explainer.compute.jacobians import Dense
from explainer.compute.network import linear_jacobian
from explainer.notation import latex
from explainer.pages.parts import (
    show_code,
    show_digit,
    show_equation,
    show_heading,
    show_source,
    traced,
)
from explainer.pages.terms import link_items
from explainer.scene import Scene

TITLE = "Through the input layer"


def show(scene: Scene, title: str) -> None:
    n, step = scene.notation, scene.chain.steps[3]
    D, H, _ = scene.network.sizes
    show_heading(title, latex.applied(n, "r", "x", n.input_layer))
    traced(
        scene,
        step,
        lambda entry: show_equation(
            scene, link_items(scene, step, n.input_layer, entry), key="input", clickable=True
        ),
    )
    r, x = n.node("r"), n.node("x")
    st.markdown(
        f"The same as at the output layer: $\\partial {r}_i/\\partial {x}_j = W_1[j, i]$, so the "
        f"Jacobian is $W_1^{{\\top}}$, {H}×{D}, dense, and the product a matrix product"
        + (" in both formulations. " if n.formulation == "Element-wise" else ". ")
        + f"What comes out is ${n.gradient('x')}$, one number for each input: how much the loss "
        "grows when that input grows a little."
    )
    if scene.is_digit:
        show_digit(scene, key="digit-input", gradient=True)
    show_code(scene, 6, step.result)
    show_source("6", linear_jacobian, Dense)
