"""The nudge test: find out which inputs move which outputs, before any formula."""

import streamlit as st

from explainer import controls
from explainer.compute import complex_step, forward_difference, nudge
from explainer.compute.arrays import Array
from explainer.figures.error_curve import ErrorCurve, error_curve
from explainer.figures.nudge import Nudges, nudge_alt, nudge_figure
from explainer.pages.gallery.controls import WIDGETS, nudge_buttons, nudge_up_to
from explainer.pages.gallery.scene import GalleryScene
from explainer.pages.gallery.settings import EPSILONS
from explainer.pages.gallery.verdict import show_verdict
from explainer.pages.parts import show_figure, show_source
from explainer.wording import number

NONE = "The error cannot be computed here"


@controls.fragment  # a nudge changes nothing else on the page
def show_nudges(scene: GalleryScene) -> None:
    """Show the nudge test, its verdict and its error. `scene` is that of the last whole run."""
    nudge_buttons()
    # The guess is not always shown. After the buttons, and in a container, it moves no widget:
    # Streamlit would recreate a moved one, and lose quick presses.
    with st.container():
        _show_guess(scene.after(WIDGETS.settings()))
    if controls.drop_refusals(WIDGETS.kind):
        st.rerun()  # the refusals are outside this fragment
    scene = scene.after(WIDGETS.settings())
    with st.container(horizontal=True, gap="large"):
        if scene.moves is None:
            st.warning(
                f"Nudged by ε = {_shown(scene)}, the function has no value: choose another ε."
            )
            WIDGETS.numbers("nudged")
        else:
            _show_figure(scene, scene.moves)
        with st.container(width=348):
            _show_error(scene)
    show_source("nudge", nudge, forward_difference, complex_step)


def _show_guess(scene: GalleryScene) -> None:
    """Ask which outputs the first nudge will move; after it, judge the answer."""
    settings, moves = scene.settings, scene.moves
    if moves is None:
        return
    about = [settings.function, settings.expression, settings.x]
    guess, outputs = controls.kept("guess", about), [f"y[{i}]" for i in range(len(moves))]
    if not scene.done:
        asked = "Before you nudge: which outputs will move with x[0]?"
        controls.asked_several(asked, outputs, guess, "outputs")
        return
    if guess.get("outputs"):
        moved = [name for name, move in zip(outputs, moves[:, 0], strict=True) if move]
        right = sorted(guess["outputs"]) == sorted(moved)
        slopes = (number(float(move / settings.eps), 2) for move in moves[:, 0])
        measured = ", ".join(f"{name} {slope}" for name, slope in zip(outputs, slopes, strict=True))
        st.markdown(
            f"You said that x[0] moves {', '.join(guess['outputs'])}: "
            f"**{'right' if right else 'wrong'}**. Δy/ε is {measured}."
        )


def _show_figure(scene: GalleryScene, moves: Array) -> None:
    parts = Nudges(
        x=scene.layer.x,
        y=scene.layer.y,
        moves=moves,
        eps=scene.settings.eps,
        exact=scene.exact,
        support=scene.support,
        done=scene.done,
        forbids=scene.forbidding,
    )
    figure = nudge_figure(parts, palette=scene.palette)
    with st.container(width=max(348, round(figure.layout.width))):
        show_figure(figure, nudge_alt(parts), key="nudge", act=nudge_up_to)
        if scene.done == scene.layer.x.size:
            with st.container(key="verdict"):
                show_verdict(scene, parts.measured)
        WIDGETS.numbers("nudged")
        st.caption(
            "A nudge adds a little, ε, to one input. The change of an output divided by ε, Δy/ε, "
            "is measured: the bold number. Below it stands the exact derivative. They fill the "
            "input's column of the Jacobian. A single faint 0 is a structural zero: zero for every "
            "input and every weight. A click on an input nudges it, and all before it."
        )


def _show_error(scene: GalleryScene) -> None:
    """Show the error at the chosen ε, and the curve of the error against ε."""
    errors = scene.layer.errors
    chosen = errors[scene.settings.eps]
    known = [(error, eps) for eps, error in errors.items() if error is not None]
    least = ""
    if known:
        error, eps = min(known, key=lambda pair: (pair[0], -pair[1]))
        least = f"{number(error, 2)} at ε = {EPSILONS[eps]}"
    st.markdown("### How wrong is a nudge?")
    WIDGETS.select_slider("eps", width=300)
    if chosen is not None:
        here = f"At ε = {_shown(scene)} the largest error is **{number(chosen, 2)}**."
    else:
        here = f"{NONE}: {'this ε does not work' if known else 'no ε in the list works'}."
    st.markdown(f"{here} The smallest error of all ε in the list is {least}." if least else here)
    curve = ErrorCurve(
        list(errors), list(errors.values()), scene.settings.eps, scene.layer.complex_error
    )
    alt = "Curve of the largest error of Δy/ε against ε from 1e-1 to 1e-12: " + (
        f"least {least}" if least else "there is none"
    )
    show_figure(error_curve(curve, palette=scene.palette), alt, key="errors")
    st.markdown(f"{_explain_curve(scene)} {_complex_step(scene)}")


def _explain_curve(scene: GalleryScene) -> str:
    layer = scene.layer
    errors = [error for error in layer.errors.values() if error is not None]
    rounding = "nearly equal numbers of 16 digits are subtracted (rounding)"
    if layer.has_kink:
        return (
            "**At this x the function has a kink**: its slopes to the left and to the right "
            "differ, so it has no derivative there. What is called exact is a convention, the "
            "slope of one side, and no ε makes the difference go away."
        )
    if layer.by_convention:
        return (
            "**Here the nudges are right**, whatever ε is: what is called exact is a convention of "
            "the chain rule at a kink inside the formula."
        )
    if not any(errors):
        return "Here no ε makes an error: nothing is rounded."
    widest = max(EPSILONS)
    largest = layer.errors[widest]
    if largest is not None and largest <= layer.rounding(widest):
        return (
            "From x to the nudged x this function is almost a straight line, so the largest ε is "
            f"as good as any, and a smaller one only makes it worse: {rounding}."
        )
    return (
        "A smaller ε is better at first: a derivative is about an infinitely small nudge, and this "
        f"one is not (truncation). It is worse in the end: {rounding}."
    )


def _complex_step(scene: GalleryScene) -> str:
    error = scene.layer.complex_error
    if not scene.layer.function.complex_step:
        return f"There is no complex step here: {scene.layer.real_only}."
    if error is None:
        return "There is no complex step here: the function has no value beside the real numbers."
    if scene.layer.by_convention:
        return "The complex step follows the same convention."
    if scene.layer.has_kink:
        return "The complex step sees one side alone as well."
    return (
        "The **complex step** nudges along the imaginary axis, by 1e-30 whatever ε is, and "
        f"subtracts nothing: its error is {number(error, 2)}."
        + (" (An error of 0 is drawn at the lower edge.)" if error == 0 else "")
    )


def _shown(scene: GalleryScene) -> str:
    return EPSILONS[scene.settings.eps]
