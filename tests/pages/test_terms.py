"""The terms of a scene: rows or columns, matrix or vector; nothing else moves."""

from dataclasses import replace

import numpy as np
import pytest

from explainer.compute import ACTIVATIONS
from explainer.derivation.labels import FORMULATIONS
from explainer.derivation.steps.forward import forward_items
from explainer.derivation.steps.shapes import sides, written_shapes
from explainer.derivation.terms import chain_in_both
from explainer.figures.term import plain
from explainer.networks import scene_of
from explainer.notation import CONVENTIONS
from explainer.pages.walkthrough.settings import WalkthroughSettings as Settings
from explainer.palette import LIGHT
from explainer.terms import lit_line

SIZES = [(4, 5, 3), (3, 3, 3), (1, 1, 2), (12, 12, 12), (1, 12, 2)]
SETTINGS = [Settings(D=D, H=H, K=K, activation=a) for D, H, K in SIZES for a in ACTIVATIONS]
SETTINGS.append(Settings(network="digit", image=37))


def Scene(settings, palette):
    return scene_of(settings, palette, settings.formulation)


def title(settings):
    return f"{settings.D}-{settings.H}-{settings.K} {settings.activation} {settings.network}"


every_network = pytest.mark.parametrize("settings", SETTINGS[::3] + SETTINGS[-1:], ids=title)
every_convention = pytest.mark.parametrize("convention", CONVENTIONS)


def chain(settings, **changes):
    return as_written(Scene(replace(settings, **changes), LIGHT))


def as_written(scene):
    """Return the whole chain as the formulation writes it."""
    return chain_in_both(scene)[scene.notation.shorthand]


def terms(items):
    return [item for item in items if not isinstance(item, str)]


def signs(items):
    return [item for item in items if isinstance(item, str)]


@every_convention
@every_network
def test_both_formulations_share_all_terms_but_the_activations(settings, convention):
    scene = Scene(replace(settings, convention=convention), LIGHT)
    pairs = list(zip(*map(terms, chain_in_both(scene)), strict=True))
    others = [at for at, (one, other) in enumerate(pairs) if one is not other]
    diagonal = scene.network.function.elementwise
    assert others == ([2 if scene.notation.rows else 1] if diagonal else [])
    for at in others:
        assert pairs[at][1].in_place_of is pairs[at][0]


@every_convention
@every_network
def test_the_matrices_of_the_chain_multiply_to_its_result(settings, convention):
    *factors, result = terms(chain(settings, convention=convention))
    found = np.linalg.multi_dot([factor.values for factor in factors])
    np.testing.assert_allclose(found, result.values, rtol=0, atol=1e-12)


@every_network
def test_in_the_element_wise_formulation_they_multiply_as_they_are_written(settings):
    items = chain(settings, formulation="elementwise")
    e, w2, s, w1, result = (term.values for term in terms(items))
    first = e @ w2
    found = (first * s if "∘" in "".join(signs(items)) else first @ s) @ w1
    np.testing.assert_allclose(found, result, rtol=0, atol=1e-12)


@every_network
def test_columns_are_the_transposes_in_the_opposite_order(settings):
    *rows, row = terms(chain(settings, convention="rows"))
    *columns, column = terms(chain(settings, convention="columns"))
    for one, other in zip(rows, columns[::-1], strict=True):
        assert np.array_equal(one.values.T, other.values)
    assert np.array_equal(row.values.T, column.values)


@every_convention
@pytest.mark.parametrize("formulation", FORMULATIONS)
@every_network
def test_the_sides_are_those_of_the_matrices(settings, convention, formulation):
    scene = Scene(replace(settings, convention=convention, formulation=formulation), LIGHT)
    count = dict(zip("DHK", scene.network.sizes, strict=True)) | {"1": 1}
    drawn = [term.values.shape for term in terms(as_written(scene))]
    assert [(count[s.rows], count[s.columns]) for s in sides(scene)] == drawn
    assert written_shapes(scene) == drawn[:-1]


@every_convention
def test_a_shape_is_written_as_it_is_drawn(convention):
    for term in terms(chain(Settings(), convention=convention)):
        assert plain(term.shape) == f"{term.rows}×{term.columns}"


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_only_a_diagonal_jacobian_has_structural_zeros(activation):
    _, _, s, *_ = terms(chain(Settings(activation=activation)))
    others = [t for t in terms(chain(Settings(activation=activation))) if t is not s]
    assert (s.support is None) == (activation == "softmax")
    assert s.support is None or np.array_equal(s.support, np.eye(5, dtype=bool))
    assert all(term.support is None for term in others if term.name != s.name)


def test_a_zero_of_relu_on_the_diagonal_is_no_structural_one():
    scene = Scene(Settings(activation="relu", H=12), LIGHT)
    _, _, s, *_ = terms(as_written(scene))
    by_chance = (s.values == 0) & s.support
    assert np.array_equal(np.diag(by_chance), scene.values.r <= 0)
    assert by_chance.any()


@pytest.mark.parametrize(
    ("convention", "formulation", "written"),
    [
        ("rows", "matrix", "@@@="),
        ("rows", "elementwise", "((@)∘)@="),
        ("columns", "matrix", "@@@="),
        ("columns", "elementwise", "@(∘(@))="),
    ],
)
def test_the_operators_are_those_of_formulation_and_convention(convention, formulation, written):
    items = chain(Settings(), convention=convention, formulation=formulation)
    assert "".join(signs(items)).replace(" ", "") == written


@every_convention
@pytest.mark.parametrize("formulation", FORMULATIONS)
def test_softmax_is_never_joined_by_a_circle(convention, formulation):
    settings = Settings(activation="softmax", convention=convention, formulation=formulation)
    assert "∘" not in "".join(signs(chain(settings)))


@every_convention
def test_the_lit_line_of_a_jacobian_makes_the_traced_entry(convention):
    scene = Scene(Settings(convention=convention), LIGHT)
    link = scene.chain["x"]
    matrix = np.asarray(link.jacobian)
    line = (matrix if scene.notation.rows else matrix.T)[lit_line(scene.notation, 2)]
    assert link.upstream @ line.ravel() == pytest.approx(link.gradient[2], abs=1e-15)


@every_convention
def test_the_forward_pass_shows_every_value(convention):
    scene = Scene(Settings(convention=convention), LIGHT)
    shown = [term.values.ravel() for term in terms(forward_items(scene, 0))]
    v = scene.values
    for found, value in zip(
        shown, [v.x, v.r, v.h, v.theta, v.y_hat, [scene.example.loss]], strict=True
    ):
        assert np.array_equal(found, value)
