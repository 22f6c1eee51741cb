"""Proofs: the entries of a Jacobian that are zero for every input and every weight."""

import numpy as np
import sympy

from explainer.expressions.parsing import parse
from explainer.expressions.proofs import CANCELLING, CANCELLING_ENTRY, proved_zero
from explainer.expressions.spellings import CALLABLE
from explainer.expressions.symbols import ENTRY, WHOLE, FormulaAlgebra, indexed, numbers_at
from explainer.expressions.tree import meaning_of
from explainer.expressions.values import linearized
from explainer.notation.structures import pattern
from tests.expressions.functions import DIAGONAL, X

STRUCTURES = {
    "softmax(x) * sum(exp(x))": "diagonal",
    "sin(x) ** 2 + cos(x) ** 2": "zero",
    "x - reverse(reverse(x)) + cumsum(x)": "lower triangular",
    "log(softmax(x)) - log_softmax(x)": "zero",
    "max_pool(x) - max_pool(-x) - max_pool(x)": "sparse",
    "max_pool(x) + (-1) * max_pool(x)": "zero",
    "softplus(x) - softplus(-x)": "diagonal",
    "relu(x - 100)": "diagonal",
    "leaky_relu(x) - relu(x) * 0.5": "diagonal",
    "A @ x": "dense",  # A[2, 1] is 0, but would not be for another A
    "diagonal_weights(x)": "dense",
    "x + 0 * reverse(x)": "diagonal",
    "relu(sum(x)) * x": "dense",
    "max(x) - min(x) + x": "dense",
    "sum(sort(x)) - 2 * max(x) + x": "dense",
    "abs(sum(x)) - sum(x) + x": "dense",
}

JUMPS = (
    "x * abs(sum(x)) / sum(x)",
    "x + relu(sum(x)) / sum(x)",
    "x * sqrt(sum(x) ** 2) / sum(x)",
    "x + abs(reverse(x)) / reverse(x)",
    "abs(x - reverse(x)) / (x - reverse(x))",
    "x * sum(x) * exp(-log(abs(sum(x))))",
)


def structure(text, x=X):
    """Return the support if every entry that could be nonzero is doubted."""
    support = linearized(parse(text), x).support
    return pattern(support & ~np.array(proved_zero(parse(text), x.size, support)))


def test_what_cancels_is_proved_and_nothing_else_is():
    for text, expected in STRUCTURES.items():
        assert structure(text) == expected, text


def test_functions_that_are_diagonal_by_an_identity_are_proved_to_be():
    for text in DIAGONAL:
        assert structure(text, X[:3]) == "diagonal", text


def test_what_jumps_is_not_proved_though_its_slope_is_zero_wherever_there_is_one():
    for text in JUMPS:
        expression = parse(text)
        support = linearized(expression, X).support
        assert not np.any(proved_zero(expression, X.size, support)), text


def test_only_what_is_doubtful_is_tried():
    doubtful = np.zeros((4, 4), dtype=bool)
    doubtful[1, 2] = True
    assert np.array_equal(proved_zero(parse("x * 0"), 4, doubtful), doubtful)


def test_no_function_has_an_entry_proved_to_be_zero_that_is_not():
    for name in CALLABLE:
        expression = parse(f"{name}(x / 3 + 1.5)")
        exact = linearized(expression, X[:2])
        doubtful = exact.jacobian != 0
        assert not np.any(proved_zero(expression, 2, doubtful)), name


def test_the_forms_that_cancel_are_those_of_the_formulas_in_other_words():
    for name in (*CANCELLING_ENTRY, *CANCELLING):
        for scaled in ("x", "-x"):
            tree, inputs = parse(f"{name}({scaled})").tree, indexed("x", 4)
            plain = FormulaAlgebra(inputs)
            other = FormulaAlgebra(inputs, {**ENTRY, **CANCELLING_ENTRY}, {**WHOLE, **CANCELLING})
            for x in (X, -X, X[::-1]):
                both = [
                    numbers_at([*map(sympy.sympify, np.atleast_1d(meaning_of(tree, a)))], inputs, x)
                    for a in (plain, other)
                ]
                assert np.allclose(*both, rtol=1e-12), (name, scaled)
