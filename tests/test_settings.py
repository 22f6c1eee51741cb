"""Settings are read from a link: values are read or refused, and every default is allowed."""

from dataclasses import FrozenInstanceError, replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explainer.compute import ACTIVATIONS
from explainer.digits import load_digits
from explainer.networks import ConventionSettings, NetworkSettings
from explainer.pages.gallery.settings import DEFAULT_X, LARGEST, NUMBERS, GallerySettings
from explainer.pages.typed import read_numbers
from explainer.pages.walkthrough.settings import WalkthroughSettings
from explainer.settings import Choice, Settings, Text, Whole, read_link, table, write_link
from tests.amounts import examples
from tests.pages.kinds import KINDS, SHARED

BAD = ["", "x", "1.5", "-1", "1e1", "nan", "inf", " 1", "1 ", "٣", "²", "9" * 5000, "0x1", "1_0"]
LINKS = (Path(__file__).parents[1] / "docs" / "links.md").read_text(encoding="utf-8")
every_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)


@every_kind
def test_the_default_of_every_parameter_may_be_and_is_read_as_it_is_written(kind):
    start = kind()
    for name, parameter in kind.parameters().items():
        default = getattr(start, name)
        assert parameter.parse(parameter.text(default), start) == default, name
        assert parameter.label, name


@every_kind
def test_every_choice_is_read_as_it_is_written_and_no_two_are_written_alike(kind):
    for name, parameter in kind.parameters().items():
        if isinstance(parameter, Choice):
            texts = [parameter.text(value) for value in parameter.labels]
            assert len(set(texts)) == len(texts), name
            assert [parameter.parse(text, kind()) for text in texts] == list(parameter.labels), name


@pytest.mark.parametrize("kind", [ConventionSettings, NetworkSettings], ids=lambda k: k.__name__)
def test_the_docs_have_the_table_of_what_pages_share(kind):
    without = ConventionSettings if kind is NetworkSettings else Settings
    assert table(kind, without=without) in LINKS


@pytest.mark.parametrize("page", KINDS)
def test_the_docs_have_the_table_of_every_page(page):
    assert table(KINDS[page], without=SHARED[page]) in LINKS
    assert f"`/{page}`" in LINKS or page == "walkthrough"


def test_what_is_no_whole_number_is_none():
    for text in BAD:
        assert Whole("", 0, 99).parse(text, Settings()) is None, text


@pytest.mark.parametrize(("text", "value"), [("0", 0), ("04", 4), ("12", 12), ("13", None)])
def test_a_whole_number_is_read_in_its_range(text, value):
    assert Whole("", 0, 12).parse(text, Settings()) == value


def test_every_image_that_ships_can_be_chosen_and_no_other():
    image = NetworkSettings.parameters()["image"]
    assert (image.low, image.high) == (0, len(load_digits().images) - 1)


@pytest.mark.parametrize(
    ("chosen", "entries"),
    [
        (WalkthroughSettings(step="output", H=7), 7),
        (WalkthroughSettings(step="forward", K=6), 6),
        (WalkthroughSettings(step="all", D=2, H=3, K=4), 4),
        (WalkthroughSettings(step="input", network="digit", D=2), 64),
    ],
)
def test_the_entries_are_those_of_the_steps_result(chosen, entries):
    assert chosen.entries == entries
    assert chosen.parameters()["entry"].highest(chosen) == entries - 1


def test_a_target_is_one_of_the_classes():
    assert NetworkSettings.parameters()["target"].highest(NetworkSettings(K=7)) == 6


def test_a_link_gives_the_settings_that_it_holds():
    link = {"D": ["7"], "K": ["9"], "target": ["8"], "step": ["6"], "entry": ["6"], "utm": ["x"]}
    read, refused = read_link(WalkthroughSettings(), link)
    assert read == WalkthroughSettings(D=7, K=9, target=8, step="input", entry=6)
    assert refused == []


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("0.5, -1, 0.3, 2", [0.5, -1, 0.3, 2]),
        ("1", [1]),
        (" [1 2;3] ", [1, 2, 3]),
        ("−1, +2, .5, 3.", [-1, 2, 0.5, 3]),
        ("1e2 1E-3".lower(), [100, 0.001]),
        ("1000 -1000", [1000, -1000]),
        ("1, 2, 3, 4, 5, 6, 7, 8", [1, 2, 3, 4, 5, 6, 7, 8]),
        *((bad, None) for bad in ("1, 2, 3, 4, 5, 6, 7, 8, 9", "1001", "1e999", "nan", "inf", "")),
        *((bad, None) for bad in ("1,,2", "1,", "one", "1_0", "0x1", "٣", "1 - 2", "9" * 5000)),
    ],
)
def test_an_x_is_one_to_eight_numbers(text, numbers):
    assert read_numbers(text, len(NUMBERS), LARGEST) == numbers


