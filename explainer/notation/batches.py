"""What is written about a batch: the local Jacobian by each variable, its rule, and its NumPy."""

from __future__ import annotations

from dataclasses import dataclass

from explainer.compute.batch import OUTPUT, Variable
from explainer.notation.names import LATEX, TEXT, Notation
from explainer.notation.numpy_code import Snippet

WEIGHTS = {"W2": "W₂", "b2": "b₂", "W1": "W₁", "b1": "b₁"}
INPUT = {"W2": "h", "b2": "1", "W1": "x", "b1": "1"}  # what a parameter is multiplied with
ROW = {"theta": "K", "h": "H", "r": "H", "x": "D"}  # the size of an example's row


@dataclass(frozen=True)
class Rule:
    """The structure of a Jacobian and what it is short for."""

    structure: str  # LaTeX of the flattened Jacobian
    shorthand: str  # LaTeX of the gradient as people write it
    name: str  # of the shorthand


def text(n: Notation, name: str) -> str:
    """A node or parameter for a figure."""
    return WEIGHTS[name] if name in WEIGHTS else n.text(name)


def gradient_text(n: Notation, name: str) -> str:
    """The gradient of J by a node or parameter for a figure."""
    if n.rows:
        return f"∂{n.text('J')}/∂{text(n, name)}"
    return f"∇<sub>{text(n, name)}</sub>{n.text('J')}"


def gradient_plain(n: Notation, name: str) -> str:
    """The same where there is no markup."""
    plain = WEIGHTS.get(name) or TEXT[name]
    return f"∂J/∂{plain}" if n.rows else f"∇J({plain})"


def latex(n: Notation, name: str) -> str:
    """A node or parameter in LaTeX."""
    return f"{name[0]}_{name[1]}" if name in WEIGHTS else n.node(name)


def gradient(n: Notation, name: str) -> str:
    """LaTeX of the gradient of J by a node or parameter."""
    if n.rows:
        return rf"\frac{{\partial {n.node('J')}}}{{\partial {latex(n, name)}}}"
    return rf"\nabla_{{\!{latex(n, name)}}}{n.node('J')}"


def jacobian(n: Notation, variable: Variable) -> str:
    """LaTeX of the local Jacobian."""
    return rf"\frac{{\partial {n.node(OUTPUT[variable])}}}{{\partial {latex(n, variable)}}}"


def structure(n: Notation, variable: Variable) -> str:
    """What the flattened Jacobian is, for a figure; transposed in columns."""
    size = ROW[OUTPUT[variable]]
    if variable in WEIGHTS:
        factor = n.text(INPUT[variable]) if INPUT[variable] in TEXT else "1"
        # In columns h and x have an example a column, and 1 an entry for each example as before.
        turned = "ᵀ" if factor == "1" and not n.rows else ""
        return f"{factor}{turned} ⊗ I<sub>{size}</sub>"
    if variable == "r":
        return "diag(vec s)" if n.function.elementwise else "block-diagonal"
    weights = {"h": "W₂", "x": "W₁"}[variable]
    return f"I<sub>N</sub> ⊗ {weights}ᵀ" if n.rows else f"I<sub>N</sub> ⊗ {weights}"


def rule(n: Notation, variable: Variable) -> Rule:
    """The structure and the shorthand, as the convention writes it."""
    output = OUTPUT[variable]
    upstream, size = gradient(n, output), ROW[output]
    if variable in WEIGHTS:
        name = INPUT[variable]
        factor = n.node(name) if name in LATEX else r"\mathbf{1}"
        if n.rows:
            short = rf"{factor}^{{\top}}\,{upstream}"
        elif name == "1":
            short = rf"{upstream}\,\mathbf{{1}}"
        else:
            short = rf"{factor}\,\left({upstream}\right)^{{\top}}"
        called = "an outer product for each example, added up"
        turned = "" if n.rows or name == "1" else r"^{\top}"
        return Rule(
            rf"{factor}{turned}\otimes I_{{{size}}}",
            short,
            called if name != "1" else "the sum over the examples",
        )
    if variable == "r" and not n.function.elementwise:
        h = n.node("h")
        product = rf"{h}\circ {upstream}"
        return Rule(
            rf"\operatorname{{diag}}(\operatorname{{vec}} {h})-\text{{an outer product a block}}",
            rf"{product}-{h}\circ\operatorname{{sum}}\left({product}\right)",
            "the softmax rule, example by example",
        )
    if variable == "r":
        return Rule(
            r"\operatorname{diag}(\operatorname{vec} s)",
            r"\circ ".join(n.ordered((upstream, "s"))),
            "the Hadamard product, with an entry for each unit of each example",
        )
    weights = {"h": "W_2", "x": "W_1"}[variable]
    short = rf"{upstream}\,{weights}^{{\top}}" if n.rows else rf"{weights}\,{upstream}"
    return Rule(rf"I_N\otimes {weights}^{{\top}}", short, "one matrix product for all examples")


def dimensions(variable: Variable) -> str:
    """The letters of the Jacobian's shape, not flattened: of the output, then of the variable."""
    own = {"W2": "H, K", "b2": "K", "W1": "D, H", "b1": "H"}
    inputs = own.get(variable) or f"N, {ROW[variable]}"
    return f"N, {ROW[OUTPUT[variable]]}, {inputs}"


def snippet(n: Notation, variable: Variable, reduction: str) -> Snippet:
    """NumPy of the gradient by a variable, the flattened way and the short one.

    Over x (N, D), y (N, K) and the nodes of the network, examples as rows in both conventions.
    """
    share = " / len(x)" if reduction == "mean" else ""
    delta2 = f"(y_hat - y){share}" if share else "y_hat - y"
    code = [f"delta = {delta2}  # (N, K)"]
    if OUTPUT[variable] in ("h", "r"):
        code.append("delta = delta @ W2.T  # (N, H)")
    if OUTPUT[variable] == "r":
        code.append(f"delta = {_codes(n, 'r')[1]}")
    big, short = _codes(n, variable)
    code += [
        f"jacobian = {big}",
        "flat = delta.reshape(-1) @ jacobian",
        f"gradient = {short}",
        "difference = np.max(np.abs(gradient.reshape(-1) - flat))",
    ]
    return Snippet("\n".join(code), "gradient")


def short_code(n: Notation, variable: Variable) -> str:
    """NumPy of the shorthand, over delta, the gradient that arrives."""
    return _codes(n, variable)[1]


_SOFTMAX_RULE = "h * (delta - np.sum(h * delta, axis=1, keepdims=True))"


def _codes(n: Notation, variable: Variable) -> tuple[str, str]:
    """NumPy of the flattened Jacobian and of the shorthand."""
    size = "delta.shape[1]"
    if variable in WEIGHTS:
        name = INPUT[variable]
        if name == "1":
            return f"np.kron(np.ones((len(x), 1)), np.eye({size}))", "delta.sum(axis=0)"
        return f"np.kron({name}, np.eye({size}))", f"{name}.T @ delta"
    if variable == "r":
        if not n.function.elementwise:
            blocks = "np.diag(h.reshape(-1)) - np.kron(np.eye(len(h)), np.ones((H, H)))"
            outer = " * np.outer(h, h)"
            return blocks.replace("H", "h.shape[1]") + outer, _SOFTMAX_RULE
        return f"np.diag({n.derivative.code}.reshape(-1))", f"delta * {n.derivative.code}"
    weights = {"h": "W2", "x": "W1"}[variable]
    return f"np.kron(np.eye(len(x)), {weights}.T)", f"delta @ {weights}.T"
