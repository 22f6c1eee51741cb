"""SymPy's formulas: they give the same numbers, and look as on the page."""

import json

import numpy as np
import pytest

from explainer.expressions import formulas, worker
from explainer.expressions.formulas import READABLE, readable
from explainer.expressions.parsing import parse
from explainer.expressions.proofs import proved_zero
from explainer.expressions.spellings import CALLABLE
from explainer.expressions.symbols import ENTRY, WHOLE, TooLong, derive
from explainer.expressions.values import linearized
from tests.expressions.functions import X

TEXTS = [
    *(f"{name}(x / 3 + 1.5)" for name in CALLABLE),
    "x * sigmoid(x)",
    "x / sum(x)",
    "cumsum(tanh(x))",
    "x @ A @ x",
    "x ** -2 + 0.25",
    "relu(A @ x) - x",
    "max(abs(x)) * sort(x)",
    "bias(sum(x) * x)",
    "max_pool(x) @ max_pool(x)",
    "dropout(scale(x)) / 7",
    "matrix(max_pool(x))",
    "-diagonal_weights(x) @ A",
    "2",
    # SymPy must know that the largest entry is a real number:
    "abs(max(x))",
    "abs(sort(x))",
    "sqrt(max(x) ** 2)",
    "max(x) ** 2 * sort(x) ** 3",
]


def derived(text, x=X):
    size = linearized(parse(text), x).jacobian.shape
    return derive(parse(text), x.tolist(), list(np.ndindex(*size)))


def test_every_function_has_a_formula():
    assert set(ENTRY) | set(WHOLE) == set(CALLABLE)
    assert not set(ENTRY) & set(WHOLE)


def test_the_formulas_give_the_numbers():
    for text in TEXTS:
        exact = linearized(parse(text), X).jacobian
        found = np.array([entry.number for entry in derived(text).entries])
        assert np.allclose(found.reshape(exact.shape), exact, rtol=1e-12, atol=1e-14), text


def test_of_equal_entries_the_formulas_and_the_numbers_choose_the_same():
    ties = np.array([2.0, 2.0, 1.0, 1.0])
    for text in ("sort(x)", "max(x)", "min(x)", "reverse(sort(reverse(x)))"):
        exact = linearized(parse(text), ties).jacobian
        found = np.array([entry.number for entry in derived(text, ties).entries])
        assert np.array_equal(found.reshape(exact.shape), exact), text


def test_a_formula_is_written_as_on_the_page():
    found = derived("x * x")
    assert found.value == ["x_{0}^{2}", "x_{1}^{2}", "x_{2}^{2}", "x_{3}^{2}"]
    assert found.entries[0].latex == "2 x_{0}"
    assert found.matrix[0] == ["2 x_{0}", "0", "0", "0"]


def test_a_number_is_exact():
    assert derived("0.1 * x").entries[0].latex == r"\frac{1}{10}"


def test_the_largest_is_marked_by_an_indicator():
    found = derived("max(x)", np.array([1.0, 2.0]))
    assert found.value == [r"\max\left(x_{0}, x_{1}\right)"]
    assert found.entries[0].latex == r"\left[x_{0} = \max\left(x_{0}, x_{1}\right)\right]"
    assert [entry.number for entry in found.entries] == [0, 1]


def test_ranks_have_names_and_powers_their_braces():
    found = derived("sort(x) ** 2", np.array([1.0, 2.0, 3.0]))
    inside = r"\left(x_{0}, x_{1}, x_{2}\right)"
    assert found.value == [
        rf"{{{name}{inside}}}^{{2}}" for name in (r"\min", r"\operatorname{sort}_{1}", r"\max")
    ]


def test_a_long_jacobian_is_not_written_whole():
    assert derived("softmax(A @ x)").matrix is None


def test_of_a_formula_that_nobody_reads_only_the_length_is_sent(monkeypatch):
    assert readable("x" * READABLE) == "x" * READABLE
    assert readable("x" * (READABLE + 1)) == READABLE + 1
    monkeypatch.setattr(formulas, "READABLE", 20)
    found = derived("softmax(x)", X[:2])
    assert min(found.value) > 20  # all are lengths
    assert all(entry.latex > 20 for entry in found.entries)


def test_a_short_jacobian_of_long_entries_is_too_long_to_be_read(monkeypatch):
    monkeypatch.setattr(formulas, "READABLE", 80)
    assert derived("x * x", X[:2]).matrix == [["2 x_{0}", "0"], ["0", "2 x_{1}"]]
    assert derived("x * x").matrix == 133


def test_a_formula_that_gives_no_number_is_a_nan():
    found = derive(parse("1 / (1 + exp(sum(x) ** 5))"), [50.0, 50.0], [(0, 0)])
    assert np.isnan(found.entries[0].number)
    assert found.entries[0].latex


def test_what_sympy_raises_is_no_answer_and_no_error():
    request = {"text": "x", "x": X.tolist(), "places": [[0, 0]], "doubtful": [[False] * 4] * 4}
    assert json.loads(worker.answered(worker.formulas, request))["value"][3] == "x_{3}"
    assert json.loads(worker.answered(worker.proof, request)) == [[False] * 4] * 4

    def fail(_):
        raise RecursionError("maximum recursion depth exceeded")

    assert json.loads(worker.answered(fail, request)) is None


def test_what_would_take_sympy_long_is_refused_before_it_is_built():
    nested = "softmax(" * 12 + "A @ x" + ")" * 12
    with pytest.raises(TooLong):
        derived(nested, np.arange(1.0, 9.0))
    with pytest.raises(TooLong):
        proved_zero(parse(nested), 8, np.ones((8, 8), dtype=bool))


@pytest.mark.parametrize("name", ["sin", "sort"])
def test_a_letter_stands_for_every_weight(name):
    assert "A_{01}" in derived(f"{name}(A @ x)", X[:2]).value[0]
