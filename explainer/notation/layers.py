"""What is written about a function of the table as a layer, from x to y."""

from __future__ import annotations

import re

from explainer.compute import Function
from explainer.notation.names import Notation, parenthesised, renamed
from explainer.notation.numpy_code import Snippet

NAMES = {"r": "x", "h": "y"}  # of the network's input and output of an activation
Y = "h"  # the node whose colour an output has


def formula(n: Notation, function: Function) -> str:
    """LaTeX of y = f(x)."""
    return f"{_y(n)} = {_in_x_and_y(n, function.latex)}"


def meaning(n: Notation, function: Function) -> str:
    """What it does, in words, with LaTeX between dollars."""
    return _translated(n, function.meaning)


def derivative_meaning(n: Notation, function: Function) -> str:
    """Why the derivative is what it is, or what its signs stand for; with LaTeX between dollars."""
    return _translated(n, function.derivative_meaning)


def _translated(n: Notation, text: str) -> str:
    parts = text.split("$")
    return "$".join(_in_x_and_y(n, part) if at % 2 else part for at, part in enumerate(parts))


def derivative(n: Notation, function: Function) -> str:
    """LaTeX of an entry of the Jacobian."""
    fraction = rf"\frac{{\partial {_y(n)}_i}}{{\partial {n.node('x')}_j}}"
    if not function.elementwise:
        return rf"{fraction} = {_in_x_and_y(n, function.entry_latex)}"
    diagonal = _in_x_and_y(n, function.derivative_latex)
    return rf"{fraction} = [i=j]\;\left({diagonal}\right)_i"


def text(n: Notation) -> str:
    """The Jacobian for a figure, transposed in columns."""
    y = f'<span style="color:{n.palette.nodes[Y]}">y</span>'
    name = f"∂{y}/∂{n.text('x')}"
    return name if n.rows else f"({name})ᵀ"


def _in_x_and_y(n: Notation, latex: str) -> str:
    """LaTeX over r and h as LaTeX over x and y, in their colours."""
    return renamed(latex, {"r": n.node("x"), "h": _y(n)})


def snippet(function: Function) -> Snippet:
    """NumPy of the value, and of `v @ J` without J."""
    value = f"y = {function.identifier}(x)"
    weights = [_code(function.weights_code)] if function.weights_code else []
    return Snippet("\n".join([*weights, value, f"product = {vjp_code(function)}"]), "product")


def vjp_code(function: Function) -> str:
    """NumPy of `v @ J` in one expression over v, x and y."""
    rule = function.vjp_code or f"v * {parenthesised(function.derivative_code)}"
    return _code(rule)


def _code(code: str) -> str:
    return re.sub(r"\b[rh]\b", lambda match: NAMES[match[0]], code)


def _y(n: Notation) -> str:
    return rf"\textcolor{{{n.palette.nodes[Y]}}}{{y}}"
