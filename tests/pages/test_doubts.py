"""Common doubts: each in a student's words, found by a search, answered with a number."""

import re

import numpy as np
import pytest

from explainer.figures.term import Term
from explainer.pages.doubts.doubt import Desk
from explainer.pages.doubts.search import found, words_of
from explainer.pages.doubts.settings import LETTERS
from explainer.pages.doubts.table import DOUBTS, NUMBERED
from explainer.palette import LIGHT
from explainer.settings import read_link
from tests.pages.kinds import KINDS
from tests.pages.opened import CONVENTIONS, charts, exceptions, opened, read, text, warnings

WORDS = (
    "Sometimes @, sometimes ∘: how do I decide?",
    "They have the same size, so it must be element-wise?",
    "I make the dimensions work out; is that not enough?",
    "May I transpose a matrix whenever I need to?",
    "Why not put σ′ in a vector and matrix-multiply it?",
    "Why is the order reversed and W transposed in my book?",
    "My W is 4×2 and δ is 1×2, so Wᵀδ is illegal.",
    "A vector by a matrix is a 3-D tensor, so where does xᵀδ come from?",
    "Softmax is like sigmoid: s(1−s)?",
    "Why is db summed over axis 0?",
    "With a batch it is a matrix with respect to a matrix: what is the Jacobian?",
    "Why does backward() want a vector instead of giving me the Jacobian?",
    "“The chain rule does not exist for matrices.”",
    "Hadamard, dot or outer product?",
    "Is this dL/dh or dL/dr?",
    "Is the chain rule one path or a sum over paths?",
    "The Jacobian of an element-wise function is the identity, isn't it?",
    "With relu the derivative is (1,1,1)ᵀ and the dimensions fail.",
    "If every product is a matrix product, why does nobody write diag?",
    "Where did the minus sign of the loss go?",
)
# Written by somebody who had read only the doubts; the search was made without these.
ASKED = (
    (1, "when to use * and when np.dot in backprop"),
    (2, "both arrays same shape so multiply with * right?"),
    (3, "can i just match shapes to get the gradient formula"),
    (4, "allowed to flip matrix with .T just to make it fit?"),
    (5, "sigmoid derivative as column vector, why not use np.dot with it"),
    (6, "textbook has W^T delta on left side, other order than here"),
    (7, "shape error W.T @ delta, W (4,2) delta (1,2)"),
    (8, "dW should be 3d array? why outer product of input and delta"),
    (9, "derivative of softmax same as sigmoid s*(1-s) ?"),
    (10, "why np.sum(delta, axis=0) for bias gradient"),
    (11, "derivative of matrix by matrix with minibatch, 4 dimensional jacobian??"),
    (12, "pytorch grad can be created only for scalar outputs, why gradient argument"),
    (13, "my professor says no chain rule for matrix derivatives"),
    (14, "which product to use: elementwise, inner or outer"),
    (15, "is delta the gradient for preactivation z or for output a"),
    (16, "do i add gradients when variable goes through several neurons"),
    (17, "jacobian of sigmoid applied to each entry = identity matrix?"),
    (18, "relu gradient all ones vector shape mismatch"),
    (19, "diagonal matrix of activation derivative never written in code, why"),
    (20, "y - yhat or yhat - y, where is -1 gone"),
)

conventions = pytest.mark.parametrize("convention", CONVENTIONS)
numbers = pytest.mark.parametrize("number", NUMBERED)


def attempts(number, convention="rows"):
    return NUMBERED[number].attempts(Desk(convention, LIGHT))


def test_the_doubts_are_in_the_words_of_students():
    assert tuple(doubt.words for doubt in DOUBTS.values()) == WORDS


@conventions
@numbers
def test_of_three_attempts_one_is_right_and_a_number_says_why_the_others_are_not(
    number, convention
):
    made = attempts(number, convention)
    assert len(made) == len(LETTERS)
    assert sum(one.right for one in made) == 1
    assert len({one.label for one in made}) == len(made)
    for one in made:
        assert re.search(r"\d", one.said), one.label


