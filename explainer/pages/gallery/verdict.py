"""The verdict on a layer once every input has been nudged: is ∘ allowed, and why."""

import numpy as np
import streamlit as st

from explainer.compute.arrays import Array
from explainer.compute.jacobians import off_diagonal
from explainer.expressions.own import Inquiry
from explainer.notation.functions import WORDS
from explainer.pages.gallery.scene import GalleryScene
from explainer.pages.typed import typed
from explainer.wording import counted, number


def show_verdict(scene: GalleryScene, measured: Array) -> None:
    """Show the verdict on ∘, which is about the structure and not about these numbers."""
    inputs, outputs = scene.layer.x.size, scene.layer.y.size
    if scene.layer.expression:
        st.markdown(f"The verdict on `y = {scene.layer.expression.code}`:")
    if inputs == outputs == 1:
        st.info(
            "One input and one output: every product of two numbers is the same. Take two numbers "
            "or more to see a difference."
        )
    elif not scene.is_square:
        st.error(
            f"**∘ is not allowed.** {counted(outputs, 'output')} from {counted(inputs, 'input')}: "
            "the Jacobian is not square, so it has no diagonal to multiply with."
        )
    elif not scene.support.any():
        st.success(
            "**Nothing moves, whatever is nudged**: the Jacobian is zero for every input and every "
            "weight. A zero matrix is diagonal too, and ∘ with zeros is allowed."
            + _rounding(measured)
        )
    elif scene.allowed:
        st.success(
            "**Only the diagonal filled: each output depends on its own input, ∘ is allowed.** And "
            f"not at this x alone: {_why_allowed(scene)}." + _rounding(measured) + _accidents(scene)
        )
    elif scene.inquiry and scene.unproved:
        _show_unproved(scene, scene.inquiry, measured)
    else:
        _show_forbidden(scene, measured)


def _why_allowed(scene: GalleryScene) -> str:
    if scene.inquiry and scene.inquiry.proved:
        return "SymPy proved that every other derivative is zero for every x"
    return "in the formula, each output is made of its own input"


def _show_unproved(scene: GalleryScene, inquiry: Inquiry, measured: Array) -> None:
    """Show the measurements at this x, and say that nothing is proved for every x."""
    off = off_diagonal(measured)
    exact, moved = (
        number(float(np.abs(jacobian[off]).max()), 2) for jacobian in (scene.exact, measured)
    )
    why = "" if inquiry.tried or not inquiry.reason else f": {inquiry.reason}"
    by_convention = (
        " (The chain rule takes slopes by convention at a kink inside the formula; what the nudges "
        "moved is what counts.)"
        if scene.layer.by_convention
        else ""
    )
    st.warning(
        "**Not proved for every x.** No nudge at this x tells of an entry off the diagonal: the "
        f"largest derivative there is {exact}, the largest Δy/ε {moved}.{by_convention} SymPy did "
        f"not show that every entry off it is 0 at every x{why}. Nothing was found that forbids ∘, "
        "and nothing that allows it."
    )


def _show_forbidden(scene: GalleryScene, measured: Array) -> None:
    assert scene.forbidding is not None
    i, j = scene.forbidding
    witness = scene.inquiry.witnesses.get((i, j)) if scene.inquiry else None
    elsewhere = witness is not None and not witness.is_here
    if measured[i, j] and not elsewhere:
        st.error(
            f"**∘ is not allowed.** The entry [{i}, {j}] forbids it: nudging x[{j}] moved y[{i}], "
            f"Δy[{i}]/ε = {number(measured[i, j])}."
        )
        return
    if scene.exact[i, j] and not elsewhere:
        st.warning(
            f"**∘ is not allowed**, though only the diagonal moved: the derivative [{i}, {j}] is "
            f"{number(scene.exact[i, j])}, too small for this ε to move a number of 16 digits."
        )
        return
    if witness is not None:
        there = typed(float(f"{value:.4g}") for value in witness.x)
        st.warning(
            "**Only the diagonal filled, and still ∘ is not allowed.** At another x, "
            f"x = {there}, entry [{i}, {j}] is {number(witness.slope)}."
        )
        return
    why = WORDS[scene.layer.function.name].accident
    st.warning(
        "**Only the diagonal filled, and still ∘ is not allowed.** Nothing in the formula says "
        f"that entry [{i}, {j}] is zero for every input and every weight: {why}. A nudge can "
        "forbid ∘; what allows it is the structure alone."
    )


def _rounding(measured: Array) -> str:
    """Say that what was measured off the diagonal is rounding; empty if it is all 0."""
    beside = np.abs(measured[off_diagonal(measured)])
    if not beside.any():
        return ""
    most = number(beside.max(), 2)
    return f" What was measured off the diagonal, at most {most}, is rounding."


def _accidents(scene: GalleryScene) -> str:
    """Name the accidental zeros on the diagonal; empty if there are none to name."""
    if scene.layer.by_convention:
        return ""
    accidental = np.diagonal(scene.support & (scene.exact == 0))
    zeros = [str(i) for i in np.flatnonzero(accidental)]
    if not zeros:
        return ""
    single = len(zeros) == 1
    which = f"{'zero' if single else 'zeros'} on the diagonal, at {', '.join(zeros)},"
    verb = "is an accident" if single else "are accidents"
    return f" The {which} {verb} of this x or of these numbers, and no structure."
