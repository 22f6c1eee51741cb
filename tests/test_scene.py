"""A scene is a function of its settings, and its numbers are the network's."""

from dataclasses import replace

import numpy as np
import pytest

from explainer.compute import ACTIVATIONS
from explainer.digits import load_digits
from explainer.palette import DARK, LIGHT
from explainer.scene import Scene
from explainer.settings import DEFAULT, Settings

DIGIT = Settings(network="Handwritten digit", image=42)


def scene(**changes):
    return Scene(replace(DEFAULT, **changes), LIGHT)


def same(one, other):
    return np.array_equal(one.chain.gradient, other.chain.gradient)


def test_equal_settings_give_equal_numbers():
    assert same(scene(), scene())


def test_the_sizes_are_those_of_the_settings():
    found = scene(D=2, H=7, K=4)
    assert found.network.sizes == (2, 7, 4)
    assert found.x.shape == (2,)
    assert found.y.shape == (4,)


def test_another_seed_gives_other_numbers():
    assert not same(scene(seed=1), scene(seed=2))


@pytest.mark.parametrize(
    "change",
    [{"convention": "Columns"}, {"formulation": "Element-wise"}, {"step": "7"}, {"entry": 1}],
)
def test_what_is_written_does_not_change_a_number(change):
    assert same(scene(**change), scene())


def test_the_theme_does_not_change_a_number():
    assert same(Scene(DEFAULT, DARK), Scene(DEFAULT, LIGHT))


@pytest.mark.parametrize("change", [{"H": 9}, {"K": 7}, {"activation": "relu"}, {"target": 2}])
def test_the_input_stays_when_only_the_network_or_target_changes(change):
    assert np.array_equal(scene(**change).x, scene().x)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_the_activation_is_the_one_that_is_chosen_and_the_weights_stay(name):
    found = scene(activation=name)
    assert found.network.function is ACTIVATIONS[name]
    assert np.array_equal(found.network.W1, scene().network.W1)


def test_the_target_is_one_hot_at_its_class():
    assert scene(target=2).y.tolist() == [0, 0, 1]


def test_the_loss_is_minus_the_logarithm_of_the_prediction_at_the_target():
    found = scene(target=1)
    assert found.loss == pytest.approx(-np.log(found.values.y_hat[1]), abs=1e-14)


def test_a_digit_brings_its_own_network_input_and_target():
    found, digits = Scene(DIGIT, LIGHT), load_digits()
    assert found.network is digits.network
    assert np.array_equal(found.x, digits.images[42])
    assert found.y.argmax() == found.target == digits.labels[42] == 4


def test_the_settings_of_the_random_network_do_not_touch_a_digit():
    changed = replace(DIGIT, D=2, H=2, K=2, activation="relu", seed=9, target=1)
    assert same(Scene(changed, LIGHT), Scene(DIGIT, LIGHT))
    assert Scene(changed, LIGHT).notation.function.name == "sigmoid"


def test_the_notation_follows_the_settings_and_the_theme():
    found = Scene(replace(DEFAULT, convention="Columns", formulation="Element-wise"), DARK)
    n = found.notation
    assert (n.convention, n.formulation) == ("Columns", "Element-wise")
    assert (n.function, n.palette) == (ACTIVATIONS["sigmoid"], DARK)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_the_limit_is_the_largest_entry_of_the_chain(activation):
    found = scene(activation=activation)
    arrays = [np.asarray(step.jacobian) for step in found.chain.steps]
    arrays += [step.result for step in found.chain.steps]
    assert found.limit == max(np.abs(array).max() for array in arrays)
    assert found.limit > 0


def test_an_array_of_the_network_is_read_only():
    with pytest.raises(ValueError, match="read-only"):
        scene().network.W1[0, 0] = 1
