"""Step 1: every node's values, and the functions between them."""

import numpy as np
import streamlit as st

from explainer.compute import Network
from explainer.compute.mixing import log_softmax
from explainer.figures.cells import number
from explainer.notation import latex
from explainer.notation.names import TEXT
from explainer.pages.digit import show_digit
from explainer.pages.parts import show_code, show_equation, show_heading, show_source
from explainer.pages.terms import EVERYTHING, Items, lit_line, node
from explainer.pages.tracer import sum_of_products, traced
from explainer.scene import Scene

TITLE = "Forward: from the input to the loss"


def show(scene: Scene, title: str) -> None:
    """The step under its title."""
    n, values = scene.notation, scene.values
    show_heading(title, latex.forward(n))
    if scene.is_digit:
        show_digit(scene, key="digit-forward")
    nodes = (values.x, values.r, values.h, values.theta, np.array([scene.loss]))
    limit = max(float(np.abs(node).max()) for node in nodes)

    def draw(entry: int) -> None:
        show_equation(
            scene, forward_items(scene, entry), key="forward", limit=limit, clickable=True
        )

    entry = traced("θ", values.theta.size, draw)
    weights, bias = scene.network.W2[:, entry], scene.network.b2[entry]
    products = sum_of_products(*n.ordered((values.h, weights)))
    result = number(values.theta[entry])
    st.markdown(
        f"θ[{entry}] = {products} + ({number(bias)}) = **{result}**: the hidden values times "
        f"column {entry} of W₂, plus b₂[{entry}]."
    )
    _explain_nodes(scene)
    _explain_arrows(scene)
    show_code(scene, 1, round(scene.loss, 6))
    show_source("1", Network.values, Network.loss, n.function.value, log_softmax)


def _explain_nodes(scene: Scene) -> None:
    n, (D, H, K) = scene.notation, scene.network.sizes
    how = ", entry by entry" if n.function.elementwise else ""
    y = ", ".join(number(value) for value in scene.y)
    st.markdown(
        f"The input ${n.node('x')}$ has ${n.size('D')} = {D}$ numbers. The first weights $W_1$ "
        f"(${n.size('D')}\\times {n.size('H')}$) and the bias $b_1$ make of them the "
        f"${n.size('H')} = {H}$ pre-activations ${n.node('r')}$. The activation makes of these the "
        f"hidden values ${n.node('h')} = {n.colored(n.function.latex)}${how}: "
        f"{n.colored(n.function.meaning)}. $W_2$ (${n.size('H')}\\times {n.size('K')}$) and $b_2$ "
        f"make the ${n.size('K')} = {K}$ logits ${n.node('theta')}$, one for each class. Softmax, "
        r"$e^{\theta_i}$ divided by the sum of all of them, makes the prediction "
        f"${n.node('y_hat')}$: probabilities that sum to 1. The target $y = ({y})$ is 1 for the "
        f"true class, {scene.target}, and 0 elsewhere, so of the sum in the loss one term is left: "
        f"${n.node('J')} = -\\log {n.node('y_hat')}_{{{scene.target}}} = {scene.loss:.4f}$. "
        "Entries are counted from 0, as in the code."
    )


def _explain_arrows(scene: Scene) -> None:
    n = scene.notation
    r, h = n.node("r"), n.node("h")
    if n.function.elementwise:
        st.markdown(
            "Look at what the arrows do. The linear layers, with $W_1$ and $W_2$, mix: each output "
            f"depends on every input. So does softmax. {n.function.name.capitalize()} does not: "
            f"${h}_i$ is made from ${r}_i$ alone. The whole question hangs on this difference."
        )
    else:
        st.markdown(
            "Look at what the arrows do. The linear layers, with $W_1$ and $W_2$, mix: each output "
            "depends on every input. So does this activation: softmax divides by a sum over all of "
            f"${r}$, so each ${h}_i$ depends on every ${r}_j$."
        )


def forward_items(scene: Scene, entry: int) -> Items:
    """x → r → h → θ → ŷ → J, each as a row or a column, with what makes the traced logit lit."""
    n, v = scene.notation, scene.values
    logit = {"lit": lit_line(scene, entry), "clickable": True}
    x, r, y_hat = (node(scene, name, getattr(v, name)) for name in ("x", "r", "y_hat"))
    h, theta = node(scene, "h", v.h, lit=EVERYTHING), node(scene, "theta", v.theta, **logit)
    loss = node(scene, "J", np.array([scene.loss]))
    activation, log = n.function.name, f"−log {TEXT['y_hat']}<sub>{scene.target}</sub>"
    return [
        *(x, "W₁, b₁<br>→", r, f"{activation}<br>→", h, "W₂, b₂<br>→", theta),
        *("softmax<br>→", y_hat, f"{log}<br>→", loss),
    ]
