"""The page of exercises: answers get verdicts, sets get scores, and links open exercises."""

import re

import numpy as np
import pytest

from explainer.exercises import BUGS, KINDS, Options, make
from explainer.pages.exercises.scene import ExerciseScene
from explainer.pages.exercises.settings import BUG, LABELS, OF_A_SET, ExerciseSettings
from tests.pages.opened import exceptions, opened, settings, text, turned, warnings

NUMBERS = range(1, OF_A_SET + 1)


def exercises(**link):
    return opened("exercises", **link)


def scene(at):
    """Return the scene of the page, without its answers."""
    return ExerciseScene(settings(at, ExerciseSettings), {})


def said(at):
    return [one.value for one in (*at.main.success, *at.main.error, *at.main.info)]


def answer(at, value):
    """Give an answer in the fields of the page."""
    key, form = scene(at).key, scene(at).exercise.form
    if isinstance(form, Options):
        at.radio(key=f"asked-{key}").set_value(value)
    else:
        for (i, j), number in np.ndenumerate(np.atleast_2d(np.array(value, dtype=object))):
            at.text_input(key=f"asked-{key}-{i}-{j}").set_value(str(number))
    at.button(key=f"check-{key}").click().run()
    assert exceptions(at) == []
    return at


def wrong(exercise):
    if isinstance(exercise.form, Options):
        return next(option for option in exercise.form.options if option != exercise.answer)
    return np.atleast_2d(exercise.answer) + 1


def number(at, to):
    at.segmented_control(key="number").set_value(to).run()
    assert exceptions(at) == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_wrong_answer_gets_its_reason_and_the_right_one_its_explanation(kind):
    at = exercises(kind=LABELS[kind])
    exercise = scene(at).exercise
    assert exercise.kind == kind and exercise.prompt in text(at)
    assert said(at) == []
    answer(at, wrong(exercise))
    assert len(at.main.error) == 1 and exercise.explanation not in text(at)
    answer(at, exercise.answer)
    assert len(at.main.success) == 1
    assert exercise.explanation in text(at) or exercise.explanation in exercise.confirms
    assert [b.label for b in at.button if "at length" in b.label] == [
        "The same numbers at length →"
    ]
    assert "1 of 10 answered, 0 right at the first try" in text(at)


def test_a_set_of_all_kinds_has_each_of_them():
    at = exercises()
    found = [scene(at).at(at_number).exercise.kind for at_number in NUMBERS]
    assert set(found) == set(KINDS)


def test_a_done_set_says_its_score_and_leads_to_what_was_missed():
    at = exercises(set=4)
    for at_number in NUMBERS:
        number(at, at_number)
        exercise = scene(at).exercise
        answer(at, wrong(exercise) if at_number in (2, 9) else exercise.answer)
    assert "The set is done: 8 of 10 right at the first try" in text(at)
    assert [b.label for b in at.button if b.label.startswith("To exercise")] == [
        "To exercise 2",
        "To exercise 9",
    ]
    at.button(key="go-9").click().run()
    assert at.session_state["number"] == 9
    answer(at, scene(at).exercise.answer)
    assert "8 of 10 right at the first try" in text(at)  # the first try was wrong
    at.button(key="ten-more").click().run()
    assert (at.session_state["set"], at.session_state["number"]) == (5, 1)
    assert "0 of 10 answered" in text(at)


def test_hidden_verdicts_come_when_the_set_is_done():
    at = exercises(answers="hidden", kind=LABELS["shape"])
    for at_number in NUMBERS:
        number(at, at_number)
        exercise = scene(at).exercise
        answer(at, wrong(exercise) if at_number == 3 else exercise.answer)
        if at_number < OF_A_SET:
            assert not (at.main.success or at.main.error)
            assert "Your answer is kept" in text(at)
            assert exercise.explanation not in text(at)
            assert not [b for b in at.button if b.label == "Show me"]
    assert "9 of 10 right" in text(at) and len(at.main.success) == 1
    number(at, 3)
    assert len(at.main.error) == 1
    answer(at, scene(at).exercise.answer)
    assert "9 of 10 right" in text(at)  # the score when the set was done
    at.segmented_control(key="answers").set_value("shown").run()
    assert "0 of 10 answered" in text(at)  # a hidden set's answers must not be looked up here


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_shown_is_no_right_answer(kind):
    at = exercises(kind=LABELS[kind])
    exercise = scene(at).exercise
    at.button(key=f"answered-{scene(at).key}").click().run()
    assert exceptions(at) == [] and exercise.explanation in text(at)
    assert "1 of 10 answered, 0 right" in text(at)
    rows = re.findall(r"^\| \*\*\d\*\* \| (.*) \|$", text(at), re.M)
    assert len(rows) == (exercise.form.rows if kind == "jacobian" else 0)


def test_a_bug_can_be_shown_too():
    at = exercises(kind="Find the bug")
    bug = scene(at).bug
    at.button(key=f"answered-{scene(at).key}").click().run()
    assert exceptions(at) == []
    assert bug.lesson in at.main.info[0].value and bug.name in at.main.info[0].value
    assert "1 of 10 answered, 0 right" in text(at)


