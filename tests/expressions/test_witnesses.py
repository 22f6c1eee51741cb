"""Witnesses: an entry counts as non-zero only if the function itself moves."""

import numpy as np

from explainer.expressions import witnesses as module
from explainer.expressions.parsing import parse
from explainer.expressions.values import linearized, value_of
from explainer.expressions.witnesses import find_witnesses
from tests.expressions.functions import DIAGONAL, TIES, X8, X, beside


def witnesses(text, x=X):
    return find_witnesses(parse(text), linearized(parse(text), x), x)


def places_beside(text, x=X):
    return {(i, j): w for (i, j), w in witnesses(text, x).items() if i != j}


def test_nothing_beside_the_diagonal_of_a_diagonal_function_is_witnessed():
    for text in DIAGONAL:
        for x in (X, TIES, X8, -X8, 100 * X, np.array([50.0, 0, 0, 0]), np.array([1.0, 1, 1])):
            assert not places_beside(text, x), (text, x)


def test_every_entry_that_is_not_zero_is_witnessed_and_where():
    here = ["x / sum(x)", "softmax(A @ x)", "x * 1000000 + reverse(x) / 1000000", "cumsum(x)"]
    for text in here:
        found = linearized(parse(text), X)
        kept = witnesses(text)
        assert all(kept[i, j].is_here for i, j in np.argwhere(found.jacobian)), text
        assert all(kept[i, j].x is X for i, j in np.argwhere(found.jacobian)), text
        slopes = {place: witness.slope for place, witness in kept.items() if witness.is_here}
        assert slopes == {place: found.jacobian[place] for place in slopes}, text


def test_where_this_x_shows_nothing_another_does():
    elsewhere = {
        "softmax(A @ x)": np.array([50.0, 0, 0, 0]),
        "x + relu(reverse(x) - 100)": X,
        "x + relu(-100 - reverse(x))": X,
        "relu(sum(x)) * x": -np.abs(X),
        "log(sum(x) + 2000) * relu(-sum(x) - 100) + x": X,
        "sqrt(reverse(x)) * relu(reverse(x) - 1) + x": np.abs(X) / 10,
    }
    for text, x in elsewhere.items():
        found = places_beside(text, x)
        support = linearized(parse(text), x).support
        assert set(found) == set(zip(*np.nonzero(support & beside(support)), strict=True)), text
        assert not any(witness.is_here for witness in found.values()), text
        for (i, j), witness in found.items():
            moved = value_of(parse(text))(witness.x + 1e-4 * np.eye(x.size)[j])
            rate = (moved - value_of(parse(text))(witness.x))[i] / 1e-4
            assert abs(rate - witness.slope) < 0.01 * abs(witness.slope), (text, i, j)


def test_a_weight_that_is_zero_has_no_witness():
    assert set(np.ndindex(4, 4)) - set(witnesses("A @ x")) == {(2, 1)}


def test_the_rounding_of_terms_that_cancel_is_no_witness():
    for text in ("1000 * sin(sum(x)) - 1000 * sin(sum(reverse(x))) + x", "cos(cumsum(x)) * 0 + x"):
        for seed in range(20):
            x = np.random.default_rng(seed).standard_normal(6)
            assert not places_beside(text, x), (text, seed)


def test_a_slope_that_no_nudge_confirms_is_no_witness():
    # The chain rule gives 1 for x[1], by the conventions of max; but nothing moves.
    text = "max(x) - max(reverse(x)) + x"
    assert linearized(parse(text), TIES).jacobian[0, 1] == 1
    assert set(witnesses(text, TIES)) == {(0, 0), (1, 1)}


def test_a_slope_that_only_a_tiny_or_only_a_wide_nudge_confirms_is_a_witness():
    bent = np.array([1.0, 1.0])
    for text in ("sin(1000000 * sum(x))", "sin(x @ x) / 1000000 + 1000 * (x + 1)"):
        assert witnesses(text, bent)[0, 0].is_here, text


def test_the_search_is_the_same_at_each_view():
    first, second = (places_beside("x + relu(reverse(x) - 100)") for _ in range(2))
    assert {p: w.x.tolist() for p, w in first.items()} == {
        p: w.x.tolist() for p, w in second.items()
    }


def test_it_stops_when_nothing_is_missing(monkeypatch):
    def fail(*_):
        raise AssertionError("no other point is needed")

    monkeypatch.setattr(module, "linearized", fail)
    expression = parse("x / sum(x)")
    assert len(module.find_witnesses(expression, linearized(expression, X), X)) == 16
