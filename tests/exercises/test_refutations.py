"""A wrong answer gets the number that refutes it: each is worked out here in another way."""

import re
from collections import Counter

import numpy as np
import pytest

from explainer.compute import FUNCTIONS
from explainer.networks import example
from explainer.notation.steps import FACTORS
from explainer.pages.gallery.settings import GallerySettings
from tests.exercises.test_kinds import changed, exercises, of_the_link

SOME = r"(−?[\d.]+(?:e[+−]\d+)?)"  # a number as the page writes it


def value(text):
    return float(text.replace("−", "-").rstrip("."))


def close(text, exact, digits):
    """True if the text is the number, rounded to this many digits."""
    return np.isclose(value(text), exact, rtol=0.51 * 10 ** (1 - digits), atol=1e-15)


def refutations(kind):
    """Yield (exercise, wrong answer, verdict) for many seeds and every difficulty."""
    for exercise in exercises(kind):
        for answer in changed(exercise):
            yield exercise, answer, exercise.check(answer).reason


def shape(text):
    return tuple(map(int, text.split("×")))


def test_a_wrong_shape_gets_the_sizes_that_do_not_meet():
    seen = Counter()
    for exercise, answer, reason in refutations("shape"):
        (rows, columns), right = shape(answer), shape(exercise.answer)
        if met := re.search(r"of (\S+) @ (\S+) they are (\d+) and (\d+)\.$", reason):
            left, other = shape(met[1]), shape(met[2])
            assert (left[1], other[0]) == (int(met[3]), int(met[4]))
            assert left[1] != other[0]
            assert (rows, columns) in (other, left[::-1]), reason
            seen["meets"] += 1
        else:
            named = re.search(
                r"its columns are the inputs, (\d+) as in .* and not (\d+)\.$", reason
            )
            assert (int(named[1]), int(named[2])) == (right[1], columns)
            assert right[1] != columns
            seen["inputs"] += 1
    assert min(seen["meets"], seen["inputs"]) > 20, seen


def test_a_wrong_operator_gets_its_error_or_the_two_sizes():
    seen = Counter()
    for exercise, _, reason in refutations("operator"):
        chosen = example(settings := exercise.state.settings)
        step = exercise.state.step
        chain = chosen.chain
        link = chain.unfused[1] if step == "loss" else chain[FACTORS[step]]
        matrix, v = np.asarray(link.jacobian), np.asarray(link.upstream)
        if off := re.search(rf"(?:off by|differs from @ by) {SOME}\.$", reason):
            exact = np.abs(v * np.diagonal(matrix) - v @ matrix).max()
            assert close(off[1], exact, 2), (reason, exact, settings)
            seen["off"] += 1
        elif entry := re.search(rf"entry \[(\d), (\d)\] is {SOME}, and ∘ would lose it", reason):
            i, j = int(entry[1]), int(entry[2])
            assert i != j and close(entry[3], matrix[i, j], 4), reason
            seen["lost"] += 1
        else:
            sizes = re.search(r"(\d+) numbers arrive and (\d+) come out", reason)
            assert (int(sizes[1]), int(sizes[2])) == matrix.shape
            assert matrix.shape[0] != matrix.shape[1]
            seen["sizes"] += 1
    assert min(seen["off"], seen["sizes"]) > 20, seen


def test_a_wrong_diagonal_gets_an_entry_off_it():
    seen = Counter()
    for exercise, _, reason in refutations("diagonal"):
        settings = of_the_link(exercise, GallerySettings)
        jacobian = FUNCTIONS[settings.function].jacobian
        entry = re.search(rf"(?:x = \((.*)\) )?the entry \[(\d), (\d)\] is {SOME}", reason)
        if weight := re.search(
            rf"the weight A\[(.*?)\] = {SOME} the entry \[(.*?)\] is {SOME}", reason
        ):
            assert weight[1] == weight[3] and value(weight[2]) == value(weight[4]) != 0, reason
            seen["weight"] += 1
        elif entry:
            x = [value(text) for text in entry[1].split(", ")] if entry[1] else settings.inputs
            i, j = int(entry[2]), int(entry[3])
            exact = np.asarray(jacobian(np.array(x)))[i, j]
            assert i != j and exact != 0, reason
            assert close(entry[4], exact, 3), (reason, exact)
            seen["entry"] += 1
        else:
            matrix = np.asarray(jacobian(np.array(settings.inputs)))
            numbers = {int(text) for text in re.findall(r"\b\d+\b", reason)}
            assert numbers & {*matrix.shape, matrix.size - min(matrix.shape)}, reason
            seen["other"] += 1
    assert min(seen["entry"], seen["weight"]) > 5, seen


@pytest.mark.parametrize("kind", ["entry", "gradient"])
def test_a_wrong_number_gets_the_one_that_a_small_step_measures(kind):
    for exercise, answer, reason in refutations(kind):
        times = re.search(rf"changes by {SOME}, which is {SOME} times as much", reason)
        if times is None:
            assert re.search(r"does not change|changes by 0", reason) and exercise.answer == 0
            continue
        assert abs(value(times[2]) - exercise.answer) <= 0.02 * max(abs(exercise.answer), 0.05)
        assert not np.isclose(float(np.ravel(answer)[0]), exercise.answer, atol=1e-4)


def test_a_wrong_cell_is_named_with_what_stands_there():
    for exercise, answer, reason in refutations("jacobian"):
        right, given = np.atleast_2d(exercise.answer), np.asarray(answer)
        wrong = np.abs(given - right) > exercise.form.tolerance
        assert re.search(r"Wrong: (\d+)", reason)[1] == str(np.count_nonzero(wrong)), reason
        i, j = map(int, re.search(r"Row (\d), column (\d) is not", reason).groups())
        assert wrong[i, j]
        shown = [value(text) for text in re.findall(rf"[=≈] {SOME}", reason)]
        assert any(abs(number - right[i, j]) <= 6e-4 for number in shown), (reason, right[i, j])


@pytest.mark.parametrize("kind", ["convention", "order"])
def test_factors_in_a_wrong_order_get_the_sizes_that_are_not_equal(kind):
    seen = Counter()
    for _, answer, reason in refutations(kind):
        met = re.search(r"Wrong: (\S+) is (\S+) and (\S+) (\S+): (\d+) and (\d+) are not", reason)
        if not met:
            seen["runs"] += 1
            continue
        left, right = shape(met[2]), shape(met[4])
        assert (left[1], right[0]) == (int(met[5]), int(met[6]))
        assert left[1] != right[0]
        assert answer.index(met[1]) < answer.index(met[3])
        seen["breaks"] += 1
    assert min(seen["breaks"], seen["runs"]) > 20, seen


def test_an_order_that_runs_gets_its_error():
    count = 0
    for exercise, answer, reason in refutations("order"):
        off = re.search(rf"off by {SOME} from ∂J/∂x", reason)
        if not off or exercise.state.settings.convention != "rows":
            continue
        chosen = example(exercise.state.settings)
        network, chain = chosen.network, chosen.chain
        factors = {
            "(ŷ−y)": (chosen.values.y_hat - chosen.y)[np.newaxis],
            "W₂ᵀ": network.W2.T,
            "W₁ᵀ": network.W1.T,
            "diag(s)": np.asarray(chain["r"].jacobian),
            "∂h/∂r": np.asarray(chain["r"].jacobian),
        }
        product = np.linalg.multi_dot([factors[name] for name in answer.split(" @ ")])
        exact = np.abs(product.ravel() - chosen.gradients["central"]).max()
        assert close(off[1], exact, 2), (reason, exact)
        count += 1
    assert count > 5
