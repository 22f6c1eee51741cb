"""The gallery nudges any layer and judges its structure."""

import re
from itertools import product

import numpy as np
import pytest

from explainer.compute import FUNCTIONS
from explainer.pages.gallery.settings import GallerySettings
from explainer.wording import number
from tests.figures.reading import heatmaps, named
from tests.pages.gallery import NEXT, OWN, figure, gallery, own, shown, verdict
from tests.pages.opened import CONVENTIONS, charts, exceptions, text, warnings

pytestmark = pytest.mark.usefixtures("sympy_is_there")


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
    assert "almost a straight line" in text(gallery(function="cumsum"))
    assert "truncation" in text(gallery(function="tanh"))
    assert "truncation" not in text(gallery(function="cumsum"))


def test_gelu_has_no_complex_step():
    assert "There is no complex step here" in text(gallery(function="gelu"))
    assert "There is no complex step" not in text(gallery(function="tanh"))


def test_anyway_on_logits_gives_every_wrong_class_nothing_instead_of_its_probability():
    assert "Every wrong class gets 0, 0, 0 instead of" in text(
        gallery(function="log-softmax", anyway=True)
    )


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
    pictures = figure(gallery(function="reverse"), f"Gallery of {len(FUNCTIONS)} Jacobians")
    assert len(named(pictures, "pictures")["x"]) == len(FUNCTIONS)
    left, *_ = named(pictures, "chosen")["x"]
    at = list(FUNCTIONS).index("reverse")
    assert abs(named(pictures, "pictures")["x"][at] - left) < 60


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
    at.text_area(key="expression").set_value("x * x").run()
    assert (at.session_state["nudged"], at.session_state["anyway"]) == (0, False)


def test_the_network_of_the_other_pages_is_kept():
    at = gallery(D=7, activation="tanh")
    assert (at.session_state["D"], at.session_state["activation"]) == (7, "tanh")
