"""The NumPy that is shown computes the numbers that are shown."""

import ast
import re
from dataclasses import replace

import numpy as np
import pytest

from explainer.compute import chain_costs, hadamard
from explainer.derivation.steps.shapes import written_shapes
from explainer.notation import FUSED, snippets
from explainer.notation.numpy_code import whole
from tests.notation.scenes import CONVENTIONS, WRITTEN, difference, ran, run, scene_of, title

NODES = ("theta", "h", "r", "x")


def test_the_forward_pass_gives_the_values_of_every_node():
    for scene in WRITTEN:
        names = ran(scene)
        for node in ("r", "h", "theta", "y_hat"):
            off = difference(names[node], getattr(scene.values, node))
            assert off < 1e-12, (title(scene), node)
        assert difference(names["J"], scene.example.loss) < 1e-12, title(scene)


def test_each_step_back_gives_the_gradient_that_the_chain_holds():
    for scene in WRITTEN:
        for node in NODES:
            off = difference(ran(scene)[f"dJ_d{node}"], scene.chain[node].gradient)
            assert off < 1e-12, (title(scene), node)


def test_the_whole_product_gives_the_gradient():
    for scene in WRITTEN:
        assert difference(ran(scene)["gradient"], scene.chain.gradient) < 1e-12, title(scene)


def test_the_shapes_are_those_of_the_factors_as_they_are_written():
    for scene in WRITTEN:
        D, H, K = scene.network.sizes
        n = scene.notation
        middle = (1, H) if n.shorthand else (H, H)
        rows = [(1, K), (K, H), middle, (H, D)]
        expected = rows if n.rows else [shape[::-1] for shape in rows[::-1]]
        assert ran(scene)["shapes"] == written_shapes(scene) == expected, title(scene)


def test_the_two_factors_of_softmax_give_the_unfused_link():
    for scene in WRITTEN:
        if scene.notation.formulation == "elementwise":
            continue
        names, (loss, softmax) = ran(scene), scene.chain.unfused
        assert difference(names["dJ_dy_hat"], loss.gradient) < 1e-12, title(scene)
        assert difference(names["dy_hat_dtheta"], np.asarray(softmax.jacobian)) < 1e-12
        assert difference(names["dJ_dtheta"], softmax.gradient) < 1e-12, title(scene)


def test_the_wrong_product_of_the_softmax_link_is_the_wrong_one_of_the_page():
    for scene in WRITTEN:
        if scene.notation.formulation == "matrix":
            continue
        names, (loss, softmax) = ran(scene), scene.chain.unfused
        wrong = hadamard(loss.gradient, softmax.jacobian)
        assert difference(names["wrong"], wrong) < 1e-12, title(scene)
        error = np.abs(names["wrong"] - names["dJ_dtheta"]).max()
        assert names["error"] == error > 1e-4, title(scene)


def test_each_snippet_defines_the_result_that_it_names():
    for scene in WRITTEN:
        for step, snippet in snippets(scene.notation).items():
            assert re.search(rf"^{snippet.result} = ", snippet.code, re.M), (title(scene), step)


def test_the_circle_is_written_only_where_it_is_wanted_and_allowed():
    for scene in WRITTEN:
        n, code = scene.notation, snippets(scene.notation)["activation"].code
        circle = n.formulation == "elementwise" and n.function.name != "softmax"
        assert (("dJ_dh *" if n.rows else "* dJ_dh") in code) == circle, title(scene)
        assert ("@" in code) == (not circle), title(scene)


def factors(n):
    return [factor.code for factor in (n.error, n.weights("W2"), n.activation, n.weights("W1"))]


def multiplications(scene):
    """Return the multiplications of the product as shown, in Python's order."""
    names, code = dict(ran(scene)), whole(scene.notation)
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
    assert difference(result, scene.chain.gradient) < 1e-12, title(scene)
    return count


def test_the_shown_product_takes_the_multiplications_that_the_page_counts():
    for scene in WRITTEN:
        costs = chain_costs(*scene.network.sizes, shorthand=scene.notation.shorthand)
        assert multiplications(scene) == costs.multiplications, title(scene)


def test_columns_multiply_the_transposed_factors_in_the_opposite_order():
    for activation in ("sigmoid", "softmax"):
        n = scene_of(activation=activation, convention="columns").notation
        code = whole(n)
        places = [code.index(factor) for factor in factors(n)]
        assert places == sorted(places, reverse=True), activation
        assert ".T" not in code
        for other, count in (("rows", 2), ("Wx", 2), ("xWT", 0)):
            assert whole(replace(n, convention=other)).count(".T") == count, other


def test_where_only_the_fused_factor_is_left_it_is_what_is_shown():
    scene = scene_of()
    names = {"y_hat": scene.values.y_hat, "y": scene.example.y}
    exec(FUSED.code, names)
    assert difference(names[FUSED.result], scene.chain["theta"].gradient) == 0


def test_in_columns_the_parentheses_are_required():
    scene = scene_of(D=3, H=3, K=3, convention="columns", formulation="elementwise")
    code = whole(scene.notation)
    outer = code.replace("@ ((h", "@ (h").removesuffix(")")
    inner = code.replace("(W2 @ (y_hat - y))", "W2 @ (y_hat - y)")
    for without in (outer, inner):
        assert without.count("(") == without.count(")") == code.count("(") - 1
        assert difference(eval(without, dict(ran(scene))), scene.chain.gradient) > 1e-4


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
    scene = scene_of(D=3, H=3, K=3)  # sizes at which every mistake fits
    assert any(right in snippet.code for snippet in snippets(scene.notation).values())
    names = run(scene, lambda code: code.replace(right, wrong))
    found = [names[f"dJ_d{node}"] for node in NODES] + [names["gradient"]]
    shown = [scene.chain[node].gradient for node in NODES] + [scene.chain.gradient]
    assert max(map(difference, found, shown)) > 1e-6


def test_a_sum_stands_in_parentheses_beside_a_product():
    n = scene_of(activation="gelu", formulation="elementwise").notation
    assert n.derivative.code.startswith("(")
    assert n.derivative.latex.startswith(r"\left(")


def test_a_single_call_needs_no_parentheses():
    assert scene_of(activation="softplus").notation.derivative.code == "sigmoid(r)"


def test_softmax_is_never_written_with_a_circle():
    for convention in CONVENTIONS:
        wanted = {"activation": "softmax", "formulation": "elementwise"}
        n = scene_of(**wanted, convention=convention).notation
        assert not n.shorthand
        assert n.activation == n.activation_matrix
        assert "*" not in whole(n)


def test_whether_the_circle_is_allowed_is_a_fact_of_the_function_and_not_its_name():
    n = scene_of(formulation="elementwise").notation
    assert replace(n, function=replace(n.function, name="unheard of")).shorthand
    assert not replace(n, function=replace(n.function, elementwise=False)).shorthand
