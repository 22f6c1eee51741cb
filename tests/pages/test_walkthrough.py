"""Every state of the walkthrough shows itself, and its claims are computed numbers."""

import re
from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from explainer import networks
from explainer import scene as explainer_scene
from explainer.compute import ACTIVATIONS, hadamard
from explainer.derivation.labels import FORMULATIONS
from explainer.notation.steps import NUMBERS, TITLES
from explainer.pages.walkthrough.settings import SLIDES
from explainer.wording import number
from tests.amounts import examples
from tests.figures.reading import heatmaps
from tests.notation.scenes import FUNCTIONS, stored
from tests.pages.opened import CONVENTIONS, charts, exceptions, opened, read, scene, text, warnings

BOTH = list(product(FORMULATIONS.values(), CONVENTIONS.values()))
# By day each activation with two of the eight ways to write it, at night with all.
EVERYTHING = [
    {"activation": a, "step": "All", "formulation": f, "convention": c}
    for at, a in enumerate(ACTIVATIONS)
    for f, c in examples([BOTH[at % 8], BOTH[(at + 5) % 8]], BOTH)
]
DIGIT = {"network": "Handwritten digit", "image": 37}
DIGITS = [{**DIGIT, "step": "All", "formulation": f, "convention": c} for f, c in BOTH[::3]]
ONES = [
    {"D": D, "H": H, "K": K, "step": "All", "formulation": f, "convention": c}
    for (D, H, K), (f, c) in zip([(1, 1, 2), (1, 12, 12), (12, 1, 2)], BOTH[1:], strict=False)
]
ON_ONE_PAGE = [*EVERYTHING, *DIGITS, *ONES]
# Each step on its own, in one of the formulations and conventions.
ALONE = [
    {"step": step, "formulation": f, "convention": c}
    for step, (f, c) in zip(NUMBERS.values(), BOTH * 2, strict=False)
]


def title(link):
    return " ".join(str(value) for value in link.values())


def over(links):
    return pytest.mark.parametrize("link", links, ids=title)


@over([*ON_ONE_PAGE, *ALONE])
def test_every_state_shows_itself(link):
    at = read(**link)
    assert exceptions(at) == warnings(at) == []
    shown = text(at)
    for step, at_step in NUMBERS.items():
        assert (f"{at_step}. {TITLES[step]}" in shown) == (link["step"] in (at_step, "All")), step
    assert not re.search(r"\{(n|scene|step|self)\.|\bnan\b|\bNone\b(?! of the)|np\.float64", shown)
    assert charts(at)
    for alt, _ in charts(at):
        assert re.search(r"\d+×\d+", alt), alt
        assert "<" not in alt


@over(ON_ONE_PAGE)
def test_the_code_on_the_page_run_as_it_stands_prints_what_stands_under_it(link):
    at = read(**link)
    s = scene(at)
    arrays = stored(s.notation, s.network)
    names = {"np": np, **FUNCTIONS, **arrays, "x": s.example.x, "y": s.example.y}
    blocks = [re.fullmatch(r"(.*\n\n)# (\w+) =\n(.*)", c.value, re.DOTALL) for c in at.code]
    assert len(blocks) == 7
    for code, name, printed in (block.groups() for block in blocks):
        exec(code, names)
        result = round(names[name], 6) if name == "J" else names[name]
        with np.printoptions(precision=4, threshold=12, edgeitems=3, linewidth=60):
            assert same_print(str(result), printed.replace("\n# ", "\n").removeprefix("# "))


def same_print(one, other):
    """Tell whether two prints agree except for the last digit: sums round in their order."""
    numbers = [
        np.array(re.findall(r"-?\d+\.?\d*(?:e[-+]\d+)?", text), float) for text in (one, other)
    ]
    if numbers[0].shape != numbers[1].shape:
        return False
    return np.allclose(*numbers, rtol=2e-4, atol=1.1e-4)


@over([link for link in EVERYTHING if link["activation"] == "sigmoid"])
def test_the_chain_is_drawn_above_every_step(link):
    (alt, whole), (small_alt, small) = charts(read(**link))[:2]
    assert alt.split(" = ")[1].endswith(
        "(1×4)" if link["convention"] in ("Rows", "xWᵀ") else "(4×1)"
    )
    assert small_alt == alt.replace("h∘(1−h)", "s")
    assert ("∘ h" in alt or "h∘(1−h) (5×1) ∘" in alt) == (link["formulation"] == "Element-wise")
    assert all(figure.frames for figure in (whole, small))


