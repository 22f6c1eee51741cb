"""Settings hold what a link holds: every default is one of the choices."""

from dataclasses import FrozenInstanceError, fields

import pytest

from explainer.compute import FUNCTIONS
from explainer.settings import (
    ACTIVATIONS,
    CONVENTIONS,
    DEFAULT,
    FORMULATIONS,
    IMAGES,
    LARGEST,
    NETWORKS,
    SEEDS,
    STEPS,
    Settings,
)

CHOICES = {
    "network": NETWORKS,
    "activation": ACTIVATIONS,
    "convention": CONVENTIONS,
    "formulation": FORMULATIONS,
    "step": STEPS,
    "image": range(IMAGES),
    "seed": range(SEEDS),
    "D": range(1, LARGEST + 1),
    "H": range(1, LARGEST + 1),
    "K": range(2, LARGEST + 1),
    "target": range(DEFAULT.K),
    "entry": range(1),  # the shortest result has one
}


@pytest.mark.parametrize("name", CHOICES)
def test_the_default_is_one_of_the_choices(name):
    assert getattr(DEFAULT, name) in CHOICES[name]


def test_these_are_all_the_parameters_of_a_link():
    assert {field.name for field in fields(Settings)} == CHOICES.keys()


@pytest.mark.parametrize("name", ["network", "activation", "convention", "formulation", "step"])
def test_no_choice_is_offered_twice(name):
    assert len(set(CHOICES[name])) == len(CHOICES[name])


def test_the_default_is_the_network_of_the_question():
    assert (DEFAULT.network, DEFAULT.activation) == ("Random", "sigmoid")
    assert len({DEFAULT.D, DEFAULT.H, DEFAULT.K}) == 3


def test_every_function_of_the_table_can_be_chosen():
    assert set(ACTIVATIONS) == set(FUNCTIONS)


def test_a_setting_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        DEFAULT.D = 7


def test_equal_settings_are_one_state():
    assert Settings() == DEFAULT
    assert hash(Settings()) == hash(DEFAULT)
