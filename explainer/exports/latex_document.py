"""The derivation as a LaTeX document that pdflatex compiles without other files."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np

from explainer.compute.arrays import Array
from explainer.exports.piece import Piece
from explainer.exports.subject import LayerSubject, Subject
from explainer.notation import Notation, latex
from explainer.notation.names import SYMBOLS
from explainer.notation.steps import NUMBERS, TITLES

PREAMBLE = r"""\documentclass[11pt]{article}
\usepackage{amsmath}
\usepackage{xcolor}
\usepackage[margin=25mm]{geometry}
\setcounter{MaxMatrixCols}{70}
\begin{document}
"""
Section = tuple[str, str, list[str]]  # its title, a sentence, its formulas
WIDEST = 9  # columns of a matrix whose numbers are printed


def latex_document(subject: Subject | LayerSubject) -> str:
    """Formulas and numbers, the shapes under the factors, and both formulations."""
    sections = _walkthrough(subject) if isinstance(subject, Subject) else []
    sections += [
        _of_piece(piece.notation or subject.notation, piece)
        for piece in subject.pieces
        if piece.formulas or piece.given
    ]
    body = "\n".join(
        f"\\section*{{{title}}}\n{note}" + "\n".join(map(_displayed, formulas))
        for title, note, formulas in sections
    )
    checked = ""
    if isinstance(subject, Subject):
        off = np.abs(
            subject.scene.example.gradients["central"] - subject.scene.chain.gradient
        ).max()
        checked = f"The gradient differs from central differences by at most {off:.1e}.\n"
    return f"{PREAMBLE}{_colored(body)}\n\n{checked}\\end{{document}}\n"


def _walkthrough(subject: Subject) -> list[Section]:
    """The seven steps, in order, under their numbers."""
    n, example = subject.notation, subject.scene.example
    values, network = example.values, example.network
    matrix = replace(n, formulation="matrix")
    circle = replace(n, formulation="elementwise")
    numbers = [
        (n.node("x"), _vector(n, example.x)),
        ("y", _vector(n, example.y)),
        *((n.node(name), _vector(n, getattr(values, name))) for name in ("r", "h", "theta")),
        (n.node("y_hat"), _vector(n, values.y_hat)),
        (n.node("J"), f"{example.loss:.6f}"),
    ]
    weights = [
        (SYMBOLS[name].latex, _matrix(n.stored(name, getattr(network, name))))
        for name in ("W1", "W2")
    ]
    weights += [(SYMBOLS[name].latex, _vector(n, getattr(network, name))) for name in ("b1", "b2")]
    steps = {
        "forward": [latex.forward(n), *_equations([*weights, *numbers])],
        "shapes": [latex.symbolic(n), latex.shapes(n)],
        "loss": [latex.softmax_link(n), _gradient(subject, "theta")],
        "output": [latex.applied(n, "theta", "h", n.weights("W2")), _gradient(subject, "h")],
        "activation": [
            latex.applied(n, "h", "r", n.activation_matrix),
            *([latex.applied(n, "h", "r", n.derivative, circle=True)] * n.function.elementwise),
            _gradient(subject, "r"),
        ],
        "input": [latex.applied(n, "r", "x", n.weights("W1")), _gradient(subject, "x")],
        "whole": [
            f"{n.gradient('x')} = {latex.product(matrix)}",
            *([f"{n.gradient('x')} = {latex.product(circle)}"] * n.function.elementwise),
        ],
    }
    return [(f"{NUMBERS[step]}. {TITLES[step]}", "", formulas) for step, formulas in steps.items()]


def _of_piece(n: Notation, piece: Piece) -> Section:
    """Return a piece's title, its formulas and its results."""
    given, results = (
        _equations([(_symbol(n, name), _array(n, values)) for name, values in arrays.items()])
        for arrays in (piece.given, piece.results)
    )
    title = piece.title.replace("ᵀ", r"$^{\top}$")
    return title, f"{piece.note}\n" * bool(piece.note), [*given, *piece.formulas, *results]


def _symbol(n: Notation, name: str) -> str:
    """Return the symbol for a name in the code."""
    if name.startswith("dJ_d"):
        return n.gradient(name.removeprefix("dJ_d"))
    if name in SYMBOLS:
        return n.node(name)
    return rf"\mathtt{{{name}}}".replace("_", r"\_") if len(name) > 1 else name


def _equations(pairs: list[tuple[str, str]]) -> list[str]:
    return [f"{name} = {value}" for name, value in pairs]


def _gradient(subject: Subject, node: str) -> str:
    n = subject.notation
    return f"{n.gradient(node)} = {_vector(n, subject.scene.chain[node].gradient)}"


def _array(n: Notation, values: Array) -> str:
    if values.ndim == 0:
        return f"{values:.6f}"
    return _vector(n, values) if values.ndim == 1 else _matrix(values)


def _vector(n: Notation, values: Array) -> str:
    return _matrix(values[np.newaxis] if n.rows else values[:, np.newaxis])


def _matrix(values: Array) -> str:
    """Return a matrix of numbers, or its size if it is too wide for a page."""
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
