"""The functions of the table: value, Jacobian, costs and kinks."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from explainer.compute import (
    FUNCTIONS,
    Dense,
    central_difference,
    complex_step,
    elementwise_allowed,
)
from explainer.compute.mixing import log_softmax, pool_winners, softmax
from tests.compute.oracles import (
    AUTOGRAD,
    agrees,
    autograd_jacobian,
    exact_gelu,
    largest_difference,
)

X = np.array([-3.1, -0.7, -0.01, 0.02, 0.4, 2.3])  # on both sides of every kink
HUGE = np.array([-1e308, -1000.0, 0.0, 1000.0, 1e308])
ELEMENTWISE = [function for function in FUNCTIONS.values() if function.elementwise]
# Their numbers are 0 in places: a zero weight or mask is not part of the structure.
WEIGHTED = ["dropout", "matrix", "diagonal weights"]

# Where the slope has a kink: central differences are off by a fraction of their nudge.
BENDS = {"elu": (0.0,), "softsign": (0.0,)}

every = pytest.mark.parametrize("function", FUNCTIONS.values(), ids=FUNCTIONS)
vectors = arrays(float, st.integers(1, 6), elements=st.floats(-6, 6))


def away_from_kinks(function, x):
    """Return x, with entries moved away if a difference quotient could cross a kink there.

    Sorting has a kink where two entries are equal, and norms curve where all are small.
    """
    if not function.elementwise:
        x = np.where(np.abs(x).max() < 0.25, x + 0.5, x)
        return x + 0.5 * np.argsort(np.argsort(x))
    for kink in (*function.kinks, *BENDS.get(function.name, ())):
        x = np.where(abs(x - kink) < 1e-3, kink + 0.5, x)
    return x


@every
@given(x=vectors)
def test_the_jacobian_agrees_with_what_is_measured_of_the_values(function, x):
    x = away_from_kinks(function, x)
    assert agrees(function.jacobian(x), function.value, x, central_difference, 1e-9)
    if function.complex_step:
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


def test_a_cross_entropy_gives_logits_their_probabilities_less_the_true_class():
    found = [function for function in FUNCTIONS.values() if function.loss_gradient]
    assert [function.name for function in found] == ["softmax", "log-softmax"]
    for function in found:
        arriving = function.loss_gradient(function.value(X))
        expected = FUNCTIONS["softmax"].value(X) - np.eye(X.size)[0]
        assert np.allclose(arriving @ function.jacobian(X), expected, rtol=1e-13, atol=1e-15)


def test_an_identifier_is_the_name_as_it_may_stand_in_code():
    assert FUNCTIONS["leaky relu"].identifier == "leaky_relu"
    assert FUNCTIONS["log-softmax"].identifier == "log_softmax"
    assert FUNCTIONS["tanh"].identifier == "tanh"


# The shorthand's multiplications and divisions, and the numbers it stores, at n = 7.
COSTS = {
    # v ∘ d: one for each entry; d is stored
    **dict.fromkeys(["sigmoid", "tanh", "relu", "softplus", "gelu"], (7, 7)),
    **dict.fromkeys(["leaky relu", "elu", "selu", "silu", "mish", "gelu tanh"], (7, 7)),
    **dict.fromkeys(["softsign", "hard sigmoid", "hard swish", "hard tanh"], (7, 7)),
    **dict.fromkeys(["relu6", "abs", "dropout", "scale"], (7, 7)),
    # additions, or an order that is the same for every x
    **dict.fromkeys(["identity", "bias", "cumsum", "reverse"], (0, 0)),
    "softmax": (7 + 7, 7),  # v · h, and h ∘ (v − v · h); h
    "log-softmax": (7, 7),  # the probabilities times the sum of v
    "softmax with temperature": (7 + 7, 7),  # the same, with h over the temperature
    "log-sum-exp": (7, 7),  # v times each probability; the probabilities
    "rms norm": (7 + 7 + 7 + 1, 7 + 1),  # as normalise, and a mean
    "glu": (3 + 3, 3 + 3),  # of three pairs and an entry alone: v times either diagonal; both
    "normalise": (7 + 7 + 7, 7 + 1),  # v · h, h times that, all over the length; h and the length
    "layer norm": (7 + 7 + 7 + 2, 7 + 1),  # the same, and two means; h and the deviation
    "sort": (0, 7),  # the position of each output in the input
    "max pool": (0, 4),  # the winners of three pairs and of a single entry
    "moving average": (7 * 3, 3),  # a kernel of three, at every entry
    "mean": (1, 1),  # v over n; n
    **dict.fromkeys(["matrix", "diagonal weights"], (7 * 7, 7 * 7)),
}


def test_the_costs_are_those_counted_by_hand():
    said = {name: function.costs(7) for name, function in FUNCTIONS.items()}
    assert {name: (c.multiplications, c.cells) for name, c in said.items()} == COSTS


def test_no_shorthand_costs_more_than_the_matrix():
    for name, function in FUNCTIONS.items():
        for n in (4, 5, 8):  # with fewer numbers the matrix can be smaller
            cost, cells = function.costs(n), function.value(np.linspace(0.3, 2, n)).size * n
            assert max(cost.multiplications, cost.cells) <= cells, (name, n)


def test_a_max_pool_keeps_one_winner_for_each_output():
    pool = FUNCTIONS["max pool"]
    for n in (1, 2, 5, 6):
        assert pool.costs(n).cells == pool.value(X[:n]).size, n


def test_the_support_is_the_same_at_every_x_and_says_what_is_element_wise():
    for name, function in FUNCTIONS.items():
        first, second = (function.jacobian(x).support() for x in (X, X[::-1] + 0.3))
        assert np.array_equal(first, second), name
        assert elementwise_allowed(first) == function.elementwise, name


def test_every_entry_of_the_support_is_reached_at_some_x():
    rng = np.random.default_rng(0)
    xs = [rng.permutation(X) * 2 for _ in range(100)]
    for name in FUNCTIONS.keys() - WEIGHTED:
        function = FUNCTIONS[name]
        reached = sum(abs(np.asarray(function.jacobian(x))) for x in xs)
        assert np.array_equal(reached > 0, function.jacobian(X).support()), name


@pytest.mark.parametrize(
    "name", ["softmax", "log-softmax", "softmax with temperature", "normalise", "layer norm"]
)
def test_of_a_single_number_what_a_shift_or_a_scaling_leaves_alone_is_a_structural_zero(name):
    for x in (-3.0, 0.2, 5.0):
        jacobian = FUNCTIONS[name].jacobian(np.array([x]))
        assert abs(np.asarray(jacobian)) < 1e-12 and not jacobian.support(), x


def test_a_weight_or_a_mask_that_is_0_lies_in_the_support_all_the_same():
    for name in WEIGHTED:
        jacobian = FUNCTIONS[name].jacobian(X)
        support = np.ones((6, 6)) if isinstance(jacobian, Dense) else np.eye(6)
        assert np.array_equal(jacobian.support(), support), name
        assert (np.asarray(jacobian) == 0)[jacobian.support()].any(), name


def test_a_value_that_is_passed_in_is_not_worked_out_again():
    def refuse(x):
        raise AssertionError("the value was worked out")

    for name, function in FUNCTIONS.items():
        found = replace(function, value=refuse).jacobian(X, function.value(X))
        assert np.array_equal(np.asarray(found), np.asarray(function.jacobian(X))), name


def test_a_derivative_takes_the_value_that_is_passed_in():
    assert FUNCTIONS["sigmoid"].derivative(X, np.full(6, 0.5)).tolist() == [0.25] * 6
    assert FUNCTIONS["sigmoid"].derivative(np.zeros(1)).tolist() == [0.25]


def test_a_function_that_is_not_element_wise_has_no_derivative_array():
    with pytest.raises(ValueError, match="softmax is not element-wise"):
        FUNCTIONS["softmax"].derivative(X)


def test_only_what_multiplies_by_a_number_above_1_may_overflow():
    assert {function.name for function in ELEMENTWISE} - set(LIMITS) == {"dropout", "scale"}


def test_the_values_of_a_batch_are_those_of_its_rows():
    batch = np.stack([X[::-1], X + 1, X])[:, :5]
    for function in FUNCTIONS.values():
        rows = np.stack([function.value(row) for row in batch])
        assert np.allclose(function.value(batch), rows, rtol=1e-14, atol=1e-15), function.name


KINKS = [(function, kink) for function in FUNCTIONS.values() for kink in function.kinks]


def test_at_a_kink_the_sides_differ_and_each_derivative_is_its_sides():
    eps = 1e-6
    assert KINKS
    for function, kink in KINKS:
        below, at, above = (function.value(np.array([kink + d])) for d in (-eps, 0, eps))
        left, right = (at - below) / eps, (above - at) / eps
        assert abs(right - left) > 0.1, function.name
        measured = function.derivative(np.array([kink - eps, kink, kink + eps]))
        assert np.allclose(measured[[0, 2]], [*left, *right], rtol=0, atol=1e-6), function.name
        # At the kink itself it is a side's, as in PyTorch; of |x| it is 0, between both.
        sides = (0.0,) if function.name == "abs" else (*left, *right)
        assert np.isclose(measured[1], sides, rtol=0, atol=1e-6).any(), function.name


def test_at_a_kink_the_value_takes_the_side_of_its_derivative():
    # For a complex number next to the kink, only the real part decides.
    for function, kink in KINKS:
        if function.name == "abs":
            continue  # its slope of 0 is no side's
        at = np.array([kink])
        assert complex_step(function.value, at) == function.derivative(at), function.name


def test_every_kink_is_declared():
    x = np.linspace(-8, 8, 3201)  # 0, ±0.005, …
    for function in ELEMENTWISE:
        step = abs(np.diff(function.derivative(x[:, np.newaxis])[:, 0]))
        jumps = x[:-1][step > 0.1]
        near = np.abs(np.subtract.outer(jumps, function.kinks)) <= 0.0051
        assert near.any(axis=1).all() and near.any(axis=0).all(), function.name


LIMITS = {  # value and derivative at HUGE
    "sigmoid": ([0, 0, 0.5, 1, 1], [0, 0, 0.25, 0, 0]),
    "tanh": ([-1, -1, 0, 1, 1], [0, 0, 1, 0, 0]),
    "relu": ([0, 0, 0, 1000, 1e308], [0, 0, 0, 1, 1]),
    "softplus": ([0, 0, np.log(2), 1000, 1e308], [0, 0, 0.5, 1, 1]),
    "gelu": ([0, 0, 0, 1000, 1e308], [0, 0, 0.5, 1, 1]),
    "identity": (HUGE, [1, 1, 1, 1, 1]),
    "leaky relu": ([-1e306, -10, 0, 1000, 1e308], [0.01, 0.01, 0.01, 1, 1]),
    "elu": ([-1, -1, 0, 1000, 1e308], [0, 0, 1, 1, 1]),
    "selu": (
        1.0507009873554805 * np.array([-1.6732632423543772, -1.6732632423543772, 0, 1000, 1e308]),
        1.0507009873554805 * np.array([0, 0, 1.6732632423543772, 1, 1]),
    ),
    "silu": ([0, 0, 0, 1000, 1e308], [0, 0, 0.5, 1, 1]),
    "mish": ([0, 0, 0, 1000, 1e308], [0, 0, 0.6, 1, 1]),
    "gelu tanh": ([0, 0, 0, 1000, 1e308], [0, 0, 0.5, 1, 1]),
    "softsign": ([-1, -1000 / 1001, 0, 1000 / 1001, 1], [0, 1001**-2, 1, 1001**-2, 0]),
    "hard sigmoid": ([0, 0, 0.5, 1, 1], [0, 0, 1 / 6, 0, 0]),
    "hard swish": ([0, 0, 0, 1000, 1e308], [0, 0, 0.5, 1, 1]),
    "hard tanh": ([-1, -1, 0, 1, 1], [0, 0, 1, 0, 0]),
    "relu6": ([0, 0, 0, 6, 6], [0, 0, 0, 0, 0]),
    "abs": ([1e308, 1000, 0, 1000, 1e308], [-1, -1, 0, 1, 1]),
    "bias": (HUGE + np.array([0.5, -1, 0.25, 2, -0.5]), [1, 1, 1, 1, 1]),
}


@pytest.mark.parametrize("name", LIMITS)
def test_nothing_overflows_at_a_thousand_or_at_1e308(name):
    function, (value, derivative) = FUNCTIONS[name], LIMITS[name]
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        assert np.allclose(function.value(HUGE), value, rtol=1e-15, atol=1e-300)
        assert np.allclose(function.derivative(HUGE), derivative, rtol=1e-15, atol=1e-300)


@pytest.mark.parametrize("name", ["sigmoid", "softplus"])
def test_the_lower_tail_keeps_its_relative_precision_and_is_never_0(name):
    # exp(−40)/(1 + exp(−40)) is exp(−40) to the last digit; 1 − σ(40) would be 0.
    value = FUNCTIONS[name].value(np.array([-40.0, -700.0]))
    assert value == pytest.approx(np.exp([-40, -700]), rel=1e-15, abs=0)


@pytest.mark.parametrize(
    ("x", "p"),
    [
        ([1000.0, 1000.0, -1000.0], [0.5, 0.5, 0]),
        ([1e308, 1e308, 0.0], [0.5, 0.5, 0]),
        ([-1e308, -1e308], [0.5, 0.5]),
    ],
)
def test_softmax_does_not_overflow_and_its_log_is_finite(x, p):
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        assert softmax(np.array(x)).tolist() == p
        assert log_softmax(np.array(x)) == pytest.approx(
            np.array(x) - max(x) - np.log(2), rel=1e-15
        )


def test_log_softmax_keeps_its_digits_far_from_0():
    # log softmax of (1e8, 1e8 − log 3) is −log(1 + 1/3); 1e8 + log(4/3) would round at 1.5e-8.
    gap = 1e8 - (1e8 - np.log(3))  # log 3 as rounded here
    found = log_softmax(np.array([1e8, 1e8 - np.log(3)]))
    assert found[0] == pytest.approx(-np.log1p(np.exp(-gap)), rel=1e-14, abs=0)


def test_of_two_equal_neighbours_the_left_one_wins_and_a_last_one_wins_alone():
    assert pool_winners(np.array([1.0, 3.0, 2.0, 2.0, 5.0])).tolist() == [1, 2, 4]
    assert FUNCTIONS["max pool"].value(np.array([1.0, 3.0, 2.0, 2.0, 5.0])).tolist() == [3, 2, 5]


def test_of_equal_entries_the_first_comes_first():
    x = np.array([2.0, 1.0, 2.0, 1.0])
    by_position = np.asarray(FUNCTIONS["sort"].jacobian(x)) @ np.arange(4)
    assert by_position.tolist() == [1, 3, 0, 2]


def test_beyond_the_ends_a_moving_average_finds_0():
    assert FUNCTIONS["moving average"].value(np.array([3.0, 6.0, 9.0])).tolist() == [3, 6, 5]


def test_beyond_eight_entries_the_numbers_of_a_layer_repeat():
    for name in ("dropout", "bias", "scale"):
        value = FUNCTIONS[name].value(np.ones(11))
        assert np.array_equal(value[8:], value[:3]), name
    for name in ("matrix", "diagonal weights"):
        large, small = (np.asarray(FUNCTIONS[name].jacobian(np.ones(n))) for n in (11, 8))
        assert np.array_equal(np.diagonal(large)[8:], np.diagonal(small)[:3]), name
        assert np.array_equal(large[:8, :8], small), name


def test_of_the_first_nine_weights_a_single_one_beside_the_diagonal_happens_to_be_0():
    matrix = np.asarray(FUNCTIONS["matrix"].jacobian(np.ones(3)))
    assert np.argwhere(matrix == 0).tolist() == [[2, 1]]
    assert np.diagonal(matrix).all()


def test_no_size_up_to_eight_makes_the_matrix_nearly_singular():
    for n in range(1, 9):
        matrix = np.asarray(FUNCTIONS["matrix"].jacobian(np.ones(n)))
        assert np.linalg.cond(matrix) < 1e3, n  # loses three digits of sixteen
