"""The shipped digits match their description, and the training loop can learn."""

import numpy as np
import pytest

from explainer.compute import Network, complex_step
from explainer.digits import Digits, load_digits
from explainer.digits.train import PARAMETERS, differences, right, shipment, split, trained


@pytest.fixture
def digits() -> Digits:
    return load_digits()


@pytest.fixture
def targets(digits):
    return np.eye(10)[digits.labels]


def learned(digits, rng, epochs=60):
    """Return the trained network, and its mean loss on its training images."""
    network = trained(digits.images, digits.labels, rng, epochs=epochs)
    loss = network.loss(digits.images, np.eye(10)[digits.labels]) / len(digits.labels)
    return network, loss


def test_the_network_is_64_32_10_with_a_sigmoid(digits):
    assert digits.network.sizes == (64, 32, 10)
    assert digits.network.activation == "sigmoid"


def test_there_are_ten_images_of_each_class(digits):
    assert digits.images.shape == (100, 64)
    assert digits.labels.tolist() == np.repeat(np.arange(10), 10).tolist()


def test_pixels_are_sixteenths_between_0_and_1(digits):
    assert digits.images.min() == 0
    assert digits.images.max() == 1
    assert np.array_equal(digits.images * 16, np.round(digits.images * 16))


def test_no_image_is_shown_twice(digits):
    assert len(np.unique(digits.images, axis=0)) == 100


def test_the_digits_are_read_once_and_cannot_be_changed(digits):
    assert load_digits() is digits
    for array in (digits.images, digits.labels, digits.network.W1):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0


def test_source_and_licence_are_named(digits):
    assert "Alpaydin" in digits.source
    assert "Kaynak" in digits.source
    assert digits.licence == "CC BY 4.0"


def test_the_network_reads_at_least_97_percent_of_the_held_out_images(digits):
    assert digits.held_out_right / digits.held_out_total >= 0.97


def test_the_network_reads_at_least_95_of_the_images_it_ships_with(digits):
    read = right(digits.network, digits.images, digits.labels)
    assert read >= 95
    # The 100 are among the held-out images, so their errors are among the held-out errors.
    assert 100 - read <= digits.held_out_total - digits.held_out_right


def test_the_gradient_of_an_image_agrees_with_the_complex_step(digits, targets):
    for x, y in zip(digits.images[::25], targets[::25], strict=True):
        measured = complex_step(lambda x, y=y: digits.network.loss(x, y), x)[0]
        assert abs(digits.network.gradient(x, y) - measured).max() <= 1e-12


def test_every_image_has_a_gradient_that_can_be_seen(digits, targets):
    largest = abs(digits.network.gradient(digits.images, targets)).max(axis=1)
    assert largest.min() >= 1e-3


def test_the_loop_learns(digits):
    before, loss_before = learned(digits, np.random.default_rng(0), epochs=0)
    after, loss_after = learned(digits, np.random.default_rng(0))
    assert right(before, digits.images, digits.labels) < 50
    assert right(after, digits.images, digits.labels) > 90
    assert loss_after < loss_before / 4


def test_one_seed_gives_one_network_and_another_seed_another(digits):
    first, again, other = (
        learned(digits, np.random.default_rng(s), epochs=2)[0] for s in (0, 0, 1)
    )
    for name in PARAMETERS:
        assert np.array_equal(getattr(first, name), getattr(again, name))
        assert not np.array_equal(getattr(first, name), getattr(other, name))


def test_the_split_holds_out_a_quarter_of_each_class_and_trains_on_none_of_it():
    labels = np.repeat(np.arange(10), 44)
    train, held_out = split(labels, np.random.default_rng(0))
    assert sorted([*train, *held_out]) == list(range(440))
    assert np.bincount(labels[held_out]).tolist() == [11] * 10


@pytest.fixture
def shipped_untrained(digits, monkeypatch):
    """Return the shipped data of 40 copies of one image a class, by an untrained network.

    Ten copies of each are held out, and all of these are shown, so that they can be counted again.
    """
    network = Network.random(64, 32, 10, seed=0)
    monkeypatch.setattr("explainer.digits.train.trained", lambda *_: network)
    pixels = np.repeat(digits.images[::10] * 16, 40, axis=0)
    return shipment(pixels, np.repeat(np.arange(10), 40))


def test_the_accuracy_that_is_stored_is_that_of_the_stored_weights(shipped_untrained):
    made = shipped_untrained
    network = Network(**{name: made[name] for name in PARAMETERS})
    assert made["held_out_total"] == len(made["labels"]) == 100
    assert made["held_out_right"] == right(network, made["images"] / 16, made["labels"])
    assert 0 < made["held_out_right"] < 100


def test_the_check_names_what_differs_and_forgives_rounding(shipped_untrained):
    made = shipped_untrained
    rounded = made | {"W1": made["W1"] + 1e-6}
    assert differences(rounded, made, tolerance=1e-4) == []
    changed = made | {"W1": made["W1"] + 1e-3, "licence": np.array("none")}
    del changed["b2"]
    assert differences(changed, made, tolerance=1e-4) == ["W1", "b2", "licence"]
