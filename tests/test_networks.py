"""Network, input and target follow from the settings only, for each source."""

from dataclasses import replace

import numpy as np
import pytest

from explainer.compute import ACTIVATIONS
from explainer.digits import load_digits
from explainer.networks import SOURCES, NetworkSettings, example, examples

DIGIT = NetworkSettings(network="digit", image=42)


def found_with(**changes):
    return example(NetworkSettings(**changes))


def same(one, other):
    return np.array_equal(one.chain.gradient, other.chain.gradient)


def test_equal_settings_give_equal_numbers():
    assert same(found_with(), found_with())


def test_the_sizes_are_those_of_the_settings():
    found = found_with(D=2, H=7, K=4)
    assert found.network.sizes == (2, 7, 4)
    assert found.x.shape == (2,)
    assert found.y.shape == (4,)


def test_another_seed_gives_other_numbers():
    assert not same(found_with(seed=1), found_with(seed=2))


def test_what_the_source_does_not_depend_on_works_out_nothing_anew():
    assert found_with(convention="columns") is found_with()
    assert example(replace(DIGIT, seed=9, D=2)) is example(DIGIT)


@pytest.mark.parametrize("change", [{"H": 9}, {"K": 7}, {"activation": "relu"}, {"target": 2}])
def test_the_input_stays_when_only_the_network_or_target_changes(change):
    assert np.array_equal(found_with(**change).x, found_with().x)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_the_activation_is_the_one_that_is_chosen_and_the_weights_stay(name):
    found = found_with(activation=name)
    assert found.network.function is ACTIVATIONS[name]
    assert np.array_equal(found.network.W1, found_with().network.W1)


def test_the_target_is_one_hot_at_its_class():
    assert found_with(target=2).y.tolist() == [0, 0, 1]


def test_the_loss_is_minus_the_logarithm_of_the_prediction_at_the_target():
    found = found_with(target=1)
    assert found.loss == pytest.approx(-np.log(found.values.y_hat[1]), abs=1e-14)


def test_a_digit_brings_its_own_network_input_and_target():
    found, digits = example(DIGIT), load_digits()
    assert found.network is digits.network
    assert np.array_equal(found.x, digits.images[42])
    assert found.true_class == digits.labels[42] == 4
    assert found.picture.title == "Held-out image 42, labelled 4"
    assert found_with().picture is None


@pytest.mark.parametrize("network", SOURCES)
def test_of_many_examples_the_first_is_the_single_one(network):
    settings = NetworkSettings(network=network)
    many, one = examples(settings, 4), example(settings)
    assert np.array_equal(many.x[0], one.x)
    assert np.array_equal(many.y[0], one.y)
    assert many.x.shape == (4, one.x.size)
    assert np.allclose(many.y.sum(axis=1), 1)


def test_a_target_that_is_spread_has_no_true_class():
    soft = replace(found_with(), y=np.array([0.5, 0.25, 0.25]))
    assert soft.true_class is None
    assert found_with(target=2).true_class == 2


def test_a_source_is_drawn_by_the_parameters_that_it_names():
    names = NetworkSettings.parameters()
    for source in SOURCES.values():
        assert set(source.parameters) <= set(names)
    assert NetworkSettings(network="digit").aside("seed") == ", with the network Random"
    assert NetworkSettings().aside("seed") == NetworkSettings().aside("convention") == ""


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_the_limit_is_the_largest_entry_of_the_chain(activation):
    found = found_with(activation=activation)
    arrays = [np.asarray(link.jacobian) for link in found.chain.links]
    arrays += [link.gradient for link in found.chain.links]
    assert found.limit == max(np.abs(array).max() for array in arrays)
    assert found.limit > 0


def test_an_array_of_the_network_is_read_only():
    with pytest.raises(ValueError, match="read-only"):
        found_with().network.W1[0, 0] = 1
