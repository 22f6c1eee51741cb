"""Settings hold what a link holds: every default is one of the choices."""

from dataclasses import FrozenInstanceError, fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.compute import ACTIVATIONS
from explainer.digits import load_digits
from explainer.pages.steps import STEPS
from explainer.settings import (
    DEFAULT,
    TRACED,
    Choice,
    Settings,
    Whole,
    parameters,
    read_link,
    read_numbers,
)

CHOICES = parameters(DEFAULT)
BAD = ["", "x", "1.5", "-1", "1e1", "nan", "inf", " 1", "1 ", "٣", "²", "9" * 5000, "0x1", "1_0"]


@pytest.mark.parametrize("name", CHOICES)
def test_the_default_is_one_of_the_choices(name):
    default = getattr(DEFAULT, name)
    assert CHOICES[name].parse(str(default)) == default


def test_these_are_all_the_parameters_of_a_link():
    assert [field.name for field in fields(Settings)] == list(CHOICES)


def test_no_choice_is_offered_twice():
    for choice in CHOICES.values():
        if isinstance(choice, Choice):
            assert len(set(choice.options)) == len(choice.options)


@pytest.mark.parametrize("text", BAD)
def test_what_is_no_whole_number_is_none(text):
    assert Whole(0, 99).parse(text) is None


@pytest.mark.parametrize(("text", "value"), [("0", 0), ("04", 4), ("12", 12), ("13", None)])
def test_a_whole_number_is_read_in_its_range(text, value):
    assert Whole(0, 12).parse(text) == value


def test_every_image_that_ships_can_be_chosen_and_no_other():
    images = CHOICES["image"]
    assert (images.low, images.high) == (0, len(load_digits().images) - 1)


def test_every_step_is_there_and_says_what_it_traces():
    assert list(TRACED) == list(STEPS)


@pytest.mark.parametrize(
    ("settings", "entries"),
    [
        (Settings(step="4", H=7), 7),
        (Settings(step="1", K=6), 6),
        (Settings(step="All", D=2, H=3, K=4), 4),
        (Settings(step="6", network="Handwritten digit", D=2), 64),
    ],
)
def test_the_entries_are_those_of_the_steps_result(settings, entries):
    assert settings.entries == entries
    assert parameters(settings)["entry"].high == entries - 1


def test_a_target_is_one_of_the_classes():
    assert parameters(Settings(K=7))["target"].high == 6


def test_a_link_gives_the_settings_that_it_holds():
    link = {"D": ["7"], "K": ["9"], "target": ["8"], "step": ["6"], "entry": ["6"], "utm": ["x"]}
    settings, refused = read_link(link)
    assert settings == Settings(D=7, K=9, target=8, step="6", entry=6)
    assert refused == []


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("0.5, -1, 0.3, 2", [0.5, -1, 0.3, 2]),
        ("1", [1]),
        (" [1 2;3] ", [1, 2, 3]),
        ("−1, +2, .5, 3.", [-1, 2, 0.5, 3]),
        ("1e2 1E-3".lower(), [100, 0.001]),
        ("1, 2, 3, 4, 5, 6, 7, 8", [1, 2, 3, 4, 5, 6, 7, 8]),
        ("1, 2, 3, 4, 5, 6, 7, 8, 9", None),
        ("1001", None),
        ("1e999", None),
        ("nan", None),
        ("inf", None),
        ("", None),
        ("1,,2", None),
        ("1,", None),
        ("one", None),
        ("1_0", None),
        ("0x1", None),
        ("٣", None),
        ("1 - 2", None),
        ("9" * 5000, None),
    ],
)
def test_an_x_is_one_to_eight_numbers(text, numbers):
    assert read_numbers(text) == numbers


@pytest.mark.parametrize(("x", "most"), [("1, 2", 2), ("nonsense", 4), ("1 2 3 4 5 6 7 8", 8)])
def test_as_many_inputs_can_be_nudged_as_there_are(x, most):
    assert parameters(Settings(x=x))["nudged"].high == most


def test_a_text_that_is_too_long_is_refused():
    settings, (refusal,) = read_link({"expression": ["x" * 201]})
    assert settings == DEFAULT
    assert "it must be a text of at most 200 characters" in refusal.sentence


@given(
    st.dictionaries(
        st.sampled_from([*CHOICES, "other"]), st.lists(st.text(max_size=12), min_size=1, max_size=2)
    )
)
def test_whatever_a_link_holds_it_is_a_state_and_every_refusal_names_its_value(link):
    settings, refused = read_link(link)
    assert {r.name for r in refused} <= link.keys()
    for name, parameter in parameters(settings).items():
        assert parameter.parse(str(getattr(settings, name))) == getattr(settings, name)
    for refusal in refused:
        assert getattr(settings, refusal.name) == getattr(DEFAULT, refusal.name)
        assert refusal.sentence.startswith(f"The link says {refusal.name} = ")
        assert f": {refusal.name} = {refusal.used} is used instead" in refusal.sentence


def test_the_default_is_the_network_of_the_question():
    assert (DEFAULT.network, DEFAULT.activation) == ("Random", "sigmoid")
    assert len({DEFAULT.D, DEFAULT.H, DEFAULT.K}) == 3


def test_every_activation_can_be_chosen():
    assert CHOICES["activation"].options == tuple(ACTIVATIONS)


def test_a_setting_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        DEFAULT.D = 7


def test_equal_settings_are_one_state():
    assert Settings() == DEFAULT
    assert hash(Settings()) == hash(DEFAULT)
