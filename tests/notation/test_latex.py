"""The LaTeX of every step is well formed, coloured by node, and follows the convention."""

import re
from dataclasses import replace
from itertools import pairwise
from itertools import product as pairs

import pytest

from explainer.compute import ACTIVATIONS
from explainer.notation import Notation, latex
from explainer.palette import DARK, LIGHT
from explainer.settings import CONVENTIONS, FORMULATIONS

NOTATIONS = [
    Notation(convention, formulation, function, palette)
    for convention, formulation, function, palette in pairs(
        CONVENTIONS, FORMULATIONS, ACTIVATIONS.values(), (LIGHT, DARK)
    )
]


LINKS = [("theta", "h"), ("h", "r"), ("r", "x")]


def title(n):
    theme = "light" if n.palette is LIGHT else "dark"
    return f"{n.function.name} {n.convention} {n.formulation} {theme}"


every_notation = pytest.mark.parametrize("n", NOTATIONS, ids=title)


def notation(convention="Rows", formulation="Matrix multiply", activation="sigmoid"):
    return Notation(convention, formulation, ACTIVATIONS[activation], LIGHT)


def written(n):
    """All that the steps write, by name."""
    whole = ("product", "shapes", "fused", "symbolic", "forward")
    formulas = {name: getattr(latex, name)(n) for name in (*whole, "softmax_link", "softmax_wrong")}
    formulas["question"] = latex.product(latex.asked(n))
    for factor in ("error", "output_layer", "activation", "activation_matrix", "input_layer"):
        formulas[factor] = getattr(n, factor).latex
        formulas[f"applied {factor}"] = latex.applied(n, "theta", "h", getattr(n, factor))
    formulas["applied ∘"] = latex.applied(n, "h", "r", n.derivative, circle=True)
    return formulas


def unwrapped(formula):
    """The formula without its colours."""
    return re.sub(r"\\textcolor\{#[0-9a-f]{6}\}\{([^{}]*(?:\{[^{}]*\})?)\}", r"\1", formula)


def depths(formula):
    """How many braces are open after each character."""
    depth, found = 0, []
    for character in re.sub(r"\\[{}]", "", formula):
        depth += (character == "{") - (character == "}")
        found.append(depth)
    return found


def balanced(formula):
    opened = depths(formula)
    return min(opened) >= 0 and opened[-1] == 0


@every_notation
def test_braces_are_balanced(n):
    for name, formula in written(n).items():
        assert balanced(formula), name


@every_notation
def test_each_left_has_its_right(n):
    for name, formula in written(n).items():
        sides = re.findall(r"\\(left|right)(?![a-z])", formula)
        assert sides.count("left") == sides.count("right"), name
        open_now = 0
        for side in sides:
            open_now += 1 if side == "left" else -1
            assert open_now >= 0, name


@every_notation
def test_no_brace_of_python_is_left(n):
    for name, formula in written(n).items():
        assert "{{" not in formula, name
        assert not re.search(r"\{(n|self|f)\.|\.latex|\(\)|Factor\(", formula), name


@pytest.mark.parametrize("formula", [r"\frac{a}{b", r"}{", r"\left(\frac{1}{2}}\right)"])
def test_a_missing_brace_would_be_noticed(formula):
    assert not balanced(formula)


@every_notation
def test_the_forward_pass_shows_each_node_in_its_colour(n):
    for node, color in n.palette.nodes.items():
        assert rf"\textcolor{{{color}}}{{" in latex.forward(n), node


@every_notation
def test_the_chain_of_jacobians_shows_each_node_on_it_in_its_colour(n):
    for node in ("J", "theta", "h", "r", "x"):
        assert n.node(node) in latex.symbolic(n), node


@every_notation
def test_every_colour_is_one_of_the_palette(n):
    for name, formula in written(n).items():
        used = re.findall(r"\\textcolor\{(.*?)\}", formula)
        assert set(used) <= set(n.palette.nodes.values()), name


@every_notation
def test_a_derivative_colours_every_h_and_r_that_is_a_name(n):
    bare = re.sub(r"\\textcolor\{#[0-9a-f]{6}\}\{[hr]\}", "", n.derivative.latex)
    assert not re.search(r"(?<![\\a-zA-Z])[hr](?![a-zA-Z])", bare)


def test_letters_of_a_command_are_not_coloured():
    formula = r"\operatorname{softmax}(r)+\tanh(h)+\varphi(r)"
    colored = notation().colored(formula)
    assert unwrapped(colored) == formula
    assert colored.count(r"\textcolor") == 3


@pytest.mark.parametrize("convention", CONVENTIONS)
def test_the_question_has_its_circle_whatever_is_chosen(convention):
    asked = {latex.product(latex.asked(replace(n, palette=LIGHT))) for n in NOTATIONS if n.rows}
    assert len(asked) == 1
    assert r"\circ" in latex.product(
        latex.asked(notation(convention, "Matrix multiply", "softmax"))
    )


