"""Step 6: through the input layer, to the gradient that was asked for."""

import streamlit as st

from explainer.compute.jacobians import Dense
from explainer.compute.network import linear_jacobian
from explainer.notation import latex, snippets
from explainer.pages.parts import show_heading, show_snippet, show_source
from explainer.pages.scene import Scene
from explainer.pages.walkthrough.picture import show_picture
from explainer.pages.walkthrough.tracer import show_link, show_link_sum


def show(scene: Scene, title: str) -> None:
    """The step under its title."""
    link = scene.chain["x"]
    show_heading(title, formula(scene))
    show_sum(scene, show_product(scene))
    st.markdown(verdict(scene))
    show_picture(scene, key="picture-input", gradient=True)
    show_snippet(snippets(scene.notation)["input"], link.gradient)
    show_source("input", linear_jacobian, Dense)


def formula(scene: Scene) -> str:
    """LaTeX of the step."""
    n = scene.notation
    return latex.applied(n, "r", "x", n.weights("W1"))


def show_product(scene: Scene) -> int:
    """The figure, and the entry that it traces."""
    return show_link(scene, scene.chain["x"], scene.notation.weights("W1"), key="input")


def show_sum(scene: Scene, entry: int) -> None:
    """What makes the entry."""
    show_link_sum(scene, scene.chain["x"], entry)


def verdict(scene: Scene) -> str:
    """Which product it is, and what comes out."""
    n, (D, H, _) = scene.notation, scene.network.sizes
    r, x = n.node("r"), n.node("x")
    both = " in both formulations" if n.formulation == "elementwise" else ""
    jacobian = n.weights("W1", transposed=n.rows).latex
    turned = f" (columns multiply with its transpose, ${n.weights('W1').latex}$, {D}×{H})"
    return (
        f"The same as at the output layer: $\\partial {r}_i/\\partial {x}_j = "
        f"{n.weight('W1', 'i', 'j')}$, so the Jacobian is ${jacobian}$, "
        f"{H}×{D}{'' if n.rows else turned}, dense, and the product a matrix product{both}. What "
        f"comes out is ${n.gradient('x')}$, one number for each input: how fast the loss grows "
        "with that input."
    )
