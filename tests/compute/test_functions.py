"""Every function of the table: its value, its Jacobian, its kinks, and its code as text."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from explainer.compute import (
    ACTIVATIONS,
    FUNCTIONS,
    Dense,
    Diagonal,
    central_difference,
    complex_step,
    elementwise_allowed,
)
from explainer.compute.mixing import log_softmax, softmax
from tests.compute.oracles import (
    AUTOGRAD,
    agrees,
    autograd_jacobian,
    exact_gelu,
    largest_difference,
)
from tests.notation.scenes import FUNCTIONS as IN_REACH

X = np.array([-3.1, -0.7, -0.01, 0.02, 0.4, 2.3])  # both sides of every kink, none on it
HUGE = np.array([-1e308, -1000.0, 0.0, 1000.0, 1e308])

activations = pytest.mark.parametrize("function", ACTIVATIONS.values(), ids=ACTIVATIONS)
every = pytest.mark.parametrize("function", FUNCTIONS.values(), ids=FUNCTIONS)
elementwise = pytest.mark.parametrize(
    "function", [f for f in FUNCTIONS.values() if f.elementwise], ids=lambda f: f.name
)
vectors = arrays(float, st.integers(1, 6), elements=st.floats(-6, 6))


def away_from_kinks(function, x):
    """x, with entries that a difference quotient could carry across a kink moved away from it.

    Sorting has one wherever two entries are equal, and norms curve wherever all are small.
    """
    if not function.elementwise:
        x = np.where(np.abs(x).max() < 0.25, x + 0.5, x)
        return x + 0.5 * np.argsort(np.argsort(x))
    for kink in function.kinks:
        x = np.where(abs(x - kink) < 1e-3, kink + 0.5, x)
    return x


@every
@given(x=vectors)
def test_the_jacobian_agrees_with_central_differences(function, x):
    x = away_from_kinks(function, x)
    assert agrees(function.jacobian(x), function.value, x, central_difference, 1e-9)


@pytest.mark.parametrize(
    "function", [f for f in FUNCTIONS.values() if f.complex_step], ids=lambda f: f.name
)
@given(x=vectors)
def test_the_jacobian_agrees_with_the_complex_step(function, x):
    x = away_from_kinks(function, x)
    assert agrees(function.jacobian(x), function.value, x, complex_step, 1e-14)


@pytest.mark.parametrize("name", AUTOGRAD)
@given(x=vectors)
def test_value_and_jacobian_agree_with_autograd(name, x):
    function = FUNCTIONS[name]
    x = away_from_kinks(function, x)
    assert largest_difference(function.value(x), AUTOGRAD[name](x)) < 1e-14
    assert largest_difference(function.jacobian(x), autograd_jacobian(name, x)) < 1e-14


@given(x=st.floats(-8, 8))
def test_gelu_agrees_with_sixty_digits(x):
    value, derivative = exact_gelu(x)
    at = np.array([x])
    assert FUNCTIONS["gelu"].value(at)[0] == pytest.approx(value, rel=1e-13, abs=1e-300)
    assert FUNCTIONS["gelu"].derivative(at)[0] == pytest.approx(derivative, rel=1e-13, abs=1e-15)


def test_every_function_has_an_oracle_and_only_gelu_has_no_complex_step():
    assert {*AUTOGRAD, "gelu"} == set(FUNCTIONS)
    assert [f.name for f in FUNCTIONS.values() if not f.complex_step] == ["gelu"]
    with pytest.raises(TypeError):
        complex_step(FUNCTIONS["gelu"].value, X)


@every
def test_the_name_is_the_key(function):
    assert FUNCTIONS[function.name] is function


def run(function, code, **more):
    """What the code gives, which finds NumPy, our functions, r and h, and nothing else."""
    names = {"np": np, **IN_REACH, "r": X, "h": function.value(X), **more}
    exec(f"{function.weights_code}\nfound = {code}", names)
    return names["found"]


@pytest.mark.parametrize(
    "function", [f for f in FUNCTIONS.values() if f.derivative_code], ids=lambda f: f.name
)
def test_the_code_as_text_computes_the_jacobian(function):
    found = run(function, function.derivative_code)
    matrix = np.asarray(function.jacobian(X))
    assert np.array_equal(np.diag(found) if function.elementwise else found, matrix)


@pytest.mark.parametrize(
    "function", [f for f in FUNCTIONS.values() if f.vjp_code], ids=lambda f: f.name
)
def test_the_shorthand_as_text_is_the_matrix_product(function):
    matrix = np.asarray(function.jacobian(X))
    v = np.random.default_rng(0).standard_normal(len(matrix))
    found = run(function, function.vjp_code, v=v)
    assert largest_difference(found, v @ matrix) < 1e-14


TIES = [X, np.array([2.0, 2.0, 2.0, 1.0, 1.0]), np.array([0.0, 0.0])]


@pytest.mark.parametrize("name", ["sort", "max pool"])
@pytest.mark.parametrize("x", TIES, ids=["none", "some", "all"])
def test_where_entries_are_equal_the_shorthand_and_the_matrix_choose_the_same(name, x):
    function = FUNCTIONS[name]
    matrix = np.asarray(function.jacobian(x))
    v = np.arange(1.0, len(matrix) + 1)
    names = {"np": np, **IN_REACH, "r": x, "h": function.value(x), "v": v}
    exec(f"found = {function.vjp_code}", names)
    assert np.array_equal(names["found"], v @ matrix)


class Counting(np.ndarray):
    """An array that counts the multiplications and divisions it takes part in."""

    count = 0

    def __array_ufunc__(self, ufunc, method, *inputs, out=None, **more):
        plain = [np.asarray(array) for array in inputs]
        result = np.asarray(getattr(ufunc, method)(*plain, **more))
        if ufunc in (np.multiply, np.divide):
            Counting.count += result.size
        if ufunc is np.matmul:
            Counting.count += result.size * plain[0].shape[-1]
        return result.view(Counting)


@every
@pytest.mark.parametrize("n", [4, 7])
def test_the_shorthand_takes_the_multiplications_that_are_said(function, n):
    x = np.resize(X, n)
    v = np.ones(function.jacobian(x).shape[0]).view(Counting)
    Counting.count = 0
    names = {"np": np, **IN_REACH, "r": x, "h": function.value(x), "v": v}
    names["d"] = function.derivative(x) if function.elementwise else None
    exec(f"{function.weights_code}\nfound = {function.vjp_code or 'v * d'}", names)
    said = function.costs(n).multiplications
    if function.name == "moving average":  # counted by hand: NumPy convolves where nobody looks
        assert said == 3 * n
    else:
        assert Counting.count == said


@every
@pytest.mark.parametrize("n", [4, 8])
def test_no_shorthand_costs_more_than_the_matrix(function, n):
    size = function.jacobian(np.resize(X, n)).shape[0] * n
    costs = function.costs(n)
    assert costs.multiplications <= size
    assert costs.cells <= size


@every
def test_every_function_has_a_shorthand_in_numpy_and_a_formula_of_its_entries(function):
    assert bool(function.derivative_code and function.derivative_latex) or function.vjp_code
    assert bool(function.entry_latex) != function.elementwise


@pytest.mark.parametrize("function", ACTIVATIONS.values(), ids=ACTIVATIONS)
def test_an_activation_has_the_texts_of_the_walkthrough(function):
    assert function.derivative_latex and function.derivative_meaning and function.derivative_code


@every
@given(x=vectors)
def test_nothing_lies_outside_the_support_at_any_x(function, x):
    jacobian = function.jacobian(away_from_kinks(function, x))
    assert not np.asarray(jacobian)[~jacobian.support()].any()


@every
def test_the_support_is_the_same_at_every_x_and_says_what_is_element_wise(
    function,
):
    first, second = (function.jacobian(x).support() for x in (X, X[::-1] + 0.3))
    assert np.array_equal(first, second)
    assert elementwise_allowed(first) == function.elementwise


@every
def test_every_entry_of_the_support_is_reached_at_some_x(function):
    if isinstance(function.jacobian(X), Dense) or function.name == "dropout":
        return  # a weight or a mask that is 0 is no structure, and no x changes it
    rng = np.random.default_rng(0)
    reached = sum(abs(np.asarray(function.jacobian(rng.permutation(X) * 2))) for _ in range(200))
    assert np.array_equal(reached > 0, function.jacobian(X).support())


@every
def test_the_value_at_x_may_be_passed_in(function):
    h = function.value(X)
    given_h, own_h = function.jacobian(X, h), function.jacobian(X)
    assert np.array_equal(np.asarray(given_h), np.asarray(own_h))


@elementwise
def test_an_element_wise_function_has_a_diagonal_jacobian(function):
    jacobian = function.jacobian(X)
    assert isinstance(jacobian, Diagonal)
    assert np.array_equal(jacobian.diagonal, function.derivative(X))


def test_only_what_multiplies_by_a_number_above_1_may_overflow():
    others = {f.name for f in FUNCTIONS.values() if f.elementwise} - set(LIMITS)
    assert others == {"dropout", "scale"}


def test_softmax_is_not_element_wise_and_has_no_derivative_array():
    assert np.all(np.asarray(FUNCTIONS["softmax"].jacobian(X)))  # dense: every entry counts
    with pytest.raises(ValueError, match="softmax is not element-wise"):
        FUNCTIONS["softmax"].derivative(X)


@activations
def test_over_a_batch_the_jacobian_is_that_of_the_flattened_map(function):
    batch = X.reshape(3, 2)
    assert agrees(function.jacobian(batch), function.value, batch, central_difference, 1e-9)


@pytest.mark.parametrize(
    ("function", "kink"),
    [(f, kink) for f in FUNCTIONS.values() for kink in f.kinks],
    ids=lambda value: getattr(value, "name", value),
)
def test_at_a_kink_the_sides_differ_and_each_derivative_is_its_sides(function, kink):
    eps = 1e-6
    below, at, above = (function.value(np.array([kink + d])) for d in (-eps, 0, eps))
    left, right = (at - below) / eps, (above - at) / eps
    assert abs(right - left) > 0.1
    assert function.derivative(np.array([kink - eps])) == pytest.approx(left, abs=1e-6)
    assert function.derivative(np.array([kink + eps])) == pytest.approx(right, abs=1e-6)
    assert function.derivative(np.array([kink])) in (left, right)


@elementwise
def test_every_kink_is_declared(function):
    x = np.linspace(-4, 4, 1601)  # 0, ±0.005, …
    step = abs(np.diff(function.derivative(x[:, np.newaxis])[:, 0]))
    jumps = x[:-1][step > 0.5]
    assert len(jumps) == len(function.kinks)
    assert np.allclose(jumps, function.kinks, atol=0.0051)


def test_the_derivative_of_relu_at_its_kink_is_0():
    assert FUNCTIONS["relu"].derivative(np.array([0.0, -0.0])).tolist() == [0, 0]


LIMITS = {  # value and derivative at HUGE
    "sigmoid": ([0, 0, 0.5, 1, 1], [0, 0, 0.25, 0, 0]),
    "tanh": ([-1, -1, 0, 1, 1], [0, 0, 1, 0, 0]),
    "relu": ([0, 0, 0, 1000, 1e308], [0, 0, 0, 1, 1]),
    "softplus": ([0, 0, np.log(2), 1000, 1e308], [0, 0, 0.5, 1, 1]),
    "gelu": ([0, 0, 0, 1000, 1e308], [0, 0, 0.5, 1, 1]),
    "identity": (HUGE, [1, 1, 1, 1, 1]),
    "leaky relu": ([-1e306, -10, 0, 1000, 1e308], [0.01, 0.01, 0.01, 1, 1]),
    "bias": (HUGE + np.array([0.5, -1, 0.25, 2, -0.5]), [1, 1, 1, 1, 1]),
}


@pytest.mark.parametrize("name", LIMITS)
def test_nothing_overflows_at_a_thousand_or_at_1e308(name):
    function, (value, derivative) = FUNCTIONS[name], LIMITS[name]
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        assert np.allclose(function.value(HUGE), value, rtol=1e-15, atol=1e-300)
        assert np.allclose(function.derivative(HUGE), derivative, rtol=1e-15, atol=1e-300)


def test_softmax_does_not_overflow():
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        assert softmax(np.array([1000.0, 1000.0, -1000.0])).tolist() == [0.5, 0.5, 0]
        assert softmax(np.array([1e308, 1e308, 0.0])).tolist() == [0.5, 0.5, 0]
        assert softmax(np.array([-1e308, -1e308])).tolist() == [0.5, 0.5]


def test_the_sigmoid_keeps_its_relative_precision_in_the_lower_tail():
    # exp(−40)/(1 + exp(−40)) is exp(−40) to the last digit; 1 − σ(40) would be 0.
    assert FUNCTIONS["sigmoid"].value(np.array([-40.0]))[0] == pytest.approx(
        np.exp(-40), rel=1e-15, abs=0
    )


def test_softplus_keeps_its_relative_precision_in_the_lower_tail():
    value = FUNCTIONS["softplus"].value(np.array([-40.0]))[0]
    assert value == pytest.approx(np.exp(-40), rel=1e-15, abs=0)


@given(
    x=arrays(float, st.tuples(st.integers(1, 3), st.integers(1, 5)), elements=st.floats(-50, 50))
)
def test_each_row_of_a_softmax_sums_to_1_and_ignores_a_shift(x):
    assert np.allclose(softmax(x).sum(axis=-1), 1, rtol=0, atol=1e-15)
    assert np.allclose(softmax(x), softmax(x + 7.0), rtol=1e-13)
    assert np.allclose(softmax(x)[0], softmax(x[0]), rtol=1e-15)


def test_log_softmax_is_the_log_where_the_log_can_be_taken():
    assert np.allclose(log_softmax(X), np.log(softmax(X)), rtol=1e-14)


def test_log_softmax_is_finite_where_softmax_is_0():
    assert log_softmax(np.array([0.0, -2000.0])).tolist() == [0, -2000]


def test_log_softmax_keeps_its_digits_far_from_0():
    # log softmax of (1e8, 1e8 − log 3) is −log(1 + 1/3); 1e8 + log(4/3) would round at 1.5e-8.
    gap = 1e8 - (1e8 - np.log(3))  # log 3 as it was rounded
    found = log_softmax(np.array([1e8, 1e8 - np.log(3)]))
    assert found[0] == pytest.approx(-np.log1p(np.exp(-gap)), rel=1e-14, abs=0)