@pytest.mark.parametrize("convention", CONVENTIONS.values())
def test_a_step_marks_its_own_factor_alone(convention):
    turned = "" if convention in ("Columns", "xWᵀ") else "ᵀ"
    gradient = "∂J/∂x" if convention in ("Rows", "xWᵀ") else "∇xJ"
    written = ("ŷ−y", f"W₂{turned}", "diag(h∘(1−h))", f"W₁{turned}", gradient)
    names = dict(zip("34567", written, strict=True))
    for step in "1234567":
        at = read(step=step, convention=convention)
        alt, whole = charts(at)[0]
        marks = whole.layout.shapes
        assert [mark.opacity for mark in marks] == [0] * 5  # the style sheet shows one
        assert np.all(np.diff([mark.x0 for mark in marks]) > 0)
        html = "".join(element.proto.body for element in at.get("html"))
        seen = re.findall(r'shape-group\[data-index="(\d)"', html)
        terms = re.findall(r"(\S+) \(\d+×", alt)
        assert [terms[int(index)] for index in seen] == ([names[step]] if step in names else [])


@pytest.mark.parametrize("convention", CONVENTIONS.values())
@pytest.mark.parametrize(
    "sizes", [{}, {"D": 2, "H": 3, "K": 7, "target": 6}], ids=["4-5-3", "2-3-7"]
)
def test_the_wrong_product_is_marked_wrong_with_its_error(convention, sizes):
    at = read(step="3", formulation="Element-wise", convention=convention, **sizes)
    (said,) = [element.value for element in at.error]
    loss, softmax = scene(at).chain.unfused
    error = np.abs(hadamard(loss.gradient, softmax.jacobian) - softmax.gradient).max()
    assert said.startswith("Wrong")
    assert f"is {number(error)};" in said
    assert error > 1e-3


def test_as_a_matrix_product_the_same_step_is_not_marked():
    at = read(step="3")
    assert not at.error
    assert re.search(r"differ by \d", text(at))


def test_what_the_wrong_product_gives_the_wrong_classes_is_a_number():
    shown = text(read(step="3", formulation="Element-wise"))
    assert "every wrong class gets 0 instead" in shown


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_the_last_step_agrees_and_says_by_how_much(activation):
    at = read(step="7", activation=activation)
    (verdict,) = [element.value for element in at.success]
    assert verdict.startswith("They agree")
    assert ("element-wise" in verdict) == (activation != "softmax")
    assert ("complex step" in verdict) == (activation != "gelu")
    for value in re.findall(r"(?:element-wise|differences|step) ([\d.e−+]+)[, ]", verdict):
        assert float(value.rstrip(".").replace("−", "-")) < 1e-7


def test_a_gradient_that_is_wrong_is_told_from_a_right_one(monkeypatch):
    right = explainer_scene.gradients

    def wrong(*network_and_input):
        found = right(*network_and_input)
        return found | {"elementwise": found["elementwise"] * (1 + 1e-9)}

    monkeypatch.setattr(explainer_scene, "gradients", wrong)
    at = opened(step="7", seed="77")  # not used by another test: examples are cached
    (verdict,) = [element.value for element in at.error]
    assert verdict.startswith("They do not agree")
    assert not at.success
    alt, _ = charts(at)[2]
    assert "≠ element-wise" in alt


WAYS = {"sigmoid": 4, "softmax": 3, "gelu": 3}


@pytest.mark.parametrize("activation", WAYS)
def test_the_table_holds_the_gradient_in_every_column(activation):
    at = read(step="7", activation=activation)
    (table,) = [m.value for m in at.markdown if m.value.startswith("| entry")]
    rows = [line.strip("| ").split(" | ") for line in table.splitlines()[2:]]
    gradient = scene(at).chain.gradient
    assert len(rows) == len(gradient)
    for (entry, *cells), value in zip(rows, gradient, strict=True):
        found = [float(cell.replace("−", "-")) for cell in cells]
        assert found == pytest.approx([value] * WAYS[activation], abs=2e-9)
        assert gradient[int(entry)] == value


@pytest.mark.parametrize("convention", CONVENTIONS.values())
@pytest.mark.parametrize("activation", WAYS)
def test_the_results_stand_side_by_side_in_cells(activation, convention):
    at = read(step="7", activation=activation, convention=convention)
    alt, figure = charts(at)[2]
    found = [np.ravel(part["z"]) for part in heatmaps(figure)]
    assert len(found) == WAYS[activation]
    assert alt.count("≈") == WAYS[activation] - 1
    for values in found:
        assert values == pytest.approx(scene(at).chain.gradient, abs=2e-9)


def test_the_loss_in_the_sentence_is_the_loss():
    at = read(step="1", target=2)
    assert f"{scene(at).example.loss:.4f}" in text(at)
    assert "true class, 2, and" in text(at)


def test_the_zeros_of_the_diagonal_are_counted():
    shown = text(read(step="5", H=7))
    assert "| cells stored | 49 | 7 |" in shown
    assert "| of them structural zeros | 42 | 0 |" in shown


def test_a_softmax_activation_has_no_circle_and_says_so():
    shown = text(read(step="5", activation="softmax", formulation="Element-wise"))
    assert "No $\\circ$ here" in shown
    assert "an outer product" in shown


