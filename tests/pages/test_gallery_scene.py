"""A layer's scene depends only on its settings, whatever is typed."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explainer.compute import FUNCTIONS, elementwise_allowed
from explainer.expressions.deriver import Answer, Deriver
from explainer.pages.gallery.layer import Unusable
from explainer.pages.gallery.scene import gallery_of
from explainer.pages.gallery.settings import (
    DEFAULT_X,
    EPSILONS,
    OWN,
    GallerySettings,
)
from explainer.palette import LIGHT
from tests.amounts import examples

X = np.array(GallerySettings(x=DEFAULT_X).inputs)
every = pytest.mark.parametrize("name", FUNCTIONS)


def scene(**changes):
    return gallery_of(GallerySettings(**changes), LIGHT)


def own(text, **more):
    return scene(function=OWN, expression=text, **more)


def unusable(**changes):
    """Return the sentence about settings without a Jacobian, and the x that is offered."""
    with pytest.raises(Unusable) as refused:
        scene(**changes)
    instead = refused.value.instead
    return refused.value.refusal.sentence(), None if instead is None else instead.tolist()


@every
def test_the_layer_is_the_one_that_is_chosen(name):
    found = scene(function=name, x="1, 2, -3")
    assert found.layer.function is FUNCTIONS[name]
    assert found.layer.x.tolist() == [1, 2, -3]
    assert np.array_equal(found.layer.y, FUNCTIONS[name].value(found.layer.x))


@every
def test_its_product_is_that_of_the_matrix(name):
    found = scene(function=name)
    assert np.allclose(found.product, found.v @ found.exact, rtol=1e-14, atol=1e-15)
    assert found.allowed == elementwise_allowed(found.support)


@every
@pytest.mark.parametrize("n", [1, 2, 8])
def test_it_works_at_any_size(name, n):
    numbers = ", ".join(map(str, np.random.default_rng(n).permutation(n) - 2.5))
    found = scene(function=name, x=numbers, nudged=n)
    assert found.moves.shape == found.exact.shape
    assert (found.wrong is None) == (found.layer.y.size != n)


@every
def test_a_nudge_of_a_thousandth_is_about_right_and_its_error_is_among_the_errors(name):
    found = scene(function=name)
    assert found.layer.errors[1e-3] == np.abs(found.moves / 1e-3 - found.exact).max()
    # The x at which the gallery opens holds −1, a kink of hard tanh.
    assert found.layer.has_kink == (name == "hard tanh")
    assert found.layer.has_kink or found.layer.errors[1e-3] < 2e-3


@every
def test_the_complex_step_has_no_error_to_speak_of(name):
    error = scene(function=name).layer.complex_error
    assert error is None if name == "gelu" else error < 1e-14


def test_the_gradient_that_arrives_at_softmax_is_that_of_a_cross_entropy():
    found = scene(function="softmax")
    assert found.cross_entropy is not None
    assert np.allclose(found.product, found.layer.y - [1, 0, 0, 0])
    assert found.wrong[1:].tolist() == [0, 0, 0]
    assert found.wrong[0] == pytest.approx(found.product[0])


def test_the_gradient_that_arrives_at_log_softmax_is_that_of_a_cross_entropy():
    found = scene(function="log-softmax")
    assert found.v.tolist() == [-1, 0, 0, 0]
    assert np.allclose(found.product, np.exp(found.layer.y) - [1, 0, 0, 0])


def test_where_the_probability_is_0_another_gradient_arrives():
    found = scene(function="softmax", x="-1000, 1000")
    assert found.cross_entropy is None
    assert np.isfinite(found.product).all()


@pytest.mark.parametrize(
    ("name", "forbids"), [("sigmoid", None), ("mean", None), ("reverse", (0, 3)), ("sort", (0, 1))]
)
def test_the_entry_that_forbids_is_the_largest_beside_the_diagonal(name, forbids):
    assert scene(function=name).forbidding == forbids


def test_the_entry_that_forbids_may_be_zero_here():
    found = scene(function="diagonal weights")
    i, j = found.forbidding
    assert i != j
    assert found.exact[i, j] == 0
    assert found.support[i, j]


def test_an_x_that_cannot_be_read_is_named_and_shows_nothing():
    said, instead = unusable(x="1, two")
    assert said.endswith("and `1, two` is not.")
    assert instead == [0.5, -1, 0.3, 2]


def test_an_x_without_a_value_is_named_and_another_of_its_size_offered():
    assert unusable(function="normalise", x="0, 0") == (
        "normalise has no value or no derivative at this x.",
        [0.5, -1],
    )


def test_a_typed_function_that_cannot_be_read_is_named_and_shows_nothing():
    assert unusable(function=OWN, expression="foo(x)") == (
        "Your function: `foo(x)` at character 1 is not allowed: there is no function foo here.",
        None,
    )


def test_a_typed_function_without_a_value_is_offered_an_x_without_minus_signs():
    said, instead = unusable(function=OWN, expression="log(x)")
    assert said == "Your function: `log(x)` at character 1 is not a finite real number at this x."
    assert instead == [0.5, 1, 0.3, 2]


def test_a_typed_function_without_a_value_anywhere_near_is_offered_none():
    said, instead = unusable(function=OWN, expression="log(-abs(x))")
    assert "`log(-abs(x))` at character 1 is not a finite real number" in said
    assert instead is None


def test_what_overflows_as_it_is_typed_is_worked_out_in_another_form():
    found = own("np.log(1 + np.exp(x))", x="800, -1")
    assert found.layer.expression.code == "softplus(x)"
    assert found.layer.y[0] == 800 and found.exact[0, 0] == 1
    assert found.layer.central_error < 1e-6


def test_where_a_nudge_leads_out_there_is_no_move():
    found = own("sqrt(1 - x)", x="0.95", eps=1e-1)
    assert found.moves is None
    assert found.layer.errors[1e-1] is None
    assert found.layer.errors[1e-5] is not None
    close = own("sqrt(1 - x)", x="0.9999999999999")
    assert close.layer.errors == dict.fromkeys(EPSILONS)


@pytest.mark.parametrize("text", ["gelu(x)", "x * gelu(sum(x))"])
def test_a_typed_function_with_gelu_has_no_complex_step(text):
    assert own(text).layer.complex_error is None


def test_a_constant_has_a_complex_step():
    assert own("7").layer.complex_error == 0


@pytest.fixture(scope="module")
def without_sympy():
    """Skip SymPy: formulas are tested in expressions, and only take time here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Deriver, "ask", lambda *_: Answer(reason="nobody asks"))
        yield


@settings(max_examples=examples(60, 1000))
@given(expression=st.text(max_size=30), x=st.text(max_size=20))
def test_whatever_is_typed_there_is_a_layer_or_a_sentence(without_sympy, expression, x):
    try:
        found = own(expression, x=x)
    except Unusable as refusal:
        said = refusal.refusal.sentence()
        assert said.isprintable() and len(said) < 400
        assert said.startswith("x must be") == (GallerySettings(x=x).inputs is None)
    else:
        assert np.isfinite(found.exact).all()
