"""The derivation as a LaTeX document that pdflatex compiles alone."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np

from explainer.compute.validation import Array
from explainer.exports.subject import Subject
from explainer.notation import Notation, latex
from explainer.notation.names import SYMBOLS
from explainer.notation.steps import TITLES

PREAMBLE = r"""\documentclass[11pt]{article}
\usepackage{amsmath}
\usepackage{xcolor}
\usepackage[margin=25mm]{geometry}
\setcounter{MaxMatrixCols}{70}
\begin{document}
"""
WIDEST = 9  # columns of a matrix whose numbers are printed


def latex_document(subject: Subject) -> str:
    """Formulas and numbers, the shapes under the factors, and both formulations."""
    n, example = subject.notation, subject.example
    values, chain, network = example.values, example.chain, example.network
    matrix = replace(n, formulation="matrix")
    circle = replace(n, formulation="elementwise")
    numbers = [
        (n.node("x"), _vector(n, example.x)),
        *((n.node(name), _vector(n, getattr(values, name))) for name in ("r", "h", "theta")),
        (n.node("y_hat"), _vector(n, values.y_hat)),
        (n.node("J"), f"{example.loss:.6f}"),
    ]
    weights = [
        (SYMBOLS[name].latex, _matrix(n.stored(name, getattr(network, name))))
        for name in ("W1", "W2")
    ]
    sections = [
        (TITLES["forward"], [latex.forward(n), *_equations([*weights, *numbers])]),
        (TITLES["shapes"], [latex.symbolic(n), latex.shapes(n)]),
        (TITLES["loss"], [latex.softmax_link(n), _gradient(subject, "theta")]),
        (
            TITLES["output"],
            [latex.applied(n, "theta", "h", n.weights("W2")), _gradient(subject, "h")],
        ),
        (
            TITLES["activation"],
            [
                latex.applied(n, "h", "r", n.activation_matrix),
                *([latex.applied(n, "h", "r", n.derivative, circle=True)] * n.function.elementwise),
                _gradient(subject, "r"),
            ],
        ),
        (
            TITLES["input"],
            [latex.applied(n, "r", "x", n.weights("W1")), _gradient(subject, "x")],
        ),
        (
            TITLES["whole"],
            [
                f"{n.gradient('x')} = {latex.product(matrix)}",
                *([f"{n.gradient('x')} = {latex.product(circle)}"] * n.function.elementwise),
            ],
        ),
    ]
    measured = float(np.abs(example.gradients["central"] - chain.gradient).max())
    body = "\n".join(
        f"\\section*{{{number}. {title}}}\n" + "\n".join(map(_displayed, formulas))
        for number, (title, formulas) in enumerate(sections, start=1)
    )
    said = f"The gradient differs from central differences by at most {measured:.1e}."
    return f"{PREAMBLE}{_colored(body)}\n\n{said}\n\\end{{document}}\n"


def _equations(pairs: list[tuple[str, str]]) -> list[str]:
    return [f"{name} = {value}" for name, value in pairs]


def _gradient(subject: Subject, node: str) -> str:
    n = subject.notation
    return f"{n.gradient(node)} = {_vector(n, subject.example.chain[node].gradient)}"


def _vector(n: Notation, values: Array) -> str:
    return _matrix(values[np.newaxis] if n.rows else values[:, np.newaxis])


def _matrix(values: Array) -> str:
    """Its numbers, or its size where it is too wide for a page."""
    if max(values.shape) > WIDEST:
        return rf"\text{{a matrix of }} {values.shape[0]}\times {values.shape[1]}\text{{ numbers}}"
    return latex.numbers(values.tolist(), 4)


def _displayed(formula: str) -> str:
    return f"\\[\n{formula}\n\\]"


def _colored(text: str) -> str:
    """The page's colours as LaTeX's own package writes them."""
    return re.sub(
        r"\\textcolor\{#([0-9a-f]{6})\}", lambda m: rf"\textcolor[HTML]{{{m[1].upper()}}}", text
    )
