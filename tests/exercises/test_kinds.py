"""Exercises of every kind: the right answer passes, any other fails with a number."""

import os
import re
from itertools import product
from urllib.parse import parse_qsl, urlsplit

import numpy as np
import pytest

from explainer.compute import FUNCTIONS, central_difference, elementwise_allowed
from explainer.exercises import KINDS, Difficulty, Options, make
from explainer.exercises.case import ACTIVATIONS
from explainer.exercises.diagonals import HERE, NO, YES
from explainer.networks import NetworkSettings, example
from explainer.notation import CONVENTIONS
from explainer.pages.conventions.settings import BookSettings
from explainer.pages.exercises.at_length import address_of
from explainer.pages.gallery.settings import GallerySettings
from explainer.pages.walkthrough.settings import WalkthroughSettings
from explainer.settings import read_link

SEEDS = 1200 if os.environ.get("NIGHTLY") else 130  # of each kind: over 1,000 exercises in all
DIFFICULTIES = [
    Difficulty(sizes, functions, convention)
    for sizes, functions, convention in product(("distinct", "equal"), ACTIVATIONS, CONVENTIONS)
]
SETTINGS = {
    "walkthrough": WalkthroughSettings,
    "gallery": GallerySettings,
    "conventions": BookSettings,
}
kinds = pytest.mark.parametrize("kind", KINDS)
CHOSEN = ("shape", "diagonal", "operator", "convention", "order")  # whose form is a Options


def exercises(kind):
    """Yield exercises of many seeds, each with the next difficulty."""
    for seed in range(SEEDS):
        yield make(kind, seed, DIFFICULTIES[seed % len(DIFFICULTIES)])


def changed(exercise):
    """Return wrong answers."""
    if isinstance(exercise.form, Options):
        return [option for option in exercise.form.options if option != exercise.answer]
    right, tolerance = np.atleast_2d(exercise.answer), exercise.form.tolerance
    cells = list(np.ndindex(right.shape))
    one_off = np.array(right)
    one_off[cells[-1]] += 1.01 * tolerance
    return [right + 1.01 * tolerance, right - 2 * tolerance, one_off, right + 1.0]


def of_the_link(exercise, kind=NetworkSettings):
    """Return the settings in the exercise's link."""
    link = {name: [value] for name, value in address_of(exercise.state).link.items()}
    settings, refused = read_link(kind(), link)
    assert refused == []
    return settings


@kinds
def test_its_own_answer_passes_and_a_changed_one_fails(kind):
    for exercise in exercises(kind):
        about = (kind, exercise.seed)
        verdict = exercise.check(exercise.answer)
        assert verdict.right and verdict.reason.startswith("Right: "), about
        for answer in changed(exercise):
            verdict = exercise.check(answer)
            assert not verdict.right, (*about, answer)


@kinds
def test_what_is_no_answer_is_wrong_and_no_error(kind):
    for answer in ("", "maybe", None, float("nan"), [[1.0, 2.0], [3.0]], [[0.0] * 9] * 9, "∞"):
        verdict = make(kind, 1).check(answer)
        assert not verdict.right
        assert verdict.reason.startswith("It must be "), answer


@kinds
def test_a_kind_and_a_seed_are_always_the_same_exercise(kind):
    one, other = make(kind, 7), make(kind, 7)
    assert (one.prompt, one.answer, one.form, str(one.state)) == (
        other.prompt,
        other.answer,
        other.form,
        str(other.state),
    )
    assert (one.kind, one.seed) == (kind, 7)


@kinds
def test_a_class_of_thirty_gets_different_exercises(kind):
    for difficulty in (Difficulty(), Difficulty("equal"), Difficulty("distinct", "any", "columns")):
        assert len({make(kind, seed, difficulty).prompt for seed in range(200)}) >= 25, difficulty


@kinds
def test_every_text_is_whole_and_says_something(kind):
    for exercise in exercises(kind):
        texts = (exercise.prompt, exercise.hint, exercise.explanation, exercise.confirms)
        for text in texts:
            assert len(text) > 15, (exercise.seed, text)
            assert text.count("$") % 2 == 0, (exercise.seed, text)
            words = re.sub(r"\$\$.*?\$\$|\$[^$]*\$", "x", text, flags=re.S)
            assert not re.search(r"nan|inf\b|None|  \S|\{|\.\.", words), text
            assert re.search(r"[.?)]$", text.strip()), text


@pytest.mark.parametrize("kind", CHOSEN)
def test_options_are_different_and_the_right_one_is_among_them(kind):
    for exercise in exercises(kind):
        options = exercise.form.options
        assert 2 <= len(set(options)) == len(options), exercise.seed
        assert exercise.answer in options


@pytest.mark.parametrize("kind", CHOSEN)
def test_the_right_answer_is_not_always_at_the_same_place(kind):
    found = {exercise.form.options.index(exercise.answer) for exercise in exercises(kind)}
    assert len(found) > 1


