"""A formula is written as it is worked out, in both conventions, and its NumPy runs."""

import re

import numpy as np
import pytest

from explainer.compute.formulas import BRACKETINGS, FORMULAS, Formula, Join, evaluate
from explainer.notation.formula import mirrored, sides, snippet, transposes, written
from explainer.palette import LIGHT
from explainer.scene import Scene
from explainer.settings import CONVENTIONS, MIDDLE, Settings, formula_settings
from tests.notation.scenes import FUNCTIONS

every_convention = pytest.mark.parametrize("convention", CONVENTIONS)


def scene(formula=None, **more):
    formula = formula_settings(formula) if formula else {}
    return Scene(Settings(**formula, **more), LIGHT)


def text(formula, **more):
    s = scene(**more)
    return written(s.notation, formula, s.settings.middle).text


def test_the_question_is_written_as_it_was_asked():
    assert text(Formula()) == "(((ŷ−y) @ W₂ᵀ) ∘ s) @ W₁ᵀ"


def test_columns_mirror_it():
    assert text(Formula(), convention="Columns") == "W₁ @ (s ∘ (W₂ @ (ŷ−y)))"


@every_convention
def test_no_two_formulas_are_written_alike(convention):
    assert len({text(f, convention=convention) for f in FORMULAS}) == 160


@every_convention
@pytest.mark.parametrize("s", MIDDLE)
@pytest.mark.parametrize("sizes", [(4, 5, 3), (3, 3, 3), (4, 1, 3), (1, 5, 2)])
def test_the_shown_numpy_gives_what_the_bench_works_out(convention, s, sizes):
    D, H, K = sizes
    for formula in FORMULAS:
        shown = scene(formula, convention=convention, s=s, D=D, H=H, K=K)
        network = shown.network
        arrays = {name: getattr(network, name) for name in ("W1", "W2")}
        names = {"np": np, **FUNCTIONS, **arrays, "y": shown.y, **vars(shown.values)}
        code = snippet(shown.notation, formula, shown.settings.middle).code
        found = evaluate([formula], shown.bench_factors, "numpy")[formula].value
        if found is None:
            with pytest.raises(ValueError):
                exec(code, names)
            continue
        exec(code, names)
        expected = found if convention == "Rows" else found.T
        np.testing.assert_allclose(names["product"], expected, rtol=1e-12, atol=1e-15)


def test_the_shapes_of_a_clash_are_those_that_are_seen():
    join = Join(0, "∘", (1, 3), (3, 5))
    assert sides(scene().notation, join) == ((1, 3), (3, 5))
    assert sides(scene(convention="Columns").notation, join) == ((5, 3), (3, 1))


def test_the_names_of_the_bracketings_are_read_from_the_other_side_in_columns():
    rows, columns = (scene(convention=c).notation for c in CONVENTIONS)
    assert [mirrored(rows, name) for name in BRACKETINGS] == list(BRACKETINGS)
    assert mirrored(columns, "((ab)c)d") == "d(c(ba))"


@pytest.mark.parametrize("transposed", [(True, True), (True, False), (False, True)])
def test_a_column_of_the_map_says_what_is_written_transposed(transposed):
    formula = Formula(transposed=transposed)
    for convention in CONVENTIONS:
        weights = re.findall("W[₁₂](ᵀ?)", text(formula, convention=convention))
        found = transposes(scene(convention=convention).notation, formula)
        assert found == "".join("T" if sign else "·" for sign in weights)
