"""The gallery nudges any layer, judges its structure, and never breaks on what is typed."""

import re
from itertools import product

import numpy as np
import pytest

from explainer.compute import FUNCTIONS
from explainer.expressions.deriver import DERIVER, Answer, Deriver
from explainer.figures.cells import number
from explainer.networks import CONVENTIONS
from explainer.pages.gallery.scene import scene_of
from explainer.pages.gallery.settings import GallerySettings
from explainer.palette import LIGHT
from tests.expressions.functions import DIAGONAL
from tests.expressions.here import Here
from tests.figures.reading import heatmaps, named
from tests.pages.opened import charts, exceptions, opened, settings, text, warnings

OWN = "your own"
NEXT = "move-nudged-forth-ArrowRight"


@pytest.fixture(scope="module", autouse=True)
def sympy_is_there():
    DERIVER.start()
    assert DERIVER.wait_until_ready(60)


@pytest.fixture
def unhurried(monkeypatch):
    """SymPy in this process, which may take its time."""
    monkeypatch.setattr(Deriver, "ask", lambda self, question: Here().ask(question))


def gallery(**link):
    return opened("gallery", **link)


def shown(at):
    """The gallery's scene of the session, computed anew."""
    return scene_of(settings(at, GallerySettings), LIGHT)


def figure(at, begin):
    """The one figure whose alternative text begins like this."""
    (found,) = [figure for alt, figure in charts(at) if alt.startswith(begin)]
    return found


def verdict(at):
    """What stands under the nudge test."""
    found = [*at.main.error, *at.main.success, *at.main.info, *at.main.warning]
    return "\n".join(element.value for element in found)


@pytest.mark.parametrize(
    ("name", "convention", "anyway"),
    [
        (name, convention, anyway)
        for at, name in enumerate(FUNCTIONS)
        for convention, anyway in [list(product(CONVENTIONS.values(), (True, False)))[at % 4]]
    ],
)
def test_every_function_shows_itself_nudged_and_judged(name, convention, anyway):
    at = gallery(function=name, nudged=4, convention=convention, anyway=anyway)
    assert exceptions(at) == []
    assert warnings(at) == [] or "still ∘ is not allowed" in warnings(at)[0]
    scene = shown(at)
    z = named(figure(at, "Nudge test"), "Jacobian")["z"]
    filled = np.array([[0.0 if v is None else v for v in row] for row in z])
    assert np.allclose(filled, scene.exact)
    allowed = "is allowed" in verdict(at)
    assert allowed == scene.allowed


@pytest.mark.parametrize("name", ["sigmoid", "softmax", "sort", "mean"])
def test_a_function_shows_numpy_that_gives_its_product(name):
    at = gallery(function=name)
    (code,) = [c.value for c in at.main.code]
    printed = re.findall(r"-?\d+\.?\d*(?:e-?\d+)?", code.split("product =\n")[1])
    assert np.allclose([float(p) for p in printed], shown(at).product, atol=1e-4)


@pytest.mark.parametrize("nudged", [0, 1, 3])
def test_there_is_no_verdict_before_all_inputs_are_nudged(nudged):
    assert verdict(gallery(function="softmax", nudged=nudged)) == ""


def test_the_button_nudges_one_input_after_the_other():
    at = gallery()
    for done in range(1, 5):
        assert at.button(key=NEXT).label == f"Nudge x[{done - 1}] →"
        at.button(key=NEXT).click().run()
        assert at.session_state["nudged"] == done
        filled = named(figure(at, "Nudge test"), "Jacobian")["z"]
        assert [v is not None for v in np.diagonal(np.array(filled, dtype=object))] == [
            j < done for j in range(4)
        ]
    assert at.button(key=NEXT).label == "All are nudged"
    at.button(key=NEXT).click().run()
    assert at.session_state["nudged"] == 4
    assert "∘ is allowed" in verdict(at)


@pytest.mark.parametrize(
    ("to", "nudged", "then"), [("last", 1, 4), ("back-ArrowLeft", 3, 2), ("first", 3, 0)], ids=str
)
def test_the_other_buttons_nudge_all_one_less_and_none(to, nudged, then):
    at = gallery(nudged=nudged)
    at.button(key=f"move-nudged-{to}").click().run()
    assert at.session_state["nudged"] == then


