"""Step 1: every node's values, and the functions between them."""

import numpy as np
import streamlit as st

from explainer.compute import Network
from explainer.notation import latex
from explainer.pages.parts import show_code, show_digit, show_equation, show_heading, show_source
from explainer.pages.terms import Items, vector
from explainer.scene import Scene

TITLE = "Forward: from the input to the loss"


def show(scene: Scene, title: str) -> None:
    n, values = scene.notation, scene.values
    D, H, K = scene.network.sizes
    show_heading(title, latex.forward(n))
    if scene.is_digit:
        show_digit(scene, key="digit-forward")
    items = forward_items(scene)
    limit = max(float(np.abs(getattr(values, name)).max()) for name in ("x", "r", "h", "theta"))
    show_equation(scene, items, key="forward", limit=limit)
    st.markdown(
        f"The input ${n.node('x')}$ has ${n.size('D')} = {D}$ numbers. The first weights $W_1$ "
        f"(${n.size('D')}\\times {n.size('H')}$) and bias $b_1$ make of them the ${n.size('H')} = "
        f"{H}$ pre-activations ${n.node('r')}$; the activation ${n.node('h')} = "
        f"{n.colored(n.function.latex)}$ makes the hidden values; $W_2$ (${n.size('H')}\\times "
        f"{n.size('K')}$) and $b_2$ make the ${n.size('K')} = {K}$ logits ${n.node('theta')}$, and "
        f"softmax the prediction ${n.node('y_hat')}$, which sums to 1. The target $y$ is 1 for "
        f"class {scene.target} and 0 elsewhere, so the loss is ${n.node('J')} = -\\log "
        f"{n.node('y_hat')}_{{{scene.target}}} = {scene.loss:.4f}$. Entries are counted from 0, as "
        "in the code."
    )
    if n.function.elementwise:
        st.markdown(
            "Look at the two kinds of arrows. A linear layer mixes: each of its outputs depends "
            f"on every input. The activation does not: ${n.node('h')}_i$ is made from "
            f"${n.node('r')}_i$ alone. The whole question hangs on this difference."
        )
    else:
        st.markdown(
            "Both kinds of arrows mix here: as an activation, softmax divides by a sum over all "
            f"of ${n.node('r')}$, so each ${n.node('h')}_i$ depends on every ${n.node('r')}_j$."
        )
    show_code(scene, 1, round(scene.loss, 6))
    show_source("1", Network.values, Network.loss, n.function.value)


def forward_items(scene: Scene) -> Items:
    """x → r → h → θ → ŷ → J, each as a row or a column, the target beside the prediction."""
    n, v = scene.notation, scene.values
    nodes = {"x": (v.x, "D"), "r": (v.r, "H"), "h": (v.h, "H")}
    nodes |= {"theta": (v.theta, "K"), "y_hat": (v.y_hat, "K")}
    terms = {name: vector(scene, n.text(name), *of) for name, of in nodes.items()}
    loss = vector(scene, n.text("J"), np.array([scene.loss]), "1")
    name = n.function.name
    return [
        *(terms["x"], "W₁, b₁<br>→", terms["r"], f"{name}<br>→", terms["h"]),
        *("W₂, b₂<br>→", terms["theta"], "softmax<br>→", terms["y_hat"]),
        *(f"−log ŷ<sub>{scene.target}</sub><br>→", loss),
    ]
