"""The gradient in every way, and a way that goes wrong is told from the others."""

import numpy as np
import pytest

from explainer.compute import ACTIVATIONS, Network, agree, differences, gradients
from explainer.compute.comparison import TOLERANCE, tolerances

X, Y = np.array([0.4, -1.2, 0.7, 2.0]), np.array([0.0, 1.0, 0.0])


def found(activation="sigmoid", scale=1.0):
    network = Network.random(4, 5, 3, seed=3, activation=activation)
    loud = Network(network.W1 * scale, network.b1, network.W2 * scale, network.b2, activation)
    return gradients(loud, X, Y)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_every_way_gives_the_gradient_of_the_network(activation):
    ways = found(activation)
    gradient = Network.random(4, 5, 3, seed=3, activation=activation).gradient(X, Y)
    for way, value in ways.items():
        assert value == pytest.approx(gradient, abs=1e-8), way
    assert agree(ways)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_a_way_that_does_not_exist_is_left_out(activation):
    function = ACTIVATIONS[activation]
    ways = found(activation)
    assert ("Element-wise" in ways) == function.elementwise
    assert ("Complex step" in ways) == function.complex_step
    assert next(iter(ways)) == "Matrix multiply"


@pytest.mark.parametrize("way", TOLERANCE)
def test_a_way_that_is_wrong_by_more_than_rounding_does_not_agree(way):
    right = found()
    assert not agree(right | {way: right[way] + 2 * TOLERANCE[way]})


def test_differences_are_the_largest_from_the_first():
    ways = {"Matrix multiply": np.array([1.0, 2.0]), "Element-wise": np.array([1.5, 1.75])}
    assert differences(ways) == {"Element-wise": 0.5}


def test_the_tolerance_grows_with_the_gradient_but_never_below_1():
    ways = {"Matrix multiply": np.array([8.0]), "Element-wise": np.array([-8.0])}
    assert tolerances(ways) == {"Element-wise": 8 * TOLERANCE["Element-wise"]}
    small = {name: gradient / 100 for name, gradient in ways.items()}
    assert tolerances(small) == {"Element-wise": TOLERANCE["Element-wise"]}