def test_the_x_where_none_is_typed_is_the_first_of_the_numbers():
    assert read_numbers(DEFAULT_X, len(NUMBERS), LARGEST) == list(NUMBERS[:4])


@pytest.mark.parametrize(("x", "most"), [("1, 2", 2), ("nonsense", 4), ("1 2 3 4 5 6 7 8", 8)])
def test_as_many_inputs_can_be_nudged_as_there_are(x, most):
    assert GallerySettings.parameters()["nudged"].highest(GallerySettings(x=x)) == most


def test_a_text_that_is_too_long_is_refused():
    read, (refusal,) = read_link(GallerySettings(), {"expression": ["x" * 1001]})
    assert read == GallerySettings()
    assert "it must be a text of at most 1000 characters" in refusal.sentence()


@every_kind
@settings(max_examples=examples(25, 500))
@given(data=st.data())
def test_whatever_a_link_holds_it_is_a_state_and_every_refusal_names_its_value(kind, data):
    values = st.lists(st.text(max_size=12) | st.sampled_from(BAD), min_size=1, max_size=2)
    names = st.sampled_from([*kind.parameters(), "other"])
    link = data.draw(st.dictionaries(names, values))
    read, refused = read_link(kind(), link)
    assert {r.name for r in refused} <= link.keys()
    for name, parameter in kind.parameters().items():
        value = getattr(read, name)
        assert parameter.parse(parameter.text(value), read) == value
    for refusal in refused:
        assert getattr(read, refusal.name) == getattr(kind(), refusal.name)
        assert refusal.sentence().startswith(f"The link says {refusal.name} = ")
        assert f": {refusal.name} = {refusal.used_text} is used instead" in refusal.sentence()


def may_be_held(parameter):
    """Return the values that a widget may hold, some of them out of their range by now."""
    if isinstance(parameter, Whole):
        return st.integers(parameter.low, parameter.high if isinstance(parameter.high, int) else 99)
    if isinstance(parameter, Choice):
        return st.sampled_from(list(parameter.labels))
    return st.text(max_size=parameter.longest) if isinstance(parameter, Text) else st.booleans()


@every_kind
@settings(max_examples=examples(25, 500))
@given(data=st.data())
def test_the_link_to_a_state_is_read_as_that_state_and_nothing_of_it_is_refused(kind, data):
    parameters = kind.parameters()
    state = kind(**{name: data.draw(may_be_held(one)) for name, one in parameters.items()})
    link = write_link(state)
    read, refused = read_link(kind(), {name: [text] for name, text in link.items()})
    assert refused == []
    for name, parameter in parameters.items():
        held = getattr(state, name)
        if state.aside(name):
            assert name not in link
        elif isinstance(parameter, Whole):
            assert getattr(read, name) == min(held, parameter.highest(read))
        else:
            assert getattr(read, name) == held


def test_a_link_says_no_default_and_nothing_that_the_state_does_not_use():
    state = WalkthroughSettings(network="digit", D=7, image=3, step="input", slide=9)
    assert write_link(state) == {"network": "Handwritten digit", "image": "3", "step": "6"}
    assert write_link(replace(state, present=True))["slide"] == "9"
    assert write_link(WalkthroughSettings(step="all", D=3, start=3))["start"] == "2"


def test_the_default_is_the_network_of_the_question():
    start = NetworkSettings()
    assert (start.network, start.activation) == ("random", "sigmoid")
    assert len({start.D, start.H, start.K}) == 3


def test_every_activation_can_be_chosen():
    assert list(NetworkSettings.parameters()["activation"].labels) == list(ACTIVATIONS)


def test_a_setting_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        NetworkSettings().D = 7


def test_equal_settings_are_one_state():
    assert WalkthroughSettings() == WalkthroughSettings(D=4)
    assert hash(WalkthroughSettings()) == hash(WalkthroughSettings(D=4))
