"""SymPy's formulas: they give the same numbers, and say which entries are zero for every x."""

import json

import numpy as np
import pytest

from explainer.expressions import deriver, worker
from explainer.expressions.deriver import Busy, Deriver, NoFormulas
from explainer.expressions.own import Formulas, Own
from explainer.expressions.parsing import CALLABLE, parse
from explainer.expressions.symbols import ENTRY, WHOLE, derive
from explainer.expressions.values import tracked

X = np.array([0.5, -1.0, 0.3, 2.0])
SLOW = "layer_norm(softmax(A@tanh(A@layer_norm(A@tanh(A@x)))))"


def derived(text, x=X, doubtful=None):
    size = tracked(parse(text), x).jacobian.shape
    places = list(np.ndindex(*size))
    none = np.zeros(size, dtype=bool)
    return derive(parse(text), x.tolist(), places, none if doubtful is None else doubtful)


def numbers(derivation):
    """The formulas at x, as a matrix."""
    rows = max(entry.place[0] for entry in derivation.entries) + 1
    return np.array([entry.number for entry in derivation.entries]).reshape(rows, -1)


def test_every_function_has_a_formula():
    assert set(ENTRY) | set(WHOLE) == set(CALLABLE)
    assert not set(ENTRY) & set(WHOLE)


