"""Questions about a factor (its shape, its structure, the operator), and their refutations."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from explainer.compute import Diagonal, DiagonalMinusOuter, Link, elementwise_allowed, hadamard
from explainer.compute.comparison import largest_difference
from explainer.compute.jacobians import off_diagonal
from explainer.notation.names import SYMBOLS
from explainer.wording import number

DENSE, DIAGONAL = "dense, without a pattern", "diagonal"
OUTER = "diagonal minus an outer product"
MATMUL, CIRCLE = "@ alone", "@, and ∘ for short"


@dataclass(frozen=True)
class Question:
    """A prediction about a factor, and the refutation of a wrong answer."""

    name: str
    asked: str
    options: tuple[str, ...]
    right: str
    confirms: str  # the text for the right answer
    refutes: Callable[[str], str]  # returns the text for a wrong answer, with a number

    def said(self, answer: str) -> str:
        return f"Right: {self.confirms}" if answer == self.right else self.refutes(answer)


def name(link: Link) -> str:
    """Return the name of a link's Jacobian for a sentence."""
    return f"∂{SYMBOLS[link.output].text}/∂{SYMBOLS[link.input].text}"


def shape(link: Link, in_rows: bool, others: Sequence[tuple[int, int]] = ()) -> Question:
    """Ask for the shape. `others` are wrong options, used before those made of its own sizes."""
    outputs, inputs = link.jacobian.shape
    shapes = {f"{outputs}×{inputs}": (outputs, inputs)}
    for rows, columns in ((inputs, outputs), *others, (1, inputs), (outputs, 1)):
        shapes.setdefault(f"{rows}×{columns}", (rows, columns))
    right = next(iter(shapes))
    v, result = f"∂J/∂{SYMBOLS[link.output].text}", f"∂J/∂{SYMBOLS[link.input].text}"

    def refutes(answer: str) -> str:
        rows, columns = shapes[answer]
        if rows == outputs:
            return f"Wrong: its columns are the inputs, {inputs} as in {result}, and not {columns}."
        if in_rows:
            return (
                f"Wrong: in the product, {v} @ {name(link)}, the inner sizes must be equal, and of "
                f"1×{outputs} @ {rows}×{columns} they are {outputs} and {rows}."
            )
        return (
            f"Wrong: in the product, ({name(link)})ᵀ @ {v}, the inner sizes must be equal, and of "
            f"{columns}×{rows} @ {outputs}×1 they are {rows} and {outputs}."
        )

    options = tuple(sorted(list(shapes)[:3], key=lambda text: shapes[text]))
    confirms = f"{right}, outputs × inputs."
    if not in_rows:
        confirms += f" In columns its transpose, {inputs}×{outputs}, multiplies the gradient."
    return Question(
        "shape", f"What shape does {name(link)} have?", options, right, confirms, refutes
    )


def structure(link: Link) -> Question:
    jacobian, matrix = link.jacobian, np.asarray(link.jacobian)
    outputs, inputs = matrix.shape
    kinds = {Diagonal: DIAGONAL, DiagonalMinusOuter: OUTER}
    right = kinds.get(type(jacobian), DENSE)
    square, size = outputs == inputs, matrix.size
    zeros = int(np.count_nonzero(~jacobian.support()))

    def refutes(answer: str) -> str:
        if not square:
            return f"Wrong: it is {outputs}×{inputs}, not square, and has no diagonal."
        if right == DIAGONAL and answer == DENSE:
            return (
                f"Wrong: {zeros} of its {size} entries are zero for every input and every weight."
            )
        if right == DIAGONAL:
            return "Wrong: entry [0, 1] is 0, and of diag(p) − pᵀp it would be −p[0]·p[1]."
        beside = np.abs(off_diagonal(matrix) * matrix)
        i, j = np.unravel_index(int(np.argmax(beside)), matrix.shape)
        entry = f"entry [{i}, {j}] is {number(float(matrix[i, j]))}"
        if answer == DIAGONAL:
            return f"Wrong: {entry}, off the diagonal."
        if right == OUTER:
            return f"Wrong: {outputs} numbers p make all {size} entries: {entry}, −p[{i}]·p[{j}]."
        mirrored = number(float(matrix[j, i]))
        return f"Wrong: {entry} and [{j}, {i}] is {mirrored}; that matrix would be symmetric."

    confirms = {
        DIAGONAL: f"{zeros} of its {size} entries are zero for every input and every weight.",
        OUTER: "diag(p) − pᵀp, with the probabilities p: every output depends on every input.",
        DENSE: f"any of its {size} entries may be other than 0: they are weights.",
    }[right]
    options = (DENSE, DIAGONAL, OUTER) if size > 1 else (right,)
    asked = f"What structure does {name(link)} have?"
    return Question("structure", asked, options, right, confirms, refutes)


def operator(link: Link) -> Question:
    jacobian = link.jacobian
    outputs, inputs = jacobian.shape
    allowed = elementwise_allowed(jacobian.support())
    fails = f"{outputs} numbers arrive and {inputs} come out: ∘ cannot change how many there are."
    if outputs == inputs:
        short = hadamard(link.upstream, jacobian)
        off = largest_difference(short, link.gradient)
        fails = f"every output depends on every input, and ∘ would be off by {number(off, 2)}."
        if allowed:
            fails = f"each output has its own input, and ∘ differs from @ by {number(off, 2)}."
        elif not off:  # only for this gradient
            matrix = np.asarray(jacobian)
            i, j = np.argwhere(off_diagonal(matrix) & (matrix != 0))[0]
            entry = number(float(matrix[i, j]))
            fails = f"entry [{i}, {j}] is {entry}, and ∘ would lose it."

    def refutes(answer: str) -> str:
        if allowed:
            return f"Wrong: @ is right, but ∘ may stand for it, too. {fails[0].upper()}{fails[1:]}"
        return f"Wrong: {fails}"

    confirms = fails
    options = (MATMUL, CIRCLE) if outputs * inputs > 1 else (CIRCLE,)
    right = CIRCLE if allowed else MATMUL
    asked = "Which operator may stand for the product with it?"
    return Question("operator", asked, options, right, confirms, refutes)
