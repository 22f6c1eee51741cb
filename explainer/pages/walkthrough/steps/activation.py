"""Step 5: through the activation, the one place of the chain where `∘` is allowed."""

from functools import lru_cache

import numpy as np
import streamlit as st

from explainer.compute import hadamard
from explainer.compute.jacobians import Diagonal
from explainer.compute.product_structures import DiagonalMinusOuter
from explainer.figures.cells import number
from explainer.notation import latex, snippets
from explainer.pages.parts import show_figure, show_heading, show_snippet, show_source
from explainer.pages.scene import Scene
from explainer.pages.terms import Items, gradient, product_items
from explainer.pages.walkthrough.collapsing import Drawn, drawn
from explainer.pages.walkthrough.controls import trace
from explainer.pages.walkthrough.graph import show_graph
from explainer.pages.walkthrough.terms import activation
from explainer.pages.walkthrough.tracer import show_link, show_total, traced

ONE = (
    "Softmax of a single number is 1, whatever the number is: its Jacobian is the 1×1 matrix 0, "
    "and the gradient behind it is 0 for every input. Give it more hidden units."
)


def show(scene: Scene, title: str) -> None:
    """The step under its title."""
    if scene.network.function.elementwise:
        _show_diagonal(scene, title)
        show_graph(scene, "activation", gradients=True)
        show_source("activation", Diagonal, scene.network.function.rule)
    else:
        _show_dense(scene, title)
        show_graph(scene, "activation", gradients=True)
        show_source("activation", DiagonalMinusOuter)


def _show_diagonal(scene: Scene, title: str) -> None:
    link = scene.chain["r"]
    show_heading(title, *(formula(one) for one in scene.both))
    show_sum(scene, show_product(scene))
    _explain(scene)
    show_snippet(snippets(scene.notation)["activation"], link.gradient)


def formula(scene: Scene) -> str:
    """LaTeX of the step, as the formulation writes it."""
    n = scene.notation
    return latex.applied(n, "h", "r", n.activation, circle=n.shorthand)


def show_product(scene: Scene) -> int:
    """The figure, and the entry that it traces."""
    n, link = scene.notation, scene.chain["r"]
    if not n.function.elementwise:
        return show_link(scene, link, n.activation_matrix, key="activation")

    def draw(entry: int) -> None:
        one = _drawn(scene.written_as("matrix"), entry)  # for both formulations
        show_figure(one.figure, one.alt, key="activation", act=trace, follows=one.follows)

    return traced(n.gradient_inline("r"), link.gradient.size, draw)


def show_sum(scene: Scene, entry: int) -> None:
    """What makes the entry: one product, or one among structural zeros."""
    n, link = scene.notation, scene.chain["r"]
    among = slice(entry, entry + 1) if n.shorthand else slice(None)
    column, name = np.asarray(link.jacobian)[among, entry], n.gradient_inline("r")
    show_total(scene, f"{name}[{entry}]", link.upstream[among], column, link.gradient[entry])


def verdict(scene: Scene) -> str:
    """Why `∘` is allowed, or why it is not."""
    n, link = scene.notation, scene.chain["r"]
    if not n.function.elementwise:
        return _why_dense(scene) if link.gradient.size > 1 else ONE
    r, h = n.node("r"), n.node("h")
    return (
        f"${h}_i$ is made from ${r}_i$ alone, so $\\partial {h}_i/\\partial {r}_j = 0$ wherever $i "
        "\\neq j$: **the Jacobian is diagonal**, and $\\circ$ may stand for the product."
    )


def _explain(scene: Scene) -> None:
    n, H, f = scene.notation, scene.network.sizes[1], scene.notation.function
    a_vector = "a row" if n.rows else "a column"
    # The same in both formulations: the browser typesets again what changes.
    zeros = "Every entry off it is zero for every input and every weight. " if H > 1 else ""
    st.markdown(
        f"{verdict(scene)} Its diagonal is ${n.derivative.latex}$, "
        f"the derivative of the activation ({n.colored(n.words.derivative_meaning)}); "
        f"$\\operatorname{{diag}}$ makes the matrix of it. {zeros}Multiplying {a_vector} by "
        r"a diagonal matrix scales each entry by the matching diagonal entry, and $\circ$ is "
        "the short way to write that. **Press Element-wise or Matrix multiply** under the chain at "
        "the top to watch the matrix become the vector, and back; the sum and the code change with "
        f"it.{_seen(scene)}\n\n"
        f"| of this factor | Matrix multiply | Element-wise |\n|---|---:|---:|\n"
        f"| cells stored | {H * H} | {H} |\n"
        f"| of them structural zeros | {H * H - H} | 0 |\n"
        f"| multiplications | {H * H} | {H} |"
    )
    for kink in f.kinks:
        st.markdown(
            f"{f.name} has a kink at {kink:g}; there the derivative is taken to be "
            f"{f.derivative(np.array([kink]))[0]:g}."
        )


def _seen(scene: Scene) -> str:
    """Of a diagonal that holds nothing but zeros and ones, which is easily taken for less."""
    diagonal = scene.example.derivative
    if not np.isin(diagonal, (0, 1)).all():
        return ""
    if diagonal.all():
        return (
            " Here every entry of the diagonal is 1: at this input the Jacobian is the identity, "
            "and the product changes nothing."
        )
    return (
        f" Here the diagonal holds zeros and ones, {int(diagonal.sum())} of {diagonal.size} are 1: "
        "the Jacobian is **diagonal, but not the identity**. A 0 stops the gradient of its unit."
    )


@lru_cache(maxsize=128)  # of at most 0.2 MiB each
def _drawn(scene: Scene, entry: int) -> Drawn:
    return drawn(scene, *_items(scene), traced=entry)


def _items(scene: Scene) -> tuple[Items, Items]:
    """The product with the matrix and with the vector."""
    link, (matrix, vector) = scene.chain["r"], activation(scene, current=True)
    upstream = gradient(scene, "h", link.upstream)
    result = gradient(scene, "r", link.gradient, clickable=True)
    return (
        product_items(scene, upstream, "@", matrix, result),
        product_items(scene, upstream, "∘", vector, result),
    )


def _show_dense(scene: Scene, title: str) -> None:
    n, link = scene.notation, scene.chain["r"]
    show_heading(title, formula(scene))
    show_sum(scene, show_product(scene))
    st.markdown(verdict(scene))
    show_snippet(snippets(n)["activation"], link.gradient)


def _why_dense(scene: Scene) -> str:
    n, link, H = scene.notation, scene.chain["r"], scene.network.sizes[1]
    error = np.abs(hadamard(link.upstream, link.jacobian) - link.gradient).max()
    r, h = n.node("r"), n.node("h")
    return (
        "**No $\\circ$ here.** As an activation, softmax divides each entry by a sum over all of "
        f"${r}$, so ${h}_i$ depends on every ${r}_j$: "
        f"{n.colored(n.words.derivative_meaning)}, where $[i=j]$ is 1 on the diagonal and 0 "
        f"elsewhere. None of the {H}×{H} entries is a structural zero, and the formulation "
        f"makes no difference. With $\\circ$ and the diagonal alone, the result would be off by "
        f"{number(error)}.\n\n"
        f"There is a short way that never builds the matrix, but it is another one: with `v` for "
        f"${n.gradient('h')}$, the gradient that arrives, it is `h * (v - v @ h)`. For this "
        "Jacobian is a diagonal minus the table of all products of two entries of "
        f"${h}$ (an outer product), and each structure has a shorthand of its own."
    )