def test_the_question_in_rows_is_the_one_that_was_published():
    plain = re.sub(
        r"\\[;,]|\\left|\\right|\s", "", unwrapped(latex.product(latex.asked(notation())))
    )
    assert plain == r"((\hat{y}-y)W_2^{\top}\circh\circ(1-h))W_1^{\top}"


@pytest.mark.parametrize(("formulation", "circles"), [("Matrix multiply", 0), ("Element-wise", 1)])
def test_the_whole_product_has_one_circle_between_factors_where_it_is_the_shorthand(
    formulation, circles
):
    for convention in CONVENTIONS:
        n = notation(convention, formulation, "softplus")  # whose derivative has none of its own
        assert latex.product(n).count(r"\circ") == circles


@pytest.mark.parametrize("formulation", FORMULATIONS)
def test_the_whole_product_of_softmax_has_no_circle(formulation):
    assert r"\circ" not in latex.product(notation("Rows", formulation, "softmax"))


def test_a_sum_beside_a_circle_stands_in_parentheses():
    for convention in CONVENTIONS:
        n = notation(convention, "Element-wise", "tanh")
        assert rf"\left(1-{n.node('h')}\circ {n.node('h')}\right)" in latex.product(n)


def test_columns_reverse_the_order_and_drop_the_transposes():
    rows, columns = (latex.product(notation(c)) for c in CONVENTIONS)
    assert rows.index(r"W_2^{\top}") < rows.index("diag") < rows.index(r"W_1^{\top}")
    assert columns.index("W_1") < columns.index("diag") < columns.index("W_2")
    assert r"\top" not in columns


@pytest.mark.parametrize("convention", CONVENTIONS)
def test_the_jacobians_stand_in_the_order_in_which_they_multiply(convention):
    n = notation(convention)
    right = latex.symbolic(n).split("=", 1)[1]
    factors = [n.gradient("theta"), *(n.jacobian(*link) for link in LINKS)]
    places = [right.index(factor) for factor in factors]
    assert places == sorted(places, reverse=convention == "Columns")


def test_columns_turn_every_shape_around():
    shapes = {c: unwrapped(latex.shapes(notation(c))) for c in CONVENTIONS}
    found = {c: re.findall(r"\((\w)\\times (\w)\)", text) for c, text in shapes.items()}
    *factors, gradient = found["Rows"]
    assert factors == [("1", "K"), ("K", "H"), ("H", "H"), ("H", "D")]
    assert found["Columns"] == [pair[::-1] for pair in factors[::-1]] + [gradient[::-1]]


def test_inner_sizes_meet_in_the_chain_of_shapes():
    for convention in CONVENTIONS:
        text = unwrapped(latex.shapes(notation(convention)))
        sizes = re.findall(r"\((\w)\\times (\w)\)", text)[:-1]
        assert all(left[1] == right[0] for left, right in pairwise(sizes))


def test_the_shorthand_has_the_shape_of_a_vector():
    assert unwrapped(latex.shapes(notation("Rows", "Element-wise"))).count(r"(1\times H)") == 1


def test_the_outer_product_of_softmax_follows_the_convention():
    rows, columns = (
        unwrapped(notation(c, activation="softmax").activation.latex) for c in CONVENTIONS
    )
    assert r"h^{\top}h" in rows
    assert r"h\,h^{\top}" in columns


def test_a_local_jacobian_is_transposed_in_columns():
    assert r"\top" not in notation("Rows").jacobian("h", "r")
    assert r"\top" in notation("Columns").jacobian("h", "r")


def test_one_step_puts_the_upstream_gradient_first_in_rows_and_last_in_columns():
    for convention, upstream_first in (("Rows", True), ("Columns", False)):
        n = notation(convention)
        right = latex.applied(n, "theta", "h", n.output_layer).split("=")[1]
        upstream = right.index(n.gradient("theta"))
        assert (upstream < right.index(n.output_layer.latex)) == upstream_first


def test_the_forward_pass_names_the_activation_that_is_chosen():
    for function in ACTIVATIONS.values():
        assert function.latex in unwrapped(latex.forward(notation(activation=function.name)))


@pytest.mark.parametrize("symbol", ["D", "H", "K"])
def test_a_size_has_the_colour_of_its_node_in_formula_and_figure(symbol):
    n = notation()
    color = re.search("#[0-9a-f]{6}", n.size(symbol))[0]
    assert color == LIGHT.nodes[{"D": "x", "H": "h", "K": "theta"}[symbol]]
    assert color in n.shape_text(7, 1, (symbol, "1"))


def test_a_shape_in_a_figure_is_its_numbers():
    for convention in CONVENTIONS:
        text = notation(convention).shape_text(5, 4, ("H", "D"))
        assert re.sub("<.*?>", "", text) == "5×4"
