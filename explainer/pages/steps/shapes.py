"""Step 2: the chain in shapes, before any number."""

import streamlit as st

from explainer.compute import Network
from explainer.figures.alt import alt_text
from explainer.figures.shapes import Sides, shapes
from explainer.notation import latex
from explainer.pages.parts import show_code, show_figure, show_heading, show_source
from explainer.pages.terms import chain_items
from explainer.scene import Scene

TITLE = "The chain in shapes"


def show(scene: Scene, title: str) -> None:
    n = scene.notation
    D, H, K = scene.network.sizes
    show_heading(title, latex.symbolic(n), latex.shapes(n))
    items = chain_items(scene, "2")
    figure = shapes(items, sides(scene), palette=scene.palette)
    show_figure(figure, alt_text(items), key="shapes")
    st.markdown(
        "The chain rule multiplies local Jacobians. Entry $[i, j]$ of a Jacobian is the "
        "derivative of output $i$ by input $j$, so its shape is outputs × inputs, and the inputs "
        "of one are the outputs of the next: **the inner sizes are equal because they count the "
        f"same node**. Here ${n.size('K')}={K}$, ${n.size('H')}={H}$, ${n.size('D')}={D}$."
    )
    if not n.rows:
        st.markdown(
            "Written in columns every Jacobian is transposed and the order reversed; "
            "the inner sizes meet as before."
        )
    if n.shorthand:
        st.markdown(
            r"With $\circ$ the square Jacobian is gone and the vector of its diagonal stands "
            r"there. "
            "The shapes still fit, but shapes alone could not have told you: "
            r"$\circ$ needs two equal shapes, and so does much that is wrong. The Jacobian tells."
        )
    elif H == D or H == K or D == K:
        st.markdown(
            "Some of the sizes are equal now. More products fit than before, most of them wrong: "
            "fitting shapes was never the principle."
        )
    else:
        st.markdown(
            "All three sizes differ, so only this order fits. That is luck, not a principle: "
            "make the sizes equal (3-3-3 at the side) and nearly everything fits."
        )
    show_code(scene, 2, written_shapes(scene))
    show_source("2", Network.jacobians)


def sides(scene: Scene) -> list[Sides]:
    """The sizes of the terms of the chain as they are written, the result last."""
    middle = Sides("1", "H") if scene.notation.shorthand else Sides("H", "H")
    rows = [Sides("1", "K"), Sides("K", "H"), middle, Sides("H", "D")]
    if scene.notation.rows:
        return [*rows, Sides("1", "D")]
    return [Sides(side.columns, side.rows) for side in (*rows[::-1], Sides("1", "D"))]


def written_shapes(scene: Scene) -> list[tuple[int, int]]:
    """The shapes of the factors as they are written."""
    count = dict(zip("DHK", scene.network.sizes, strict=True)) | {"1": 1}
    return [(count[side.rows], count[side.columns]) for side in sides(scene)[:-1]]
