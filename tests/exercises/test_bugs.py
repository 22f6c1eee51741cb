"""Each bug is real: it differs from central differences until its line is corrected."""

import numpy as np
import pytest

from explainer.compute.comparison import CENTRAL_ERROR
from explainer.exercises import BUGS

bugs = pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.name)


def test_there_are_enough_and_each_has_a_name_of_its_own():
    assert len(BUGS) >= 12
    assert len({bug.name for bug in BUGS}) == len(BUGS)
    assert {bug.wrong for bug in BUGS} == {0, 1, 2, 3}
    assert {bug.fix for bug in BUGS} == {0, 1, 2}


@bugs
def test_it_differs_from_central_differences_and_its_fix_does_not(bug):
    assert bug.difference() > 1e-2
    assert bug.difference(bug.fix) < CENTRAL_ERROR
    for at, fragment in enumerate(bug.fragments):
        assert fragment.split(" = ")[0] == bug.lines[bug.wrong].split(" = ")[0]
        assert fragment != bug.lines[bug.wrong]
        assert (bug.difference(at) < CENTRAL_ERROR) == (at == bug.fix), fragment


@bugs
def test_every_line_but_the_wrong_one_is_right(bug):
    for at in range(len(bug.lines)):
        assert bug.line_outcome(at).difference < CENTRAL_ERROR, bug.lines[at]


@bugs
def test_what_is_said_is_the_number(bug):
    for choice in (None, *range(len(bug.fragments))):
        outcome = bug.outcome(choice)
        if np.isfinite(outcome.difference):
            assert f"{outcome.difference:.2g}" in outcome.said
        else:
            assert "ValueError" in outcome.said or "has shape (" in outcome.said
        assert outcome.said.endswith(".")


def test_by_accident_it_agrees_where_that_is_the_lesson():
    accidents = [bug for bug in BUGS if bug.accident]
    assert len(accidents) == 2
    for bug in accidents:
        assert bug.outcome(None, bug.accident).difference < CENTRAL_ERROR


def test_a_wrong_transpose_shows_in_the_shapes_and_hides_where_all_are_equal():
    seen, hidden = (
        next(b for b in BUGS if b.name == name)
        for name in (
            "W₁ or its transpose",
            "W₁ or its transpose, at equal sizes",
        )
    )
    assert seen.difference() == np.inf
    assert seen.outcome().said == "NumPy raises a ValueError: the sizes 5 and 3 do not meet."
    assert 0 < hidden.difference() < np.inf
    assert seen.lines == hidden.lines
