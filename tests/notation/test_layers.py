"""What is written of a layer: its formulas in x and y, and NumPy that computes what is shown."""

import re

import numpy as np
import pytest

from explainer.compute import FUNCTIONS
from explainer.notation import layers
from explainer.palette import LIGHT
from explainer.scene import Scene
from explainer.settings import Settings
from tests.notation.scenes import FUNCTIONS as IN_REACH
from tests.notation.scenes import difference

N = Scene(Settings(), LIGHT).notation
X = np.array([0.5, -1.0, 0.3, 2.0, -0.4])
every = pytest.mark.parametrize("function", FUNCTIONS.values(), ids=FUNCTIONS)


def plain(latex):
    """LaTeX without its colours."""
    return re.sub(r"\\textcolor\{[^{}]*\}\{([^{}]*)\}", r"\1", latex)


@every
def test_the_shown_numpy_is_the_product_with_the_jacobian(function):
    snippet = layers.snippet(function)
    jacobian = function.jacobian(X)
    v = np.random.default_rng(1).standard_normal(jacobian.shape[0])
    names = {"np": np, **IN_REACH, "x": X, "v": v}
    exec(snippet.code, names)
    assert difference(names[snippet.result], v @ np.asarray(jacobian)) < 1e-14
    assert difference(names["y"], function.value(X)) == 0


@every
def test_nothing_is_left_of_the_networks_names(function):
    for latex in (layers.formula(N, function), layers.derivative(N, function)):
        without_words = re.sub(r"\\(operatorname|text)\{[^{}]*\}", "", plain(latex))
        assert not re.search(r"(?<![\\a-zA-Z])[hr](?![a-zA-Z])", without_words)
    assert not re.search(r"\b[hr]\b", layers.snippet(function).code)


@every
def test_x_and_y_have_their_colours_everywhere(function):
    for latex in (layers.formula(N, function), layers.derivative(N, function)):
        bare = re.sub(r"\\textcolor\{[^{}]*\}\{[^{}]*\}", "", latex)
        bare = re.sub(r"\\[a-zA-Z]+(\{[a-z ]*\})?", "", bare)
        assert not re.search("[xy]", bare)


@pytest.mark.parametrize(
    ("name", "value", "entry"),
    [
        ("sigmoid", r"y = \sigma(x)", r"= [i=j]\;\left(y\circ(1-y)\right)_i"),
        ("softmax", r"y = \operatorname{softmax}(x)", "= y_i([i=j]-y_j)"),
        ("cumsum", r"y = \operatorname{cumsum}(x)", r"= [j\leq i]"),
        ("matrix", r"y = A\,x", "= A_{ij}"),
    ],
)
def test_a_formula_is_written_in_x_and_y(name, value, entry):
    assert plain(layers.formula(N, FUNCTIONS[name])) == value
    assert plain(layers.derivative(N, FUNCTIONS[name])).endswith(entry)


def test_a_meaning_is_translated_between_dollars_alone():
    text = plain(layers.meaning(N, FUNCTIONS["max pool"]))
    assert text.startswith(r"the larger of each two neighbours, $y_i=\max(x_{2i},x_{2i+1})$; a")
    assert layers.meaning(N, FUNCTIONS["reverse"]) == "the last number first"


def test_a_sum_stands_in_parentheses_behind_v():
    assert layers.vjp_code(FUNCTIONS["tanh"]) == "v * (1 - y**2)"
    assert layers.vjp_code(FUNCTIONS["softplus"]) == "v * sigmoid(x)"
    assert layers.vjp_code(FUNCTIONS["softmax"]) == "y * (v - v @ y)"
    assert layers.vjp_code(FUNCTIONS["bias"]) == "v"
