"""The bench tells for every formula whether it is illegal, wrong or right, and shows it."""

import re
from itertools import product

import numpy as np
import pytest

from explainer.compute import ACTIVATIONS
from explainer.compute.formulas import FORMULAS, Formula, evaluate, tally, verdicts
from explainer.networks import scene_of
from explainer.pages.bench.scene import BenchScene
from explainer.pages.bench.settings import BUILT, CIRCLES, MIDDLES, BenchSettings, formula_settings
from explainer.palette import LIGHT
from explainer.wording import number
from tests.figures.reading import heatmaps, named
from tests.pages.opened import (
    CONVENTIONS,
    charts,
    exceptions,
    opened,
    read,
    settings,
    text,
    warnings,
)

# At 3-3-3 with broadcasting: illegal ones, ones with another shape, wrong ones, right ones.
SOME = [
    *FORMULAS[::31],
    Formula(),
    Formula(("@", "∘", "@"), (False, True)),
    Formula(("@", "@", "@")),
    Formula(("@", "@", "@"), (False, True)),
]


def bench(**link):
    """Open a session that tests must not change."""
    return read("bench", **{"bench": "A formula"} | {n: str(value) for n, value in link.items()})


def scene(at):
    """Return the bench's scene of the session, computed again."""
    chosen = settings(at, BenchSettings)
    return BenchScene(scene_of(chosen, LIGHT), chosen)


def verdict(at):
    """Return the sentence of the verdict."""
    found = [*at.main.error, *at.main.success]
    (said,) = [element.value for element in found]
    return said


@pytest.mark.parametrize(("s", "circle"), list(product(MIDDLES, CIRCLES)), ids=str)
def test_every_choice_is_judged(s, circle):
    """The verdict on each kind of formula is shown; tests of compute judge all 160."""
    found = verdicts(3, 3, 3, s=s, circle=circle)
    kinds = {found[formula].kind: formula for formula in SOME}
    assert set(kinds) == {"illegal", "wrong", "right"}
    at = opened("bench", D=3, H=3, K=3, s=MIDDLES[s], hadamard=CIRCLES[circle])
    for at_turn, (kind, formula) in enumerate(kinds.items()):
        for name, value in formula_settings(formula).items():
            at.session_state[name] = value
        at.session_state["convention"] = list(CONVENTIONS)[at_turn % 4]
        at.run()
        assert exceptions(at) == []
        begins = {"illegal": "**Illegal.**", "wrong": "**Legal but wrong**", "right": "**Right**"}
        assert verdict(at).startswith(begins[kind]), formula


@pytest.mark.parametrize("sizes", [(1, 1, 2), (3, 3, 3), (1, 5, 2), (4, 1, 3), (12, 12, 12)])
def test_every_size_shows_itself(sizes):
    D, H, K = sizes
    at = bench(D=D, H=H, K=K, hadamard="NumPy broadcasting")
    assert exceptions(at) == []
    found = tally(D, H, K, circle="numpy")
    said = f"{found.illegal} illegal, {found.wrong} legal but wrong, {found.right} right"
    assert said in text(at)


def test_a_clash_is_named_with_operator_and_both_shapes():
    assert verdict(bench(op1="∘")) == ("**Illegal.** ∘ between 1×3 and 3×5: sizes must be equal.")
    assert verdict(bench(op1="∘", convention="Columns")) == (
        "**Illegal.** ∘ between 5×3 and 3×1: sizes must be equal."
    )
    assert "@ between 1×3 and 5×3: the inner sizes 3 and 5" in verdict(bench(W2T=False))


@pytest.mark.parametrize(
    ("place", "link"),
    [(0, {"op1": "∘"}), (1, {"s": "diagonal matrix"}), (2, {"W1T": False})],
)
@pytest.mark.parametrize("convention", CONVENTIONS.values())
def test_a_clash_is_where_the_figure_breaks(place, link, convention):
    alt, figure = charts(bench(convention=convention, **link))[0]
    assert "It breaks: " in alt
    (crack,) = [shape for shape in figure.layout.shapes if shape.type == "line"]
    parts = heatmaps(figure)
    left = place if convention in ("Rows", "xWᵀ") else 2 - place
    assert parts[left]["x"][-1] < crack.x0 < parts[left + 1]["x"][0]


def test_what_fits_does_not_break():
    _, figure = charts(bench())[0]
    assert not [shape for shape in figure.layout.shapes if shape.type == "line"]


