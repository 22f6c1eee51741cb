"""The phrase book's lines are those of textbooks, and its NumPy gives the right gradients."""

import re

import numpy as np
import pytest

from explainer.compute import ACTIVATIONS
from explainer.notation.latex import colorless as plain
from explainer.notation.phrase_book import AUTHORS, layer, lines
from tests.notation.scenes import CONVENTIONS, FUNCTIONS, difference, scene_of, stored

# The forward pass, ∂J/∂r (δ₁), ∂J/∂W₂, ∂J/∂W₁ and ∂J/∂x, as in textbooks.
BOOKS = {
    "rows": r"xW_1 \delta_2W_2^{\top}\circs h^{\top}\delta_2 x^{\top}\delta_1 \delta_1W_1^{\top}",
    "columns": r"W_1^{\top}x s\circ(W_2\delta_2) h\delta_2^{\top} x\delta_1^{\top} W_1\delta_1",
    "Wx": r"W_1x s\circ(W_2^{\top}\delta_2) \delta_2h^{\top} \delta_1x^{\top} W_1^{\top}\delta_1",
    "xWT": r"xW_1^{\top} \delta_2W_2\circs \delta_2^{\top}h \delta_1^{\top}x \delta_1W_1",
}


@pytest.mark.parametrize("convention", CONVENTIONS)
def test_every_line_is_as_books_write_it(convention):
    found = lines(scene_of(convention=convention).notation)
    said = [re.sub(r"\\left|\\right|\\,|\s|\$", "", plain(text)) for text in found.values()]
    said = [text.replace(r"h\circ(1-h)", "s") for text in said]
    forward, *back = BOOKS[convention].split()
    assert said[1] == f"r={forward}+b_1"
    assert [text.rsplit("=")[-1] for text in said[4:8]] == back
    assert set(AUTHORS) == set(CONVENTIONS)


def test_a_layer_without_numbers_is_that_of_the_lines():
    for convention in CONVENTIONS:
        short, n = layer(convention), scene_of(convention=convention).notation
        forward = "".join(n.ordered(("x", n.weights("W1", transposed=False).text)))
        backward = "".join(n.ordered(("δ", n.weights("W1").text)))
        assert (short.forward, short.backward) == (
            forward.replace("₁", ""),
            backward.replace("₁", ""),
        )


def test_the_numpy_gives_the_gradient_from_the_weights_as_they_are_stored():
    for activation in ACTIVATIONS:
        for convention in CONVENTIONS:
            scene = scene_of(activation=activation, convention=convention)
            code = lines(scene.notation)["the same in NumPy"].strip("`")
            known = stored(scene.notation, scene.network) | vars(scene.values)
            found = eval(code, {"np": np, **FUNCTIONS, **known, "y": scene.example.y})
            assert difference(found, scene.chain.gradient) < 1e-13, (activation, convention)
