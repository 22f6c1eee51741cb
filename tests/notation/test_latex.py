"""The LaTeX of every step is coloured by node and follows the convention.

The browser's tests draw all of it, and so check that it is well formed.
"""

import re
from itertools import product

from explainer.compute import ACTIVATIONS
from explainer.notation import Notation, latex
from explainer.notation.latex import colorless as plain
from explainer.palette import DARK, LIGHT
from tests.notation.scenes import CONVENTIONS, FORMULATIONS

NOTATIONS = [
    Notation(convention, formulation, function, palette)
    for convention, formulation, function, palette in product(
        CONVENTIONS, FORMULATIONS, ACTIVATIONS.values(), (LIGHT, DARK)
    )
]
LINKS = [("theta", "h"), ("h", "r"), ("r", "x")]


def title(n):
    theme = "light" if n.palette is LIGHT else "dark"
    return f"{n.function.name} {n.convention} {n.formulation} {theme}"


def notation(convention="rows", formulation="matrix", activation="sigmoid"):
    return Notation(convention, formulation, ACTIVATIONS[activation], LIGHT)


def test_the_forward_pass_shows_each_node_in_its_colour():
    for n in NOTATIONS:
        for node, color in n.palette.nodes.items():
            assert rf"\textcolor{{{color}}}{{" in latex.forward(n), (node, title(n))


def test_the_chain_of_jacobians_shows_each_node_on_it_in_its_colour():
    for n in NOTATIONS:
        for node in ("J", "theta", "h", "r", "x"):
            assert n.node(node) in latex.symbolic(n), (node, title(n))


def test_a_derivative_colours_every_h_and_r_that_is_a_name():
    for n in NOTATIONS:
        bare = re.sub(r"\\textcolor\{#[0-9a-f]{6}\}\{[hr]\}", "", n.derivative.latex)
        assert not re.search(r"(?<![\\a-zA-Z])[hr](?![a-zA-Z])", bare), title(n)


def test_letters_of_a_command_are_not_coloured():
    formula = r"\operatorname{softmax}(r)+\tanh(h)+\varphi(r)"
    colored = notation().colored(formula)
    assert plain(colored) == formula
    assert colored.count(r"\textcolor") == 3


def bare(formula):
    """Return the formula without colours, spaces and the sizes of its parentheses."""
    return re.sub(r"\\[;,]|\\left|\\right|\s", "", plain(formula))


def test_the_question_is_as_it_was_published_whatever_formulation_is_chosen():
    published = {
        "rows": r"((\hat{y}-y)W_2^{\top}\circ\underbrace{h\circ(1-h)}_{s})W_1^{\top}",
        "columns": r"W_1(\underbrace{h\circ(1-h)}_{s}\circ(W_2(\hat{y}-y)))",  # parentheses needed
        "Wx": r"W_1^{\top}(\underbrace{h\circ(1-h)}_{s}\circ(W_2^{\top}(\hat{y}-y)))",
        "xWT": r"((\hat{y}-y)W_2\circ\underbrace{h\circ(1-h)}_{s})W_1",
    }
    for n in NOTATIONS:
        if n.function.name == "sigmoid":
            assert bare(latex.question(n)).endswith("=" + published[n.convention]), title(n)
        assert ("underbrace" in latex.question(n)) == n.function.elementwise, title(n)


def test_the_whole_product_has_one_circle_between_factors_where_it_is_the_shorthand():
    for n in NOTATIONS:
        if n.function.name in ("softplus", "softmax"):  # with no ∘ in their derivatives
            assert latex.product(n).count(r"\circ") == n.shorthand, title(n)


def test_a_sum_beside_a_circle_stands_in_parentheses():
    for convention in CONVENTIONS:
        n = notation(convention, "elementwise", "tanh")
        assert rf"\left(1-{n.node('h')}\circ {n.node('h')}\right)" in latex.product(n), convention


