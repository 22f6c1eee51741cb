"""LaTeX of what each step draws."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from explainer.notation.names import NODES, SYMBOLS, WEIGHTS, Factor, Notation


def product(n: Notation) -> str:
    """LaTeX of ∂J/∂x as a product."""
    return _chained(n, [f.latex for f in n.factors])


def _chained(n: Notation, factors: Sequence[str]) -> str:
    """Return four factors from the loss to the input, with the parentheses that a `∘` requires.

    In rows, as in the question, the first product has none; in columns the first product is on
    the right.
    """
    if not n.shorthand:
        return r"\,".join(n.ordered(factors))
    *linear, s, last = factors
    first = r"\,".join(n.ordered(linear))
    first = first if n.rows else rf"\left({first}\right)"
    inner = r"\;\circ\;".join(n.ordered((first, s)))
    return "".join(n.ordered((rf"\left({inner}\right)", last)))


def question(n: Notation) -> str:
    """LaTeX of ∂J/∂x as it is asked about: with `∘` where there is one, and with s named."""
    asked = replace(n, formulation="elementwise")
    error, W2, s, W1 = (factor.latex for factor in asked.factors)
    middle = rf"\underbrace{{{s}}}_{{s}}" if asked.shorthand else s
    return f"{n.gradient('x')} = {_chained(asked, [error, W2, middle, W1])}"


def shapes(n: Notation) -> str:
    """LaTeX of the chain in shapes, as the formulation writes it."""
    joined = _chained(n, [n.shape(*factor.sizes) for factor in n.factors])
    # On two lines, for a phone.
    return rf"\begin{{gathered}} {joined} \\ =\;{n.shape('1', 'D')} \end{{gathered}}"


def fused(n: Notation) -> str:
    """LaTeX of the first link, fused."""
    return rf"{n.gradient('theta')} = {n.node('y_hat')}-y"


def symbolic(n: Notation) -> str:
    """LaTeX of the chain in local Jacobians, with the shape under each factor."""
    factors = []
    for output, input in pairwise(("J", "theta", "h", "r", "x")):
        shape = n.shape(SYMBOLS[output].size, SYMBOLS[input].size)
        name = n.gradient(input) if output == "J" else n.jacobian(output, input)
        factors.append(rf"\underset{{{shape}}}{{{name}}}")
    total = rf"\underset{{{n.shape('1', 'D')}}}{{{n.gradient('x')}}}"
    return total + r"\;=\;" + r"\;\,".join(n.ordered(factors))


def equations(n: Notation) -> list[tuple[str, str]]:
    """Return the two sides of each node's equation in the forward pass, in LaTeX."""
    x, r, h, theta, y_hat, J = (n.node(name) for name in NODES)
    W1, W2 = (n.weights(name, transposed=False).latex for name in WEIGHTS)
    first, second = ("".join(n.ordered(pair)) for pair in ((x, W1), (h, W2)))
    return [
        (r, f"{first}+b_1"),
        (h, n.colored(n.words.latex)),
        (theta, f"{second}+b_2"),
        (y_hat, rf"\operatorname{{softmax}}({theta})"),
        (J, rf"-\textstyle\sum_k y_k\log {y_hat}_k"),
    ]


def forward(n: Notation) -> str:
    """Return the forward pass in LaTeX, two equations a line."""
    r, h, theta, y_hat, J = (f"{left} &= {right}" for left, right in equations(n))
    return rf"\begin{{aligned}} {r} & {h} \\ {theta} & {y_hat} \\ {J} && \end{{aligned}}"


def applied(n: Notation, output: str, input: str, factor: Factor, *, circle: bool = False) -> str:
    """LaTeX of one step: the upstream gradient times a factor."""
    sign = r"\;\circ\;" if circle else r"\;"
    pair = n.ordered((n.gradient(output), factor.latex))
    return rf"{n.gradient(input)} \;=\; {sign.join(pair)}"


def softmax_link(n: Notation) -> str:
    """LaTeX of the link from the loss to the logits, before and after the fusion."""
    y_hat = n.node("y_hat")
    first = rf"\underbrace{{\left(-y/{y_hat}\right)}}_{{{n.gradient('y_hat')}}}"
    second = rf"\underbrace{{{n.softmax_jacobian.latex}}}_{{{n.jacobian('y_hat', 'theta')}}}"
    return rf"{n.gradient('theta')} = {' '.join(n.ordered((first, second)))} = {y_hat}-y"


def softmax_wrong(n: Notation) -> str:
    """LaTeX of what `∘` would make of the softmax link."""
    y_hat = n.node("y_hat")
    pair = n.ordered((rf"\left(-y/{y_hat}\right)", rf"{y_hat}\circ(1-{y_hat})"))
    wrong, meant = r"\circ ".join(pair), rf"-y\circ(1-{y_hat}) \\ &\neq {y_hat}-y"
    return rf"\begin{{aligned}} {wrong} &= {meant} \end{{aligned}}"


def colorless(latex: str) -> str:
    """LaTeX without the colours of nodes and sizes, for any background."""
    return re.sub(r"\\textcolor\{#[0-9a-f]{6}\}\{([^{}]*(?:\{[^{}]*\})?)\}", r"\1", latex)


def numbers(rows: Iterable[Iterable[float]], decimals: int) -> str:
    """Return LaTeX of a matrix of rounded numbers; a number that rounds to zero has no sign."""
    lines = r"\\".join(
        "&".join(f"{round(value, decimals) + 0.0:.{decimals}f}" for value in row) for row in rows
    )
    return rf"\begin{{pmatrix}}{lines}\end{{pmatrix}}"


def matrix(rows: Iterable[Iterable[float]]) -> str:
    """Return LaTeX of a small matrix of numbers, for a sentence."""
    lines = r"\\".join("&".join(f"{number:g}" for number in row) for row in rows)
    return rf"\left(\begin{{smallmatrix}}{lines}\end{{smallmatrix}}\right)"
