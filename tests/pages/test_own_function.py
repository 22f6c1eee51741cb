"""A typed function is nudged and judged like any other, and no input breaks the page."""

import re

import numpy as np
import pytest

from explainer.expressions.deriver import Answer, Deriver
from tests.expressions.functions import DIAGONAL
from tests.figures.reading import named
from tests.pages.gallery import OWN, figure, gallery, own, shown, verdict, verdict_is_true
from tests.pages.opened import exceptions, text, warnings

TINY = {
    "function": OWN,
    "expression": "x * 1000000 + reverse(x) / 1000000",
    "x": "1, 2",
    "eps": "1e-9",
}


pytestmark = pytest.mark.usefixtures("sympy_is_there")


@pytest.mark.parametrize(
    "expression",
    ["x * sigmoid(x)", "x / sum(x)", "softmax(A @ x)", "cumsum(tanh(x))", "A @ x", "3"],
)
def test_your_own_function_shows_formulas_and_how_far_the_numbers_differ(expression, unhurried):
    at = own(expression, nudged=4)
    assert exceptions(at) == warnings(at) == []
    said = text(at)
    assert "$$\ny_{0} = " in said
    off = re.search(r"It differs from SymPy's formulas at this x by (\S+) and from central", said)
    assert off and float(off[1].replace("−", "-")) < 1e-12
    found = named(figure(at, "Nudge test"), "Jacobian")["z"]
    filled = np.array([[0.0 if v is None else v for v in row] for row in found])
    assert np.allclose(filled, shown(at).exact)


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("A.T @ x", "`A.T` at character 1 is not allowed"),
        ("__import__(x)", "there is no function `__import__`"),
        ("(lambda: x)(x)", "only numbers, x, A"),
        ("x ** 999", "a power is a number from −10 to 10"),
        ("1 / (x - x)", "is not a finite real number at this x"),
        ("A", "it gives a matrix, 4×4"),
        ("", "nothing is written"),
        ("𝐱", "`𝐱` at character 1 is not allowed"),
        ("`![](//x)`", "a character of code 96 at character 1"),
        ("-" * 100 + "x", "nested too deeply"),
        ("log(x)", "is not a finite real number at this x"),
    ],
)
def test_what_cannot_be_is_one_sentence_and_nothing_is_said_of_another_function(expression, said):
    at = own("x", nudged=4)
    assert "∘ is allowed" in verdict(at)
    at.text_area(key="expression").set_value(expression).run()
    assert exceptions(at) == []
    (warning,) = warnings(at)
    assert said in warning and warning.endswith("No Jacobian is shown.")
    assert at.text_area(key="expression").value == expression
    assert not at.success and not at.error and not at.info
    headings = [m.value for m in at.markdown if m.value.startswith("## ")]
    assert len(headings) == 1 and headings[0].startswith("## The gallery")


def test_where_the_function_has_no_value_an_x_is_offered():
    at = own("log(x)")
    at.button(key="take-x").click().run()
    assert warnings(at) == []
    assert at.text_input(key="x").value == "0.5, 1, 0.3, 2"


def test_how_it_was_read_is_said_where_it_was_written_otherwise():
    def read_as(text):
        return [c.value for c in own(text).caption if c.value.startswith("Read as")]

    assert read_as("x*sigmoid(x)") == []
    assert read_as("F.silu(x)") == ["Read as `y = silu(x)`."]
    assert read_as("torch.std(x) * x") == [
        "Read as `y = sqrt(sum((x - mean(x)) ** 2) / (len(x) - 1)) * x`. Std is over n − 1, as in "
        "PyTorch."
    ]


def assert_only_numbers(expression, why):
    at = own(expression, x="1,2,3,4,5,6,7,8")
    assert exceptions(at) == []
    assert f"There are no formulas now: {why}" in verdict(at)
    assert "It differs from central differences by" in text(at)


def test_what_takes_sympy_long_has_numbers_and_no_formula():
    assert_only_numbers("relu(A@relu(A@x))", "SymPy needs more than")


def test_what_sympy_cannot_write_out_has_numbers_and_no_formula(unhurried):
    expression = "layer_norm(softmax(A@tanh(A@layer_norm(A@tanh(A@x)))))"
    assert_only_numbers(expression, "SymPy cannot write it out")


def test_a_long_formula_is_not_shown(unhurried):
    assert "too long to be read" in text(own("layer_norm(A @ x)", x="1,2,3,4,5"))


def test_where_a_nudge_leads_out_it_is_said():
    at = own("sqrt(1 - x)", x="0.95", eps="1e-1", nudged=1)
    assert exceptions(at) == []
    assert "Nudged by ε = 1e-1, the function has no value" in verdict(at)
    assert exceptions(own("sqrt(1 - x)", x="0.9999999999999")) == []


def test_a_kink_is_named_beside_the_curve_and_where_the_numbers_differ():
    said = text(own("abs(x - 0.5) + relu(x)", x="0.5, 0, 1"))
    assert "**At this x the function has a kink**" in said
    assert "At this x the function has a kink, and no derivative" in said
    assert "has a kink" not in text(own("abs(x - 0.6)"))


