"""Your own function: its formulas, by SymPy, beside the numbers, by NumPy."""

import numpy as np
import streamlit as st

from explainer.expressions.deriver import Busy
from explainer.expressions.own import Formulas
from explainer.figures.cells import number
from explainer.layer_scene import LayerScene

READABLE = 1500  # characters of LaTeX; a longer formula is not read, and takes long to be drawn


def show_own(scene: LayerScene) -> None:
    """The formulas of the outputs and of the Jacobian, and how well the numbers agree."""
    own = scene.layer.own
    assert own is not None
    try:
        formulas = own.formulas
    except Busy:
        st.info("SymPy is busy with other functions: the formulas come with the next change.")
        return
    if isinstance(formulas, Formulas):
        _show_formulas(scene, formulas)
    else:
        st.info(f"There are no formulas: {formulas}. The numbers below do not need them.")
    _show_agreement(scene, formulas)


def _show_formulas(scene: LayerScene, formulas: Formulas) -> None:
    i = formulas.entries[0].place[0] if formulas.entries else 0
    st.markdown("By SymPy, with an index for each entry:")
    _show_latex(f"y_{{{i}}} = ", formulas.value[i], f"y[{i}]")
    if formulas.matrix is not None and len(formulas.matrix) <= READABLE:
        _show_latex(r"\frac{\partial y}{\partial x} = ", formulas.matrix, "the Jacobian")
        return
    for entry in formulas.entries:
        i, j = entry.place
        begin = rf"\frac{{\partial y_{{{i}}}}}{{\partial x_{{{j}}}}} = "
        _show_latex(begin, entry.latex, f"∂y[{i}]/∂x[{j}]")


def _show_latex(begin: str, formula: str, name: str) -> None:
    if len(formula) > READABLE:
        st.markdown(f"{name}: a formula of {len(formula):,} characters, too long to be read.")
    else:
        st.markdown(f"$$\n{begin}{formula}\n$$")


def _show_agreement(scene: LayerScene, formulas: Formulas | str) -> None:
    said = []
    if isinstance(formulas, Formulas):
        off = [abs(e.number - scene.exact[e.place]) for e in formulas.entries]
        if np.isfinite(off).all():
            said.append(f"these formulas at this x by {number(max(off), 2)}")
    if scene.layer.central_error is not None:
        said.append(f"central differences by {number(scene.layer.central_error, 2)}")
    size = max(1.0, float(np.abs(scene.exact).max()))
    agrees = scene.layer.central_error is not None and scene.layer.central_error <= 1e-6 * size
    hint = (
        ""
        if agrees
        else " Central differences are wrong where the function has a kink or bends within 1e-5."
    )
    st.markdown(
        "The Jacobian below is worked out by the chain rule, part by part, in NumPy. It differs "
        f"from {' and from '.join(said)}.{hint}"
        if said
        else "The Jacobian below is worked out by the chain rule, part by part, in NumPy."
    )
