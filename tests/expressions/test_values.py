"""Typed functions' numbers: Jacobians against measured ones, and texts without numbers."""

import json
from pathlib import Path

import numpy as np
import pytest

from explainer.compute import FUNCTIONS, central_difference, complex_step
from explainer.compute.layer_weights import weight_matrix
from explainer.expressions.parsing import parse
from explainer.expressions.reading import NotAllowed
from explainer.expressions.spellings import CALLABLE
from explainer.expressions.values import linearized, value_of
from explainer.notation.structures import structure as structure_of
from tests.compute.oracles import largest_difference

X = np.array([0.5, -1.0, 0.3, 2.0, -0.4])
A = weight_matrix(5)
BY_NUMPY = {
    "x * sigmoid(x)": lambda x: x / (1 + np.exp(-x)),
    "x / sum(x)": lambda x: x / x.sum(),
    "softmax(A @ x)": lambda x: np.exp(A @ x) / np.exp(A @ x).sum(),
    "cumsum(tanh(x))": lambda x: np.cumsum(np.tanh(x)),
    "x - mean(x)": lambda x: x - x.mean(),
    "x @ A @ x": lambda x: [x @ A @ x],
    "A @ A @ x": lambda x: A @ A @ x,
    "x @ (A + A * 2 - A / 4)": lambda x: x @ A * 2.75,
    "(x @ x) * x": lambda x: x @ x * x,
    "2 - x ** 3": lambda x: 2 - x**3,
    "x ** -2": lambda x: x**-2,
    "(x + 3) ** 0.5": lambda x: np.sqrt(x + 3),
    "x ** 0": lambda x: np.ones(5),
    "max(x) * min(x)": lambda x: [x.max() * x.min()],
    "abs(sin(x)) + cos(exp(x))": lambda x: np.abs(np.sin(x)) + np.cos(np.exp(x)),
    "log(x + 5) / sqrt(x + 5)": lambda x: np.log(x + 5) / np.sqrt(x + 5),
    "sort(x)": np.sort,
    "reverse(x) - x": lambda x: x[::-1] - x,
    "max_pool(x)": lambda x: np.array([0.5, 2.0, -0.4]),
    "sigmoid(sum(x))": lambda x: [1 / (1 + np.exp(-x.sum()))],
    "7": lambda x: [7],
}


def at(text, x=X):
    return linearized(parse(text), x)


def test_the_value_is_numpys():
    for text, by_numpy in BY_NUMPY.items():
        assert np.allclose(at(text).value, by_numpy(X), rtol=1e-14), text


def test_the_jacobian_agrees_with_central_differences_and_the_complex_step():
    for text in BY_NUMPY:
        jacobian, value = at(text).jacobian, value_of(parse(text))
        assert largest_difference(jacobian, central_difference(value, X)) < 1e-8, text
        assert largest_difference(jacobian, complex_step(value, X)) < 1e-13, text


def test_every_function_has_the_jacobian_that_is_measured():
    for name in CALLABLE:
        text = f"{name}(x / 3 + 0.7)"
        measured = central_difference(value_of(parse(text)), X)
        assert largest_difference(at(text).jacobian, measured) < 1e-9, name


def test_a_function_of_the_table_is_the_tables():
    for name, function in FUNCTIONS.items():
        found, jacobian = at(f"{function.identifier}(x)"), function.jacobian(X)
        assert np.array_equal(found.value, function.value(X).reshape(found.value.shape)), name
        assert np.allclose(found.jacobian, np.asarray(jacobian), rtol=1e-15, atol=1e-16), name
        assert np.array_equal(found.support, jacobian.support()), name


def test_nothing_lies_outside_the_support():
    for text in BY_NUMPY:
        found = at(text)
        assert not found.jacobian[~found.support].any(), text


def test_the_largest_number_on_the_way_is_known():
    for text, largest in {
        "x": 2,
        "7": 7,
        "x * 1000 - 1000 * x": 2000,
        "exp(x * 9) * 0": np.exp(18),
        "(x * 0 - 3) ** 4": 81,
    }.items():
        assert at(text).largest == pytest.approx(largest), text


