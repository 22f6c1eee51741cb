"""The notation of a batch: the local Jacobian of each variable, its rule, and its NumPy code."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NamedTuple

from explainer.compute.batch import VARIABLES, Role, Variable
from explainer.notation.names import SYMBOLS, Notation, Weights
from explainer.notation.numpy_code import Snippet, forward_nodes


@dataclass(frozen=True)
class Rule:
    """A flattened Jacobian and what it is short for, each in LaTeX or text and in NumPy."""

    structure: str  # LaTeX of the flattened Jacobian, in numerator layout
    structure_text: str  # the same for a figure; transposed in columns
    shorthand: str  # LaTeX of the gradient as people write it
    name: str  # of the shorthand
    # Both over x, the nodes of the network, and `delta`, the gradient that arrives.
    jacobian_code: str
    short_code: str


class Upstream(NamedTuple):
    """LaTeX of the gradient that arrives, and of its transpose."""

    latex: str
    transposed: str


def rule(n: Notation, name: str) -> Rule:
    """Structure and shorthand of a variable, as the convention writes it."""
    upstream = n.gradient(VARIABLES[name].output)
    return _rule(n, name, Upstream(upstream, rf"\left({upstream}\right)^{{\top}}"))


def _rule(n: Notation, name: str, upstream: Upstream) -> Rule:
    variable = VARIABLES[name]
    return _RULES[variable.role](n, variable, upstream)


def first_delta(n: Notation) -> str:
    """LaTeX of δ₁, the gradient with respect to r, from δ₂, that with respect to θ."""
    back = "".join(n.ordered((r"\delta_2", n.weights("W2").latex)))
    if not n.function.elementwise:
        return r"\,".join(n.ordered((back, n.activation_matrix.latex)))
    back = back if n.rows else rf"\left({back}\right)"
    return r"\circ ".join(n.ordered((back, n.derivative.latex)))


def in_deltas(n: Notation, name: str, delta: str | None = None) -> str:
    """LaTeX of a variable's gradient, from δ₂ or δ₁ or under another name of it."""
    numbered = r"\delta_2" if VARIABLES[name].output == "theta" else r"\delta_1"
    delta = delta or numbered
    return _rule(n, name, Upstream(delta, rf"{delta}^{{\top}}")).shorthand


def jacobian(n: Notation, name: str) -> str:
    """LaTeX of the local Jacobian."""
    return rf"\frac{{\partial {n.node(VARIABLES[name].output)}}}{{\partial {n.node(name)}}}"


def dimensions(n: Notation, name: str) -> str:
    """The letters of the Jacobian's shape, not flattened: of the output, then of the variable."""
    variable = VARIABLES[name]
    axes = variable.axes[::-1] if stored_turned(n, variable) else variable.axes
    return ", ".join(("N", SYMBOLS[variable.output].size, *axes))


def stored_turned(n: Notation, variable: Variable) -> bool:
    """Tell whether the convention stores the transpose of the array in a batch."""
    return n.out_in and variable.role == "weights"


def drawn_turned(n: Notation, variable: Variable) -> bool:
    """Tell whether the gradient is drawn transposed. Weights are drawn as stored."""
    return stored_turned(n, variable) if variable.role == "weights" else not n.rows


def names(n: Notation, name: str) -> tuple[str, str, str]:
    """The upstream gradient, the factor and the gradient for a figure, folded."""
    variable = VARIABLES[name]
    upstream, own = n.gradient_text(variable.output), n.gradient_text(name)
    if variable.role == "layer":
        return upstream, n.weights(_weights_of(variable)).text, own
    factor = n.text(variable.factor) if variable.factor in SYMBOLS else variable.factor
    if variable.role == "weights":
        upstream_turned, factor_turned = _turned(n, variable)
        upstream = f"({upstream})ᵀ" if upstream_turned else upstream
        return upstream, f"{factor}ᵀ" if factor_turned else factor, own
    return upstream, f"{factor}ᵀ" if n.rows and variable.role == "bias" else factor, own


def forward(n: Notation, reduction: str) -> dict[str, str]:
    """NumPy of each node over the ones before it, the examples as rows in every convention."""
    in_rows = replace(n, convention="xWT" if n.out_in else "rows")  # the weights as they are stored
    nodes = forward_nodes(in_rows)
    return nodes | {"J": nodes["J"] + _share(reduction)}


def _share(reduction: str) -> str:
    return " / len(x)" if reduction == "mean" else ""


