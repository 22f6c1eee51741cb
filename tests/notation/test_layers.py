"""The notation of layers: formulas in x and y, and NumPy that computes what is shown."""

import re
from dataclasses import replace

import numpy as np
import pytest

from explainer.compute import FUNCTIONS
from explainer.notation import layers
from explainer.notation.functions import WORDS
from explainer.notation.latex import colorless as plain
from tests.notation.scenes import FUNCTIONS as IN_REACH
from tests.notation.scenes import difference, scene_of

N = scene_of().notation
X = np.array([0.5, -1.0, 0.3, 2.0, -0.4])


def test_the_shown_numpy_is_the_product_with_the_jacobian():
    for name, function in FUNCTIONS.items():
        snippet, jacobian = layers.snippet(name), np.asarray(function.jacobian(X))
        v = np.random.default_rng(1).standard_normal(len(jacobian))
        names = {"np": np, **IN_REACH, "x": X, "v": v}
        exec(snippet.code, names)
        assert difference(names[snippet.result], v @ jacobian) < 1e-14, name
        assert difference(names["y"], function.value(X)) == 0, name


def test_nothing_is_left_of_the_networks_names():
    for name in FUNCTIONS:
        for latex in (layers.formula(N, name), layers.derivative(N, name)):
            without_words = re.sub(r"\\(operatorname|text)\{[^{}]*\}", "", plain(latex))
            assert not re.search(r"(?<![\\a-zA-Z])[hr](?![a-zA-Z])", without_words), name
        assert not re.search(r"\b[hr]\b", layers.snippet(name).code), name


def test_a_function_says_whether_its_derivative_uses_a_bracket_that_is_1_or_0():
    for name, words in WORDS.items():
        shown = layers.derivative(N, name) + words.meaning
        assert words.indicator == ("[" in shown), name


def test_x_and_y_have_their_colours_everywhere():
    for name in FUNCTIONS:
        for latex in (layers.formula(N, name), layers.derivative(N, name)):
            bare = re.sub(r"\\textcolor\{[^{}]*\}\{[^{}]*\}", "", latex)
            bare = re.sub(r"\\[a-zA-Z]+(\{[a-z ]*\})?", "", bare)
            assert not re.search("[xy]", bare), name


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
    assert plain(layers.formula(N, name)) == value
    assert plain(layers.derivative(N, name)).endswith(entry)


def test_a_meaning_is_translated_between_dollars_alone():
    text = plain(layers.meaning(N, "max pool"))
    assert text.startswith(r"the larger of each two neighbours, $y_i=\max(x_{2i},x_{2i+1})$; a")
    assert layers.meaning(N, "reverse") == "the last number first"


def test_a_word_of_one_letter_stays_before_between_and_behind_the_dollars(monkeypatch):
    words = replace(WORDS["reverse"], meaning="r is $r$, h is $h$, r and h")
    monkeypatch.setitem(WORDS, "reverse", words)
    assert plain(layers.meaning(N, "reverse")) == "r is $x$, h is $y$, r and h"


def test_so_is_the_meaning_of_a_derivative():
    found = plain(layers.derivative_meaning(N, "relu"))
    assert found == "$[x>0]$ is 1 where $x>0$ and 0 elsewhere"


def test_a_sum_stands_in_parentheses_behind_v():
    assert layers.vjp_code("tanh") == "v * (1 - y**2)"
    assert layers.vjp_code("softplus") == "v * sigmoid(x)"
    assert layers.vjp_code("softmax") == "y * (v - v @ y)"
    assert layers.vjp_code("bias") == "v"


def test_the_jacobian_of_a_figure_is_transposed_in_columns():
    for convention, text in (("rows", "∂y/∂x"), ("columns", "(∂y/∂x)ᵀ")):
        found = layers.text(scene_of(convention=convention).notation)
        assert re.sub("<.*?>", "", found) == text
