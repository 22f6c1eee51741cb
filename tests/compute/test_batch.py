"""Batches: flattened Jacobians against central differences, gradients against PyTorch."""

import json
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.compute import ACTIVATIONS, Network, central_difference
from explainer.compute.batch import VARIABLES, Batch
from explainer.compute.mixing import log_softmax
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
    """Return a function from a variable's array to the output of its link."""
    network, values = one.network, one.values

    def f(array):
        at = {name: getattr(network, name) for name in ("W1", "b1", "W2", "b2")}
        at |= {name: getattr(values, name) for name in ("x", "r", "h")}
        at[variable] = array
        return {
            "theta": lambda: at["h"] @ at["W2"] + at["b2"],
            "h": lambda: network.function.value(at["r"]),
            "r": lambda: at["x"] @ at["W1"] + at["b1"],
        }[VARIABLES[variable].output]()

    return f


@variables
def test_the_flattened_jacobian_agrees_with_central_differences(variable):
    for activation, N in product(SMOOTH, [1, 3]):
        one = batch(activation=activation, N=N)
        measured = central_difference(output_of(one, variable), one.array(variable))
        found = np.asarray(one.jacobian(variable))
        assert largest_difference(found, measured) < 1e-9, (activation, N)


def loss_of(one, variable):
    """Return J as a function of a variable's array."""
    network, x, y, reduction = one.network, one.x, one.y, one.reduction

    def of_h(h):
        total = -np.sum(y * log_softmax(h @ network.W2 + network.b2))
        return total if reduction == "sum" else total / len(y)

    if variable == "h":
        return of_h
    if variable == "r":
        return lambda r: of_h(network.function.value(r))
    if variable == "x":
        return lambda x: Batch(network, x, y, reduction).loss()
    return lambda array: Batch(network.replaced(variable, array), x, y, reduction).loss()


@variables
def test_the_gradient_agrees_with_central_differences_of_the_loss(variable):
    for reduction, activation in product(["sum", "mean"], SMOOTH):
        one = batch(activation=activation, reduction=reduction)
        measured = central_difference(loss_of(one, variable), one.array(variable))[0]
        found = one.link(variable).gradient.reshape(-1)
        assert largest_difference(found, measured) < 1e-9, (reduction, activation)


@given(seed=st.integers(0, 999), N=st.integers(1, 6), D=st.integers(1, 4), H=st.integers(1, 4))
def test_every_gradient_is_the_upstream_one_times_the_matrix_that_nobody_builds(seed, N, D, H):
    one = batch(D, H, 3, N, seed)
    for variable in VARIABLES:
        link = one.link(variable)
        big = link.upstream.reshape(-1) @ np.asarray(link.jacobian)
        assert link.gradient.shape == one.array(variable).shape, variable
        assert largest_difference(link.gradient.reshape(-1), big) < 1e-13, variable


def test_a_link_names_its_output_and_has_the_gradient_that_arrives_there():
    one = batch()
    for variable in VARIABLES:
        link = one.link(variable)
        assert (link.input, link.output) == (variable, VARIABLES[variable].output)
        assert link.upstream.shape == one.array(link.output).shape, variable


def test_the_gradients_of_two_equal_examples_are_twice_those_of_pytorch():
    names = ("W1", "b1", "W2", "b2")
    for case in REFERENCE:
        network = Network(**{name: case[name] for name in names}, activation=case["activation"])
        one = Batch(network, *(np.array([case[name]] * 2) for name in ("x", "y")))
        gradients = one.parameter_gradients()
        assert set(gradients) == set(names)
        for name, found in gradients.items():
            expected = case["gradients"][name]
            assert largest_difference(found / 2, expected) < 1e-11, (case["name"], name)
        for row in one.link("x").gradient:
            assert largest_difference(row, case["gradients"]["x"]) < 1e-11, case["name"]


def test_a_mean_divides_every_gradient_by_the_number_of_examples():
    whole, part = batch(), batch(reduction="mean")
    assert part.loss() == pytest.approx(whole.loss() / 3)
    for variable in VARIABLES:
        found, expected = part.link(variable).gradient, whole.link(variable).gradient / 3
        assert largest_difference(found, expected) < 1e-15, variable


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


def test_the_gradient_as_people_write_it_is_the_product_with_the_jacobian():
    for activation in ("sigmoid", "relu", "softmax"):
        one = batch(activation=activation, reduction="mean")
        for name in VARIABLES:
            short, gradient = one.short(name), one.link(name).gradient
            assert short.shape == gradient.shape, (activation, name)
            assert largest_difference(short, gradient) < 1e-14, (activation, name)


def test_the_letters_of_a_variable_are_those_of_its_shape():
    one, sizes = batch(2, 3, 4, 6), {"N": 6, "D": 2, "H": 3, "K": 4}
    for name, variable in VARIABLES.items():
        assert variable.shape(sizes) == one.array(name).shape, name
        assert variable.is_parameter == (name in ("W1", "b1", "W2", "b2")), name