@kinds
def test_the_link_says_a_state_of_its_page(kind):
    for exercise in exercises(kind):
        address = address_of(exercise.state)
        settings = of_the_link(exercise, SETTINGS[address.page])
        for name, text in address.link.items():
            assert settings.parameters()[name].text(getattr(settings, name)) == text, name
        parts = urlsplit(str(address))
        assert parts.path == f"/{address.page}"
        assert dict(parse_qsl(parts.query)) == dict(address.link)


def numbers(latex):
    """Return the matrices of a prompt, by name."""
    found = re.findall(r"\$\$\n(.*?)=\\begin\{pmatrix\}(.*?)\\end\{pmatrix\}\n\$\$", latex)
    return {
        name: np.array([[float(cell) for cell in row.split("&")] for row in cells.split(r"\\")])
        for name, cells in found
    }


def local(chosen, node):
    """Return the function applied to a node, and its argument, without code of the exercises."""
    network, values = chosen.network, chosen.values
    return {
        "x": (lambda x: network.values(x).r, chosen.x),
        "r": (network.function.value, values.r),
        "h": (lambda h: h @ network.W2 + network.b2, values.h),
        "θ": (lambda theta: np.exp(theta) / np.exp(theta).sum(), values.theta),
    }[node]


def test_the_entry_that_is_asked_for_is_the_one_that_central_differences_measure():
    for exercise in exercises("entry"):
        _, i, into, j = re.search(r"entry ∂(.)\[(\d)\]/∂(.)\[(\d)\]", exercise.prompt).groups()
        chosen = example(of_the_link(exercise))
        function, at = local(chosen, into)
        measured = central_difference(function, at)[int(i), int(j)]
        assert abs(measured - exercise.answer) < 1e-7, exercise.seed


def test_a_whole_jacobian_is_the_one_that_central_differences_measure():
    for exercise in exercises("jacobian"):
        into = re.search(r"Fill in ∂./∂(.),", exercise.prompt)[1]
        chosen = example(of_the_link(exercise))
        function, at = local(chosen, into)
        assert np.abs(central_difference(function, at) - exercise.answer).max() < 1e-7


def test_the_gradient_follows_from_the_numbers_that_are_given_within_half_the_tolerance():
    for exercise in exercises("gradient"):
        settings = of_the_link(exercise)
        given, chosen = numbers(exercise.prompt), example(settings)
        at = int(re.search(r"Work out ∂J/∂x\[(\d)\]", exercise.prompt)[1])
        out_in = settings.convention in ("Wx", "xWT")
        W1, W2 = (given[name].T if out_in else given[name] for name in ("W_1", "W_2"))
        error = given[r"\hat{y}-y"].reshape(-1)
        middle = (
            given[r"\partial h/\partial r"] if "s" not in given else np.diag(given["s"].ravel())
        )
        worked_out = (error @ W2.T @ middle @ W1.T)[at]
        assert abs(worked_out - exercise.answer) < exercise.form.tolerance / 2, exercise.seed
        assert abs(chosen.gradients["central"][at] - exercise.answer) < 1e-7


def test_what_is_given_for_an_entry_is_exact_enough_for_the_tolerance():
    count = 0
    for exercise in exercises("jacobian"):
        given = numbers(exercise.prompt)
        p = given.get(r"\hat{y}")
        if p is not None:
            p = p.reshape(-1)
            worked_out = np.diag(p) - np.outer(p, p)
            assert np.abs(worked_out - exercise.answer).max() < exercise.form.tolerance / 2
            count += 1
    assert count > 10


def test_diagonal_is_a_fact_of_the_structure_and_here_an_accident_of_the_numbers():
    answers = set()
    for exercise in exercises("diagonal"):
        settings = of_the_link(exercise, GallerySettings)
        jacobian = FUNCTIONS[settings.function].jacobian(np.array(settings.inputs))
        matrix = np.asarray(jacobian)
        square = matrix.shape[0] == matrix.shape[1]
        looks = square and not matrix[~np.eye(len(matrix), dtype=bool)].any()
        structural = elementwise_allowed(jacobian.support())
        expected = YES if structural else HERE if looks else NO
        assert exercise.answer == expected, (exercise.seed, settings)
        answers.add(expected)
    assert answers == {YES, HERE, NO}


def test_a_transposed_entry_is_told_what_it_is():
    told = 0
    for exercise in exercises("entry"):
        found = re.search(r"entry ∂.\[(\d)\]/∂([hx])\[(\d)\]", exercise.prompt)
        if found:
            i, into, j = int(found[1]), found[2], int(found[3])
            network = example(of_the_link(exercise)).network
            matrix = (network.W2 if into == "h" else network.W1).T
            if max(i, j) < min(matrix.shape):
                assert "The output comes first" in exercise.check(float(matrix[j, i])).reason
                told += 1
    assert told > 10
