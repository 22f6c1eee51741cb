"""Which Jacobians are diagonal: nudge any layer, see its structure and its shorthand."""

from functools import lru_cache

import numpy as np
import streamlit as st

from explainer import controls
from explainer.compute import FUNCTIONS, elementwise_allowed
from explainer.figures.gallery import Picture, gallery
from explainer.layer_scene import LayerScene
from explainer.notation.layers import derivative, formula, meaning, vjp_code
from explainer.pages.layer.nudges import show_nudges
from explainer.pages.layer.own_function import show_own
from explainer.pages.layer.shorthand import show_shorthand
from explainer.pages.parts import show_figure
from explainer.settings import NUMBERS

SHOWN = np.array(NUMBERS[:4])  # the x of the pictures


def show_introduction() -> None:
    st.title("Which Jacobians are diagonal?")
    st.markdown(
        "$\\circ$ may stand for the matrix product exactly when the Jacobian is diagonal: when "
        "each output depends on its own input alone. Find out of any layer whether it does: "
        "choose a function, nudge its inputs one by one, and see which outputs move."
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
    st.markdown(
        f"$$\n{formula(n, function)}\n$$\n\n$$\n{slope}\n$$\n\n"
        f"{function.name}: {meaning(n, function)}. Entries are counted from 0.{bracket}"
    )


def show_gallery(scene: LayerScene) -> None:
    """All functions of the table, as pictures and in words."""
    pictures = _pictures()
    diagonal = sum(picture.diagonal for picture in pictures)
    st.markdown(
        "## The gallery\n\n"
        f"Jacobians of {len(pictures)} layers, each of 4 inputs. **∘** marks the {diagonal} that "
        "are diagonal: the element-wise ones. All others are matrix products, and each structure "
        "has a shorthand of its own. Choose one to nudge it."
    )
    show_figure(
        gallery(pictures, scene.settings.function, palette=scene.palette),
        f"Gallery of {len(pictures)} Jacobians, most of them 4×4: {diagonal} are diagonal",
        key="gallery",
        on_select=controls.on_gallery_click("figure-gallery", [p.name for p in pictures]),
    )
    with st.expander("In words: structure and shorthand of each"):
        lines = [
            "| function | structure | ∘ | shorthand | v @ J in NumPy |",
            "|---|---|---|---|---|",
        ]
        for name, function in FUNCTIONS.items():
            jacobian = function.jacobian(SHOWN)
            allowed = "yes" if elementwise_allowed(jacobian.support()) else "no"
            cells = (
                name,
                jacobian.structure,
                allowed,
                function.shorthand,
                f"`{vjp_code(function)}`",
            )
            lines.append("| " + " | ".join(cells) + " |")
        st.markdown("\n".join(lines))


@lru_cache(maxsize=1)
def _pictures() -> list[Picture]:
    jacobians = {name: function.jacobian(SHOWN) for name, function in FUNCTIONS.items()}
    return [
        Picture(name, np.asarray(jacobian), support, elementwise_allowed(support))
        for name, jacobian in jacobians.items()
        for support in [jacobian.support()]
    ]


def current_scene() -> LayerScene:
    return LayerScene(controls.settings(), controls.palette())


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
