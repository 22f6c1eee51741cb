"""The bench says of every formula whether it is illegal, wrong or right, and shows it."""

import re
from itertools import product

import numpy as np
import pytest

from explainer.compute.formulas import FORMULAS, evaluate, tally, verdicts
from explainer.figures.cells import number
from explainer.settings import ACTIVATIONS, CONVENTIONS, HADAMARD, MIDDLE, formula_settings
from tests.figures.reading import heatmaps, named
from tests.pages.opened import charts, exceptions, opened, scene, text, warnings

PAGE = "explainer/pages/bench.py"
SOME = FORMULAS[::23]


def bench(**link):
    return opened(**{name: str(value) for name, value in link.items()}).switch_page(PAGE).run()


def verdict(at):
    """The sentence of the verdict."""
    found = [*at.main.error, *at.main.success]
    (said,) = [element.value for element in found]
    return said


@pytest.mark.parametrize(
    ("s", "hadamard", "convention"), list(product(MIDDLE, HADAMARD, CONVENTIONS)), ids=str
)
def test_every_choice_shows_itself(s, hadamard, convention):
    for formula in SOME:
        at = bench(s=s, hadamard=hadamard, convention=convention, **formula_settings(formula))
        assert exceptions(at) == []
        kind = verdicts(4, 5, 3, s=MIDDLE[s], hadamard=HADAMARD[hadamard])[formula].kind
        begins = {"illegal": "**Illegal.**", "wrong": "**Legal but wrong**", "right": "**Right**"}
        assert verdict(at).startswith(begins[kind])


@pytest.mark.parametrize("sizes", [(1, 1, 2), (3, 3, 3), (1, 5, 2), (4, 1, 3), (12, 12, 12)])
def test_every_size_shows_itself(sizes):
    D, H, K = sizes
    at = bench(D=D, H=H, K=K, hadamard="NumPy broadcasting")
    assert exceptions(at) == []
    found = tally(D, H, K, hadamard="numpy")
    said = f"{found.illegal} illegal, {found.wrong} legal but wrong, {found.right} right"
    assert said in text(at)


def test_a_clash_is_named_with_operator_and_both_shapes():
    assert verdict(bench(op1="∘")) == ("**Illegal.** ∘ between 1×3 and 3×5: sizes must be equal.")
    assert verdict(bench(op1="∘", convention="Columns")) == (
        "**Illegal.** ∘ between 5×3 and 3×1: sizes must be equal."
    )
    assert "@ between 1×3 and 5×3: the inner sizes 3 and 5" in verdict(bench(W2T=False))


def test_a_clash_is_where_the_figure_breaks():
    alt, figure = charts(bench(op1="∘"))[0]
    assert "It breaks: ∘ between 1×3 and 3×5" in alt
    (crack,) = [shape for shape in figure.layout.shapes if shape.type == "line"]
    first, second = heatmaps(figure)[:2]
    assert first["x"][-1] < crack.x0 < second["x"][0]


def test_what_fits_does_not_break():
    _, figure = charts(bench())[0]
    assert not [shape for shape in figure.layout.shapes if shape.type == "line"]


def test_a_wrong_formula_stands_beside_the_gradient_with_its_error():
    at = bench(D=3, H=3, K=3, W2T=False)
    alt, figure = charts(at)[0]
    *_, found, gradient = heatmaps(figure)
    assert np.allclose(gradient["z"][0], scene(at).chain.gradient)
    error = np.abs(np.array(found["z"][0]) - gradient["z"][0]).max()
    assert error > 1e-3
    assert f"largest error against central differences {number(error, 3)}" in verdict(at)
    assert "≠ ∂J/∂x" in alt


def test_the_right_formula_gives_the_gradient():
    at = bench()
    *_, found = heatmaps(charts(at)[0][1])
    assert np.allclose(found["z"][0], scene(at).chain.gradient)


def test_a_value_of_another_shape_is_illegal_and_says_that_it_runs():
    link = {"op1": "∘", "op2": "∘", "bracketing": "a(b(cd))", "W1T": "false"}
    at = bench(D=3, H=3, K=3, hadamard="NumPy broadcasting", **link)
    assert "what comes out is 3×3, and the gradient is 1×3" in verdict(at)
    assert all("NumPy repeats an axis of size 1" in said for said in warnings(at))


def test_broadcasting_is_told_where_it_made_a_formula_run():
    at = bench(bracketing="(a(bc))d", hadamard="NumPy broadcasting")
    assert verdict(at).startswith("**Right**")
    assert "∘ between 3×5 and 1×5 ran because NumPy" in warnings(at)[0]


