"""Numbers in sentences follow what they count."""

import pytest

from explainer.compute.formulas import FORMULAS
from explainer.derivation import question
from explainer.derivation.steps import shapes
from explainer.networks import NetworkSettings, scene_of
from explainer.pages.doubts import deciding
from explainer.pages.doubts.doubt import Desk
from explainer.pages.doubts.table import NUMBERED
from explainer.palette import LIGHT

SCENE = scene_of(NetworkSettings(D=6, H=7, K=4), LIGHT)


def said(number):
    """Return what the attempts at a doubt say, and how they are called."""
    attempts = NUMBERED[number].attempts(Desk("rows", LIGHT))
    return " ".join(f"{one.label} {one.said}" for one in attempts)


@pytest.mark.parametrize(
    ("number", "usual", "larger"),
    [(14, "∂J/∂W₂ has 15.", "∂J/∂W₂ has 28."), (16, "all 5 paths", "all 7 paths")],
)
def test_a_doubt_counts_what_its_network_has(number, usual, larger, monkeypatch):
    assert usual in said(number)
    monkeypatch.setattr(Desk, "usual", SCENE)
    assert larger in said(number) and usual not in said(number)


def test_the_number_of_formulas_is_that_of_the_table(monkeypatch):
    monkeypatch.setattr(deciding, "FORMULAS", FORMULAS[:150])
    monkeypatch.setattr(shapes, "FORMULAS", FORMULAS[:150])
    assert "Of 150 formulas" in said(3)
    assert "There are 150 ways" in shapes.verdict(SCENE)


def test_the_steps_with_a_scale_of_their_own_are_those_of_the_table(monkeypatch):
    assert "steps 1, 3 and 7" in question.signs(SCENE)
    monkeypatch.setattr(question, "OWN_SCALE", ("shapes", "input"))
    assert "steps 2 and 6" in question.signs(SCENE)
