"""The nudge test: find out which inputs move which outputs, before any formula."""

import streamlit as st

from explainer import controls
from explainer.compute import forward_difference, nudge
from explainer.compute.validation import Array
from explainer.figures.cells import number
from explainer.figures.error_curve import ErrorCurve, error_curve
from explainer.figures.nudge import Nudges, nudge_alt, nudge_figure
from explainer.layer_scene import LayerScene
from explainer.pages.layer.verdict import show_verdict
from explainer.pages.parts import show_figure, show_source
from explainer.settings import EPSILONS

LINEAR = 1e-12  # an error of the largest nudge that rounding alone explains


@st.fragment  # a nudge leaves all the rest of the page alone
def show_nudges() -> None:
    """The test, its verdict, and how wrong it is."""
    st.markdown(
        "## The nudge test\n\n"
        "Add a little, ε, to one input, and see which outputs move and by how much. Δy/ε, the "
        "change of an output for each unit of the nudge, fills the input's column of the Jacobian. "
        "Press the button until all inputs are nudged, or click one."
    )
    controls.nudge_controls()
    if controls.drop_refusals():
        st.rerun()  # they stand outside of this fragment
    scene = LayerScene(controls.settings(), controls.palette())
    with st.container(horizontal=True, gap="large"):
        if scene.moves is None:
            st.warning(
                f"Nudged by ε = {scene.settings.eps}, the function has no value: choose another ε."
            )
        else:
            _show_figure(scene, scene.moves)
        with st.container(width=348):
            _show_error(scene)
    show_source("nudge", nudge, forward_difference)


def _show_figure(scene: LayerScene, moves: Array) -> None:
    parts = Nudges(
        x=scene.layer.x,
        y=scene.layer.y,
        moves=moves,
        eps=scene.eps,
        exact=scene.exact,
        support=scene.support,
        done=scene.done,
        forbids=scene.forbidding,
    )
    figure = nudge_figure(parts, palette=scene.palette)
    with st.container(width=max(348, round(figure.layout.width))):
        on_select = controls.on_input_click("figure-nudge")
        show_figure(figure, nudge_alt(parts), key="nudge", on_select=on_select)
        st.caption(
            "In each cell, bold: Δy/ε, measured; below it: the exact derivative. A zero without a "
            "tile is zero for every input."
        )
        if scene.done == scene.layer.x.size:
            show_verdict(scene, parts.measured)


def _show_error(scene: LayerScene) -> None:
    """The error at this ε, and against all of them."""
    errors = scene.layer.errors
    chosen = errors[scene.settings.eps]
    known = [(error, eps) for eps, error in errors.items() if error is not None]
    least = f"{number(min(known)[0], 2)} at ε = {min(known)[1]}" if known else "not to be had"
    st.markdown(
        f"### How wrong is a nudge?\n\nAt ε = {scene.settings.eps} the largest error is "
        f"**{'not to be had' if chosen is None else number(chosen, 2)}**. Of all ε here it is "
        f"least {least}."
    )
    curve = ErrorCurve(
        [float(eps) for eps in errors], list(errors.values()), scene.eps, scene.layer.complex_error
    )
    alt = f"Curve of the largest error against ε, 12×1: least {least}"
    show_figure(error_curve(curve, palette=scene.palette), alt, key="errors")
    st.markdown(f"{_explain_curve(scene)} {_complex_step(scene)}")


def _explain_curve(scene: LayerScene) -> str:
    largest = scene.layer.errors[EPSILONS[0]]
    rounding = "nearly equal numbers of 16 digits are subtracted (rounding)"
    if largest is not None and largest < LINEAR:
        return (
            "This function is linear from x to the nudged x, so the largest ε is as good as any, "
            f"and a smaller one only makes it worse: {rounding}."
        )
    return (
        "A smaller ε is better at first: the step of a derivative is infinitely small "
        f"(truncation). It is worse in the end: {rounding}."
    )


def _complex_step(scene: LayerScene) -> str:
    if scene.layer.complex_error is None:
        return "There is no complex step here: gelu's error function takes real numbers only."
    return (
        "The **complex step** nudges along the imaginary axis and subtracts nothing: its error is "
        f"{number(scene.layer.complex_error, 2)}, and no ε is too small for it."
        + (" (An error of 0 is drawn at the lower edge.)" if scene.layer.complex_error == 0 else "")
    )
