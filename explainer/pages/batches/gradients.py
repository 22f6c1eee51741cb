"""All gradients with the shapes of their variables and their errors."""

import numpy as np
import streamlit as st

from explainer.compute.batch import Batch
from explainer.figures.term import Term
from explainer.notation import batches as notation
from explainer.pages.batches.scene import BatchScene
from explainer.pages.parts import show_equation, show_source, show_table
from explainer.terms import Items
from explainer.wording import number


def show_gradients(shown: BatchScene) -> None:
    """Show the two shared upstream gradients, then each gradient with its shape and error."""
    n, batch = shown.scene.notation, shown.batch
    delta2, delta1 = shown.links["W2"].upstream, shown.links["W1"].upstream
    y_hat = n.node("y_hat")
    start = rf"{y_hat}-y" if batch.reduction == "sum" else rf"({y_hat}-y)/N"
    second = rf"\delta_2 = {n.gradient('theta')} = {start}"
    first = rf"\delta_1 = {n.gradient('r')} = {notation.first_delta(n)}"
    st.markdown(
        "## All gradients\n\nTwo upstream gradients are shared by all, and are worked out once:\n\n"
        f"$$\n{second}\n$$\n\n$$\n{first}\n$$"
    )
    items: Items = [_term(shown, "δ₂", delta2), "    ", _term(shown, "δ₁", delta1)]
    show_equation(items, key="deltas")
    _show_table(shown)
    _explain_reduction(shown)
    show_source("gradients", Batch.link, Batch.delta)


def _term(shown: BatchScene, name: str, values: np.ndarray) -> Term:
    return Term(name, values if shown.scene.notation.rows else values.T)


def _show_table(shown: BatchScene) -> None:
    n = shown.scene.notation
    rows = []
    for name, error in shown.gradients.errors.items():
        link = shown.links[name]
        written = notation.in_deltas(n, link.input)
        shape = "×".join(map(str, n.stored(name, link.gradient).shape))
        by = f"${n.node(name)}$"
        rows.append((by, f"${written}$", shape, number(error, 2)))
    header = ("gradient with respect to", "is", "shape, that of its variable", "error")
    show_table(header, rows, key="shapes-of-gradients")
    st.markdown(
        "Error: the largest difference from central differences, which nudge every entry of the "
        f"variable up and down and see how J changes. The largest of all is "
        f"**{number(max(shown.gradients.errors.values()), 2)}**."
    )


def _explain_reduction(shown: BatchScene) -> None:
    batch = shown.batch
    N = len(batch.x)
    if N == 1:
        st.markdown("With one example, the sum and the mean of the losses are the same.")
        return
    compared = shown.gradients.otherwise
    other = compared.batch.reduction
    largest = [
        float(np.abs(gradients.links["W2"].gradient).max())
        for gradients in (shown.gradients, compared)
    ]
    st.markdown(
        f"**Sum or mean.** J is now the {batch.reduction} of the {N} losses, and the largest entry "
        f"of the gradient with respect to $W_2$ is {number(largest[0])}; with the {other} it would "
        f"be {number(largest[1])}. A mean divides $\\delta_2$ by N once, and with it every "
        "gradient: nothing else changes. Over a batch each example has a gradient with respect to "
        "$x$ of its own; the parameters, which all examples share, add up those of the examples."
    )