@conventions
@numbers
def test_a_figure_says_equal_of_equal_things_alone(number, convention):
    for one in attempts(number, convention):
        terms = [item for item in one.items if isinstance(item, Term)]
        signs = [item for item in one.items if isinstance(item, str)]
        if signs[:2] == ["@", "="]:
            left, right, product = (term.values for term in terms[:3])
            assert np.allclose(left @ right, product, atol=1e-12), one.label
        if signs[-1:] == ["≠"]:
            assert not np.allclose(terms[-1].values, terms[-2].values), one.label
            assert not one.right
        if signs == ["@"]:
            assert terms[0].columns != terms[1].rows, one.label


@numbers
def test_the_state_at_length_is_one_that_its_page_has(number):
    doubt = NUMBERED[number]
    kind = KINDS[doubt.at_length.page]
    assert doubt.at_length.link.keys() <= kind.parameters().keys()
    _, refused = read_link(kind(), {name: [value] for name, value in doubt.at_length.link.items()})
    assert refused == []


def test_a_search_with_the_words_of_a_doubt_finds_it_first():
    for doubt in DOUBTS.values():
        assert found(doubt.words)[0] is doubt
        assert found(" ".join(reversed(doubt.words.split())))[0] is doubt


def test_a_search_in_other_words_finds_nearly_all():
    missed = [query for number, query in ASKED if found(query)[0] is not NUMBERED[number]]
    assert len(missed) <= len(ASKED) // 5, missed


@pytest.mark.parametrize(
    ("query", "number"),
    [("sum(axis=0)", 10), ("σ′", 5), ("Wᵀδ", 7), ("W^T delta", 7), ("sofmax", 9), ("jacobean", 0)],
)
def test_a_search_knows_signs_and_slips(query, number):
    matches = found(query)
    assert matches
    assert not number or matches[0] is NUMBERED[number]


@pytest.mark.parametrize("query", ["zzzz", "the of and", "!?", " "])
def test_a_search_without_a_match_shows_all_and_says_so(query):
    at = read("doubts", search=query)
    assert exceptions(at) == []
    listed = [button.label for button in at.button if button.key.startswith("choose-")]
    assert listed == list(WORDS)
    assert ("No doubt has any of these words" in text(at)) == bool(query.strip())


def test_words_are_told_apart_from_their_endings_and_signs():
    assert words_of("Transposing matrices: σ′, Wᵀ") == words_of("transpose matrix sigma prime W.T")


def test_a_doubt_is_chosen_tried_and_left_by_buttons():
    at = opened("doubts")
    at.button(key="choose-Softmax").click().run()
    assert exceptions(at) == []
    assert WORDS[8] in text(at)
    assert charts(at) == []
    at.segmented_control(key="tried").set_value("A").run()
    assert "Wrong: it is off by 0.48." in at.error[0].value
    assert len(charts(at)) == 1
    at.segmented_control(key="tried").set_value("B").run()
    assert at.success[0].value.startswith("Right: the difference from the gradient is")
    at.button(key="choose-all").click().run()
    assert [button.label for button in at.button if button.key.startswith("choose-")] == list(WORDS)


def test_another_doubt_begins_anew():
    at = opened("doubts", doubt="Softmax", tried="A")
    at.selectbox(key="doubt").set_value("Bias").run()
    assert WORDS[9] in text(at)
    assert not at.error
    assert at.session_state["tried"] == "none"


@numbers
def test_every_doubt_and_attempt_can_be_linked_to(number):
    at = opened("doubts", doubt=NUMBERED[number].short, tried=LETTERS[number % 3])
    assert exceptions(at) == warnings(at) == []
    assert NUMBERED[number].words in text(at)
    assert len(at.success) + len(at.error) == 1
    (button,) = [one for one in at.button if one.label.startswith("At length")]
    button.click().run()
    assert exceptions(at) == []
    assert at.title[0].value != "Common doubts"