def test_columns_reverse_the_order_and_drop_the_transposes():
    rows, columns, Wx, xWT = (latex.product(notation(c)) for c in CONVENTIONS)
    assert rows.index(r"W_2^{\top}") < rows.index("diag") < rows.index(r"W_1^{\top}")
    assert columns.index("W_1") < columns.index("diag") < columns.index("W_2")
    assert r"\top" not in columns
    assert xWT == rows.replace(r"^{\top}", "")  # weights are stored transposed
    assert Wx.replace(r"^{\top}", "") == columns and Wx.count(r"\top") == 2


def test_the_chain_of_jacobians_has_their_shapes_under_them_and_gives_the_gradient_of_the_input():
    for n in map(notation, CONVENTIONS):
        names = [n.gradient("theta"), *(n.jacobian(*link) for link in LINKS), n.gradient("x")]
        shapes = [("1", "K"), ("K", "H"), ("H", "H"), ("H", "D"), ("1", "D")]
        *factors, gradient = (
            rf"\underset{{{n.shape(*shape)}}}{{{name}}}"
            for name, shape in zip(names, shapes, strict=True)
        )
        assert latex.symbolic(n) == gradient + r"\;=\;" + r"\;\,".join(n.ordered(factors))


def chained_sizes(n):
    """Return the sizes in the chain of shapes as pairs, with the gradient's last."""
    return re.findall(r"\((\w)\\times (\w)\)", plain(latex.shapes(n)))


def test_columns_turn_every_shape_around():
    *factors, gradient = chained_sizes(notation("rows"))
    assert factors == [("1", "K"), ("K", "H"), ("H", "H"), ("H", "D")]
    assert gradient == ("1", "D")
    turned = [pair[::-1] for pair in factors[::-1]] + [gradient[::-1]]
    assert chained_sizes(notation("columns")) == turned


def test_the_shorthand_has_the_shape_of_a_vector():
    assert plain(latex.shapes(notation("rows", "elementwise"))).count(r"(1\times H)") == 1


def test_the_outer_product_of_softmax_follows_the_convention():
    for n in (notation(convention, activation="softmax") for convention in CONVENTIONS):
        assert (r"h^{\top}h" if n.rows else r"h\,h^{\top}") in plain(n.activation.latex)


def test_so_does_its_outer_product_at_the_end_of_the_network():
    for convention, text, formula in (
        ("rows", "ŷᵀŷ", r"\hat{y}^{\top}\hat{y}"),
        ("columns", "ŷŷᵀ", r"\hat{y}\hat{y}^{\top}"),
    ):
        factor = notation(convention).softmax_jacobian
        assert re.sub("<.*?>", "", factor.text) == f"diag(ŷ)−{text}"
        assert bare(factor.latex) == rf"(\operatorname{{diag}}(\hat{{y}})-{formula})"


def test_a_local_jacobian_is_transposed_in_columns():
    assert r"\top" not in notation("rows").jacobian("h", "r")
    assert r"\top" in notation("columns").jacobian("h", "r")


def test_one_step_is_the_upstream_gradient_and_a_factor_with_a_circle_where_it_is_told_so():
    for n, (circle, sign) in product(map(notation, CONVENTIONS), ((False, ""), (True, r"\circ"))):
        pair = n.ordered((n.gradient("h"), n.derivative.latex))
        expected = bare(rf"{n.gradient('r')}=" + sign.join(pair))
        assert bare(latex.applied(n, "h", "r", n.derivative, circle=circle)) == expected, circle


def test_the_forward_pass_is_that_of_the_network():
    last = [r"\theta={}", r"\hat{y}=\operatorname{softmax}(\theta)"]
    loss = r"J=-\textstyle\sum_ky_k\log\hat{y}_k"
    for convention, first, second in (
        ("rows", "xW_1+b_1", "hW_2+b_2"),
        ("columns", r"W_1^{\top}x+b_1", r"W_2^{\top}h+b_2"),
        ("Wx", "W_1x+b_1", "W_2h+b_2"),
        ("xWT", r"xW_1^{\top}+b_1", r"hW_2^{\top}+b_2"),
    ):
        found = [bare("=".join(sides)) for sides in latex.equations(notation(convention))]
        theta = last[0].format(second)
        assert found == [f"r={first}", r"h=\sigma(r)", theta, last[1], loss], convention


