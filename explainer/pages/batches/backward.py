"""The reason why `backward()` takes a vector: v @ J, compared with J and the cost of J."""

import numpy as np
import streamlit as st

from explainer import controls
from explainer.compute.comparison import largest_difference
from explainer.pages.batches.controls import WIDGETS
from explainer.pages.batches.scene import BatchScene
from explainer.pages.parts import show_equation, show_table
from explainer.pages.typed import typed
from explainer.settings import Refusal
from explainer.terms import factor, product_items, vector
from explainer.wording import number

BUTTONS = 3  # for rows of J


@controls.fragment  # another v changes nothing else on the page
def show_backward(shown: BatchScene) -> None:
    """Show `v @ J` for a v that the visitor sets, and the memory that it saves."""
    st.markdown(
        "## Why `backward()` wants a vector\n\nA framework computes $v\\,J$ and never $J$: you "
        "give it the gradient with respect to a layer's output, and it returns the one with "
        "respect to its input. If your output is not a single number, you must say which $v$ you "
        "mean. Try it with $J=\\partial\\theta/\\partial h$ of one example: a 1 among zeros gives "
        "a row of J, and ŷ − y (here to four digits) gives the gradient of the loss."
    )
    _show_product(shown)
    _show_cells()


def _show_product(shown: BatchScene) -> None:
    n, network, batch = shown.scene.notation, shown.batch.network, shown.batch
    rows = network.W2.shape[1]
    loss = batch.values.y_hat[0] - batch.y[0]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        WIDGETS.typed("v", f"v, {rows} numbers", placeholder=typed(np.eye(rows)[0]), width=250)
        for at in range(min(rows, BUTTONS)):
            _set(f"row {at}", typed(np.eye(rows)[at]), f"row-{at}")
        _set("ŷ − y", typed(round(float(value), 4) for value in loss), "loss")
    entries = WIDGETS.settings().numbers("v", rows)
    if isinstance(entries, Refusal):
        st.warning(entries.sentence())
        return
    v, jacobian = np.array(entries), network.W2.T
    row = vector(n, "v", v, "K")
    written = factor(n, n.weights("W2"), jacobian, current=True)
    name = " @ ".join(n.ordered(("v", "J" if n.rows else "Jᵀ")))
    show_equation(
        product_items(
            shown.scene.notation,
            row,
            "@",
            written,
            vector(n, name, v @ jacobian, "H"),
        ),
        key="v",
    )
    units = np.flatnonzero(v)
    if units.size == 1 and v[units[0]] == 1:
        off = number(largest_difference(v @ jacobian, jacobian[units[0]]))
        st.markdown(
            f"This is row {units[0]} of J: they differ by {off}. All of J takes {rows} calls."
        )


def _set(label: str, v: str, key: str) -> None:
    st.button(label, key=f"choose-v-{key}", on_click=WIDGETS.show, kwargs={"v": v})


def _show_cells() -> None:
    """Compare the cells of the Jacobians with those of the gradients, at a size to choose."""
    WIDGETS.select_slider("units", "Units of each layer, D = H = K", width=300)
    n = WIDGETS.settings().units
    rows = [
        (f"${name}$", f"{outputs * inputs:,}", f"{inputs:,}", f"{outputs:,}")
        for name, outputs, inputs in (
            (r"\partial\theta/\partial W_2", n, n * n),
            (r"\partial h/\partial r", n, n),
            (r"\partial r/\partial x", n, n),
        )
    ]
    st.markdown(
        f"The Jacobians are not built because of their size. With {n:,} units in each layer "
        rf"$\partial\theta/\partial W_2$ would take {_memory(n**3)}, and its gradient takes "
        f"{_memory(n**2)}:"
    )
    header = ("Jacobian of one example", "its cells", "cells of its gradient", "times as many")
    show_table(header, rows, key="cells")


def _memory(cells: int) -> str:
    """Return the memory of `cells` numbers of 8 bytes, with its unit."""
    size, unit = cells * 8.0, "bytes"
    for larger in ("KiB", "MiB", "GiB"):
        if size >= 1024:
            size, unit = size / 1024, larger
    return f"{number(size, 3)} {unit}"
