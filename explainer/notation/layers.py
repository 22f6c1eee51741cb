"""The notation of a function of the table as a layer, from x to y."""

from __future__ import annotations

import re

from explainer.compute import FUNCTIONS
from explainer.notation.functions import WORDS
from explainer.notation.names import Notation, parenthesised, renamed
from explainer.notation.numpy_code import Snippet

NAMES = {"r": "x", "h": "y"}  # of the network's input and output of an activation
Y = "h"  # the node whose colour an output has


def formula(n: Notation, name: str) -> str:
    """LaTeX of y = f(x)."""
    return f"{_y(n)} = {_in_x_and_y(n, WORDS[name].latex)}"


def meaning(n: Notation, name: str) -> str:
    """Return in words what the layer does, with LaTeX between dollars."""
    return _translated(n, WORDS[name].meaning)


def derivative_meaning(n: Notation, name: str) -> str:
    """Return the reason for the derivative, or the meaning of its signs, with LaTeX in dollars."""
    return _translated(n, WORDS[name].derivative_meaning)


def _translated(n: Notation, text: str) -> str:
    parts = text.split("$")
    return "$".join(_in_x_and_y(n, part) if at % 2 else part for at, part in enumerate(parts))


def derivative(n: Notation, name: str) -> str:
    """LaTeX of an entry of the Jacobian."""
    fraction = rf"\frac{{\partial {_y(n)}_i}}{{\partial {n.node('x')}_j}}"
    if WORDS[name].entry_latex:
        return rf"{fraction} = {_in_x_and_y(n, WORDS[name].entry_latex)}"
    diagonal = _in_x_and_y(n, WORDS[name].derivative_latex)
    return rf"{fraction} = [i=j]\;\left({diagonal}\right)_i"


def text(n: Notation) -> str:
    """The Jacobian for a figure, transposed in columns."""
    y = f'<span style="color:{n.palette.nodes[Y]}">y</span>'
    name = f"∂{y}/∂{n.text('x')}"
    return name if n.rows else f"({name})ᵀ"


def _in_x_and_y(n: Notation, latex: str) -> str:
    """LaTeX over r and h as LaTeX over x and y, in their colours."""
    return renamed(latex, {"r": n.node("x"), "h": _y(n)})


def snippet(name: str) -> Snippet:
    """NumPy of the value, and of `v @ J` without J."""
    value = f"y = {FUNCTIONS[name].identifier}(x)"
    lines = [weights_code(name), value, f"product = {vjp_code(name)}"]
    return Snippet("\n".join(filter(None, lines)), "product")


def weights_code(name: str) -> str:
    """NumPy that defines the numbers of a layer that has some; nothing of others."""
    return _code(WORDS[name].weights_code)


def vjp_code(name: str) -> str:
    """NumPy of `v @ J` in one expression over v, x and y."""
    words = WORDS[name]
    return _code(words.vjp_code or f"v * {parenthesised(words.derivative_code)}")


def _code(code: str) -> str:
    return re.sub(r"\b[rh]\b", lambda match: NAMES[match[0]], code)


def _y(n: Notation) -> str:
    return rf"\textcolor{{{n.palette.nodes[Y]}}}{{y}}"
