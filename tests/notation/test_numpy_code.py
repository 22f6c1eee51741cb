"""The NumPy that is shown computes the numbers that are shown."""

import ast
import re
from dataclasses import replace

import numpy as np
import pytest

from explainer.compute import chain_costs, hadamard
from explainer.notation import FUSED, Notation, snippets
from explainer.notation.numpy_code import whole
from explainer.pages.steps.shapes import written_shapes
from explainer.palette import LIGHT
from explainer.scene import Scene
from explainer.settings import Settings
from tests.notation.scenes import WRITTEN, difference, run, title

every_scene = pytest.mark.parametrize("scene", WRITTEN, ids=title)
NODES = ("theta", "h", "r", "x")


def scene_of(**settings):
    return Scene(Settings(**settings), LIGHT)


def of_formulation(formulation):
    chosen = [scene for scene in WRITTEN if scene.settings.formulation == formulation]
    return pytest.mark.parametrize("scene", chosen, ids=title)


@every_scene
def test_the_forward_pass_gives_the_values_of_every_node(scene):
    names = run(scene)
    for node in ("r", "h", "theta", "y_hat"):
        assert difference(names[node], getattr(scene.values, node)) < 1e-12, node
    assert difference(names["J"], scene.loss) < 1e-12


@every_scene
def test_each_step_back_gives_the_gradient_that_the_chain_holds(scene):
    names = run(scene)
    for node, step in zip(NODES, scene.chain.steps, strict=True):
        assert difference(names[f"dJ_d{node}"], step.result) < 1e-12, node


@every_scene
def test_the_whole_product_gives_the_gradient(scene):
    assert difference(run(scene)["gradient"], scene.chain.gradient) < 1e-12


@every_scene
def test_the_shapes_are_those_that_the_page_lists(scene):
    assert run(scene)["shapes"] == written_shapes(scene)


@of_formulation("Matrix multiply")
def test_the_two_factors_of_softmax_give_the_unfused_link(scene):
    names, (loss, softmax) = run(scene), scene.chain.unfused
    assert difference(names["dJ_dy_hat"], loss.result) < 1e-12
    assert difference(names["dy_hat_dtheta"], np.asarray(softmax.jacobian)) < 1e-12
    assert difference(names["dJ_dtheta"], softmax.result) < 1e-12


@of_formulation("Element-wise")
def test_the_wrong_product_of_the_softmax_link_is_the_wrong_one_of_the_page(scene):
    names, (loss, softmax) = run(scene), scene.chain.unfused
    assert difference(names["wrong"], hadamard(loss.result, softmax.jacobian)) < 1e-12
    assert names["error"] == np.abs(names["wrong"] - names["dJ_dtheta"]).max()
    assert names["error"] > 1e-4


@every_scene
def test_each_snippet_defines_the_result_that_it_names(scene):
    names = run(scene)
    for snippet in snippets(scene.notation).values():
        assert snippet.result in names
        assert re.search(rf"^{snippet.result} = ", snippet.code, re.MULTILINE)


@every_scene
def test_the_circle_is_written_only_where_it_is_wanted_and_allowed(scene):
    settings, activation = scene.settings, snippets(scene.notation)[5].code
    wanted = settings.formulation == "Element-wise"
    allowed = scene.network.activation != "softmax"
    pair = "dJ_dh *" if settings.convention == "Rows" else "* dJ_dh"
    assert (pair in activation) == (wanted and allowed)
    assert ("@" in activation) == (not (wanted and allowed))


def factors(n):
    return [n.error.code, n.output_layer.code, n.activation.code, n.input_layer.code]


def multiplications(scene):
    """Of the whole product as it is shown, worked out in the order in which Python does."""
    names, code = run(scene), whole(scene.notation)
    for i, factor in enumerate(factors(scene.notation)):
        assert code.count(factor) == 1
        names[f"factor{i}"] = eval(factor, names)
        code = code.replace(factor, f"factor{i}")

    def work(node):
        if isinstance(node, ast.Name):
            return names[node.id], 0
        (left, before), (right, also) = work(node.left), work(node.right)
        if isinstance(node.op, ast.Mult):
            return left * right, before + also + (left * right).size
        product = left @ right
        return product, before + also + product.size * left.shape[-1]

    result, count = work(ast.parse(code, mode="eval").body)
    assert difference(result, scene.chain.gradient) < 1e-12
    return count


@every_scene
def test_the_shown_product_takes_the_multiplications_that_the_page_counts(scene):
    n = scene.notation
    costs = chain_costs(*scene.network.sizes, hadamard=n.shorthand)
    assert multiplications(scene) == costs.multiplications


@pytest.mark.parametrize("activation", ["sigmoid", "softmax"])
def test_columns_multiply_the_transposed_factors_in_the_opposite_order(activation):
    n = scene_of(activation=activation, convention="Columns").notation
    code = whole(n)
    places = [code.index(factor) for factor in factors(n)]
    assert places == sorted(places, reverse=True)
    assert ".T" not in code
    assert whole(replace(n, convention="Rows")).count(".T") == 2


def test_where_only_the_fused_factor_is_left_it_is_what_is_shown():
    scene = scene_of()
    names = {"y_hat": scene.values.y_hat, "y": scene.y}
    exec(FUSED.code, names)
    assert difference(names[FUSED.result], scene.chain.steps[0].result) == 0


def test_in_columns_the_parentheses_are_required():
    scene = scene_of(D=3, H=3, K=3, convention="Columns", formulation="Element-wise")
    code = whole(scene.notation)
    names = run(scene)
    outer = code.replace("@ ((h", "@ (h").removesuffix(")")
    inner = code.replace("(W2 @ (y_hat - y))", "W2 @ (y_hat - y)")
    for without in (outer, inner):
        assert without.count("(") == without.count(")") == code.count("(") - 1
        assert difference(eval(without, names), scene.chain.gradient) > 1e-4


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("W1.T", "W1"),
        ("W2.T", "W2"),
        ("@ np.diag(h * (1 - h))", "* (h * (1 - h))[::-1]"),
        ("y_hat - y", "y - y_hat"),
        ("1 - h", "1 + h"),
        ("h @ W2", "r @ W2"),
        ("np.diag(y_hat) - np.outer", "np.diag(y_hat) + np.outer"),
    ],
)
def test_a_snippet_that_is_changed_is_caught(right, wrong):
    scene = scene_of(D=3, H=3, K=3)  # where every mistake fits
    assert any(right in snippet.code for snippet in snippets(scene.notation).values())
    names = run(scene, lambda code: code.replace(right, wrong))
    found = [names[f"dJ_d{node}"] for node in NODES] + [names["gradient"]]
    shown = [step.result for step in scene.chain.steps] + [scene.chain.gradient]
    assert max(map(difference, found, shown)) > 1e-6


def test_a_sum_stands_in_parentheses_beside_a_product():
    n = scene_of(activation="gelu", formulation="Element-wise").notation
    assert n.derivative.code.startswith("(")
    assert n.derivative.latex.startswith(r"\left(")


def test_a_single_call_needs_no_parentheses():
    assert scene_of(activation="softplus").notation.derivative.code == "sigmoid(r)"


def test_softmax_is_never_written_with_a_circle():
    n = scene_of(activation="softmax", formulation="Element-wise").notation
    assert not n.shorthand
    assert n.activation == n.activation_matrix
    assert "*" not in whole(n)


def test_the_circle_is_written_for_every_element_wise_function():
    n: Notation = scene_of(formulation="Element-wise").notation
    function = replace(n.function, name="unheard of")
    assert replace(n, function=function).shorthand
