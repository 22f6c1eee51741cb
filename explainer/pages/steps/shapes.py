"""Step 2: the chain in shapes, before any number."""

import streamlit as st

from explainer.compute import Network
from explainer.notation import latex
from explainer.pages.parts import show_code, show_source
from explainer.scene import Scene

TITLE = "The chain in shapes"


def show(scene: Scene) -> None:
    n = scene.notation
    D, H, K = scene.network.sizes
    st.latex(latex.symbolic(n))
    st.latex(latex.shapes(n))
    st.markdown(
        "The chain rule multiplies local Jacobians. Entry $[i, j]$ of a Jacobian is the derivative "
        "of output $i$ by input $j$, so its shape is outputs × inputs, and the inputs of one are the "
        "outputs of the next: **the inner sizes are equal because they count the same node**. "
        f"Here ${n.size('K')}={K}$, ${n.size('H')}={H}$, ${n.size('D')}={D}$."
    )
    if not n.rows:
        st.markdown(
            "Written in columns every Jacobian is transposed and the order reversed; "
            "the inner sizes meet as before."
        )
    if n.shorthand:
        st.markdown(
            r"With $\circ$ the square Jacobian is gone and the vector of its diagonal stands there. "
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
    show_code(scene, 2, [term_shape for term_shape in shapes(scene)])
    show_source(Network._jacobians)


def shapes(scene: Scene) -> list[tuple[int, int]]:
    """The shapes of the factors as they are written."""
    D, H, K = scene.network.sizes
    middle = (1, H) if scene.notation.shorthand else (H, H)
    rows = [(1, K), (K, H), middle, (H, D)]
    return rows if scene.notation.rows else [shape[::-1] for shape in rows[::-1]]
