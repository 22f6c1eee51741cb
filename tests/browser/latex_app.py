"""An app with every formula of the pages, and a wrong one, for the browser to render."""

from collections.abc import Iterator
from itertools import product

import numpy as np
import streamlit as st

from explainer.compute import ACTIVATIONS, FUNCTIONS
from explainer.compute.batch import VARIABLES
from explainer.derivation.labels import FORMULATIONS
from explainer.expressions.deriver import Deriver
from explainer.expressions.own import inquire
from explainer.expressions.parsing import parse
from explainer.notation import CONVENTIONS, Notation, batches, latex, layers, phrase_book
from explainer.palette import LIGHT

TYPED = (
    *("x * sigmoid(x)", "x / sum(x)", "softmax(A @ x)", "relu(x) + log(x)", "sort(A @ x)"),
    *("max(abs(x)) ** 2 * x", "gelu(x)", "layer_norm(x)", "dropout(scale(bias(x)))", "0.1 * x"),
)


def formulas() -> list[str]:
    """Return every formula of the pages once."""
    notations = [
        Notation(convention, formulation, function, LIGHT)
        for function, convention, formulation in product(
            ACTIVATIONS.values(), CONVENTIONS, FORMULATIONS
        )
    ]
    found = [formula for n in notations for formula in _of_the_network(n)]
    found += [formula for convention in CONVENTIONS for formula in _of_the_layers(convention)]
    patient = Deriver(limit=60, wait=60)
    found += [formula for text in TYPED for formula in _of_what_is_typed(text, patient)]
    patient.stop()
    return list(dict.fromkeys(found))


def _of_the_network(n: Notation) -> Iterator[str]:
    for formula in (latex.forward, latex.product, latex.symbolic, latex.shapes, latex.fused):
        yield formula(n)
    yield from (latex.softmax_link(n), latex.softmax_wrong(n), latex.question(n))
    yield latex.applied(n, "theta", "h", n.weights("W2"))
    yield latex.applied(n, "h", "r", n.activation_matrix)
    yield latex.applied(n, "h", "r", n.derivative, circle=True)
    yield latex.applied(n, "r", "x", n.weights("W1"))
    yield from map(n.colored, _within(n.words.meaning))
    yield from map(n.colored, _within(n.words.derivative_meaning))
    for name in VARIABLES:
        rule = batches.rule(n, name)
        yield from (rule.structure, rule.shorthand, batches.jacobian(n, name))
    for line in phrase_book.lines(n).values():
        yield from _within(line)


def _of_the_layers(convention: str) -> Iterator[str]:
    n = Notation(convention, "matrix", FUNCTIONS["sigmoid"], LIGHT)
    for name in FUNCTIONS:
        yield from (layers.formula(n, name), layers.derivative(n, name))
        yield from _within(layers.meaning(n, name))
        yield from _within(layers.derivative_meaning(n, name))


def _of_what_is_typed(text: str, deriver: Deriver) -> Iterator[str]:
    found = inquire(parse(text), np.array([0.5, 1.0, 0.3]), deriver).formulas
    assert found
    derivatives = (entry.latex for entry in found.entries)
    for formula in (*found.value, found.matrix, *derivatives):
        if isinstance(formula, str) and formula:
            yield formula


def _within(words: str) -> list[str]:
    """Return the LaTeX between the dollar signs of a sentence."""
    return words.split("$")[1::2]


right = formulas()
st.title(f"{len(right)} formulas")
with st.container(key="right"):
    st.markdown("\n\n".join(f"$$\n{formula}\n$$" for formula in right))
with st.container(key="wrong"):
    st.markdown("$$\n\\frac{1}{\n$$")