def test_a_forbidding_entry_is_named_with_what_moved():
    at = gallery(function="cumsum", nudged=4)
    assert "The entry [1, 0] forbids it: nudging x[0] moved y[1], Δy[1]/ε = 1." in verdict(at)


@pytest.mark.parametrize(
    ("link", "why"),
    [
        ({"function": "diagonal weights"}, "training may change them"),
        ({"function": "sort", "x": "1, 2, 3, 4"}, "already in order"),
        ({"function": OWN, "expression": "x + relu(reverse(x) - 100)"}, "At another x, x = "),
    ],
)
def test_a_matrix_that_happens_to_be_diagonal_allows_nothing(link, why):
    at = gallery(nudged=4, **link)
    (said,) = warnings(at)
    assert said.startswith("**Only the diagonal filled, and still ∘ is not allowed.**")
    assert why in said


def test_an_accidental_zero_on_the_diagonal_does_not_forbid():
    said = verdict(gallery(function="relu", nudged=4))
    assert "∘ is allowed" in said
    assert "The zero on the diagonal, at 1, is an accident" in said
    said = verdict(gallery(function="relu", x="-1, -2, 3", nudged=3))
    assert "The zeros on the diagonal, at 0, 1, are accidents" in said


def test_rounding_beside_the_diagonal_is_called_rounding():
    at = gallery(function=OWN, expression="softmax(x) * sum(exp(x))", nudged=4, eps="1e-10")
    assert "∘ is allowed" in verdict(at)
    assert "is rounding" in verdict(at)


def test_a_jacobian_that_is_not_square_is_said_to_be():
    assert "1 output from 4 inputs: the Jacobian is not square" in verdict(
        gallery(function="mean", nudged=4)
    )
    at = gallery(function="max pool", nudged=5, x="1,2,3,4,5", anyway=True)
    assert "∘ does not even fit: v has 3 numbers, x has 5" in verdict(at)


@pytest.mark.parametrize("name", ["sigmoid", "softmax", "max pool"])
def test_a_single_input_is_no_example(name):
    at = gallery(function=name, x="3", nudged=1)
    assert exceptions(at) == []
    assert "One input and one output" in verdict(at)


@pytest.mark.parametrize("eps", ["1e-1", "1e-6", "1e-12"])
def test_the_error_of_the_nudge_is_shown_as_a_number(eps):
    at = gallery(eps=eps)
    error = shown(at).layer.errors[float(eps)]
    assert f"At ε = {eps} the largest error is **{number(error, 2)}**" in text(at)
    curve = figure(at, "Curve of the largest error")
    assert named(curve, "this ε")["x"] == [float(eps)]
    assert named(curve, "nudge, Δy/ε")["y"] == list(shown(at).layer.errors.values())


def test_a_linear_function_has_no_truncation():
    assert "as good as linear" in text(gallery(function="cumsum"))
    assert "truncation" in text(gallery(function="tanh"))
    assert "truncation" not in text(gallery(function="cumsum"))


def test_gelu_has_no_complex_step():
    assert "There is no complex step here" in text(gallery(function="gelu"))
    assert "There is no complex step" not in text(gallery(function="tanh"))


def test_anyway_on_softmax_gives_every_wrong_class_nothing():
    at = gallery(function="softmax", anyway=True)
    said = text(at)
    assert "**Wrong**: ∘ sees the diagonal alone" in said
    right = ", ".join(number(value) for value in shown(at).product[1:])
    assert f"Every wrong class gets 0, 0, 0 instead of {right}" in said


@pytest.mark.parametrize("name", ["sigmoid", "scale"])
def test_anyway_on_a_diagonal_is_right(name):
    said = text(gallery(function=name, anyway=True))
    assert "∘ differs from the matrix product by 0." in said


