"""Generated functions: each has numbers, or one sentence says why it has none."""

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from explainer.compute import central_difference
from explainer.expressions.own import inquire
from explainer.expressions.parsing import parse
from explainer.expressions.reading import NotAllowed
from explainer.expressions.spellings import CALLABLE
from explainer.expressions.symbols import derive
from explainer.expressions.values import linearized, value_of
from tests.amounts import examples
from tests.expressions.here import Here

literals = st.one_of(
    st.integers(0, 20).map(str), st.floats(0, 1e6, allow_nan=False).map(lambda v: f"{v:.4g}")
)
REDUCED = ("sum", "mean", "max", "min")
SAME_SIZE = [name for name in CALLABLE if name not in (*REDUCED, "max_pool")]


def written(template, *parts):
    return st.tuples(*parts).map(lambda found: template.format(*found))


def vectors(inner):
    """Expressions with matching shapes, so that most have numbers."""
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
    """Expressions with or without matching shapes."""
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


def found_at(text, x):
    """Return the expression and its numbers at x, or None if one sentence says it has none."""
    try:
        expression = parse(text)
        return expression, linearized(expression, x)
    except NotAllowed as refusal:
        assert one_sentence(refusal)
        return None


@settings(max_examples=examples(100, 800), deadline=None)
@given(text=expressions, x=inputs)
def test_it_has_finite_numbers_or_a_sentence(text, x):
    found = found_at(text, np.array(x))
    if found is None:
        return
    expression, linear = found
    assert np.isfinite(linear.value).all()
    assert np.isfinite(linear.jacobian).all()
    assert linear.jacobian.shape == linear.support.shape == (linear.value.size, len(x))
    assert not linear.jacobian[~linear.support].any()
    assert np.array_equal(value_of(expression)(np.array(x)), linear.value)
    assert np.abs(linear.value).max() <= linear.largest < np.inf


@settings(max_examples=examples(100, 300), deadline=None)
@given(text=tame)
def test_its_jacobian_is_that_of_central_differences_where_it_is_tame(text):
    x = np.array([0.51, -1.03, 0.32, 2.04])
    if (found := found_at(text, x)) is None:
        return
    expression, linear = found
    try:
        coarse, fine = (central_difference(value_of(expression), x, e) for e in (2e-5, 1e-5))
    except NotAllowed as refusal:
        assert one_sentence(refusal)
        return
    size = max(1.0, float(np.abs(linear.jacobian).max()), float(np.abs(linear.value).max()))
    doubt = np.abs(coarse - fine).max()  # large near a kink or where f bends a lot
    assert np.abs(fine - linear.jacobian).max() <= 1e-6 * size + 10 * doubt


@settings(max_examples=examples(50, 500), deadline=None, suppress_health_check=[*HealthCheck])
@given(
    text=tame.filter(lambda text: len(text) < 30),
    x=st.sampled_from([[0.5, -1.25, 2.0], [0.3, 1.5]]),
)
def test_its_formulas_give_its_numbers(text, x):
    if (found := found_at(text, np.array(x))) is None:
        return
    expression, linear = found
    formulas = derive(expression, x, [(0, 0), (linear.value.size - 1, 0)])
    assert len(formulas.value) == linear.value.size
    size = max(1.0, float(np.abs(linear.jacobian).max()))
    for entry in formulas.entries:
        assert entry.latex
        if np.isfinite(entry.number):
            assert abs(entry.number - linear.jacobian[entry.place]) <= 1e-6 * size


@settings(max_examples=examples(100, 300), deadline=None)
@given(
    text=tame,
    x=st.sampled_from([[0.5, -1, 0.3, 2], [1000, -1000, 0.001], [0], [2, 2], [50, 0, 0]]),
)
def test_of_every_entry_one_thing_is_said_and_a_witness_is_one(text, x):
    x = np.array(x, dtype=float)
    if (found := found_at(text, x)) is None:
        return
    expression, linear = found
    inquiry = inquire(expression, x, Here("SymPy is not asked"))
    support = inquiry.jacobian.support()
    assert np.array_equal(support, linear.support)
    assert all(support[place] for place in inquiry.witnesses)
    assert inquiry.unproved.sum() + len(inquiry.witnesses) == support.sum()
    for (i, j), witness in inquiry.witnesses.items():
        assert witness.slope == linearized(expression, witness.x).jacobian[i, j] != 0
        assert witness.is_here == np.array_equal(witness.x, x)


def test_most_of_what_is_generated_has_numbers_and_formulas():
    """The tests above must be about functions, not about refusals."""
    numbers, formulas = [], []

    @settings(
        max_examples=100,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=[*HealthCheck],
    )
    @given(text=tame.filter(lambda text: len(text) < 30))
    def count(text):
        x = np.array([0.51, -1.03])
        found = found_at(text, x)
        numbers.append(found is not None)
        if found and len(formulas) < 60:
            one = derive(found[0], x.tolist(), [(0, 0)])
            formulas.append(np.isfinite(one.entries[0].number))

    count()
    assert np.mean(numbers) > 2 / 3
    assert np.mean(formulas) > 0.9
    assert len(formulas) > 30


METHODS = ("exp", "tanh", "sigmoid", "abs", "sin", "relu", "erf", "square", "sign", "neg")
OF_PYTORCH = ("silu", "mish", "elu", "selu", "softsign", "hardswish", "gelu", "softmax")


def spelled(inner):
    """Expressions as public code writes them."""
    return st.one_of(
        written("np.where({} > {}, {}, {})", inner, inner, inner, inner),
        written("np.maximum({}, {})", inner, inner),
        written("torch.clamp({}, -1, 1.5)", inner),
        written("({}).{}()", inner, st.sampled_from(METHODS)),
        written("F.{}({})", st.sampled_from(OF_PYTORCH), inner),
        written("({} - ({}).mean()) / (1 + np.abs({}))", inner, inner, inner),
        written("({}) * ({} > 0.3)", inner, inner),
        written("({}) + ({}).std()", inner, inner),
        written("({} if {} < 0 else {})", inner, inner, inner),
        written("np.log1p(({})**2) * np.linalg.norm({})", inner, inner),
    )


code = st.recursive(st.sampled_from(["x", "2*x", "np.array([1.,2.,3.])"]), spelled, max_leaves=6)


@settings(max_examples=examples(60, 2000), deadline=None, suppress_health_check=[*HealthCheck])
@given(text=code)
def test_code_has_the_jacobian_of_central_differences(text):
    x = np.array([0.51, -1.03, 0.77])
    if (found := found_at(text, x)) is None:
        return
    expression, linear = found
    coarse, fine = (central_difference(value_of(expression), x, e) for e in (2e-5, 1e-5))
    size = max(1.0, float(np.abs(linear.jacobian).max()), float(np.abs(linear.value).max()))
    doubt = np.abs(coarse - fine).max()  # large near a kink or where f bends a lot
    assert np.abs(fine - linear.jacobian).max() <= 1e-6 * size + 10 * doubt
    assert not linear.jacobian[~linear.support].any()
