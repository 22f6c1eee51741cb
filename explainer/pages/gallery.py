"""Which Jacobians are diagonal: nudge any layer, see its structure and its shorthand."""

from functools import lru_cache

import numpy as np
import streamlit as st

from explainer import controls
from explainer.compute import FUNCTIONS, elementwise_allowed
from explainer.figures.gallery import Picture, gallery
from explainer.layer_scene import LayerScene
from explainer.notation.layers import derivative, derivative_meaning, formula, meaning, vjp_code
from explainer.pages.layer import current_scene
from explainer.pages.layer.nudges import show_nudges
from explainer.pages.layer.own_function import show_own
from explainer.pages.layer.shorthand import show_shorthand
from explainer.pages.parts import show_figure, show_table
from explainer.settings import DEFAULT, NUMBERS

SHOWN = np.array(NUMBERS[:4])  # the x of the pictures


def show_introduction() -> None:
    st.title("Which Jacobians are diagonal?")
    st.markdown(
        "The product $v\\circ d$ may stand for the matrix product $v\\,J$ exactly when the "
        "Jacobian $J$ is **diagonal by its structure**: when each output depends on its own input "
        "alone, for every input and every weight. Choose a layer, or type a function of your own, "
        "nudge its inputs one by one, and see which outputs move."
    )
    st.caption(
        "∘ multiplies entry by entry (the Hadamard product), @ is the matrix product. The Jacobian "
        "J of a layer that makes y of x is the table of its derivatives: entry [i, j] is that of "
        "output yᵢ by input xⱼ. (On the other pages the letter J is the loss.) The structure is "
        "read off the formula: where yᵢ does not contain xⱼ, the entry is zero whatever x is."
    )


def show_function(scene: LayerScene) -> None:
    """What the function is, and the formula of its derivatives."""
    n, function = scene.notation, scene.layer.function
    if function is None:
        show_own(scene)
        return
    slope = derivative(n, function)
    bracket = (
        " Here $[\\dots]$ is 1 where what it holds is true, and 0 elsewhere."
        if "[" in slope + function.meaning
        else ""
    )
    # Of others it repeats the formula above.
    explained = function.elementwise and function.derivative_meaning
    why = f" {derivative_meaning(n, function)}." if explained else ""
    st.markdown(
        f"$$\n{formula(n, function)}\n$$\n\n$$\n{slope}\n$$\n\n"
        f"{function.name}: {meaning(n, function)}.{why} Entries are counted from 0.{bracket}"
    )


def show_gallery(scene: LayerScene) -> None:
    """All functions of the table, as pictures and in words."""
    pictures = _pictures()
    diagonal = sum(picture.diagonal for picture in pictures)
    st.markdown(
        "## The gallery\n\n"
        f"Jacobians of {len(pictures)} layers at x = {DEFAULT.x}. **∘** marks the {diagonal} that "
        "are diagonal: the element-wise ones. All others are matrix products, and most "
        "structures have a shorthand of their own. Choose one to nudge it."
    )
    show_figure(
        gallery(pictures, scene.settings.function, palette=scene.palette),
        f"Gallery of {len(pictures)} Jacobians, most of them 4×4: {diagonal} are diagonal",
        key="gallery",
        on_select=controls.on_gallery_click("figure-gallery", [p.name for p in pictures]),
    )
    with st.expander("In words: structure and shorthand of each"):
        rows = []
        for name, function in FUNCTIONS.items():
            jacobian = function.jacobian(SHOWN)
            allowed = "yes" if elementwise_allowed(jacobian.support()) else "no"
            code = f"`{vjp_code(function)}`"
            rows.append((name, jacobian.structure, allowed, function.shorthand, code))
        header = ("function", "structure", "∘", "shorthand", "v @ J in NumPy")
        show_table(header, rows, key="words", width=760)


@lru_cache(maxsize=1)
def _pictures() -> list[Picture]:
    jacobians = {name: function.jacobian(SHOWN) for name, function in FUNCTIONS.items()}
    return [
        Picture(name, np.asarray(jacobian), support, elementwise_allowed(support))
        for name, jacobian in jacobians.items()
        for support in [jacobian.support()]
    ]


show_introduction()
controls.hide_network()
controls.show_refusals()
controls.function_controls()
for complaint in current_scene().complaints:
    st.warning(complaint)
show_function(current_scene())
show_nudges()
show_shorthand()
show_gallery(current_scene())