def test_the_structure_is_that_of_how_it_is_built():
    for text, structure in (
        ("x * sigmoid(x)", "diagonal"),
        ("dropout(x) + bias(scale(x))", "diagonal"),
        ("x / sum(x)", "dense"),
        ("cumsum(tanh(x))", "lower triangular"),
        ("reverse(exp(x))", "permuted diagonal"),
        ("reverse(cumsum(reverse(x)))", "upper triangular"),
        ("moving_average(x) * x", "banded"),
        ("x + 0 * reverse(x)", "sparse"),
        ("A @ x", "dense"),  # a zero weight is not structure
        ("diagonal_weights(x)", "dense"),
        ("relu(x - 100)", "diagonal"),
        ("3", "zero"),
    ):
        assert structure_of(at(text).structure) == structure, text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("log(x)", "`log(x)` at character 1 is not a finite real number at this x"),
        ("1 + sqrt(x)", "`sqrt(x)` at character 5 is not a finite real number"),
        ("1 / (x - x)", "`1 / (x - x)` at character 1 is not a finite real number"),
        ("x / 0", "`x / 0` at character 1 is not a finite"),
        ("(x - x) ** -1", "is not a finite real number"),
        ("x ** 0.5", "`x ** 0.5` at character 1 is not a finite real number"),
        ("sqrt(x - x)", "`sqrt(x - x)` at character 1 has no finite derivative at this x"),
        ("exp(exp(x * 9))", "`exp(exp(x * 9))` at character 1 is not a finite"),
        ("normalise(x - x)", "`normalise(x - x)` at character 1 is not a finite"),
        ("((9 ** 10) ** 10) ** 10 * x", "`((9 ** 10) ** 10) ** 10` at character 1 is not"),
        ("A", "it gives a matrix, 5×5"),
        ("A * x", "`A * x` at character 1 does not fit: a 5×5 matrix * 5 entries"),
        ("x + max_pool(x)", "does not fit: 5 entries + 3 entries"),
        ("A @ max_pool(x)", "does not fit: a 5×5 matrix @ 3 entries"),
        ("2 @ x", "`2 @ x` at character 1 does not fit: a number @ 5 entries"),
        ("softmax(2)", "softmax takes a vector, and this is a number"),
        ("softmax(A)", "softmax takes a vector, and this is a 5×5 matrix"),
        ("sum(sum(x))", "sum takes a vector, and this is a number"),
        ("cumsum(A) @ x", "cumsum takes a vector"),
    ],
)
def test_what_has_no_numbers_is_named_with_its_place(text, said):
    with pytest.raises(NotAllowed) as raised:
        at(text)
    assert said in str(raised.value)


def test_of_many_points_those_without_numbers_have_none():
    found = value_of(parse("sqrt(x) + log(x)"))(np.array([[1.0, 1.0], [4.0, -1.0], [1.0, 1.0]]))
    assert np.array_equal(found, [[1, 1], [np.nan, np.nan], [1, 1]], equal_nan=True)


def test_a_single_input_is_a_vector_with_one_entry():
    found = at("x * sum(x)", np.array([3.0]))
    assert (found.value.tolist(), found.jacobian.tolist()) == ([9], [[6]])


def test_a_matrix_of_elementwise_functions_keeps_its_shape():
    assert np.allclose(at("tanh(A) @ x").value, np.tanh(A) @ X)


CASES = json.loads(Path(__file__).with_name("typed.json").read_text(encoding="utf-8"))["cases"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_functions_of_public_code_have_the_value_jacobian_and_structure_of_pytorch(case):
    found, jacobian = at(case["text"], np.array(case["x"], dtype=float)), np.array(case["jacobian"])
    # The cases have twelve digits.
    assert largest_difference(found.value, np.array(case["value"])) < 1e-11
    assert largest_difference(found.jacobian, jacobian) < 1e-11
    square = found.support.shape[0] == found.support.shape[1]
    is_diagonal = square and not found.support[~np.eye(len(jacobian), dtype=bool)].any()
    assert is_diagonal == (case["structure"] == "diagonal")
    assert found.support.all() == (case["structure"] == "full")


def test_where_two_parts_are_equal_each_has_half_of_the_slope():
    # As in PyTorch and JAX.
    for text in ("np.maximum(0, x)", "np.minimum(x, 0)"):
        assert at(text, np.array([0.0, 1.0])).jacobian[0].tolist() == [0.5, 0]


def test_what_is_not_chosen_need_not_be_finite():
    found = at("np.where(x > 0, np.log(x), np.exp(x))", np.array([2.0, -3.0]))
    assert np.allclose(found.jacobian, np.diag([0.5, np.exp(-3)]))
    with pytest.raises(NotAllowed, match="is not a finite real number"):
        at("np.where(x > 0, np.log(x), np.log(x))", np.array([2.0, -3.0]))
    many = value_of(parse("np.where(x > 0, np.log(x), x)"))(np.array([[1.0], [-1.0]]))
    assert many.tolist() == [[0.0], [-1.0]]


def test_what_chooses_is_a_dependence_though_its_slope_is_0():
    found = at("x * (x.sum() > 0)")
    assert found.support.all()
    assert np.count_nonzero(found.jacobian) == 5


@pytest.mark.parametrize(
    ("text", "x", "value", "slope"),
    [
        ("log(1 + exp(x))", 800.0, 800.0, 1.0),
        ("1 / (1 + exp(-x))", -800.0, 0.0, 0.0),
        ("x / (1 + exp(-2 * x))", -800.0, 0.0, 0.0),
        ("exp(x) / (1 + exp(x))", 900.0, 1.0, 0.0),
        ("(exp(x) - exp(-x)) / (exp(x) + exp(-x))", 750.0, 1.0, 0.0),
        ("log(sum(exp(x)))", 900.0, 900.0, 1.0),
        ("log1p(exp(x)) * 2", 900.0, 1800.0, 2.0),
    ],
)
def test_what_overflows_is_worked_out_in_a_form_that_does_not(text, x, value, slope):
    found = at(text, np.array([x]))
    assert found.value == pytest.approx(value, abs=1e-300)
    assert found.jacobian[0, 0] == pytest.approx(slope, abs=1e-300)
    both = value_of(parse(text))(np.array([[x], [0.5]]))
    assert np.isfinite(both).all() and both[0] == pytest.approx(value, abs=1e-300)