def test_a_coincidence_is_not_called_right():
    # No hidden unit of these is active: every formula that fits gives zeros.
    at = bench(D=1, H=2, K=2, activation="relu", seed=0, W2T="false")
    for seed in range(40):
        at = bench(D=2, H=2, K=2, activation="relu", seed=seed, W2T="false")
        if not scene(at).derivative.any():
            break
    assert "right for these numbers by coincidence" in verdict(at)


@pytest.mark.parametrize("s", MIDDLE)
@pytest.mark.parametrize("convention", CONVENTIONS)
def test_the_map_has_every_verdict(s, convention):
    at = bench(D=3, H=3, K=3, s=s, convention=convention)
    alt, figure = charts(at)[1]
    found = tally(3, 3, 3, s=MIDDLE[s])
    assert f"{found.illegal} illegal, {found.wrong} legal but wrong, {found.right} right" in alt
    kinds = [said.rsplit(": ", 1)[1] for said in named(figure, "verdicts")["hovertext"]]
    assert kinds.count("right") == found.right
    assert kinds.count("legal but wrong") == found.wrong


def test_the_formulas_that_fit_stand_in_words():
    at = bench(D=3, H=3, K=3)
    (table,) = [m.value for m in at.markdown if m.value.startswith("| formula")]
    assert len(table.splitlines()) == 2 + 8
    assert "| `(((ŷ−y) @ W₂ᵀ) ∘ s) @ W₁ᵀ` | right |" in table


def test_both_meanings_are_counted():
    shown = text(bench(D=3, H=3, K=3))
    for counts in ("152 | 7 | 1", "124 | 33 | 3", "108 | 47 | 5"):
        assert counts in shown


def test_the_square_trap_is_a_button_away():
    at = bench()
    (button,) = [b for b in at.main.button if b.label.startswith("3-3-3")]
    button.click().run()
    assert [at.session_state[name] for name in "DHK"] == [3, 3, 3]
    assert "152 illegal, 7 legal but wrong, 1 right" in text(at)


def test_the_trap_leads_away_from_the_digit():
    at = bench(network="Handwritten digit")
    (button,) = [b for b in at.main.button if b.label.startswith("3-3-3")]
    button.click().run()
    assert exceptions(at) == []
    assert at.session_state["network"] == "Random"


def test_the_trap_tells_its_counts():
    shown = text(bench())
    assert "3 formulas fit at 4-5-3 and 0 of them are wrong" in shown
    assert "at 3-3-3 36 fit, and 33 of them are wrong" in shown


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_softmax_has_nothing_to_build_with(activation):
    at = bench(activation=activation)
    assert exceptions(at) == []
    assert bool(at.main.info) == (activation == "softmax")


def test_a_digit_has_its_bench():
    at = bench(network="Handwritten digit", s="diagonal matrix")
    assert exceptions(at) == []
    assert verdict(at).startswith("**Illegal.** ∘ between 1×32 and 32×32")


def test_a_link_restores_the_formula():
    link = {
        "op1": "∘",
        "op2": "@",
        "op3": "∘",
        "W2T": "false",
        "W1T": "false",
        "s": "diagonal matrix",
        "bracketing": "a(b(cd))",
        "hadamard": "NumPy broadcasting",
    }
    at = bench(**link)
    for name, value in link.items():
        assert str(at.session_state[name]).lower() == value.lower()
    assert warnings(at) == []


@pytest.mark.parametrize(
    ("name", "value", "used"), [("op1", "x", "@"), ("W2T", "maybe", "True"), ("bracketing", "", "")]
)
def test_a_refused_choice_is_named(name, value, used):
    at = bench(**{name: value})
    (sentence,) = [said for said in warnings(at) if "The link says" in said]
    assert f"{name} = {used}" in sentence


def test_the_shown_numpy_prints_what_stands_under_it():
    for formula in SOME:
        at = bench(D=3, H=3, K=3, **formula_settings(formula))
        s = scene(at)
        (code,) = [c.value for c in at.main.code]
        value = evaluate([formula], s.bench_factors, "numpy")[formula].value
        if value is None:
            assert code.endswith("# ValueError: the shapes do not fit")
        else:
            printed = re.findall(r"-?\d+\.?\d*(?:e-?\d+)?", code.split("product =\n")[1])
            assert np.allclose([float(p) for p in printed], value.ravel(), atol=1e-4)
