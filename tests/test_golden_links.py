"""A published link keeps its meaning for ever."""

from dataclasses import dataclass
from urllib.parse import parse_qs

import pytest

from explainer.settings import Settings, choice, read_link
from tests.golden_links import current, published
from tests.pages.kinds import KINDS


@pytest.mark.parametrize("page", KINDS)
def test_every_link_that_was_published_opens_what_it_did(page):
    links = [link for link in published() if link[0] == page]
    assert links
    for _, query, name, value in links:
        said = parse_qs(query, keep_blank_values=True, strict_parsing=True)
        settings, refused = read_link(KINDS[page](), said)
        assert not refused, query
        assert repr(getattr(settings, name)) == value, query


def test_every_parameter_and_value_has_its_link():
    missing = set(current()) - set(published())
    assert not missing, "run `python -m tests.golden_links`"


def test_a_label_of_before_is_read_and_written_as_todays():
    @dataclass(frozen=True)
    class Renamed(Settings):
        way: str = choice(
            {"a": "First way", "b": "Second way"},
            default="a",
            label="Way",
            earlier={"Way two": "b"},
        )

    settings, refused = read_link(Renamed(), {"way": ["Way two"]})
    assert (settings.way, refused) == ("b", [])
    assert Renamed.parameters()["way"].text(settings.way) == "Second way"
    assert read_link(Renamed(), {"way": ["Way three"]})[1]


def test_a_label_of_before_that_another_value_has_now_is_an_error():
    with pytest.raises(ValueError, match="First"):
        choice({"a": "First"}, default="a", label="Way", earlier={"First": "b"})