def test_a_wrong_formula_stands_beside_the_gradient_with_its_error():
    at = bench(D=3, H=3, K=3, W2T=False)
    alt, figure = charts(at)[0]
    *_, found, gradient = heatmaps(figure)
    assert np.allclose(gradient["z"][0], scene(at).scene.chain.gradient)
    error = np.abs(np.array(found["z"][0]) - gradient["z"][0]).max()
    assert error > 1e-3
    assert f"largest error against central differences {number(error, 3)}" in verdict(at)
    assert "≠ ∂J/∂x" in alt


def test_the_right_formula_gives_the_gradient():
    at = bench()
    *_, found = heatmaps(charts(at)[0][1])
    assert np.allclose(found["z"][0], scene(at).scene.chain.gradient)


@pytest.mark.parametrize(("convention", "gives"), [("Rows", "1×2"), ("Columns", "2×1")])
def test_a_value_of_another_shape_is_illegal_and_says_that_it_runs(convention, gives):
    link = {"op1": "∘", "op3": "∘", "W1T": "false", "W2T": "false"}
    at = bench(D=1, H=1, K=2, hadamard="NumPy broadcasting", convention=convention, **link)
    assert f"Runs, but gives the wrong shape: {gives}, and the gradient is 1×1" in verdict(at)
    *_, found = heatmaps(charts(at)[0][1])
    assert "×".join(map(str, np.shape(found["z"]))) == gives


@pytest.mark.parametrize(
    ("convention", "shapes"), [("Rows", "3×5 and 1×5"), ("Columns", "5×1 and 5×3")]
)
def test_broadcasting_is_told_where_it_made_a_formula_run(convention, shapes):
    at = bench(bracketing="(a(bc))d", hadamard="NumPy broadcasting", convention=convention)
    assert verdict(at).startswith("**Right**")
    (said,) = warnings(at)
    assert f"∘ between {shapes} is no Hadamard product" in said
    assert "as mathematics the formula is not" in said


@pytest.mark.parametrize(
    ("link", "gives"),
    [
        ({"bracketing": "(a(bc))d"}, "gives the gradient"),
        ({"D": 3, "H": 3, "K": 3, "bracketing": "(a(bc))d", "W2T": False}, "gives a wrong result"),
        ({"op1": "∘"}, None),
    ],
)
def test_what_is_illegal_and_runs_in_numpy_is_told(link, gives):
    at = bench(**link)
    assert verdict(at).startswith("**Illegal.**")
    assert [gives in said for said in warnings(at)] == ([True] if gives else [])


def test_a_coincidence_is_not_called_right():
    # No hidden unit is active: every formula that fits gives zeros, like the gradient.
    at = bench(D=2, H=2, K=2, activation="relu", seed=6, W2T="false")
    assert not scene(at).scene.example.derivative.any()
    assert verdict(at).startswith("**Legal but wrong**: right with the numbers of this network")
    alt, _ = charts(at)[0]
    assert " = ∂J/∂x" in alt
    assert "≠" not in alt


@pytest.mark.parametrize("sizes", [{"H": 1}, {"D": 1}])
def test_a_size_of_1_is_explained(sizes):
    assert "A size of 1 makes a matrix a vector" in text(bench(**sizes))
    assert "A size of 1" not in text(bench())


@pytest.mark.parametrize("s", MIDDLES)
@pytest.mark.parametrize("convention", CONVENTIONS.values())
def test_the_map_has_every_verdict(s, convention):
    at = bench(D=3, H=3, K=3, s=MIDDLES[s], convention=convention)
    alt, figure = charts(at)[1]
    found = tally(3, 3, 3, s=s)
    assert f"{found.illegal} illegal, {found.wrong} legal but wrong, {found.right} right" in alt
    kinds = [said.split(": ")[1] for said in named(figure, "verdicts")["hovertext"]]
    assert kinds.count("right") == found.right
    assert kinds.count("legal but wrong") == found.wrong
    assert kinds.count("illegal") == found.illegal


def test_the_formulas_that_fit_stand_in_words():
    at = bench(D=3, H=3, K=3)
    (table,) = [m.value for m in at.markdown if m.value.startswith("| formula")]
    assert len(table.splitlines()) == 2 + 8  # no legal formula has another shape
    assert "| `(((ŷ−y) @ W₂ᵀ) ∘ s) @ W₁ᵀ` | right |" in table


def test_both_meanings_are_counted():
    shown = text(bench(D=3, H=3, K=3))
    for counts in ("**152** | **7** | **1**", "124 | 33 | 3", "108 | 47 | 5"):
        assert counts in shown


