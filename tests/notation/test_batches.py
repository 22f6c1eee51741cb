"""A batch's NumPy gives the gradients that are shown; formulas name their variables."""

import re
from dataclasses import replace
from functools import cache
from itertools import product
from math import prod
from typing import get_args

import numpy as np
import pytest

from explainer.compute import ACTIVATIONS
from explainer.compute.batch import VARIABLES, Batch, Reduction
from explainer.networks import NetworkSettings, examples
from explainer.notation import batches
from explainer.notation.latex import colorless as plain
from tests.notation.scenes import CONVENTIONS, difference, scene_of, stored
from tests.notation.scenes import FUNCTIONS as IN_REACH

SIZES = {"N": 2, "D": 4, "H": 5, "K": 3}  # all different: a wrong transpose does not fit
N_OF = {convention: scene_of(convention=convention).notation for convention in CONVENTIONS}
TABLES = [
    (variable, activation, convention, reduction)
    for variable, activation, convention, reduction in product(
        VARIABLES, ACTIVATIONS, CONVENTIONS, get_args(Reduction)
    )
]


@cache
def batch_of(activation="sigmoid", reduction="sum"):
    sizes = {letter: size for letter, size in SIZES.items() if letter != "N"}
    found = examples(NetworkSettings(**sizes, activation=activation), SIZES["N"])
    return Batch(found.network, found.x, found.y, reduction)


@cache
def ran(variable, activation, convention, reduction, *, folded):
    """Return all names after the snippet, which uses the network's arrays, x and y."""
    batch = batch_of(activation, reduction)
    n = replace(N_OF[convention], function=batch.network.function)
    arrays = stored(n, batch.network)
    names = {"np": np, **IN_REACH, **arrays, **vars(batch.values), "y": batch.y}
    shown = batches.snippet(n, variable, reduction, folded=folded)
    exec(shown.code, names)
    return names | {"shown": names[shown.result]}


def runs(folded=False):
    """Yield the case, names, variable and batch of each snippet."""
    for case in TABLES:
        variable, activation, _, reduction = case
        yield case, ran(*case, folded=folded), variable, batch_of(activation, reduction)


def test_the_shown_numpy_gives_the_gradient_folded_and_flattened():
    for folded in (False, True):
        for case, names, variable, batch in runs(folded):
            gradient = N_OF[case[2]].stored(variable, batch.link(variable).gradient)
            assert names["shown"].shape == gradient.shape, case
            assert difference(names["shown"], gradient) < 1e-13, case
            assert ("jacobian" in names) == (not folded), case


def test_the_shown_jacobian_is_the_one_that_is_drawn():
    for case, names, variable, batch in runs():
        matrix = np.asarray(batch.link(variable).jacobian)
        assert difference(names["jacobian"], matrix) < 1e-14, case


def test_the_gradient_that_arrives_is_the_links():
    for case, names, variable, batch in runs():
        assert difference(names["delta"], batch.link(variable).upstream) < 1e-13, case


def test_a_formula_names_its_output_and_its_variable():
    n = N_OF["rows"]
    for name, variable in VARIABLES.items():
        fraction = rf"\frac{{\partial {n.node(variable.output)}}}{{\partial {n.node(name)}}}"
        assert batches.jacobian(n, name) == fraction, name


def test_the_letters_of_a_jacobian_are_those_of_its_shape():
    for n, name in product(N_OF.values(), VARIABLES):
        sizes = [SIZES[letter] for letter in batches.dimensions(n, name).split(", ")]
        flat = (prod(sizes[:2]), prod(sizes[2:]))  # the output has two axes, N and its own
        assert batch_of().link(name).jacobian.shape == flat, name


@pytest.mark.parametrize(
    ("name", *CONVENTIONS),
    [
        (
            "W2",
            r"h^{\top}\,\frac{\partial J}{\partial \theta}",
            r"h\,\left(\nabla_{\!\theta}J\right)^{\top}",
            r"\nabla_{\!\theta}J\,h^{\top}",
            r"\left(\frac{\partial J}{\partial \theta}\right)^{\top}\,h",
        ),
        (
            "b2",
            r"\mathbf{1}^{\top}\,\frac{\partial J}{\partial \theta}",
            r"\nabla_{\!\theta}J\,\mathbf{1}",
            r"\nabla_{\!\theta}J\,\mathbf{1}",
            r"\mathbf{1}^{\top}\,\frac{\partial J}{\partial \theta}",
        ),
        (
            "h",
            r"\frac{\partial J}{\partial \theta}\,W_2^{\top}",
            r"W_2\,\nabla_{\!\theta}J",
            r"W_2^{\top}\,\nabla_{\!\theta}J",
            r"\frac{\partial J}{\partial \theta}\,W_2",
        ),
        (
            "r",
            r"\frac{\partial J}{\partial h}\circ s",
            r"s\circ \nabla_{\!h}J",
            r"s\circ \nabla_{\!h}J",
            r"\frac{\partial J}{\partial h}\circ s",
        ),
        (
            "W1",
            r"x^{\top}\,\frac{\partial J}{\partial r}",
            r"x\,\left(\nabla_{\!r}J\right)^{\top}",
            r"\nabla_{\!r}J\,x^{\top}",
            r"\left(\frac{\partial J}{\partial r}\right)^{\top}\,x",
        ),
    ],
)
def test_the_shorthand_follows_the_convention(name, rows, columns, Wx, xWT):
    for n, expected in zip(N_OF.values(), (rows, columns, Wx, xWT), strict=True):
        assert plain(batches.rule(n, name).shorthand) == expected


