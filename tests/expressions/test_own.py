"""A typed function is used like any other; its entries have one of three states."""

import numpy as np
import pytest

from explainer.compute import FUNCTIONS, central_difference, complex_step
from explainer.expressions import formulas
from explainer.expressions.own import function_of, inquire
from explainer.expressions.parsing import parse
from explainer.expressions.reading import NotAllowed
from explainer.expressions.values import linearized
from explainer.notation.structures import structure
from tests.expressions.functions import DIAGONAL, TIES, X8, X, beside
from tests.expressions.here import Here


def asked(text, x=X, reason=None):
    return inquire(parse(text), x, Here(reason))


def test_a_typed_function_is_a_function_of_the_table():
    own = function_of(parse("x / sum(x)"))
    assert (own.name, own.elementwise, own.kinks) == ("your function", False, ())
    jacobian = own.jacobian(X)
    assert jacobian.shape == (4, 4)
    assert np.allclose(own.value(X), X / X.sum())
    assert np.allclose(jacobian, central_difference(own.value, X), atol=1e-8)
    assert np.array_equal(function_of(parse("cumsum(x)")).rule(X, X).support(), np.tri(4) > 0)


def test_a_number_is_a_vector_with_one_entry():
    own = function_of(parse("sum(x)"))
    assert own.value(X).shape == (1,)


def test_the_complex_step_is_taken_where_every_part_keeps_the_imaginary_part():
    for function in FUNCTIONS.values():
        own = function_of(parse(f"1 + {function.identifier}(x)"))
        assert own.complex_step == function.complex_step, function.name
    assert function_of(parse("max(abs(x)) + sin(x)")).complex_step
    own = function_of(parse("leaky_relu(x) * log_softmax(x)"))
    assert np.allclose(complex_step(own.value, X), own.jacobian(X), atol=1e-14)


def test_it_raises_where_it_has_no_numbers():
    for call in (function_of(parse("log(x)")).value, function_of(parse("log(x)")).jacobian):
        with pytest.raises(NotAllowed):
            call(X)
    with pytest.raises(NotAllowed):
        asked("log(x)")


def test_every_entry_has_one_of_three_states():
    for text in (*DIAGONAL, "A @ x", "x / sum(x)", "relu(x - 100000)", "cumsum(x)", "max_pool(x)"):
        for reason in (None, "SymPy is busy"):
            found = asked(text, X[:3], reason)
            support, unproved = found.jacobian.support(), found.unproved
            for place in np.ndindex(support.shape):
                states = [not support[place], place in found.witnesses, unproved[place]]
                assert sum(states) == 1, (text, place, reason)


def test_a_diagonal_function_is_never_said_not_to_be():
    for text in DIAGONAL:
        for x in (X[:3], TIES):
            found = asked(text, x)
            assert not found.jacobian.support()[beside(found.unproved)].any(), text
            doubted = asked(text, x, "SymPy is busy")
            # Without a proof every entry that may be non-zero by construction is unproved.
            built = linearized(parse(text), x).support & beside(doubted.unproved)
            assert np.array_equal(doubted.unproved & beside(built), built), text
    found = asked(DIAGONAL[-1], X8, "SymPy is busy")
    assert found.unproved[beside(found.unproved)].all()


def test_what_is_proved_to_be_zero_is_0_and_not_what_conventions_make_of_it():
    text = "max(x) - max(reverse(x)) + x"
    assert linearized(parse(text), TIES).jacobian.tolist() == [[0, 1], [-1, 2]]
    assert asked(text, TIES).jacobian.build().tolist() == [[0, 0], [0, 2]]


def test_sympy_is_asked_once_and_only_for_what_has_no_witness():
    here = Here()
    inquire(parse("A @ x"), X, here)
    (question,) = here.questions
    assert np.argwhere(question["doubtful"]).tolist() == [[2, 1]]
    assert question["places"] == [[i, j] for i, j in np.ndindex(4, 4)]


def test_a_weight_that_happens_to_be_0_is_unproved():
    found = asked("A @ x")
    assert np.argwhere(found.unproved).tolist() == [[2, 1]]
    assert structure(found.jacobian) == "dense"
    assert found.reason is None


def test_formulas_come_with_the_entries_that_are_shown():
    found = asked("x / sum(x)")
    assert found.shown == [(0, 0), (0, 1)]
    assert [entry.place for entry in found.formulas.entries] == list(np.ndindex(4, 4))
    longer = asked("x / sum(x)", np.arange(1.0, 9.0))
    assert [entry.place for entry in longer.formulas.entries] == longer.shown
    assert len(longer.formulas.value) == 8


def test_the_entries_shown_are_not_0_if_any_is_not():
    assert asked("x * x", np.array([0.0, 3.0])).shown == [(1, 1)]
    assert asked("relu(reverse(x))", np.array([1.0, -1.0])).shown == [(0, 0), (1, 0)]
    assert asked("x - x").shown == [(0, 0)]
    assert asked("sum(x)").shown == [(0, 0), (0, 1)]


def test_the_formula_of_an_entry_that_is_proved_to_be_zero_is_0():
    found = asked("softmax(x) * sum(exp(x))", X[:2]).formulas
    assert [found.entries[k].latex for k in (1, 2)] == ["0", "0"]
    assert [found.entries[k].number for k in (1, 2)] == [0, 0]
    assert found.entries[0].latex != "0"
    whole = asked("x + sum(x) - sum(reverse(x)) + sin(sum(x)) - sin(sum(x))").formulas.matrix
    assert whole.startswith(r"\begin{bmatrix} 1 & 0 & 0 & 0 \\[4pt] 0 & 1 & 0")
    assert whole.endswith(r"& 1 \end{bmatrix}")


def test_formulas_come_also_where_the_function_is_saturated():
    found = asked("softmax(A @ x)", np.array([1000.0, -1000.0, 500.0, 2.0]))
    assert len(found.formulas.value) == 4
    assert structure(found.jacobian) == "dense"


def test_without_sympy_there_is_a_reason_and_the_numbers_stay():
    found = asked("x + 0 * reverse(x)", X, "SymPy is busy with other functions")
    assert found.formulas is None
    assert found.reason == "SymPy is busy with other functions"
    assert np.array_equal(found.jacobian.build(), np.eye(4))
    assert found.unproved.sum() == 4


def test_a_long_formula_is_told_by_its_length(monkeypatch):
    monkeypatch.setattr(formulas, "READABLE", 80)
    found = asked("x + sum(x * x)").formulas
    assert found.value[0] == "x_{0}^{2} + x_{0} + x_{1}^{2} + x_{2}^{2} + x_{3}^{2}"
    assert found.matrix > 80  # a length
    monkeypatch.setattr(formulas, "READABLE", 50)
    assert asked("x + sum(x * x)").formulas.value[0] == 53
    assert asked("softmax(A @ x)").formulas.matrix is None
