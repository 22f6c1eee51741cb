"""Step 4: through the output layer, where the transpose is read off."""

import streamlit as st

from explainer.compute.jacobians import Dense
from explainer.compute.network import linear_jacobian
from explainer.figures.cells import number
from explainer.notation import latex
from explainer.pages.parts import show_code, show_equation, show_heading, show_source, traced
from explainer.pages.terms import link_items
from explainer.scene import Scene

TITLE = "Through the output layer"


def show(scene: Scene, title: str) -> None:
    n, step = scene.notation, scene.chain.steps[1]
    show_heading(title, latex.applied(n, "theta", "h", n.output_layer))
    traced(
        scene,
        step,
        lambda entry: show_equation(
            scene, link_items(scene, step, n.output_layer, entry), key="output", clickable=True
        ),
    )
    H, K = scene.network.W2.shape
    i, j = K - 1, min(1, H - 1)
    theta, h = n.node("theta"), n.node("h")
    st.markdown(
        f"**The transpose is read off, not chosen.** {_forward_sum(scene)}, so $\\partial "
        f"{theta}_i/\\partial {h}_j = W_2[j, i]$: output $i$ first, input $j$ second, as in every "
        f"Jacobian. For example $\\partial {theta}_{i}/\\partial {h}_{j} = W_2[{j}, {i}] = "
        f"{number(scene.network.W2[j, i])}$. "
        + (
            f"Row $i$ of the Jacobian is column $i$ of $W_2$: the Jacobian is $W_2^{{\\top}}$, "
            f"{K}×{H}."
            if n.rows
            else f"The Jacobian is $W_2^{{\\top}}$, and columns multiply with its transpose: $W_2$ "
            f"as it is stored, {H}×{K}."
        )
    )
    if n.formulation == "Element-wise":
        st.markdown(
            f"**This factor stays a matrix product.** Each logit is a sum over all of ${h}$, so no "
            "entry of the Jacobian is zero by structure and nothing can be left out: $\\circ$ "
            "would drop "
            f"all but the diagonal" + (f", of a {K}×{H} matrix that has none." if H != K else ".")
        )
    show_code(scene, 4, step.result)
    show_source("4", linear_jacobian, Dense)


def _forward_sum(scene: Scene) -> str:
    theta, h = scene.notation.node("theta"), scene.notation.node("h")
    return f"Forward, ${theta}_i = \\sum_j {h}_j\\, W_2[j, i] + b_2[i]$"