def snippet(n: Notation, name: str, reduction: str, *, folded: bool) -> Snippet:
    """NumPy of the gradient with respect to a variable, the short way if `folded`, or flattened.

    Over x (N, D), y (N, K) and the nodes of the network, examples as rows in both conventions.
    """
    output, written = VARIABLES[name].output, rule(n, name)
    share = _share(reduction)
    code = [f"delta = {f'(y_hat - y){share}' if share else 'y_hat - y'}  # (N, K)"]
    if output in ("h", "r"):
        code.append(f"delta = {rule(n, 'h').short_code}  # (N, H)")
    if output == "r":
        code.append(f"delta = {rule(n, 'r').short_code}")
    flattened = [
        f"jacobian = {written.jacobian_code}",
        "flat = delta.reshape(-1) @ jacobian",
        f"gradient = flat.reshape({name}.shape)",
    ]
    if stored_turned(n, VARIABLES[name]):  # flattened column by column
        flattened[-1] = f"gradient = flat.reshape({name}.T.shape).T"
    code += [f"gradient = {written.short_code}"] if folded else flattened
    return Snippet("\n".join(code), "gradient")


def _weights(n: Notation, variable: Variable, upstream: Upstream) -> Rule:
    name, factor = variable.factor, n.node(variable.factor)
    size, turned = SYMBOLS[variable.output].size, "" if n.rows else r"^{\top}"
    upstream_turned, factor_turned = _turned(n, variable)
    arriving = upstream.transposed if upstream_turned else upstream.latex
    pair = (rf"{factor}^{{\top}}" if factor_turned else factor, arriving)
    reverse = stored_turned(n, variable)
    return Rule(
        structure=rf"{factor}{turned}\otimes I_{{{size}}}",
        # In columns h and x have an example a column.
        structure_text=f"{n.text(name)} ⊗ I<sub>{size}</sub>",
        shorthand=r"\,".join(pair[::-1] if reverse else pair),
        name="an outer product for each example, added up",
        jacobian_code=f"np.kron({name}, np.eye(delta.shape[1]))",
        short_code=f"delta.T @ {name}" if reverse else f"{name}.T @ delta",
    )


def _turned(n: Notation, variable: Variable) -> tuple[bool, bool]:
    """Return whether the upstream gradient and the factor are written transposed."""
    turned = drawn_turned(n, variable)
    return turned == n.rows, turned != n.rows


def _bias(n: Notation, variable: Variable, upstream: Upstream) -> Rule:
    ones, size, turned = r"\mathbf{1}", SYMBOLS[variable.output].size, "" if n.rows else "ᵀ"
    arriving = upstream.latex
    return Rule(
        structure=rf"{ones}\otimes I_{{{size}}}",
        structure_text=f"1{turned} ⊗ I<sub>{size}</sub>",
        shorthand=rf"{ones}^{{\top}}\,{arriving}" if n.rows else rf"{arriving}\,{ones}",
        name="the sum over the examples",
        jacobian_code="np.kron(np.ones((len(x), 1)), np.eye(delta.shape[1]))",
        short_code="delta.sum(axis=0)",
    )


def _layer(n: Notation, variable: Variable, upstream: Upstream) -> Rule:
    # As a Jacobian it is the same in rows and in columns, and so is NumPy's.
    weights = n.weights(_weights_of(variable))
    jacobian = n.weights(_weights_of(variable), transposed=n.rows)
    return Rule(
        structure=rf"I_N\otimes {jacobian.latex}",
        structure_text=f"I<sub>N</sub> ⊗ {weights.text}",
        shorthand=r"\,".join(n.ordered((upstream.latex, weights.latex))),
        name="one matrix product for all examples",
        jacobian_code=f"np.kron(np.eye(len(x)), {jacobian.code})",
        short_code=f"delta @ {jacobian.code}",
    )


def _weights_of(variable: Variable) -> Weights:
    """The matrix of the layer that a variable goes into."""
    return "W1" if variable.factor == "W1" else "W2"


def _activation(n: Notation, variable: Variable, upstream: Upstream) -> Rule:
    if not n.function.elementwise:
        return _softmax(n, upstream.latex)
    s = n.derivative.code
    return Rule(
        structure=r"\operatorname{diag}(\operatorname{vec} s)",
        structure_text="diag(vec s)",
        shorthand=r"\circ ".join(n.ordered((upstream.latex, "s"))),
        name="the Hadamard product, with an entry for each unit of each example",
        jacobian_code=f"np.diag({s}.reshape(-1))",
        short_code=f"delta * {s}",
    )


def _softmax(n: Notation, upstream: str) -> Rule:
    h = n.node("h")
    diagonal = rf"\operatorname{{diag}}(\operatorname{{vec}} {h})"
    product = rf"{h}\circ {upstream}"
    blocks = "np.kron(np.eye(len(h)), np.ones((h.shape[1], h.shape[1])))"
    return Rule(
        structure=rf"{diagonal}-\text{{an outer product a block}}",
        structure_text="block-diagonal",
        shorthand=rf"{product}-{h}\circ\operatorname{{sum}}\left({product}\right)",
        name="the softmax rule, example by example",
        jacobian_code=f"np.diag(h.reshape(-1)) - {blocks} * np.outer(h.reshape(-1), h.reshape(-1))",
        short_code="h * (delta - np.sum(h * delta, axis=1, keepdims=True))",
    )


_RULES: dict[Role, Callable[[Notation, Variable, Upstream], Rule]]
_RULES = {"weights": _weights, "bias": _bias, "layer": _layer, "activation": _activation}