def test_a_folded_product_is_named_as_the_convention_writes_it():
    expected = {
        "W2": (
            *(("∂J/∂θ", "hᵀ", "∂J/∂W₂"), ("(∇θJ)ᵀ", "h", "∇W₂J")),
            *(("∇θJ", "hᵀ", "∇W₂J"), ("(∂J/∂θ)ᵀ", "h", "∂J/∂W₂")),
        ),
        "b1": (rows := ("∂J/∂r", "1ᵀ", "∂J/∂b₁"), columns := ("∇rJ", "1", "∇b₁J"), columns, rows),
        "h": (
            *(("∂J/∂θ", "W₂ᵀ", "∂J/∂h"), ("∇θJ", "W₂", "∇hJ")),
            *(("∇θJ", "W₂ᵀ", "∇hJ"), ("∂J/∂θ", "W₂", "∂J/∂h")),
        ),
        "r": (rows := ("∂J/∂h", "s", "∂J/∂r"), columns := ("∇hJ", "s", "∇rJ"), columns, rows),
    }
    for name, fours in expected.items():
        for n, names in zip(N_OF.values(), fours, strict=True):
            found = tuple(re.sub("<.*?>", "", text) for text in batches.names(n, name))
            assert found == names, (name, n.convention)


def test_softmax_as_activation_has_a_rule_of_its_own():
    n = scene_of(activation="softmax").notation
    rule = batches.rule(n, "r")
    assert "softmax rule" in rule.name
    assert rule.structure != batches.rule(N_OF["rows"], "r").structure
    assert r"\operatorname{diag}(\operatorname{vec} h)" in plain(rule.structure)


def kronecker(structure, known):
    """Multiply out a written `A ⊗ B`; ᵀ or ^⊤ after a factor transposes it."""
    factors = []
    for factor in re.split(r" ⊗ |\\otimes ?", structure):
        name = re.sub(r"ᵀ$|\^\{\\top\}$", "", factor)
        factors.append(known[name] if name == factor else known[name].T)
    return np.kron(*factors)


def matrices(n):
    """Return the matrix of each letter; in columns h and x have a column for each example."""
    batch, arrays = batch_of(), stored(n, batch_of().network)
    identity = {letter: np.eye(size) for letter, size in SIZES.items()}
    h, x, ones = batch.values.h, batch.values.x, np.ones((SIZES["N"], 1))
    return {
        "h": h if n.rows else h.T,
        "x": x if n.rows else x.T,
        **dict.fromkeys((r"\mathbf{1}", "1"), ones),
        **dict.fromkeys(("W_1", "W₁"), arrays["W1"]),
        **dict.fromkeys(("W_2", "W₂"), arrays["W2"]),
        **{f"I_{{{letter}}}": matrix for letter, matrix in identity.items()},
        **{f"I{letter}": matrix for letter, matrix in identity.items()},
        "I_N": identity["N"],
    }


def test_the_structure_that_is_written_is_the_jacobian():
    for n, (name, variable) in product(N_OF.values(), VARIABLES.items()):
        if variable.role != "activation":
            written = plain(batches.rule(n, name).structure)
            shown = np.asarray(batch_of().link(name).jacobian)
            assert difference(kronecker(written, matrices(n)), shown) < 1e-15, (name, n.convention)


def test_the_structure_in_a_figure_is_the_jacobian_as_it_is_drawn():
    for n, (name, variable) in product(N_OF.values(), VARIABLES.items()):
        if variable.role != "activation":
            written = re.sub("<.*?>", "", batches.rule(n, name).structure_text)
            shown = np.asarray(batch_of().link(name).jacobian)
            drawn = shown if n.rows else shown.T
            assert difference(kronecker(written, matrices(n)), drawn) < 1e-15, (name, n.convention)