def test_the_square_trap_is_a_button_away():
    at = opened("bench", bench="A formula")
    (button,) = [b for b in at.main.button if b.label.startswith("3-3-3")]
    button.click().run()
    assert [at.session_state[name] for name in "DHK"] == [3, 3, 3]
    assert "152 illegal, 7 legal but wrong, 1 right" in text(at)


def test_the_trap_leads_away_from_the_digit():
    at = opened("bench", network="Handwritten digit", bench="A formula", D=6)
    (button,) = [b for b in at.main.button if b.label.startswith("3-3-3")]
    button.click().run()
    assert exceptions(at) == []
    assert at.session_state["network"] == "random"
    assert [at.sidebar.slider(key=name).value for name in "DHK"] == [3, 3, 3]


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
        assert BenchSettings.parameters()[name].text(at.session_state[name]) == value
    assert warnings(at) == []


@pytest.mark.parametrize(
    ("name", "value", "used"),
    [("op1", "x", "@"), ("W2T", "maybe", "true"), ("bracketing", "", "((ab)c)d is")],
)
def test_a_refused_choice_is_named(name, value, used):
    at = bench(**{name: value})
    (sentence,) = [said for said in warnings(at) if "The link says" in said]
    assert f"{name} = {used}" in sentence


def test_the_shown_numpy_prints_what_stands_under_it():
    for formula in SOME[::2]:
        at = bench(D=3, H=3, K=3, **formula_settings(formula))
        s = scene(at)
        (code,) = [c.value for c in at.main.code]
        value = evaluate([formula], s.factors, "numpy")[formula].value
        if value is None:
            assert code.endswith("# no value: NumPy raises a ValueError")
        else:
            printed = re.findall(r"-?\d+\.?\d*(?:e-?\d+)?", code.split("product =\n")[1])
            assert np.allclose([float(p) for p in printed], value.ravel(), atol=1e-4)


def test_of_one_formula_that_runs_the_words_speak_in_the_singular():
    labels = [expander.label for expander in bench().expander]
    assert "In words: the one that runs; the others break" in labels


def built(at):
    return at.session_state["bench"] == BUILT


def choose(at, **texts):
    for name, chosen in texts.items():
        at.segmented_control(key=f"asked-{name}").set_value(chosen).run()
    assert exceptions(at) == []
    return at


def test_the_bench_begins_blank_with_the_question_and_no_verdict():
    at = opened("bench")
    assert not (at.main.success or at.main.error)
    assert "Which product is" in text(at) and "5 choices left" in text(at)
    ((alt, _),) = charts(at)
    assert alt.count(" ? ") == 3
    assert "All 160" not in text(at)


@pytest.mark.parametrize(
    ("convention", "link", "found"),
    [
        ("Rows", {"W2T": "W₂ᵀ", "W1T": "W₁ᵀ", "op2": "∘"}, "**Right**"),
        ("Rows", {"W2T": "W₂", "W1T": "W₁ᵀ", "op2": "∘"}, "@ between 1×3 and 5×3"),
        ("Wx", {"W2T": "W₂ᵀ", "W1T": "W₁ᵀ", "op2": "∘"}, "**Right**"),
        ("xWᵀ", {"W2T": "W₂", "W1T": "W₁ᵀ", "op2": "∘"}, "@ between 1×5 and 4×5"),
    ],
)
def test_the_first_verdict_is_on_the_visitors_own_formula(convention, link, found):
    at = choose(opened("bench", convention=convention), **link, op1="@")
    assert not (at.main.success or at.main.error) and "1 choice left" in text(at)
    assert "?" in charts(at)[0][0]
    choose(at, op3="@")
    assert found in verdict(at)
    assert built(at) and "All 160" in text(at)


def test_a_link_that_says_something_of_a_formula_shows_it():
    for link in ({"W2T": "false"}, {"s": "diagonal matrix"}, {"hadamard": "NumPy broadcasting"}):
        at = opened("bench", **link)
        assert built(at) and verdict(at), link


def test_a_formula_goes_and_the_bench_is_blank_again():
    at = opened("bench", op1="∘", s="diagonal matrix")
    at.segmented_control(key="bench").set_value("blank").run()
    assert exceptions(at) == [] and "5 choices left" in text(at)
    at.segmented_control(key="bench").set_value(BUILT).run()
    assert "**Right**" in verdict(at)
