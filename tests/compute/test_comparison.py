"""The gradient computed in every way; a wrong way is told apart from the right ones."""

import numpy as np
import pytest

from explainer.compute import ACTIVATIONS, Network, agree, differences, gradients
from explainer.compute.comparison import TOLERANCE, coincides, tolerances

X, Y = np.array([0.4, -1.2, 0.7, 2.0]), np.array([0.0, 1.0, 0.0])


def found(activation="sigmoid", scale=1.0):
    network = Network.random(4, 5, 3, seed=3, activation=activation)
    loud = Network(network.W1 * scale, network.b1, network.W2 * scale, network.b2, activation)
    return gradients(loud, X, Y)


def test_every_way_gives_the_gradient_of_the_network():
    for activation in ACTIVATIONS:
        ways = found(activation)
        gradient = Network.random(4, 5, 3, seed=3, activation=activation).gradient(X, Y)
        for way, value in ways.items():
            assert value == pytest.approx(gradient, abs=1e-8), (activation, way)
        assert agree(ways), activation


def test_a_way_that_does_not_exist_is_left_out():
    lacking = {"softmax": "elementwise", "gelu": "complex"}
    for activation in ACTIVATIONS:
        ways = ["matrix", "elementwise", "central", "complex"]
        expected = [way for way in ways if way != lacking.get(activation)]
        assert list(found(activation)) == expected, activation


@pytest.mark.parametrize("way", TOLERANCE)
def test_a_way_that_is_wrong_by_more_than_rounding_does_not_agree(way):
    right = found()
    assert not agree(right | {way: right[way] + 2 * TOLERANCE[way]})


def test_a_difference_as_large_as_the_tolerance_still_agrees():
    allowed = np.array([TOLERANCE["elementwise"]])
    assert agree({"matrix": np.zeros(1), "elementwise": allowed})
    assert not agree({"matrix": np.zeros(1), "elementwise": 1.001 * allowed})


def test_differences_are_the_largest_from_the_first():
    ways = {"matrix": np.array([1.0, 2.0]), "elementwise": np.array([1.5, 1.75])}
    assert differences(ways) == {"elementwise": 0.5}


def test_the_tolerance_grows_with_the_gradient_but_never_below_1():
    ways = {"matrix": np.array([8.0]), "elementwise": np.array([-8.0])}
    assert tolerances(ways) == {"elementwise": 8 * TOLERANCE["elementwise"]}
    small = {name: gradient / 100 for name, gradient in ways.items()}
    assert tolerances(small) == {"elementwise": TOLERANCE["elementwise"]}


def test_arrays_coincide_when_rounding_alone_lies_between_them():
    one = np.array([4.0, -8.0])
    assert coincides(one, one * (1 + 1e-13))
    assert not coincides(one, one + np.array([0, 1e-11]))
    small = np.array([1e-20])
    assert coincides(small, -small)