@pytest.mark.parametrize("name", CALLABLE)
def test_the_formulas_of_every_function_give_the_numbers(name):
    text = f"{name}(x / 3 + 1.5)"
    exact = tracked(parse(text), X).jacobian
    assert np.allclose(numbers(derived(text)), exact, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize(
    "text",
    [
        "x * sigmoid(x)",
        "x / sum(x)",
        "cumsum(tanh(x))",
        "x @ A @ x",
        "x ** -2 + 0.25",
        "relu(A @ x) - x",
        "max(abs(x)) * sort(x)",
        "bias(sum(x) * x)",
        "max_pool(x) @ max_pool(x)",
        "dropout(scale(x)) / 7",
        "matrix(max_pool(x))",
        "-diagonal_weights(x) @ A",
        "2",
    ],
)
def test_the_formulas_give_the_numbers(text):
    exact = tracked(parse(text), X).jacobian
    assert np.allclose(numbers(derived(text)), exact, rtol=1e-12, atol=1e-14)


def test_a_formula_is_written_as_on_the_page():
    found = derived("x * x")
    assert found.value == ["x_{0}^{2}", "x_{1}^{2}", "x_{2}^{2}", "x_{3}^{2}"]
    assert found.entries[0].latex == "2 x_{0}"
    assert found.matrix is not None
    assert found.matrix.startswith(r"\begin{bmatrix} 2 x_{0} & 0 & 0 & 0 \\[4pt] 0 & 2 x_{1}")


def test_a_number_is_exact():
    assert derived("0.1 * x").entries[0].latex == r"\frac{1}{10}"


def test_the_largest_is_marked_by_an_indicator():
    found = derived("max(x)", np.array([1.0, 2.0]))
    assert found.value == [r"\max\left(x_{0}, x_{1}\right)"]
    assert found.entries[0].latex == r"\left[x_{0} = \max\left(x_{0}, x_{1}\right)\right]"
    assert [entry.number for entry in found.entries] == [0, 1]


def test_a_long_jacobian_is_not_written_whole():
    assert derived("softmax(A @ x)").matrix is None


@pytest.mark.parametrize(
    ("text", "structure"),
    [
        ("softmax(x) * sum(exp(x))", "diagonal"),
        ("sin(x) ** 2 + cos(x) ** 2", "zero"),
        ("x - reverse(reverse(x)) + cumsum(x)", "lower triangular"),
        ("log(softmax(x)) - log_softmax(x)", "zero"),
        ("relu(x - 100)", "diagonal"),  # zero at every x that was tried, and not elsewhere
        ("A @ x", "dense"),  # A[2, 1] is 0, and another A's would not be
        ("x + 0 * reverse(x)", "diagonal"),
    ],
)
def test_the_structure_holds_for_every_x(text, structure):
    assert Own.at(text, X).jacobian.structure == structure


def test_a_zero_that_sympy_proves_is_a_zero_of_the_numbers_too():
    own = Own.at("softmax(x) * sum(exp(x))", X)
    removed = own.found.support & ~own.jacobian.support()
    assert removed.sum() == 12
    assert np.abs(own.found.jacobian[removed]).max() < 1e-14


def test_formulas_come_with_the_entries_that_are_shown():
    own = Own.at("x / sum(x)", X)
    assert own.shown == [(0, 0), (0, 1)]
    assert [entry.place for entry in own.formulas.entries] == list(np.ndindex(4, 4))
    longer = Own.at("x / sum(x)", np.arange(1.0, 9.0))
    assert [entry.place for entry in longer.formulas.entries] == longer.shown


def test_where_it_takes_long_there_is_a_reason_and_the_numbers_stay():
    own = Own.at(SLOW, X)
    with pytest.raises(NoFormulas, match="SymPy needs more than 2 seconds for them"):
        _ = own.formulas
    assert own.jacobian.structure == "dense"
    assert isinstance(Own.at("x * x * x", X).formulas, Formulas)  # a new process answers


def test_formulas_come_also_where_the_function_is_saturated():
    own = Own.at("softmax(A @ x)", np.array([1000.0, -1000.0, 500.0, 2.0]))
    assert isinstance(own.formulas, Formulas)
    assert own.jacobian.structure == "dense"


@pytest.mark.parametrize("text", ["abs(max(x))", "abs(sort(x))", "sqrt(max(x) ** 2)"])
def test_the_largest_entry_is_a_real_number_to_sympy(text):
    exact = tracked(parse(text), X).jacobian
    assert np.allclose(numbers(derived(text)), exact, rtol=1e-12, atol=1e-14)


def question(text):
    x = X.tolist()
    return json.dumps({"text": text, "x": x, "places": [[0, 0]], "doubtful": [[False] * 4] * 4})


@pytest.fixture
def asked():
    one = Deriver()
    yield one
    one.stop()


def latex(answer):
    return answer["entries"][0]["latex"]


def test_the_limit_ends_the_work_and_not_only_the_waiting(asked):
    asked.ask(question("x"))
    asked.limit = 0.2
    with pytest.raises(NoFormulas, match=r"more than 0.2 seconds"):
        asked.ask(question(SLOW))
    assert asked._process is None  # what would take minutes is stopped
    asked.limit = 30.0
    assert latex(asked.ask(question("x + 1"))) == "1"


def test_what_took_too_long_is_not_asked_again_at_once_and_later_is(asked, monkeypatch):
    asked.ask(question("x"))
    asked.limit = 0.2
    for _ in range(2):
        with pytest.raises(NoFormulas, match="more than"):
            asked.ask(question(SLOW))
    assert asked._process is None  # it was not started for the second question
    monkeypatch.setattr(deriver, "AGAIN", 0)
    with pytest.raises(NoFormulas, match="more than"):
        asked.ask(question(SLOW))


def test_an_answer_is_remembered_and_a_failure_is_not(asked, monkeypatch):
    monkeypatch.setattr(deriver.sys, "executable", "/nowhere/python")
    with pytest.raises(NoFormulas, match="SymPy does not run here"):
        asked.ask(question("x"))
    monkeypatch.undo()
    assert latex(asked.ask(question("x"))) == "1"
    asked.stop()
    monkeypatch.setattr(deriver.sys, "executable", "/nowhere/python")
    assert latex(asked.ask(question("x"))) == "1"


def test_a_process_that_died_is_replaced(asked):
    asked.ask(question("x"))
    asked._process.kill()
    asked._process.wait()
    assert latex(asked.ask(question("2 * x"))) == "2"


def test_what_sympy_raises_is_no_answer_and_no_error(monkeypatch):
    def fail(*_):
        raise RecursionError("maximum recursion depth exceeded")

    monkeypatch.setattr(worker, "derive", fail)
    assert worker.answer(json.loads(question("x"))) is None


def test_others_do_not_wait_for_ever(monkeypatch):
    monkeypatch.setattr(deriver, "WAIT", 0.01)
    one = Deriver()
    with one._lock, pytest.raises(Busy):
        one.ask(question("x"))


def test_what_was_not_known_while_others_asked_is_known_afterwards(monkeypatch):
    own = Own.at("x + 0 * reverse(x)", X)
    monkeypatch.setattr(deriver, "WAIT", 0.01)
    monkeypatch.setattr(deriver, "DERIVER", busy := Deriver())
    with busy._lock:
        assert own.jacobian.structure == "sparse"
    try:
        assert own.jacobian.structure == "diagonal"
    finally:
        busy.stop()
