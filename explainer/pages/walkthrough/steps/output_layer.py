"""Step 4: through the output layer, where the transpose is read off."""

import streamlit as st

from explainer.compute.jacobians import Dense
from explainer.compute.network import linear_jacobian
from explainer.figures.cells import number
from explainer.notation import latex, snippets
from explainer.pages.parts import show_heading, show_snippet, show_source
from explainer.pages.scene import Scene
from explainer.pages.walkthrough.tracer import show_link, show_link_sum


def show(scene: Scene, title: str) -> None:
    """The step under its title."""
    n, link = scene.notation, scene.chain["h"]
    show_heading(title, formula(scene))
    show_sum(scene, show_product(scene))
    H, K = scene.network.W2.shape
    i, j = K - 1, min(1, H - 1)
    theta, h = n.node("theta"), n.node("h")
    st.markdown(
        f"**The transpose is read off, not chosen.** Forward, ${theta}_i = \\sum_j "
        f"{_product(scene)} + b_2[i]$, so $\\partial {theta}_i/\\partial {h}_j = "
        f"{n.weight('W2', 'i', 'j')}$: "
        f"output $i$ first, input $j$ second, as in every Jacobian. For example $\\partial "
        f"{theta}_{{{i}}}/\\partial {h}_{{{j}}} = {n.weight('W2', i, j)} = "
        f"{number(scene.network.W2[j, i])}$. {_read_off(scene)}"
    )
    if n.formulation == "elementwise":
        st.markdown(verdict(scene))
    show_snippet(snippets(scene.notation)["output"], link.gradient)
    show_source("output", linear_jacobian, Dense)


def _product(scene: Scene) -> str:
    n = scene.notation
    return r"\,".join(n.ordered((f"{n.node('h')}_j", n.weight("W2", "i", "j"))))


def _read_off(scene: Scene) -> str:
    """Which matrix the Jacobian is, and what of it is written."""
    n, (H, K) = scene.notation, scene.network.W2.shape
    turns = "The sign ${}^{\\top}$ turns rows into columns."
    if n.out_in:
        jacobian = f"$W_2$ is stored as outputs × inputs: the Jacobian is $W_2$ itself, {K}×{H}"
        if n.rows:
            return f"{jacobian}, and the transpose stands in the forward pass. {turns}"
        return f"{jacobian}, and columns multiply with its transpose, {H}×{K}. {turns}"
    if n.rows:
        return (
            "Row $i$ of the Jacobian is column $i$ of $W_2$: the Jacobian is $W_2^{\\top}$, "
            f"{K}×{H}. {turns}"
        )
    return (
        f"The Jacobian is $W_2^{{\\top}}$ ($W_2$ with its rows as columns, {K}×{H}), and columns "
        f"multiply with its transpose: $W_2$ as it is stored, {H}×{K}."
    )


def formula(scene: Scene) -> str:
    """LaTeX of the step."""
    n = scene.notation
    return latex.applied(n, "theta", "h", n.weights("W2"))


def show_product(scene: Scene) -> int:
    """The figure, and the entry that it traces."""
    return show_link(scene, scene.chain["h"], scene.notation.weights("W2"), key="output")


def show_sum(scene: Scene, entry: int) -> None:
    """What makes the entry."""
    show_link_sum(scene, scene.chain["h"], entry)


def verdict(scene: Scene) -> str:
    """Why it is a matrix product."""
    n, (H, K) = scene.notation, scene.network.W2.shape
    if H == K:
        without = f"$\\circ$ would keep the {K} entries of the diagonal and drop {K * K - K}."
    elif H == 1:
        without = f"$\\circ$ would leave {K} products, and never add them up."
    else:
        without = f"$\\circ$ does not even fit, {K} numbers against {K}×{H}."
    return (
        f"**This factor stays a matrix product.** Each logit is a sum over all of ${n.node('h')}$, "
        f"so no entry is zero for every choice of weights, and none can be left out: {without}"
    )
