"""Over a batch: flattened Jacobians against central differences, gradients against PyTorch."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explainer.compute import ACTIVATIONS, Network, central_difference
from explainer.compute.batch import OUTPUT, VARIABLES, Batch
from tests.compute.oracles import largest_difference

REFERENCE = json.loads(Path(__file__).with_name("pytorch_gradients.json").read_text())["cases"]
SMOOTH = [name for name, function in ACTIVATIONS.items() if not function.kinks]
variables = pytest.mark.parametrize("variable", VARIABLES)


def batch(D=4, H=5, K=3, N=3, seed=0, activation="sigmoid", reduction="sum"):
    rng = np.random.default_rng(seed)
    network = Network.random(D, H, K, seed, activation)
    y = rng.dirichlet(np.ones(K), size=N)
    return Batch(network, rng.standard_normal((N, D)), y, reduction)


def output_of(one, variable):
    """The output of a link as a function of its variable's array."""
    network, values = one.network, one.values

    def f(array):
        at = {name: getattr(network, name) for name in ("W1", "b1", "W2", "b2")}
        at |= {name: getattr(values, name) for name in ("x", "r", "h")}
        at[variable] = array
        return {
            "theta": lambda: at["h"] @ at["W2"] + at["b2"],
            "h": lambda: network.function.value(at["r"]),
            "r": lambda: at["x"] @ at["W1"] + at["b1"],
        }[OUTPUT[variable]]()

    return f


@variables
@pytest.mark.parametrize("activation", SMOOTH)
@pytest.mark.parametrize("N", [1, 3])
def test_the_flattened_jacobian_agrees_with_central_differences(variable, activation, N):
    one = batch(activation=activation, N=N)
    measured = central_difference(output_of(one, variable), one.array(variable))
    assert largest_difference(np.asarray(one.jacobian(variable)), measured) < 1e-9


@variables
@pytest.mark.parametrize("reduction", ["sum", "mean"])
@pytest.mark.parametrize("activation", ["sigmoid", "softmax"])
def test_the_gradient_agrees_with_central_differences_of_the_loss(variable, reduction, activation):
    one = batch(activation=activation, reduction=reduction)
    if variable in ("h", "r"):
        return  # no variable of the loss as a function: the next test has them

    def loss(array):
        if variable == "x":
            return Batch(one.network, array, one.y, reduction).loss()
        return Batch(one.network.replaced(variable, array), one.x, one.y, reduction).loss()

    measured = central_difference(loss, one.array(variable))[0]
    assert largest_difference(one.link(variable).gradient.reshape(-1), measured) < 1e-9


@given(seed=st.integers(0, 999), N=st.integers(1, 6), D=st.integers(1, 4), H=st.integers(1, 4))
@settings(max_examples=40, deadline=None)
def test_every_gradient_is_the_upstream_one_times_the_matrix_that_nobody_builds(seed, N, D, H):
    one = batch(D, H, 3, N, seed)
    for variable in VARIABLES:
        link = one.link(variable)
        big = link.upstream.reshape(-1) @ np.asarray(link.jacobian)
        assert link.gradient.shape == one.array(variable).shape
        assert largest_difference(link.gradient.reshape(-1), big) < 1e-13


@pytest.mark.parametrize("case", REFERENCE[::4], ids=lambda case: str(case.get("activation")))
def test_the_gradients_of_two_equal_examples_are_twice_those_of_pytorch(case):
    names = ("W1", "b1", "W2", "b2")
    network = Network(
        **{name: np.array(case[name]) for name in names}, activation=case["activation"]
    )
    x, y = (np.array([case[name], case[name]]) for name in ("x", "y"))
    one = Batch(network, x, y)
    for name in names:
        found = one.link(name).gradient
        assert largest_difference(found / 2, np.array(case["gradients"][name])) < 1e-11
    for row in one.link("x").gradient:
        assert largest_difference(row, np.array(case["gradients"]["x"])) < 1e-11


def test_a_mean_divides_every_gradient_by_the_number_of_examples():
    whole, part = batch(), batch(reduction="mean")
    assert part.loss() == pytest.approx(whole.loss() / 3)
    for variable in VARIABLES:
        found, expected = part.link(variable).gradient, whole.link(variable).gradient / 3
        assert largest_difference(found, expected) < 1e-15


def test_the_gradients_are_those_of_the_network():
    one = batch()
    for name, gradient in one.network.parameter_gradients(one.x, one.y).items():
        assert largest_difference(one.link(name).gradient, gradient) < 1e-15
    assert largest_difference(one.link("x").gradient, one.network.gradient(one.x, one.y)) < 1e-15


@pytest.mark.parametrize(
    ("x", "y", "said"),
    [
        (np.ones(4), np.eye(3)[:1], r"x has shape \(4,\) but a batch is \(N, D\)"),
        (np.ones((2, 5)), np.eye(3)[:2], r"x has shape \(2, 5\)"),
        (np.ones((2, 4)), np.eye(3), r"y has shape \(3, 3\)"),
        (np.ones((1, 4)), np.ones((1, 3)), "y sums to 3"),
    ],
)
def test_what_does_not_fit_is_named(x, y, said):
    with pytest.raises(ValueError, match=said):
        Batch(Network.random(4, 5, 3, 0), x, y)


def test_a_replaced_array_is_checked():
    with pytest.raises(ValueError, match="W2 has shape"):
        Network.random(4, 5, 3, 0).replaced("W2", np.ones((2, 2)))
