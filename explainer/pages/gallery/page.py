"""The gallery: nudge any layer, and see if its Jacobian is diagonal and what its shorthand is."""

import streamlit as st

from explainer.notation.functions import WORDS
from explainer.notation.layers import derivative, derivative_meaning, formula, meaning
from explainer.pages.frame import Page
from explainer.pages.gallery.controls import WIDGETS, function_controls
from explainer.pages.gallery.layer import Unusable
from explainer.pages.gallery.nudges import show_nudges
from explainer.pages.gallery.overview import show_gallery
from explainer.pages.gallery.own_function import show_own
from explainer.pages.gallery.scene import GalleryScene, current_scene, layer_of
from explainer.pages.gallery.settings import GallerySettings
from explainer.pages.gallery.shorthand import show_shorthand
from explainer.pages.gallery.subject import subject_of
from explainer.pages.typed import typed


def show_introduction() -> None:
    st.markdown(
        "May I write $\\circ$ for my own layer? Yes, exactly when its Jacobian, the table of its "
        "derivatives, is **diagonal by its structure**: when each output depends on its own input "
        "alone, for every input and every weight. Choose a layer, or type a function of your own. "
        "Then nudge its inputs: which outputs move?"
    )


def show_function(scene: GalleryScene) -> None:
    """Show the formula of the function and of its derivatives; for a typed one see `show_own`."""
    st.markdown("## Read it off the formula")
    n, function = scene.notation, scene.layer.function
    if scene.inquiry:
        show_own(scene, scene.inquiry)
        return
    name, words = function.name, WORDS[function.name]
    slope = derivative(n, name)
    bracket = ""
    if words.indicator:
        bracket = " Here $[\\dots]$ is 1 if the condition inside is true, otherwise 0."
    # For other functions it repeats the formula above.
    explained = function.elementwise and words.derivative_meaning
    why = f" {derivative_meaning(n, name)}." if explained else ""
    st.markdown(
        f"$$\n{formula(n, name)}\n$$\n\n$$\n{slope}\n$$\n\n"
        f"{name}: {meaning(n, name)}.{why} Entry $[i, j]$ of the Jacobian is the derivative of "
        "output $y_i$ with respect to input $x_j$. Where the formula of $y_i$ does not contain "
        f"$x_j$, it is zero whatever $x$ is. Entries are counted from 0.{bracket}"
    )


def show() -> None:
    show_introduction()
    function_controls()
    try:
        scene = current_scene()  # once: for a typed function it waits for SymPy
    except Unusable as refusal:
        show_refused(refusal)
    else:
        show_read_as(scene)
        show_nudges(scene)
        show_function(scene)
        show_shorthand(scene)
    show_gallery(WIDGETS.settings().function)


def show_refused(refusal: Unusable) -> None:
    """Say what cannot be used, and offer an x that can; nothing is shown of another function."""
    st.warning(f"{refusal.refusal.sentence()} No Jacobian is shown.")
    if refusal.instead is not None:
        x = typed(refusal.instead)
        st.button(f"Take x = {x}", on_click=WIDGETS.show, kwargs={"x": x}, key="take-x")


def show_read_as(scene: GalleryScene) -> None:
    """Say how a typed function was read, where it was written otherwise."""
    expression = scene.layer.expression
    if expression is None:
        return
    notes = "".join(f" {note[0].upper()}{note[1:]}." for note in expression.notes)
    if notes or "".join(expression.text.split()) != "".join(expression.code.split()):
        st.caption(f"Read as `y = {expression.code}`.{notes}")


def usable(settings: GallerySettings) -> bool:
    """Tell whether there is a Jacobian to take away."""
    try:
        layer_of(settings)
    except Unusable:
        return False
    return True


PAGE = Page(WIDGETS, show, subject_of, network=False, of_layer=True, usable=usable)
