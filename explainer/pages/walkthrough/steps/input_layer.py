"""Step 6: through the input layer, to the gradient that was asked for."""

import streamlit as st

from explainer.compute.jacobians import Dense
from explainer.compute.network import linear_jacobian
from explainer.notation import latex, snippets
from explainer.pages.parts import show_heading, show_snippet, show_source
from explainer.pages.scene import Scene
from explainer.pages.walkthrough.picture import show_picture
from explainer.pages.walkthrough.tracer import show_link


def show(scene: Scene, title: str) -> None:
    """The step under its title."""
    n, link = scene.notation, scene.chain["x"]
    D, H, _ = scene.network.sizes
    show_heading(title, latex.applied(n, "r", "x", n.weights("W1")))
    show_link(scene, link, n.weights("W1"), key="input")
    r, x = n.node("r"), n.node("x")
    both = " in both formulations" if n.formulation == "elementwise" else ""
    jacobian = n.weights("W1", transposed=n.rows).latex
    turned = f" (columns multiply with its transpose, ${n.weights('W1').latex}$, {D}×{H})"
    st.markdown(
        f"The same as at the output layer: $\\partial {r}_i/\\partial {x}_j = "
        f"{n.weight('W1', 'i', 'j')}$, so the Jacobian is ${jacobian}$, "
        f"{H}×{D}{'' if n.rows else turned}, dense, and the product a matrix product{both}. What "
        f"comes out is ${n.gradient('x')}$, one number for each input: how fast the loss grows "
        "with that input."
    )
    show_picture(scene, key="picture-input", gradient=True)
    show_snippet(snippets(scene.notation)["input"], link.gradient)
    show_source("input", linear_jacobian, Dense)