def test_anyway_shows_the_wrong_product_beside_the_right_one():
    at = gallery(function="softmax", anyway=True)
    (alt,) = [alt for alt, _ in charts(at) if alt.startswith("v (1×4")]
    assert "∘" in alt and "≠" in alt
    *_, wrong, right = heatmaps(figure(at, "v (1×4"))
    assert np.allclose(wrong["z"][0], shown(at).wrong)
    assert np.allclose(right["z"][0], shown(at).product)


@pytest.mark.parametrize(("convention", "shape"), [("Rows", (1, 4)), ("Columns", (4, 1))])
def test_the_product_follows_the_convention(convention, shape):
    at = gallery(function="cumsum", convention=convention)
    begin = "v (1×4)" if convention == "Rows" else "(∂y/∂x)ᵀ (4×4"
    *_, result = heatmaps(figure(at, begin))
    assert np.shape(result["z"]) == shape
    assert np.allclose(np.ravel(result["z"]), shown(at).product)


def test_the_costs_are_those_of_the_structure():
    at = gallery(function="softmax")
    assert "| numbers kept | 16 | 4 |\n| multiplications and divisions | 16 | 8 |" in text(at)
    assert "| numbers kept | 16 | 0 |\n| multiplications and divisions | 16 | 0 |" in text(
        gallery(function="cumsum")
    )


def test_structural_and_accidental_zeros_are_counted_apart():
    assert (
        "Of its 16 entries 12 are zero for every input and every weight, and 1 more is 0"
        in text(gallery(function="relu"))
    )
    assert "Of its 16 entries none is zero for every input and every weight." in text(
        gallery(function="softmax")
    )


@pytest.mark.parametrize(
    ("size", "x"), [(2, "0.5, -1"), (6, "0.5, -1, 0.3, 2, -0.4, 1.2"), (1, "0.5")]
)
def test_the_slider_takes_numbers_away_and_adds_some(size, x):
    at = gallery(nudged=4)
    at.slider(key="size").set_value(size).run()
    assert exceptions(at) == []
    assert at.session_state["x"] == x
    assert at.session_state["nudged"] == min(4, size)


def test_the_slider_follows_what_is_typed():
    at = gallery(x="1, 2, 3")
    assert at.session_state["size"] == 3
    at.text_input(key="x").set_value("1 2").run()
    assert at.session_state["size"] == 2


def test_what_is_typed_for_x_is_kept_when_it_is_refused():
    at = gallery()
    at.text_input(key="x").set_value("1, zwei").run()
    assert exceptions(at) == []
    assert "`1, zwei` is not" in warnings(at)[0]
    assert at.text_input(key="x").value == "1, zwei"


def test_all_functions_stand_in_words():
    (table,) = [m.value for m in gallery().markdown if m.value.startswith("| function")]
    assert len(table.splitlines()) == 2 + len(FUNCTIONS)
    line = "| softmax | diagonal minus outer product | no | the softmax rule | `y * (v - v @ y)` |"
    assert line in table
    assert table.count("| yes |") == sum(f.elementwise for f in FUNCTIONS.values())


def test_the_gallery_marks_the_one_that_is_chosen():
    pictures = figure(gallery(function="reverse"), "Gallery of 22 Jacobians")
    assert len(named(pictures, "pictures")["x"]) == len(FUNCTIONS)
    left, *_ = named(pictures, "chosen")["x"]
    at = list(FUNCTIONS).index("reverse")
    assert abs(named(pictures, "pictures")["x"][at] - left) < 60


def own(expression, **more):
    return gallery(function=OWN, expression=expression, **more)


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
        ("x.T", "`x.T` at character 1 is not allowed"),
        ("__import__(x)", "there is no function __import__"),
        ("(lambda: x)(x)", "`:` at character 8 is not allowed"),
        ("x ** 999", "a power is a number from −10 to 10"),
        ("1 / (x - x)", "is not a finite real number at this x"),
        ("A", "it gives a matrix, 4×4"),
        ("", "nothing is written"),
        ("𝐱", "`𝐱` at character 1 is not allowed"),
        ("`![](//x)`", "a character of code 96 at character 1"),
        ("-" * 100 + "x", "nested too deeply"),
        ("log(x)", "without the minus signs, is used instead"),
    ],
)
def test_what_cannot_be_is_one_sentence_and_what_was_typed_stays(expression, said):
    at = own("x")
    at.text_input(key="expression").set_value(expression).run()
    assert exceptions(at) == []
    (warning,) = warnings(at)
    assert said in warning
    assert "is used instead" in warning
    assert at.text_input(key="expression").value == expression


