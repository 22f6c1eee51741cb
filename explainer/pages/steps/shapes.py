"""Step 2: the chain in shapes, before any number."""

import streamlit as st

from explainer.compute import Network
from explainer.figures.alt import alt_text
from explainer.figures.cells import number
from explainer.figures.shapes import Sides, shapes
from explainer.notation import latex
from explainer.pages.parts import show_code, show_figure, show_heading, show_source
from explainer.pages.terms import chain_items
from explainer.pages.tracer import traced
from explainer.scene import Scene

TITLE = "The chain in shapes"


def show(scene: Scene, title: str) -> None:
    n = scene.notation
    D, H, K = scene.network.sizes
    show_heading(title, latex.symbolic(n), latex.shapes(n))

    def draw(entry: int) -> None:
        items = chain_items(scene, "2", entry)
        figure = shapes(items, sides(scene), palette=scene.palette)
        show_figure(figure, alt_text(items), key="shapes", clickable=True)

    name = n.gradient_plain("x")
    _explain_sum(scene, name, traced(name, D, draw))
    transposed = (
        ""
        if n.rows
        else (
            " Written in columns every Jacobian is transposed and the order reversed; the inner "
            "sizes meet as before."
        )
    )
    st.markdown(
        "The chain rule multiplies local Jacobians. Entry $[i, j]$ of a Jacobian is the "
        "derivative of output $i$ by input $j$, so its shape is outputs × inputs, and the inputs "
        "of one are the outputs of the next: **the inner sizes are equal because they count the "
        f"same node**. Here ${n.size('K')}={K}$, ${n.size('H')}={H}$, ${n.size('D')}={D}$."
        + transposed
    )
    st.markdown(_fitting(scene))
    show_code(scene, 2, written_shapes(scene))
    show_source("2", Network.jacobians)


def _explain_sum(scene: Scene, name: str, entry: int) -> None:
    """How many products make an entry, one for each path through the network."""
    n, (_, H, K) = scene.notation, scene.network.sizes
    paths, written = K * H, K * H * H
    if n.shorthand:
        count = f"{paths} products of four factors ({K}·{H})"
    elif n.function.elementwise:
        count = (
            f"{written} products of four factors ({K}·{H}·{H}), of which {written - paths} are "
            f"zero for every input"
        )
    else:
        count = f"{written} products of four factors ({K}·{H}·{H})"
    result = number(scene.chain.gradient[entry])
    st.markdown(
        f"{name}[{entry}] is a sum of {count}: one for each path from x[{entry}] over a "
        f"pre-activation, a hidden value and a logit to J. It is **{result}**."
    )


def _fitting(scene: Scene) -> str:
    """What fitting shapes is worth at these sizes."""
    sizes = scene.network.sizes
    if scene.notation.shorthand:
        return (
            r"With $\circ$ the square Jacobian is gone and the vector of its diagonal stands there."
            r" The shapes fit, but they could not have told you: $\circ$ asks for two equal shapes,"
            r" and equal shapes are no reason for it. The Jacobian is."
        )
    if len({1, *sizes}) == 4:
        luck = (
            "All three sizes differ, so nothing but the right transposes in the right order fits. "
            "That is luck, not a principle: where sizes are equal, wrong products fit too"
        )
        return luck + ("." if scene.is_digit else " (try the button 3-3-3 at the side).")
    return (
        "Some of the sizes are equal here, or 1, and where sizes are equal a wrong product can fit "
        "as well: fitting shapes was never the principle."
    )


def sides(scene: Scene) -> list[Sides]:
    """The sizes of the terms of the chain as they are written, the result last."""
    middle = ("1", "H") if scene.notation.shorthand else ("H", "H")
    ordered = scene.notation.ordered
    pairs = ordered((("1", "K"), ("K", "H"), middle, ("H", "D")))
    return [Sides(*ordered(pair)) for pair in (*pairs, ("1", "D"))]


def written_shapes(scene: Scene) -> list[tuple[int, int]]:
    """The shapes of the factors as they are written."""
    count = dict(zip("DHK", scene.network.sizes, strict=True)) | {"1": 1}
    return [(count[side.rows], count[side.columns]) for side in sides(scene)[:-1]]
