"""The page for teachers has correct links, and its archive equals the command line's."""

import io
import re
import shlex
import zipfile
from urllib.parse import parse_qs, urlsplit

import pytest

from explainer.__main__ import main
from explainer.compute.formulas import tally
from explainer.exercises import Difficulty
from explainer.exports.worksheet import archive
from explainer.pages.teach.route import ROUTE
from explainer.settings import read_link
from tests.pages.kinds import KINDS
from tests.pages.opened import charts, exceptions, opened, read, text, turned, warnings


def test_the_route_takes_15_minutes_in_eight_stops():
    assert len(ROUTE) == 8
    assert sum(stop.minutes for stop in ROUTE) == 15


@pytest.mark.parametrize("stop", ROUTE, ids=lambda stop: stop.name)
def test_each_stop_is_a_state_of_its_page(stop):
    settings, refused = read_link(
        KINDS[stop.state.page](), {n: [t] for n, t in stop.state.link.items()}
    )
    assert refused == []
    for name, said in stop.state.link.items():
        assert settings.parameters()[name].text(getattr(settings, name)) == said, name
    at = read("" if stop.state.page == "walkthrough" else stop.state.page, **stop.state.link)
    assert exceptions(at) == warnings(at) == []


def test_what_the_route_says_of_its_states_is_so():
    assert "5 choices left" in text(read("bench", **ROUTE[2].state.link))
    found = tally(3, 3, 3)
    fit = found.wrong + found.right
    assert f"{fit} of them fit, and {found.wrong} of those {fit}" in ROUTE[2].expect
    for stop, structure in ((ROUTE[3], "(4×4, diagonal"), (ROUTE[4], "(4×4)")):
        alts = " ".join(
            alt for alt, _ in charts(read("gallery", **stop.state.link | {"nudged": "4"}))
        )
        assert structure in alts, stop.name
    assert "$\\circ$ is not allowed here" in read("", **ROUTE[6].state.link).error[0].value


def test_a_stop_opens_from_the_page():
    at = opened("teach")
    at.button(key="open-stop-5").click().run()
    assert exceptions(at) == []
    assert at.title[0].value == "Which Jacobians are diagonal?"


def test_the_links_for_a_class_open_a_set_without_verdicts():
    at = opened("teach", set="7", sizes="Equal", convention="Wx")
    links = [urlsplit(link) for link in re.findall(r"\[Look at it\]\((.*?)\)", text(at))]
    kinds = [parse_qs(link.query).pop("kind") for link in links]
    assert kinds == [["All kinds"], ["Find the bug"]]
    for link in links:
        assert link.path == "/exercises"
        there = read("exercises", **{n: said[0] for n, said in parse_qs(link.query).items()})
        assert exceptions(there) == warnings(there) == []
        held = {name: there.session_state[name] for name in ("set", "sizes", "answers", "number")}
        assert held == {"set": 7, "sizes": "equal", "answers": "hidden", "number": 1}


def test_the_command_that_is_shown_writes_what_the_archive_holds(tmp_path):
    at = read("teach", students="5", set="9", sizes="Equal", functions="Softmax too")
    (command,) = re.findall(r"`python -m explainer (worksheet .*? --out )DIR`", text(at))
    assert main([*shlex.split(command), str(tmp_path)]) == 0
    with zipfile.ZipFile(io.BytesIO(archive(5, 9, Difficulty("equal", "any")))) as packed:
        held = {name: packed.read(name) for name in packed.namelist()}
    assert held == {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    assert len(held) == 2


def test_a_stop_is_the_same_state_whatever_was_chosen_before():
    at = opened("teach")
    for stop in (2, 6):
        at.button(key=f"open-stop-{stop}").click().run()
        assert exceptions(at) == []
        predicts = at.segmented_control(key="predict").value
        turned(at, "teach")
        assert predicts == ("first" if stop == 2 else "show")