def test_the_forward_pass_holds_every_equation():
    for n in NOTATIONS:
        missing = [e for e in latex.equations(n) if " &= ".join(e) not in latex.forward(n)]
        assert missing == [], title(n)
        assert n.words.latex in plain(latex.forward(n)), title(n)


def test_the_softmax_link_is_two_factors_and_what_they_collapse_to():
    for convention, order in (("rows", 1), ("columns", -1)):
        n = notation(convention)
        factors = [r"(-y/\hat{y})", bare(n.softmax_jacobian.latex)]
        names = [bare(n.gradient("y_hat")), bare(n.jacobian("y_hat", "theta"))]
        braced = [
            rf"\underbrace{{{factor}}}_{{{name}}}"
            for factor, name in zip(factors, names, strict=True)
        ]
        product = "".join(braced[::order])
        theta = bare(n.gradient("theta"))
        assert bare(latex.softmax_link(n)) == rf"{theta}={product}=\hat{{y}}-y", convention
        assert bare(latex.fused(n)) == rf"{theta}=\hat{{y}}-y", convention


def test_the_wrong_product_is_said_not_to_be_the_gradient():
    for convention, pair in (
        ("rows", r"(-y/\hat{y})\circ\hat{y}\circ(1-\hat{y})"),
        ("columns", r"\hat{y}\circ(1-\hat{y})\circ(-y/\hat{y})"),
    ):
        found = bare(latex.softmax_wrong(notation(convention)))
        assert rf"{pair}&=-y\circ(1-\hat{{y}})\\&\neq\hat{{y}}-y" in found, convention


def test_a_gradient_is_a_fraction_in_rows_and_a_nabla_in_columns():
    fraction, nabla = r"\frac{\partial J}{\partial W_1}", r"\nabla_{\!W_1}J"
    for convention, formula, text, inline, without_markup in (
        ("rows", fraction, "∂J/∂W₁", "∂J/∂W₁", "∂J/∂W₁"),
        ("columns", nabla, "∇<sub>W₁</sub>J", f"${nabla}$", "∇J(W₁)"),
    ):
        n = notation(convention)
        assert plain(n.gradient("W1")) == formula
        assert re.sub("</?span.*?>", "", n.gradient_text("W1")) == text
        assert plain(n.gradient_inline("W1")) == inline
        assert n.gradient_plain("W1") == without_markup


def test_a_node_has_its_colour_in_a_figure_and_a_parameter_none():
    assert notation().text("h") == f'<span style="color:{LIGHT.nodes["h"]}">h</span>'
    assert notation().text("W1") == "W₁"


def test_a_size_has_the_colour_of_its_node_in_formula_and_figure():
    n = notation()
    for symbol, node in {"D": "x", "H": "h", "K": "theta"}.items():
        color = re.search("#[0-9a-f]{6}", n.size(symbol))[0]
        assert color == LIGHT.nodes[node], symbol
        assert color in n.shape_text(7, 1, (symbol, "1")), symbol


def test_a_shape_in_a_figure_is_its_numbers_as_they_are_drawn():
    for convention in CONVENTIONS:
        n = notation(convention)
        text = n.shape_text(5, 4, ("H", "D"))
        assert re.sub("<.*?>", "", text) == "5×4", convention
        colors = [LIGHT.nodes[node] for node in n.ordered(("h", "x"))]
        assert re.findall("#[0-9a-f]{6}", text) == colors, convention


def test_a_matrix_of_numbers_is_written_row_by_row():
    written = latex.matrix([[5.0, 0.5], [0, -7]])
    assert written == r"\left(\begin{smallmatrix}5&0.5\\0&-7\end{smallmatrix}\right)"