def test_what_a_circle_would_make_of_softmax_is_a_number():
    at = read(step="5", activation="softmax")
    step = scene(at).chain["r"]
    error = np.abs(hadamard(step.upstream, step.jacobian) - step.gradient).max()
    assert error > 1e-3
    assert f"would be off by {number(error)}" in text(at)


def test_the_last_step_says_how_to_know():
    assert "So which product?" in text(read(step="7"))


def test_the_transpose_is_shown_on_one_entry():
    at = read(step="4", convention="Rows")
    assert f"W_2[1, 2] = {number(scene(at).network.W2[1, 2])}" in text(at)


@pytest.mark.parametrize(
    ("link", "said"),
    [
        (
            {},
            "5 of them fit, and all 5 are right; at 3-3-3 52 of them fit, and 47 of",
        ),
        (
            {"formulation": "Element-wise"},
            "1 of them fits, and it is right; at 3-3-3 8 of them fit, and 7 of those 8 are wrong.",
        ),
        ({"D": 3, "H": 3, "K": 3}, "52 of them fit, and 47 of those 52 are wrong."),
        ({"H": 1}, "6 of them fit, and all 6 are right"),
        ({"network": "Handwritten digit"}, "5 of them fit, and all 5 are right; at 3-3-3"),
        ({"activation": "softmax"}, "says nothing of which product it is"),
    ],
)
def test_what_fitting_shapes_is_worth_is_counted(link, said):
    assert said in text(read(step="2", **link))


def test_relu_names_its_kink():
    assert "kink at 0" in text(read(step="5", activation="relu"))
    assert "kink" not in text(read(step="5", activation="tanh"))


def test_a_digit_is_shown_with_what_the_network_makes_of_it():
    at = read(network="Handwritten digit", image=37, step="1")
    y_hat = scene(at).values.y_hat
    assert f"the network says {y_hat.argmax()} with probability {y_hat.max():.3f}" in text(at)
    assert "Held-out image 37, labelled 3" in text(at)


def test_the_gradient_of_a_digit_is_a_picture_of_its_size():
    alts = [alt for alt, _ in charts(read(network="Handwritten digit", image=37, step="6"))]
    assert any(alt.startswith("The handwritten digit, 8×8 pixels, and ∂J/∂x") for alt in alts)


def test_the_alternative_text_names_shape_and_structure():
    alt, _ = charts(read())[0]
    assert "diag(h∘(1−h)) (5×5, diagonal, 20 of 25 entries zero)" in alt


def test_in_the_element_wise_formulation_the_square_becomes_a_vector():
    alt, _ = charts(read(formulation="Element-wise"))[0]
    assert "∘ h∘(1−h) (1×5)" in alt
    assert "5×5" not in alt


def glossary(**link):
    """Open the page with the explanation of its signs unfolded."""
    at = opened(**link)
    at.session_state["signs"] = True
    return at.run()


def test_the_price_of_a_formulation_stands_beside_its_switch():
    matrix, circle = (
        int(
            re.search(r"takes ([\d,]+) multiplications", text(glossary(formulation=f)))[1].replace(
                ",", ""
            )
        )
        for f in FORMULATIONS.values()
    )
    # (1×3)(3×5), then (1×5)(5×5) or 5 products, then (1×5)(5×4)
    assert (matrix, circle) == (15 + 25 + 20, 15 + 5 + 20)


def test_a_target_that_is_spread_over_classes_is_said_and_not_taken_for_one_class(monkeypatch):
    source, y = networks.SOURCES["random"], np.array([[0.2, 0.5, 0.3]])

    def spread(count, **parameters):
        return replace(source.examples(count, **parameters), y=np.repeat(y, count, axis=0))

    monkeypatch.setitem(networks.SOURCES, "random", replace(source, examples=spread))
    for formulation in FORMULATIONS.values():
        at = opened(step="All", seed="78", formulation=formulation)
        assert exceptions(at) == []
        shown = text(at)
        assert "spread over several classes" in shown
        assert "They agree" in shown
        assert "true class" not in shown
        assert "one-hot" not in shown


@pytest.mark.parametrize(("convention", "factor"), [("Rows", "3×5"), ("Columns", "5×3")])
def test_what_does_not_fit_has_the_shape_of_the_factor_that_is_shown(convention, factor):
    slide = str(SLIDES.index(("output", "verdict")) + 1)
    shown = text(read(present="true", slide=slide, convention=convention))
    assert f"3 numbers against {factor}" in shown


def test_a_slide_of_the_wrong_product_is_about_an_entry_that_is_wrong():
    slide = str(SLIDES.index(("loss", "sum")) + 1)
    shown = text(read(present="true", slide=slide, formulation="Element-wise"))
    assert "is 0.4785: off by 0.48." in shown
    assert "choose another" not in shown
