"""Every formula of every step, for the browser to render: activation × convention × formulation."""

import itertools

import numpy as np
import streamlit as st

from explainer.compute import ACTIVATIONS, FUNCTIONS
from explainer.expressions.own import Formulas, Own
from explainer.notation import Notation, latex, layers
from explainer.palette import LIGHT
from explainer.settings import CONVENTIONS, FORMULATIONS

TYPED = (
    *("x * sigmoid(x)", "x / sum(x)", "softmax(A @ x)", "relu(x) + log(x)", "sort(A @ x)"),
    *("max(abs(x)) ** 2 * x", "gelu(x)", "layer_norm(x)", "dropout(scale(bias(x)))", "0.1 * x"),
)

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
for function in FUNCTIONS.values():
    for formula in (layers.formula(n, function), layers.derivative(n, function)):
        st.markdown(f"$$\n{formula}\n$$")
for text in TYPED:
    formulas = Own.at(text, np.array([0.5, 1.0, 0.3])).formulas
    assert isinstance(formulas, Formulas)
    for formula in (formulas.value[0], formulas.matrix or formulas.entries[0].latex):
        st.markdown(f"$$\n{formula}\n$$")
st.caption("The end")
