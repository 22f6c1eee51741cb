"""An exercise with numbers: one entry of ∂J/∂x, through the whole chain."""

from __future__ import annotations

import numpy as np

from explainer.compute import nudge
from explainer.compute.arrays import Array
from explainer.exercises.case import Case, Difficulty, drawn, matrix, vector
from explainer.exercises.entries import APART, EPS
from explainer.exercises.exercise import Exercise, Numbers
from explainer.wording import number

SMALL = (2, 3, 2), (3, 2, 2), (2, 2, 3)  # for a whole gradient by hand


def _mistakes(case: Case) -> dict[str, Array]:
    """Return the values of ∂J/∂x that well-known mistakes give, where they run at these sizes."""
    error, output, activation, input = (
        np.asarray(link.jacobian) for link in case.scene.chain.links
    )
    back = (error @ output)[0]
    mistakes = {"with y − ŷ for ŷ − y, that is, without the minus sign": -case.scene.chain.gradient}
    if case.scene.notation.function.name != "identity":
        mistakes["without the activation's Jacobian"] = back @ input
    if output.shape[0] == output.shape[1]:
        mistakes["with the transpose of W₂'s factor"] = error[0] @ output.T @ activation @ input
    if input.shape[0] == input.shape[1]:
        mistakes["with the transpose of W₁'s factor"] = back @ activation @ input.T
    return mistakes


def one_entry_of_the_gradient(rng: np.random.Generator, difficulty: Difficulty) -> Exercise:
    """Work out one entry of ∂J/∂x."""
    sizes = (2, 2, 2) if difficulty.sizes == "equal" else SMALL[int(rng.integers(len(SMALL)))]
    while True:
        case = drawn(rng, difficulty, sizes)
        exact, mistakes = case.scene.chain.gradient, _mistakes(case)
        at = int(np.argmax(np.abs(exact)))
        tolerance = float(f"{0.02 * abs(exact[at]):.0e}")  # two in a hundred
        apart = [abs(mistaken[at] - exact[at]) > 3 * tolerance for mistaken in mistakes.values()]
        if abs(exact[at]) > APART and all(apart):
            break
    n, links = case.scene.notation, case.scene.chain.links
    error, output, activation = (np.asarray(link.jacobian) for link in links[:3])
    back = (error @ output)[0]
    names = (n.error.short, n.weights("W2").short, case.middle, n.weights("W1").short)
    product = " @ ".join(n.ordered(names))

    def loss(x: Array) -> float:
        return float(np.real(case.scene.network.loss(x, case.scene.example.y)))

    def refutes(answer: Array) -> str:
        given = float(answer[0, 0])
        near = ((what, float(mistaken[at])) for what, mistaken in mistakes.items())
        known = [(what, value) for what, value in near if abs(given - value) <= tolerance]
        why = "".join(f" {number(value, 3)} is what comes out {what}." for what, value in known[:1])
        return f"Wrong: it is not {number(given, 6)}.{why} {nudged}"

    moved = float(nudge(loss, case.scene.example.x, at, EPS)[0])
    nudged = (
        f"Add {EPS:g} to x[{at}]: J changes by {number(moved, 3)}, which is "
        f"{number(moved / EPS, 3)} times as much."
    )

    s = (
        vector(case, "s", case.scene.example.derivative, 4)
        if n.function.elementwise
        else matrix(r"\partial h/\partial r", activation, 4)
    )
    diagonal = "s is the diagonal of ∂h/∂r. " if n.function.elementwise else ""
    given = (
        vector(case, r"\hat{y}-y", error[0], 4)
        + matrix("W_2", case.stored("W2"), 4)
        + s
        + matrix("W_1", case.stored("W1"), 4)
    )
    along = ", ".join(number(float(value), 3) for value in back)
    after = ", ".join(number(float(value), 3) for value in back @ activation)
    return Exercise(
        prompt=f"{case.forward}{given}{diagonal}Work out ∂J/∂x[{at}], to within {tolerance:g}. "
        "Entries are counted from 0.",
        form=Numbers(1, 1, tolerance),
        answer=float(exact[at]),
        confirms=f"∂J/∂x[{at}] is {number(float(exact[at]), 4)}. {nudged}",
        refutes=refutes,
        hint=f"∂J/∂x is {product}: work from ŷ − y on, one product after the other.",
        explanation=f"∂J/∂h = ({along}), ∂J/∂r = ({after}), and with the column of ∂r/∂x that "
        f"belongs to x[{at}] the sum is {number(float(exact[at]), 4)}.",
        state=case.step("input", entry=at),
    )
