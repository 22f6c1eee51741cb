"""Every formula of every step, for the browser to render: activation × convention × formulation."""

import itertools

import streamlit as st

from explainer.compute import ACTIVATIONS
from explainer.notation import Notation, latex
from explainer.palette import LIGHT
from explainer.settings import CONVENTIONS, FORMULATIONS

st.title("Formulas")
for function, convention, formulation in itertools.product(
    ACTIVATIONS.values(), CONVENTIONS, FORMULATIONS
):
    n = Notation(convention, formulation, function, LIGHT)
    formulas = [
        *(f(n) for f in (latex.forward, latex.product, latex.symbolic)),
        *(f(n) for f in (latex.shapes, latex.fused, latex.softmax_link, latex.softmax_wrong)),
        latex.applied(n, "theta", "h", n.output_layer),
        latex.applied(n, "h", "r", n.activation_matrix),
        latex.applied(n, "h", "r", n.derivative, circle=True),
        latex.applied(n, "r", "x", n.input_layer),
        n.colored(function.latex),
        latex.product(latex.asked(n)),
    ]
    st.markdown("\n\n".join(f"$$\n{formula}\n$$" for formula in formulas))
st.caption("The end")
