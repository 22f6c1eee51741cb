"""The NumPy of a batch gives the gradients that are shown; formulas name their variables."""

import re
from itertools import product

import numpy as np
import pytest

from explainer.batch_scene import BatchScene
from explainer.compute import ACTIVATIONS
from explainer.compute.batch import OUTPUT, VARIABLES
from explainer.notation import batches
from explainer.palette import LIGHT
from explainer.settings import CONVENTIONS, Settings
from tests.notation.scenes import FUNCTIONS as IN_REACH
from tests.notation.scenes import difference

SCENES = [
    BatchScene(
        Settings(variable=variable, activation=activation, convention=convention, reduction=how),
        LIGHT,
    )
    for at, (variable, activation) in enumerate(product(VARIABLES, ACTIVATIONS))
    for convention, how in [((CONVENTIONS * 2)[at % 2], ("Sum", "Mean")[at // 2 % 2])]
]
UPSTREAM = r"\frac{\partial J}{\partial \theta}"
every = pytest.mark.parametrize(
    "scene", SCENES, ids=lambda s: f"{s.variable} {s.settings.activation} {s.settings.convention}"
)


def run(scene):
    batch = scene.batch
    arrays = {name: getattr(batch.network, name) for name in ("W1", "b1", "W2", "b2")}
    names = {"np": np, **IN_REACH, **arrays, **vars(batch.values), "y": batch.y}
    exec(batches.snippet(scene.notation, scene.variable, batch.reduction).code, names)
    return names


@every
def test_the_shown_numpy_gives_the_gradient_both_ways(scene):
    names = run(scene)
    assert difference(names["gradient"], scene.link.gradient) < 1e-13
    assert difference(names["flat"], scene.link.gradient.reshape(-1)) < 1e-13
    assert names["difference"] < 1e-13


@every
def test_the_shown_jacobian_is_the_one_that_is_drawn(scene):
    assert difference(run(scene)["jacobian"], scene.matrix) < 1e-14


@every
def test_the_gradient_that_arrives_is_the_links(scene):
    assert difference(run(scene)["delta"], scene.link.upstream) < 1e-13


@pytest.mark.parametrize("variable", VARIABLES)
def test_a_formula_names_its_output_and_its_variable(variable):
    n = BatchScene(Settings(), LIGHT).notation
    assert n.node(OUTPUT[variable]) in batches.jacobian(n, variable)
    assert batches.latex(n, variable) in batches.jacobian(n, variable)
    assert batches.latex(n, variable) in batches.gradient(n, variable)


@pytest.mark.parametrize(
    ("variable", "rows", "columns"),
    [
        (
            "W2",
            r"h^{\top}\,\frac{\partial J}{\partial \theta}",
            r"h\,\left(\nabla_{\!\theta}J\right)^{\top}",
        ),
        (
            "b2",
            r"\mathbf{1}^{\top}\,\frac{\partial J}{\partial \theta}",
            r"\nabla_{\!\theta}J\,\mathbf{1}",
        ),
        ("h", r"\frac{\partial J}{\partial \theta}\,W_2^{\top}", r"W_2\,\nabla_{\!\theta}J"),
        ("r", r"\frac{\partial J}{\partial h}\circ s", r"s\circ \nabla_{\!h}J"),
    ],
)
def test_the_shorthand_follows_the_convention(variable, rows, columns):
    for convention, expected in (("Rows", rows), ("Columns", columns)):
        n = BatchScene(Settings(convention=convention), LIGHT).notation
        written = batches.rule(n, variable).shorthand
        assert re.sub(r"\\textcolor\{[^{}]*\}\{([^{}]*)\}", r"\1", written) == expected


def test_softmax_as_activation_has_a_rule_of_its_own():
    n = BatchScene(Settings(activation="softmax"), LIGHT).notation
    rule = batches.rule(n, "r")
    assert "softmax rule" in rule.name
    assert "s" not in batches.structure(n, "r").split("-")[0].replace("block", "")


@pytest.mark.parametrize("variable", ["W2", "W1", "h", "x"])
@pytest.mark.parametrize("convention", CONVENTIONS)
def test_the_structure_that_is_written_is_the_jacobian(variable, convention):
    scene = BatchScene(Settings(variable=variable, convention=convention, N=3), LIGHT)
    batch, turned = scene.batch, convention == "Columns"
    structure = batches.rule(scene.notation, variable).structure
    written = re.sub(r"\\textcolor\{[^{}]*\}\{([^{}]*)\}", r"\1", structure)
    known = {
        "h": batch.values.h.T if turned else batch.values.h,
        "x": batch.values.x.T if turned else batch.values.x,
        "W_2": batch.network.W2,
        "W_1": batch.network.W1,
        "I_N": np.eye(3),
        "I_{K}": np.eye(3),
        "I_{H}": np.eye(5),
    }
    left, right = (
        known[factor.removesuffix(r"^{\top}")].T if factor.endswith(r"^{\top}") else known[factor]
        for factor in re.split(r"\\otimes ?", written)
    )
    assert difference(np.kron(left, right), scene.matrix) < 1e-15
