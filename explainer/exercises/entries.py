"""Exercises with numbers: one entry of a Jacobian, and a whole small one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from explainer.compute import Link, nudge
from explainer.compute.arrays import Array
from explainer.compute.network import cross_entropy
from explainer.exercises.case import Case, Difficulty, drawn, matrix, vector
from explainer.exercises.exercise import Exercise, Numbers
from explainer.exercises.factors import STEPS
from explainer.exercises.questions import name
from explainer.notation.names import SYMBOLS, Weights
from explainer.wording import fixed, number

SHOWN = 0.001  # what is given with three decimals is that
TOLERANCE = 0.005  # of what is worked out of numbers with three decimals
APART = 0.02  # of two entries that must not be confused
EPS = 1e-3


@dataclass(frozen=True)
class Local:
    """A link of a case, the numbers it is worked out of, and its entry in words."""

    case: Case
    link: Link

    @property
    def matrix(self) -> Array:
        return np.asarray(self.link.jacobian)

    def entry(self, i: int, j: int) -> str:
        output, input = (SYMBOLS[node].text for node in (self.link.output, self.link.input))
        return f"∂{output}[{i}]/∂{input}[{j}]"

    @property
    def given(self) -> str:
        """The values of the network that a student needs."""
        case, values = self.case, self.case.scene.values
        match self.link.input:
            case "h" | "x" as node:
                weights = "W2" if node == "h" else "W1"
                return matrix(SYMBOLS[weights].latex, case.stored(weights))  # type: ignore[arg-type]
            case "theta":
                return vector(case, r"\hat{y}", values.y_hat)
        return vector(case, "r", values.r) + vector(case, "h", values.h)

    def because(self, i: int, j: int) -> str:
        """The entry as it is worked out, and its value."""
        n, values, node = self.case.scene.notation, self.case.scene.values, self.link.input
        value = _said(self.matrix[i, j])
        if node in ("h", "x"):
            weights = "W2" if node == "h" else "W1"
            at = f"[{i}, {j}]" if n.out_in else f"[{j}, {i}]"
            return f"{self.entry(i, j)} = {SYMBOLS[weights].text}{at} = {value}"
        if node == "r" and n.function.elementwise:
            if i != j:
                return f"{self.entry(i, j)} = 0: h[{i}] is made from r[{i}] alone"
            r, h = _said(values.r[i]), _said(values.h[i])
            return (
                f"{self.entry(i, i)} = {SLOPES[n.function.name](i, r, h, float(self.matrix[i, i]))}"
            )
        p = "ŷ" if node == "theta" else "h"
        here = values.y_hat if node == "theta" else values.h
        first, second = _said(here[i]), _said(here[j])
        if i == j:
            return f"{self.entry(i, i)} = {p}[{i}](1 − {p}[{i}]) = {first}·(1 − {first}) ≈ {value}"
        return f"{self.entry(i, j)} = −{p}[{i}]·{p}[{j}] = −{first}·{second} ≈ {value}"

    def nudged(self, i: int, j: int) -> str:
        """The effect of a nudge of the input: a number that refutes any other answer."""
        output, input = (SYMBOLS[node].text for node in (self.link.output, self.link.input))
        moved = float(nudge(self._function, self._at, j, EPS)[i])
        if not moved:
            return f"Add {EPS:g} to {input}[{j}]: {output}[{i}] does not change."
        return (
            f"Add {EPS:g} to {input}[{j}]: {output}[{i}] changes by {number(moved, 3)}, which is "
            f"{_said(moved / EPS)} times as much."
        )

    @property
    def _at(self) -> Array:
        case, node = self.case, self.link.input
        return case.scene.example.x if node == "x" else np.asarray(getattr(case.scene.values, node))

    @property
    def _function(self) -> Callable[[Array], Array]:
        network = self.case.scene.network
        return {
            "x": lambda x: x @ network.W1 + network.b1,
            "r": network.function.value,
            "h": lambda h: h @ network.W2 + network.b2,
            "theta": lambda theta: np.exp(-np.array([_loss(theta, k) for k in range(theta.size)])),
        }[self.link.input]


def _said(value: float) -> str:
    """Return the number with the decimals that the exercise gives."""
    return fixed(float(value), 3)


# The slope of each activation at entry i, worked out of r and h.
SLOPES: dict[str, Callable[[int, str, str, float], str]] = {
    "sigmoid": lambda i, r, h, slope: f"h[{i}](1 − h[{i}]) = {h}·(1 − {h}) ≈ {_said(slope)}",
    "tanh": lambda i, r, h, slope: f"1 − h[{i}]² = 1 − ({h})² ≈ {_said(slope)}",
    "relu": lambda i, r, h, slope: f"{slope:.0f}, because r[{i}] = {r} {'>' if slope else '≤'} 0",
    "identity": lambda i, r, h, slope: f"{slope:.0f}: h[{i}] is r[{i}]",
}


def _loss(theta: Array, k: int) -> float:
    return float(np.real(cross_entropy(theta, np.eye(theta.size)[k])))


def _local(rng: np.random.Generator, difficulty: Difficulty) -> Local:
    while True:
        case = drawn(rng, difficulty)
        node = str(rng.choice(list(STEPS)))
        slopes = np.diagonal(np.asarray(case.scene.chain["r"].jacobian))
        if node != "r" or slopes.any():  # of relu with every unit dead there is nothing to learn
            break
    return Local(case, case.softmax if node == "theta" else case.scene.chain[node])


def one_entry(rng: np.random.Generator, difficulty: Difficulty) -> Exercise:
    """Write one entry of a Jacobian."""
    while True:
        local = _local(rng, difficulty)
        rows, columns = local.matrix.shape
        i, j = int(rng.integers(rows)), int(rng.integers(columns))
        turned = float(local.matrix[j, i]) if max(i, j) < min(rows, columns) else np.inf
        exact = float(local.matrix[i, j])
        is_weight = local.link.input in ("h", "x")
        clear = abs(exact) > APART or not local.link.jacobian.support()[i, j]
        if clear and (not is_weight or (i != j and abs(turned - exact) > APART)):
            break

    def refutes(answer: Array) -> str:
        answered = number(float(answer[0, 0]), 6)
        if is_weight and abs(float(answer[0, 0]) - turned) <= SHOWN:
            return (
                f"Wrong: {_said(turned)} is {local.entry(j, i)}. The output comes first, and here "
                f"that is {SYMBOLS[local.link.output].text}[{i}]. {local.nudged(i, j)}"
            )
        return f"Wrong: it is not {answered}. {local.nudged(i, j)}"

    return Exercise(
        prompt=f"{local.case.forward}{local.given}Write the entry {local.entry(i, j)} of "
        f"{name(local.link)}, to within {TOLERANCE:g}. Entries are counted from 0.",
        form=Numbers(1, 1, TOLERANCE),
        answer=exact,
        confirms=f"{local.because(i, j)}. {local.nudged(i, j)}",
        refutes=refutes,
        hint=_hint(local),
        explanation=f"{local.because(i, j)}.",
        explained=True,
        state=local.case.step(STEPS[local.link.input]),
    )


def whole_jacobian(rng: np.random.Generator, difficulty: Difficulty) -> Exercise:
    """Fill in a small Jacobian."""
    while True:
        local = _local(rng, difficulty)
        rows, columns = local.matrix.shape
        if rows * columns <= 9:
            break
    exact = local.matrix

    def refutes(answer: Array) -> str:
        wrong = np.argwhere(np.abs(answer - exact) > TOLERANCE * (1 + 1e-9))
        i, j = (int(at) for at in wrong[0])
        cells = "1 cell is" if len(wrong) == 1 else f"{len(wrong)} of {exact.size} cells are"
        return (
            f"Wrong: {cells} not right. Row {i}, column {j} is not "
            f"{number(float(answer[i, j]), 6)}: {local.because(i, j)}. {local.nudged(i, j)}"
        )

    return Exercise(
        prompt=f"{local.case.forward}{local.given}Fill in {name(local.link)}, {rows}×{columns}, "
        f"each entry to within {TOLERANCE:g}. Row i is output i, column j is input j, both counted "
        "from 0.",
        form=Numbers(rows, columns, TOLERANCE),
        answer=tuple(map(tuple, exact.tolist())),
        confirms=f"all {exact.size} entries are right. {local.nudged(0, 0)}",
        refutes=refutes,
        hint=_hint(local),
        explanation=_how_it_is_made(local),
        state=local.case.step(STEPS[local.link.input]),
    )


def _how_it_is_made(local: Local) -> str:
    """A rule for all entries with an example, or those of the diagonal and one off it."""
    n, node = local.case.scene.notation, local.link.input
    if node in ("h", "x"):
        weights: Weights = "W2" if node == "h" else "W1"
        whole = n.weights(weights, transposed=n.rows).text
        return f"{name(local.link)} is {whole}: {local.because(0, 1)}, and so on."
    lines = "; ".join(local.because(i, i) for i in range(len(local.matrix)))
    return f"{lines}; off the diagonal {local.because(0, 1)}."


def _hint(local: Local) -> str:
    output, input = (SYMBOLS[node].text for node in (local.link.output, local.link.input))
    if local.link.input in ("h", "x"):
        b = "b₂" if local.link.input == "h" else "b₁"
        return (
            f"Write {output}[i] as a sum over {input}[j], plus {b}[i]. What stands beside "
            f"{input}[j] is the derivative."
        )
    n = local.case.scene.notation
    if local.link.input == "r" and n.function.elementwise:
        slope = "1 where r > 0, and 0 elsewhere" if n.function.name == "relu" else ""
        return (
            f"h[i] is made from r[i] alone, and the derivative of {n.function.name} is "
            f"{slope or n.words.derivative_text}."
        )
    p = "ŷ" if local.link.input == "theta" else "h"
    return (
        f"Every output of softmax depends on every input: {p}[i](1 − {p}[i]) if i = j, else "
        f"−{p}[i]·{p}[j]."
    )
