"""The part about a typed function: formulas by SymPy, compared with the numbers by NumPy."""

import numpy as np
import streamlit as st

from explainer.expressions.deriver import BUSY, STARTING
from explainer.expressions.formulas import Formulas, Readable
from explainer.expressions.own import Inquiry
from explainer.pages.gallery.scene import GalleryScene
from explainer.wording import number


def show_own(scene: GalleryScene, inquiry: Inquiry) -> None:
    """Show the formulas of the outputs and the Jacobian, and how well the numbers agree."""
    if inquiry.formulas is None:
        st.info(f"There are no formulas now: {inquiry.reason}. The numbers do not need them.")
        if inquiry.reason in (BUSY, STARTING):
            st.button("Ask again")  # a new run asks again; other answers are cached
    else:
        _show_formulas(scene, inquiry, inquiry.formulas)
    st.markdown(_agreement(scene, inquiry.formulas))


def _show_formulas(scene: GalleryScene, inquiry: Inquiry, formulas: Formulas) -> None:
    i = formulas.entries[0].place[0] if formulas.entries else 0
    st.markdown("By SymPy, with an index for each entry:")
    _show_latex(f"y_{{{i}}} = ", formulas.value[i], f"y[{i}]")
    if isinstance(formulas.matrix, str):
        _show_latex(r"\frac{\partial y}{\partial x} = ", formulas.matrix, "the Jacobian")
        return
    st.markdown(f"Of the {scene.exact.size} derivatives, for example:")
    for entry in formulas.entries:
        if entry.place in inquiry.shown:
            i, j = entry.place
            begin = rf"\frac{{\partial y_{{{i}}}}}{{\partial x_{{{j}}}}} = "
            _show_latex(begin, entry.latex, f"∂y[{i}]/∂x[{j}]")


def _show_latex(begin: str, formula: Readable, name: str) -> None:
    if isinstance(formula, int):
        st.markdown(f"{name}: a formula of {formula:,} characters, too long to be read.")
    else:
        st.markdown(f"$$\n{begin}{formula}\n$$")


def _agreement(scene: GalleryScene, formulas: Formulas | None) -> str:
    """Say how much the numbers differ from SymPy's formulas and from central differences."""
    layer, differs = scene.layer, []
    if formulas:
        off = [abs(e.number - scene.exact[e.place]) for e in formulas.entries]
        if np.isfinite(off).all():
            differs.append(f"SymPy's formulas at this x by {number(max(off), 2)}")
    if layer.central_error is not None:
        differs.append(f"central differences by {number(layer.central_error, 2)}")
    sentence = "The Jacobian is worked out by the chain rule, part by part, in NumPy."
    if differs:
        sentence += f" It differs from {' and from '.join(differs)}."
    if layer.central_error is None:
        return f"{sentence} Central differences lead out of where the function has a value."
    if layer.central_error <= scene.central_limit:
        return sentence
    if layer.by_convention:
        return (
            f"{sentence} **Here the central differences are right.** Inside the formula a part has "
            "a kink at this x; the chain rule takes a slope for it by convention, and the parts do "
            "not fit together. What is called exact on this page is that convention."
        )
    if layer.has_kink:
        return f"{sentence} At this x the function has a kink, and no derivative."
    return (
        f"{sentence} Within 6e-6 of x the function bends or jumps: central differences are wrong."
    )
