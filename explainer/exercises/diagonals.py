"""An exercise on structure: is a Jacobian diagonal, or does it only look so?"""

from __future__ import annotations

import numpy as np

from explainer.compute import FUNCTIONS, elementwise_allowed
from explainer.compute.arrays import Array
from explainer.compute.jacobians import off_diagonal
from explainer.compute.layer_weights import weight_matrix
from explainer.exercises.case import Difficulty, matrix
from explainer.exercises.exercise import Exercise, LayerState, Options
from explainer.notation import Notation, layers
from explainer.notation.functions import WORDS
from explainer.notation.latex import colorless
from explainer.palette import LIGHT
from explainer.wording import number

YES, HERE, NO = "For every x and all weights", "Here, but not always", "Not here"
DIAGONAL_WEIGHTS = "diagonal weights"
INPUTS = 3
SORTED = 0.75  # how many of the accidents are a sorted x


def diagonal_or_not(rng: np.random.Generator, difficulty: Difficulty) -> Exercise:
    """Ask whether the Jacobian of a layer is diagonal by its structure."""
    right = str(rng.choice([YES, HERE, NO]))
    name, x = _layer(rng, right)
    jacobian = _jacobian(name, x)
    n = Notation(difficulty.convention, "matrix", FUNCTIONS[name], LIGHT)
    shown = matrix(r"\partial y/\partial x", jacobian)
    inputs = ", ".join(f"{value:g}" for value in x)
    seen = inputs.replace("-", "−")
    meaning = layers.meaning(n, "matrix" if name == DIAGONAL_WEIGHTS else name)
    if n.rows and name in ("matrix", DIAGONAL_WEIGHTS):
        meaning += ", with x as a column"
    beside = f"here all {int(off_diagonal(jacobian).sum())} entries off the diagonal are 0, but "
    if right == HERE:
        reason = _elsewhere(name, x)
    else:
        reason = _always(jacobian) if right == YES else _beside(jacobian)
    return Exercise(
        prompt=colorless(f"A layer has ${layers.formula(n, name)}$: {meaning}. ")
        + f"At x = ({seen}) its Jacobian is{shown}When is it diagonal?",
        form=Options((YES, HERE, NO)),
        answer=right,
        confirms=f"{beside * (right == HERE)}{reason}",
        refutes=lambda answer: f"Wrong: {beside * (right == HERE)}{reason}",
        hint="Ask what each output is made of, for every x and for all weights. A zero in one "
        "matrix may be an accident.",
        explanation=f"{reason[0].upper()}{reason[1:]} {_why(name, right)}",
        state=LayerState(name, tuple(x.tolist())),
    )


def _layer(rng: np.random.Generator, right: str) -> tuple[str, Array]:
    """A layer of which this is right, and an x at which it shows."""
    while True:
        x = np.round(rng.uniform(-2, 2, INPUTS), 1) + 0.0
        if right == HERE and rng.random() < SORTED:
            if len(set(x)) == INPUTS:
                return "sort", np.sort(x)
            continue
        if right == HERE:
            return DIAGONAL_WEIGHTS, x
        name = str(rng.choice(list(FUNCTIONS)))
        jacobian = FUNCTIONS[name].jacobian(x)
        allowed = elementwise_allowed(jacobian.support())
        shows = np.abs(off_diagonal(jacobian.support()) * np.asarray(jacobian)).max() > 0.005
        clear = len(set(np.abs(x))) == INPUTS and np.abs(x).min() > 0.05  # away from ties and kinks
        some = np.asarray(jacobian).any()
        if clear and some and (allowed if right == YES else shows and name != DIAGONAL_WEIGHTS):
            return name, x


def _jacobian(name: str, x: Array) -> Array:
    return np.asarray(FUNCTIONS[name].jacobian(x))


def _always(jacobian: Array) -> str:
    """Why no other entry is ever anything but 0."""
    beside = int(off_diagonal(jacobian).sum())
    return (
        f"output i is made from input i alone, so the {beside} entries off the diagonal are 0 "
        "for every x."
    )


def _elsewhere(name: str, x: Array) -> str:
    """Return a counterexample to an accident: another x, or other weights."""
    if name == DIAGONAL_WEIGHTS:
        other = number(float(weight_matrix(x.size)[0, 1]))
        entry = f"the weight A[0, 1] = {other} the entry [0, 1] is {other}."
        return f"these zeros are weights: with {entry}"
    turned = x[::-1]
    i, j = np.argwhere(off_diagonal(jacobian := _jacobian(name, turned)) & (jacobian != 0))[0]
    inputs = ", ".join(f"{value:g}" for value in turned).replace("-", "−")
    return f"at x = ({inputs}) the entry [{i}, {j}] is {number(float(jacobian[i, j]))}."


def _beside(jacobian: Array) -> str:
    """Return the largest entry off the diagonal in a sentence, or that there is no such entry."""
    rows, columns = jacobian.shape
    if rows != columns:
        return f"it is {rows}×{columns}, not square, so it is not diagonal."
    beside = np.abs(jacobian * off_diagonal(jacobian))
    i, j = np.unravel_index(int(np.argmax(beside)), jacobian.shape)
    return f"the entry [{i}, {j}] is {number(float(jacobian[i, j]), 3)}, off the diagonal."


def _why(name: str, right: str) -> str:
    if right == YES:
        return "∘ with the diagonal is short for the matrix product."
    if right == HERE:
        return f"That is no structure of the Jacobian: {WORDS[name].accident}."
    return f"What people write for the product: `{layers.vjp_code(name)}`."
