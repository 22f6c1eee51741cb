"""The nudge test: find out which inputs move which outputs, before any formula."""

import streamlit as st

from explainer import controls
from explainer.compute import complex_step, forward_difference, nudge
from explainer.compute.validation import Array
from explainer.figures.cells import number
from explainer.figures.error_curve import ErrorCurve, error_curve
from explainer.figures.nudge import Nudges, nudge_alt, nudge_figure
from explainer.layer_scene import LayerScene
from explainer.pages.layer import current_scene
from explainer.pages.layer.verdict import show_verdict
from explainer.pages.parts import show_figure, show_source
from explainer.settings import EPSILONS


@st.fragment  # a nudge leaves all the rest of the page alone
def show_nudges() -> None:
    """The test, its verdict, and how wrong it is."""
    st.markdown(
        "## The nudge test\n\n"
        "Add a little, ε, to one input, and see which outputs move and by how much. Δy/ε, the "
        "change of an output for each unit of the nudge, fills the input's column of the Jacobian. "
        "Press the button until all inputs are nudged, or click an input: it is nudged, and all "
        "before it."
    )
    controls.nudge_buttons()
    if controls.drop_refusals():
        st.rerun()  # they stand outside of this fragment
    scene = current_scene()
    with st.container(horizontal=True, gap="large"):
        if scene.moves is None:
            st.warning(
                f"Nudged by ε = {scene.settings.eps}, the function has no value: choose another ε."
            )
        else:
            _show_figure(scene, scene.moves)
        with st.container(width=348):
            _show_error(scene)
    show_source("nudge", nudge, forward_difference, complex_step)


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
            "In each cell, bold: Δy/ε, measured; below it: the exact derivative. A single faint 0 "
            "is zero by structure, for every input."
        )
        controls.nudged_slider()
        if scene.done == scene.layer.x.size:
            show_verdict(scene, parts.measured)


def _show_error(scene: LayerScene) -> None:
    """The error at this ε, and against all of them."""
    errors = scene.layer.errors
    chosen = errors[scene.settings.eps]
    known = [(error, eps) for eps, error in errors.items() if error is not None]
    least = f"{number(min(known)[0], 2)} at ε = {min(known)[1]}" if known else "not to be had"
    st.markdown("### How wrong is a nudge?")
    controls.eps_slider()
    st.markdown(
        f"At ε = {scene.settings.eps} the largest error is "
        f"**{'not to be had' if chosen is None else number(chosen, 2)}**. Of all ε here it is "
        f"least {least}."
    )
    curve = ErrorCurve(
        [float(eps) for eps in errors], list(errors.values()), scene.eps, scene.layer.complex_error
    )
    alt = f"Curve of the largest error of Δy/ε against ε from 1e-1 to 1e-12: least {least}"
    show_figure(error_curve(curve, palette=scene.palette), alt, key="errors")
    st.markdown(f"{_explain_curve(scene)} {_complex_step(scene)}")


def _explain_curve(scene: LayerScene) -> str:
    layer = scene.layer
    errors = [error for error in layer.errors.values() if error is not None]
    rounding = "nearly equal numbers of 16 digits are subtracted (rounding)"
    if layer.has_kink:
        return (
            "**At this x the function has a kink**: its slopes to the left and to the right "
            "differ, so it has no derivative there. What is called exact is a convention, the "
            "slope of one side, and no ε makes the difference go away."
        )
    if not any(errors):
        return "Here no ε makes an error: nothing is rounded."
    largest = layer.errors[EPSILONS[0]]
    if largest is not None and largest <= layer.rounding(float(EPSILONS[0])):
        return (
            "From x to the nudged x this function is as good as linear, so the largest ε is as "
            f"good as any, and a smaller one only makes it worse: {rounding}."
        )
    return (
        "A smaller ε is better at first: a derivative is about an infinitely small nudge, and this "
        f"one is not (truncation). It is worse in the end: {rounding}."
    )


def _complex_step(scene: LayerScene) -> str:
    error = scene.layer.complex_error
    if not scene.layer.keeps_imaginary:
        return "There is no complex step here: gelu's error function takes real numbers only."
    if error is None:
        return "There is no complex step here: the function has no value beside the real numbers."
    if scene.layer.has_kink:
        return "The complex step sees one side alone as well."
    return (
        "The **complex step** nudges along the imaginary axis, by 1e-30 whatever ε is, and "
        f"subtracts nothing: its error is {number(error, 2)}."
        + (" (An error of 0 is drawn at the lower edge.)" if error == 0 else "")
    )
