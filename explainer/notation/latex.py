"""LaTeX of what each step draws."""

from __future__ import annotations

from dataclasses import replace

from explainer.compute import FUNCTIONS
from explainer.notation.names import LATEX, Factor, Notation


def product(n: Notation) -> str:
    """LaTeX of ∂J/∂x as a product."""
    e, w2, s, w1 = (f.latex for f in (n.error, n.output_layer, n.activation, n.input_layer))
    circle = rf"\;\circ\;{s}" if n.shorthand else rf"\,{s}"
    if n.rows:
        inner = rf"{e}\,{w2}{circle}"
        return rf"\left({inner}\right){w1}" if n.shorthand else rf"{inner}\,{w1}"
    if n.shorthand:
        return rf"{w1}\left({s}\;\circ\;{w2}\,{e}\right)"
    return rf"{w1}\,{s}\,{w2}\,{e}"


def asked(n: Notation) -> Notation:
    """The notation of the question: with sigmoid and its `∘`, whatever is chosen."""
    return replace(n, formulation="Element-wise", function=FUNCTIONS["sigmoid"])


def shapes(n: Notation) -> str:
    """LaTeX of the chain in shapes, as the formulation writes it."""
    middle = ("1", "H") if n.shorthand else ("H", "H")
    factors = [n.shape("1", "K"), n.shape("K", "H"), n.shape(*middle), n.shape("H", "D")]
    signs = [r"\,", r"\;\circ\;" if n.shorthand else r"\,", r"\,"]
    if not n.rows:
        factors, signs = factors[::-1], [signs[0], signs[1], signs[2]]
    joined = factors[0] + "".join(s + f for s, f in zip(signs, factors[1:], strict=True))
    # On two lines, for a phone.
    return rf"\begin{{gathered}} {joined} \\ =\;{n.shape('1', 'D')} \end{{gathered}}"


def fused(n: Notation) -> str:
    """LaTeX of the first link, fused."""
    return rf"{n.gradient('theta')} = {n.node('y_hat')}-y"


def symbolic(n: Notation) -> str:
    """LaTeX of the chain in local Jacobians, with the shape under each factor."""
    links = [(("J", "theta"), ("1", "K")), (("theta", "h"), ("K", "H"))]
    links += [(("h", "r"), ("H", "H")), (("r", "x"), ("H", "D"))]
    factors = []
    for (output, input), sizes in links:
        name = n.gradient(input) if output == "J" else n.jacobian(output, input)
        factors.append(rf"\underset{{{n.shape(*sizes)}}}{{{name}}}")
    ordered = factors if n.rows else factors[::-1]
    total = rf"\underset{{{n.shape('1', 'D')}}}{{{n.gradient('x')}}}"
    return total + r"\;=\;" + r"\;\,".join(ordered)


def equations(n: Notation) -> list[str]:
    """LaTeX of the forward pass, an equation a node: each an `=` with `&` before it."""
    x, r, h, theta, y_hat, J = (n.node(name) for name in LATEX)
    first, second = (
        (f"{x}W_1+b_1", f"{h}W_2+b_2")
        if n.rows
        else (rf"W_1^{{\top}}{x}+b_1", rf"W_2^{{\top}}{h}+b_2")
    )
    return [
        f"{r} &= {first}",
        f"{h} &= {n.colored(n.function.latex)}",
        f"{theta} &= {second}",
        rf"{y_hat} &= \operatorname{{softmax}}({theta})",
        rf"{J} &= -\textstyle\sum_k y_k\log {y_hat}_k",
    ]


def forward(n: Notation) -> str:
    """LaTeX of the forward pass, two equations a line."""
    r, h, theta, y_hat, J = equations(n)
    return rf"\begin{{aligned}} {r} & {h} \\ {theta} & {y_hat} \\ {J} && \end{{aligned}}"


def applied(n: Notation, output: str, input: str, factor: Factor, *, circle: bool = False) -> str:
    """LaTeX of one step: the upstream gradient times a factor."""
    upstream = n.gradient(output)
    sign = r"\;\circ\;" if circle else r"\;"
    pair = (upstream, factor.latex) if n.rows else (factor.latex, upstream)
    return rf"{n.gradient(input)} \;=\; {sign.join(pair)}"


def softmax_link(n: Notation) -> str:
    """LaTeX of the link from the loss to the logits, before and after the fusion."""
    y_hat = n.node("y_hat")
    first = rf"\underbrace{{\left(-y/{y_hat}\right)}}_{{{n.gradient('y_hat')}}}"
    matrix = (
        rf"\operatorname{{diag}}({y_hat})-{y_hat}^{{\top}}{y_hat}"
        if n.rows
        else rf"\operatorname{{diag}}({y_hat})-{y_hat}{y_hat}^{{\top}}"
    )
    name = n.jacobian("y_hat", "theta")
    second = rf"\underbrace{{\left({matrix}\right)}}_{{{name}}}"
    pair = (first, second) if n.rows else (second, first)
    return rf"{n.gradient('theta')} = {' '.join(pair)} = {y_hat}-y"


def softmax_wrong(n: Notation) -> str:
    """LaTeX of what `∘` would make of the softmax link."""
    y_hat = n.node("y_hat")
    return (
        rf"\begin{{aligned}} \left(-y/{y_hat}\right)\circ{y_hat}\circ(1-{y_hat})"
        rf" &= -y\circ(1-{y_hat}) \\ &\neq {y_hat}-y \end{{aligned}}"
    )