def test_what_takes_sympy_long_has_numbers_and_no_formula():
    for expression, why in (
        ("relu(A@relu(A@x))", "SymPy needs more than"),
        ("layer_norm(softmax(A@tanh(A@layer_norm(A@tanh(A@x)))))", "SymPy cannot write it out"),
    ):
        at = own(expression, x="1,2,3,4,5,6,7,8")
        assert exceptions(at) == []
        assert f"There are no formulas now: {why}" in verdict(at)
        assert "It differs from central differences by" in text(at)


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


@pytest.mark.parametrize(
    ("link", "kink"),
    [
        ({"function": "relu", "x": "0, 1"}, True),
        ({"function": "max pool", "x": "2, 2"}, True),
        ({"function": "sort", "x": "1, 1"}, True),
        ({"function": "relu"}, False),
        ({"function": "layer norm", "x": "2, 2.001"}, False),
    ],
)
def test_a_function_of_the_table_has_its_kinks(link, kink):
    assert ("**At this x the function has a kink**" in text(gallery(**link))) == kink


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


TINY = {
    "function": OWN,
    "expression": "x * 1000000 + reverse(x) / 1000000",
    "x": "1, 2",
    "eps": "1e-9",
}


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
    assert "which is not proved for every input" in said


def test_the_slider_keeps_every_digit():
    at = gallery(x="0.123456789, 999.98765")
    at.slider(key="size").set_value(3).run()
    assert at.session_state["x"] == "0.123456789, 999.98765, 0.3"


def test_a_link_restores_all_of_it():
    link = {
        "function": OWN,
        "expression": "x @ A + 1",
        "x": "1, 2",
        "nudged": "2",
        "eps": "1e-5",
        "anyway": "true",
        "convention": "Columns",
    }
    at = gallery(**link)
    assert exceptions(at) == warnings(at) == []
    for name, value in link.items():
        assert GallerySettings.parameters()[name].text(at.session_state[name]) == value


@pytest.mark.parametrize(
    ("name", "value"),
    [("function", "tan"), ("nudged", "5"), ("eps", "1e-13"), ("anyway", "perhaps")],
)
def test_a_refused_value_is_named_and_goes_when_another_is_chosen(name, value):
    at = gallery(**{name: value})
    (said,) = warnings(at)
    assert f"The link says {name} = `{value}`" in said
    chosen = {
        "function": lambda: at.selectbox(key="function").set_value("tanh"),
        "nudged": lambda: at.segmented_control(key="nudged").set_value(2),
        "eps": lambda: at.select_slider(key="eps").set_value(1e-4),
        "anyway": lambda: at.toggle(key="anyway").set_value(True),
    }[name]
    chosen().run()
    assert warnings(at) == []


def test_of_another_function_nothing_is_known_yet():
    at = gallery(function="softmax", nudged=4, anyway=True)
    at.selectbox(key="function").set_value("tanh").run()
    assert (at.session_state["nudged"], at.session_state["anyway"]) == (0, False)
    at = own("x", nudged=4, anyway=True)
    at.text_input(key="expression").set_value("x * x").run()
    assert (at.session_state["nudged"], at.session_state["anyway"]) == (0, False)


def verdict_is_true(at):
    """Of a function that is diagonal for every x: it is allowed, or not proved, and no more."""
    said = verdict(at)
    assert exceptions(at) == []
    assert "∘ is not allowed" not in said
    assert "forbids it" not in said
    assert "another x" not in said
    return "∘ is allowed" in said or "**Not proved for every x.**" in said


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


def test_the_network_of_the_other_pages_is_kept():
    at = gallery(D=7, activation="tanh")
    assert (at.session_state["D"], at.session_state["activation"]) == (7, "tanh")
