"""A formula is written as it is evaluated, in both conventions, and its NumPy runs."""

import re
from itertools import product

import numpy as np

from explainer.compute.formulas import BRACKETINGS, FORMULAS, Formula, Join, evaluate
from explainer.networks import scene_of
from explainer.notation.formula import mirrored, sides, snippet, transposes, written
from explainer.pages.bench.scene import BenchScene
from explainer.pages.bench.settings import MIDDLES, BenchSettings
from explainer.palette import LIGHT
from tests.notation.scenes import CONVENTIONS, FUNCTIONS, difference, stored

SIZES = [(4, 5, 3), (3, 3, 3), (4, 1, 3), (1, 5, 2)]


def bench_of(**settings):
    found = BenchSettings(**settings)
    return BenchScene(scene_of(found, LIGHT), found)


def notation(convention="rows"):
    return bench_of(convention=convention).scene.notation


def text(formula, convention="rows", s="row"):
    return written(notation(convention), formula, s)


def test_the_question_is_written_as_it_was_asked():
    assert text(Formula()) == "(((ŷ−y) @ W₂ᵀ) ∘ s) @ W₁ᵀ"


def test_columns_mirror_it():
    assert text(Formula(), "columns") == "W₁ @ (s ∘ (W₂ @ (ŷ−y)))"


def test_a_diagonal_matrix_is_written_as_one():
    assert text(Formula(), s="diagonal") == "(((ŷ−y) @ W₂ᵀ) ∘ diag(s)) @ W₁ᵀ"


def test_no_two_formulas_are_written_alike():
    for convention in CONVENTIONS:
        assert len({text(formula, convention) for formula in FORMULAS}) == 160, convention


def ran(shown, known):
    """Return the result of a snippet, or None if its shapes do not fit."""
    names = dict(known)
    try:
        exec(shown.code, names)
    except ValueError:
        return None
    return names[shown.result]


def test_the_shown_numpy_gives_what_the_bench_works_out():
    for (D, H, K), s, convention in product(SIZES, MIDDLES, CONVENTIONS):
        bench = bench_of(convention=convention, s=s, D=D, H=H, K=K)
        scene = bench.scene
        arrays = stored(scene.notation, scene.network)
        known = {
            "np": np,
            **FUNCTIONS,
            **arrays,
            "y": scene.example.y,
            **vars(scene.values),
        }
        for formula, found in evaluate(FORMULAS, bench.factors, "numpy").items():
            of, shown = (
                (formula, (D, H, K), s, convention),
                snippet(scene.notation, formula, s),
            )
            given = ran(shown, known)
            assert (given is None) == (found.value is None), of
            if given is not None:
                expected = found.value if scene.notation.rows else found.value.T
                assert difference(given, expected) < 1e-14, of


def test_the_shapes_of_a_clash_are_those_that_are_seen():
    join = Join(0, "∘", (1, 3), (3, 5))
    assert sides(notation(), join) == ((1, 3), (3, 5))
    assert sides(notation("columns"), join) == ((5, 3), (3, 1))


def test_the_names_of_the_bracketings_are_read_from_the_other_side_in_columns():
    for n in map(notation, CONVENTIONS):
        if n.rows:
            assert [mirrored(n, name) for name in BRACKETINGS] == list(BRACKETINGS)
        else:
            assert mirrored(n, "((ab)c)d") == "d(c(ba))"


def test_a_column_of_the_map_says_what_is_written_transposed():
    for convention, transposed in product(CONVENTIONS, product((True, False), repeat=2)):
        formula = Formula(transposed=transposed)
        weights = re.findall("W[₁₂](ᵀ?)", text(formula, convention))
        said = "".join("T" if sign else "·" for sign in weights)
        assert transposes(notation(convention), formula) == said, (convention, transposed)
