"""A thousand typed functions that nobody wrote: each has numbers, or one sentence says why not."""

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from explainer.compute import central_difference
from explainer.expressions.deriver import NoFormulas
from explainer.expressions.own import Own
from explainer.expressions.parsing import CALLABLE, NotAllowed
from explainer.expressions.symbols import derive
from explainer.expressions.values import function_of
from explainer.layer_scene import LayerScene
from explainer.palette import LIGHT
from explainer.settings import OWN, Settings

literals = st.one_of(
    st.integers(0, 20).map(str), st.floats(0, 1e6, allow_nan=False).map(lambda v: f"{v:.4g}")
)
REDUCED = ("sum", "mean", "max", "min")
SAME_SIZE = [name for name in CALLABLE if name not in (*REDUCED, "max_pool")]


def written(template, *parts):
    return st.tuples(*parts).map(lambda found: template.format(*found))


def vectors(inner):
    """Expressions whose shapes fit, so that most have numbers."""
    number = st.one_of(literals, written("{}({})", st.sampled_from(REDUCED), inner))
    sign, power = st.sampled_from("+-*/"), st.integers(-10, 10)
    return st.one_of(
        written("{}({})", st.sampled_from(SAME_SIZE), inner),
        written("{}({})", st.sampled_from(SAME_SIZE), inner),
        written("({} {} {})", inner, sign, inner),
        written("({} {} {})", inner, sign, number),
        written("({} @ {}) * {}", inner, inner, inner),
        written("({}) ** {}", inner, power),
        written("A @ ({})", inner),
        written("-{}", inner),
    )


def anything(inner):
    """Expressions whose shapes may fit or not."""
    sign = st.sampled_from("+-*/@")
    return st.one_of(
        written("{}({})", st.sampled_from(CALLABLE), inner),
        written("({} {} {})", inner, sign, inner),
        written("({}) ** {}", inner, st.integers(-12, 12)),
    )


tame = st.recursive(st.just("x"), vectors, max_leaves=5)
wild = st.recursive(st.one_of(st.just("x"), st.just("A"), literals), anything, max_leaves=8)
expressions = st.one_of(tame, tame, wild)
inputs = st.lists(st.floats(-3, 3).map(lambda v: round(v, 2)), min_size=1, max_size=8)


def one_sentence(refusal):
    text = str(refusal)
    assert text.isprintable() and len(text) < 250
    return True


@settings(max_examples=800, deadline=None)
@given(text=expressions, x=inputs)
def test_it_has_finite_numbers_or_a_sentence(text, x):
    try:
        own = Own.at(text, np.array(x))
    except NotAllowed as refusal:
        assert one_sentence(refusal)
        return
    assert np.isfinite(own.found.value).all()
    assert np.isfinite(own.found.jacobian).all()
    assert own.found.jacobian.shape == own.found.support.shape == (own.found.value.size, len(x))
    assert not own.found.jacobian[~own.found.support].any()


@settings(max_examples=300, deadline=None)
@given(text=tame)
def test_its_jacobian_is_that_of_central_differences_where_it_is_tame(text):
    x = np.array([0.51, -1.03, 0.32, 2.04])
    try:
        own = Own.at(text, x)
        coarse = central_difference(function_of(own.expression), x, 2e-5)
        fine = central_difference(function_of(own.expression), x, 1e-5)
    except NotAllowed as refusal:
        assert one_sentence(refusal)
        return
    size = max(1.0, float(np.abs(own.found.jacobian).max()), float(np.abs(own.found.value).max()))
    doubt = np.abs(coarse - fine).max()  # a kink nearby, or a function that bends a lot
    assert np.abs(fine - own.found.jacobian).max() <= 1e-6 * size + 10 * doubt


@settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=tame, x=st.sampled_from([[0.5, -1.25, 2.0], [0.3, 1.5]]))
def test_its_formulas_come_or_a_reason_does_and_they_give_its_numbers(text, x):
    try:
        own = Own.at(text, np.array(x))
    except NotAllowed as refusal:
        assert one_sentence(refusal)
        return
    try:
        formulas = own.formulas
    except NoFormulas as reason:
        assert str(reason).startswith("SymPy ")
        return
    assert len(formulas.value) == own.found.value.size
    size = max(1.0, float(np.abs(own.found.jacobian).max()))
    for entry in formulas.entries:
        assert entry.latex
        if np.isfinite(entry.number):
            assert abs(entry.number - own.found.jacobian[entry.place]) <= 1e-6 * size


@settings(max_examples=300, deadline=None)
@given(text=tame, x=st.sampled_from(["0.5, -1, 0.3, 2", "1000, -1000, 0.001", "0", "2, 2"]))
def test_all_that_the_page_asks_of_it_is_a_number_or_left_out(text, x):
    scene = LayerScene(Settings(function=OWN, expression=text, x=x), LIGHT)
    layer = scene.layer
    errors = [*layer.errors.values(), layer.complex_error, layer.central_error]
    assert all(error is None or np.isfinite(error) for error in errors)
    assert np.isfinite(scene.product).all()
    assert scene.wrong is None or np.isfinite(scene.wrong).all()
    assert layer.has_kink in (True, False)


def test_most_of_what_is_generated_has_numbers():
    """So that the tests above are about functions, and not about refusals."""
    counts = {True: 0, False: 0}

    @settings(max_examples=300, deadline=None, database=None, derandomize=True)
    @given(text=tame)
    def count(text):
        try:
            Own.at(text, np.array([0.51, -1.03, 0.32, 2.04]))
        except NotAllowed:
            counts[False] += 1
        else:
            counts[True] += 1

    count()
    assert counts[True] > 200


def test_most_of_what_is_generated_has_formulas():
    """In this process, so that the speed of the machine says nothing."""
    counts = {True: 0, False: 0}

    @settings(max_examples=60, deadline=None, database=None, derandomize=True)
    @given(text=st.one_of(tame.filter(lambda text: len(text) < 30)))
    def count(text):
        x = np.array([0.51, -1.03])
        try:
            own = Own.at(text, x)
        except NotAllowed:
            return
        nowhere = np.zeros_like(own.found.support)
        found = derive(own.expression, x.tolist(), [(0, 0)], nowhere)
        counts[bool(np.isfinite(found.entries[0].number))] += 1

    count()
    assert counts[True] > 10 * counts[False]
    assert counts[True] > 30
