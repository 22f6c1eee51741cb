"""Which Jacobians are diagonal: nudge any layer, see its structure and its shorthand."""

from functools import lru_cache

import numpy as np
import streamlit as st

from explainer import controls
from explainer.compute import FUNCTIONS, elementwise_allowed
from explainer.expressions.deriver import DERIVER
from explainer.figures.gallery import Picture, gallery
from explainer.notation.functions import WORDS
from explainer.notation.layers import derivative, derivative_meaning, formula, meaning, vjp_code
from explainer.pages.gallery.controls import WIDGETS, function_controls, on_gallery_click
from explainer.pages.gallery.nudges import show_nudges
from explainer.pages.gallery.own_function import show_own
from explainer.pages.gallery.scene import GalleryScene, current_scene
from explainer.pages.gallery.settings import DEFAULT_X, NUMBERS
from explainer.pages.gallery.shorthand import show_shorthand
from explainer.pages.parts import show_figure, show_table

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
        "output yᵢ with respect to input xⱼ. (On the other pages the letter J is the loss.) The "
        "structure is read off the formula: where yᵢ does not contain xⱼ, the entry is zero "
        "whatever x is."
    )


def show_function(scene: GalleryScene) -> None:
    """What the function is, and the formula of its derivatives."""
    n, function = scene.notation, scene.layer.function
    if scene.inquiry:
        show_own(scene, scene.inquiry)
        return
    name, words = function.name, WORDS[function.name]
    slope = derivative(n, name)
    bracket = (
        " Here $[\\dots]$ is 1 where what it holds is true, and 0 elsewhere."
        if "[" in slope + words.meaning
        else ""
    )
    # Of others it repeats the formula above.
    explained = function.elementwise and words.derivative_meaning
    why = f" {derivative_meaning(n, name)}." if explained else ""
    st.markdown(
        f"$$\n{formula(n, name)}\n$$\n\n$$\n{slope}\n$$\n\n"
        f"{name}: {meaning(n, name)}.{why} Entries are counted from 0.{bracket}"
    )


def show_gallery(scene: GalleryScene) -> None:
    """All functions of the table, as pictures and in words."""
    pictures = _pictures()
    diagonal = sum(picture.diagonal for picture in pictures)
    st.markdown(
        "## The gallery\n\n"
        f"Jacobians of {len(pictures)} layers at x = {DEFAULT_X}. **∘** marks the {diagonal} that "
        "are diagonal: the element-wise ones. All others are matrix products, and most "
        "structures have a shorthand of their own. Choose one to nudge it."
    )
    show_figure(
        gallery(pictures, scene.layer.function.name, palette=scene.palette),
        f"Gallery of {len(pictures)} Jacobians, most of them 4×4: {diagonal} are diagonal",
        key="gallery",
        on_select=on_gallery_click("figure-gallery", [p.name for p in pictures]),
    )
    with st.expander("In words: structure and shorthand of each"):
        rows = []
        for name, function in FUNCTIONS.items():
            jacobian = function.jacobian(SHOWN)
            allowed = "yes" if elementwise_allowed(jacobian.support()) else "no"
            code = f"`{vjp_code(name)}`"
            rows.append((name, jacobian.structure, allowed, WORDS[name].shorthand, code))
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


DERIVER.start()  # in the background: it takes a second, and a typed function may come
show_introduction()
controls.hide_network()
controls.show_refusals(WIDGETS.kind)
function_controls()
SCENE = current_scene()  # once: of a typed function it waits for SymPy
for complaint in SCENE.complaints:
    st.warning(complaint)
show_function(SCENE)
show_nudges(SCENE)
show_shorthand(SCENE)
show_gallery(SCENE)