def test_each_cell_of_a_matrix_is_marked():
    at = exercises(kind=LABELS["jacobian"])
    right = np.atleast_2d(scene(at).exercise.answer)
    given = right.copy()
    given[0, 0] += 1
    answer(at, given)
    marks = re.findall("[✓✗]", text(at))
    assert marks == ["✗"] + ["✓"] * (right.size - 1)


@pytest.mark.parametrize("typed", ["half", "", "1e999", "0.1.2", "`x`", "nan", "1 2"])
def test_what_is_no_number_is_named_and_is_no_answer(typed):
    at = exercises(kind=LABELS["gradient"])
    answer(at, typed)
    (sentence,) = warnings(at)
    assert "is no number" in sentence or "is empty" in sentence
    assert "0 of 10 answered" in text(at)
    answer(at, scene(at).exercise.answer)
    assert warnings(at) == [] and "1 right" in text(at)
    answer(at, typed)
    # The earlier answer still counts, and its verdict does not stand below another text.
    (sentence,) = warnings(at)
    assert "Until then the one before, " in sentence and "1 right" in text(at)
    assert not at.main.success and not at.main.error


def test_a_number_may_have_a_true_minus_and_a_comma_has_a_hint():
    at = exercises(kind=LABELS["gradient"])
    typed = f"{scene(at).exercise.answer:.5f}".replace("-", "– ")
    answer(at, typed.replace(".", ","))
    (said,) = warnings(at)
    assert "with a comma, which stands between two numbers on these pages" in said
    answer(at, typed)
    assert len(at.main.success) == 1


def test_answers_are_kept_when_another_set_or_page_is_looked_at():
    at = exercises(kind=LABELS["operator"])
    answer(at, scene(at).exercise.answer)
    at.number_input(key="set").set_value(2).run()
    assert "0 of 10 answered" in text(at)
    at.number_input(key="set").set_value(1).run()
    assert "1 of 10 answered, 1 right" in text(at)
    turned(at, "bench")
    turned(at, "exercises")
    at.selectbox(key="kind").set_value("operator").run()
    assert exceptions(at) == [] and "1 of 10 answered, 1 right" in text(at)


def test_a_bug_is_found_and_mended():
    at = exercises(kind="Find the bug", number=2)
    bug, key = scene(at).bug, scene(at).key
    assert [code.value for code in at.code] == ["\n".join(bug.forward), "\n".join(bug.lines)]
    right_line = next(at for at in range(len(bug.lines)) if at != bug.wrong)
    at.segmented_control(key=f"asked-{key}").set_value(str(right_line + 1)).run()
    assert f"Not line {right_line + 1}: " in at.main.error[0].value
    at.segmented_control(key=f"asked-{key}").set_value(str(bug.wrong + 1)).run()
    other = next(n for n in range(len(bug.fragments)) if n != bug.fix)
    at.radio(key=f"asked-{key}-mend").set_value(bug.fragments[other])
    at.button(key=f"check-{key}-mend").click().run()
    assert at.main.error[0].value == f"Not yet: {bug.outcome(other).said}"
    at.radio(key=f"asked-{key}-mend").set_value(bug.fragments[bug.fix])
    at.button(key=f"check-{key}-mend").click().run()
    assert "Mended: " in at.main.success[1].value and bug.lesson in at.main.success[1].value
    assert "1 of 10 answered, 0 right at the first try" in text(at)


def test_a_set_of_bugs_is_ten_different_ones_and_sets_differ():
    sets = [
        [
            ExerciseScene(ExerciseSettings(kind=BUG, set=of, number=at), {}).bug.name
            for at in NUMBERS
        ]
        for of in (1, 2)
    ]
    assert all(len(set(names)) == OF_A_SET for names in sets)
    assert sets[0] != sets[1]
    assert set(sets[0]) <= {bug.name for bug in BUGS}


def test_every_exercise_of_a_hard_set_shows_itself():
    for convention in ("Columns", "Wx"):
        at = exercises(set=7, sizes="Equal", functions="Softmax too", convention=convention)
        for at_number in NUMBERS:
            number(at, at_number)
            assert scene(at).exercise.prompt in text(at)


def test_the_link_holds_the_exercise():
    at = exercises(kind=LABELS["entry"], set="3", number="4", functions="Softmax too")
    found = scene(at).exercise
    difficulty = settings(at, ExerciseSettings).difficulty
    assert found.prompt == make("entry", 24, difficulty).prompt
    assert warnings(at) == []


def test_a_set_of_bugs_is_done_when_the_last_one_is_mended():
    at = exercises(kind="Find the bug", set=3)
    for at_number in NUMBERS:
        number(at, at_number)
        bug, key = scene(at).bug, scene(at).key
        at.segmented_control(key=f"asked-{key}").set_value(str(bug.wrong + 1)).run()
        assert "The set is done" not in text(at)
        at.radio(key=f"asked-{key}-mend").set_value(bug.fragments[bug.fix])
        at.button(key=f"check-{key}-mend").click().run()
        assert exceptions(at) == []
    assert "The set is done: 10 of 10 right" in text(at) and "Nothing was missed" in text(at)