def test_central_differences_next_to_a_kink_are_called_wrong():
    assert "the function bends or jumps" in text(own("abs(x - 0.500001)"))


@pytest.mark.parametrize(
    "expression", ["moving_average(x * x)", "sin(x ** -10)", "max_pool(x) @ max_pool(x)"]
)
def test_what_the_complex_step_cannot_do_is_no_error(expression):
    at = own(expression, x="0.001, 0.002, 1")
    assert exceptions(at) == []


def test_a_probability_that_is_0_leaves_numbers():
    at = gallery(function="softmax", x="1000, 0", anyway=True)
    assert exceptions(at) == []
    assert "nan" not in text(at)


def test_a_nudge_onto_a_point_without_a_value_is_said():
    assert "choose another ε" in verdict(gallery(function="normalise", x="-0.001, 0", nudged=1))


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ({"function": "softmax", "x": "50, 0, 0, 0"}, "forbids it: nudging x["),
        ({"function": "sort", "x": "2, 2"}, "The entry [1, 0] forbids it"),
        (TINY, "too small for this ε to move"),
        (
            {"function": OWN, "expression": "x - x", "x": "1, 2"},
            "Nothing moves, whatever is nudged",
        ),
    ],
)
def test_the_verdict_goes_by_what_moved(link, said):
    at = gallery(nudged=len(link["x"].split(",")), **link)
    assert said in verdict(at)
    assert "accident" not in verdict(at)


@pytest.mark.parametrize(
    "link", [{"function": "diagonal weights"}, {"function": "sort", "x": "1, 2, 3, 4"}]
)
def test_anyway_may_be_right_by_accident(link):
    said = verdict(gallery(anyway=True, **link))
    assert "**Right here by accident, and not allowed**" in said
    assert "Wrong" not in said


def test_what_is_not_shown_to_be_zero_is_not_called_structure(monkeypatch):
    monkeypatch.setattr(Deriver, "ask", lambda *_: Answer(reason="SymPy is busy"))
    said = text(own("sort(x) - sort(reverse(x))"))
    assert "That they always are is not proved" in said


@pytest.mark.parametrize("expression", DIAGONAL)
def test_what_is_diagonal_for_every_x_is_proved_or_called_not_proved(expression):
    assert verdict_is_true(own(expression, nudged=4))
    assert verdict_is_true(own(expression, x="2, 2", nudged=2))
    if "softmax" in expression:
        assert verdict_is_true(own(expression, x="1,2,3,4,5,6,7,8", nudged=8))


def test_where_sympy_is_busy_the_verdict_says_that_nothing_is_proved(monkeypatch):
    monkeypatch.setattr(Deriver, "ask", lambda *_: Answer(reason="SymPy is busy"))
    at = own("21*x-21*x+x*sum(x)/sum(x)", nudged=4)
    said = verdict(at)
    assert "**Not proved for every x.**" in said
    assert "SymPy is busy" in said
    assert re.search(r"the largest derivative there is \S+, the largest Δy/ε \S+\.", said)
    assert verdict_is_true(at)


def test_with_nothing_proved_using_the_circle_anyway_is_no_accident_and_not_allowed(monkeypatch):
    monkeypatch.setattr(Deriver, "ask", lambda *_: Answer(reason="SymPy is busy"))
    at = own("x + 0 * reverse(x)", anyway=True)
    assert "**Not proved for every x.** At this x ∘ differs" in verdict(at)
    assert "accident" not in verdict(at)


@pytest.mark.parametrize(
    ("expression", "x"), [("relu(x)-relu(-x)", "0, 1"), ("max(x)-max(reverse(x))+x", "1, 1")]
)
def test_a_kink_inside_a_formula_that_has_none_is_said_to_be_a_convention(expression, x):
    at = own(expression, x=x, nudged=2)
    assert "**Here the central differences are right.**" in text(at)
    assert "**Here the nudges are right**" in text(at)
    assert "central differences are wrong" not in text(at)
    assert "accident" not in verdict(at)


def test_a_tie_with_nothing_proved_is_not_called_rounding(monkeypatch):
    monkeypatch.setattr(Deriver, "ask", lambda *_: Answer(reason="SymPy is busy"))
    said = verdict(own("max(x)-max(reverse(x))+x", x="2, 2", nudged=2))
    assert "**Not proved for every x.**" in said
    assert "by convention at a kink" in said
    assert "rounding" not in said


def test_a_typed_function_that_is_not_square_has_nothing_that_is_not_proved(unhurried):
    at = own("sum(x)", nudged=4)
    assert "as far as it is proved" not in text(at)
    assert "the Jacobian is not square" in verdict(at)


def test_what_sympy_proved_is_said_to_be_proved(unhurried):
    said = verdict(own("x+sum(sort(x))-sum(x)", nudged=4))
    assert "SymPy proved that every other derivative is zero" in said


def test_a_view_asks_sympy_once(monkeypatch):
    asked, ask = [], Deriver.ask
    monkeypatch.setattr(Deriver, "ask", lambda self, q: asked.append(q) or ask(self, q))
    own("x * tanh(sum(x))", nudged=4)
    assert len(asked) == 1
