"""Doubts about the way back: nodes, paths and signs."""

from __future__ import annotations

import numpy as np

from explainer.compute import Diagonal, central_difference
from explainer.compute.arrays import Array
from explainer.compute.network import cross_entropy
from explainer.figures.term import Term
from explainer.pages.doubts.doubt import (
    Attempt,
    Desk,
    Doubt,
    Through,
    judged,
    off_by,
    times,
)
from explainer.pages.walkthrough.settings import WalkthroughSettings
from explainer.settings import address
from explainer.terms import Items, vector
from explainer.wording import number


def _node(desk: Desk) -> list[Attempt]:
    scene = desk.usual
    n, link, network = scene.notation, scene.chain["r"], scene.network

    def J(r: Array) -> float:
        h = network.function.value(r)
        return float(np.real(cross_entropy(h @ network.W2 + network.b2, scene.example.y)))

    nudged = central_difference(J, scene.values.r)[0]
    off = off_by(nudged, link.gradient)
    through, h = Through(scene.notation, link), scene.values.h
    return [
        through.tried(
            f"`v`, which is {times(n, '(ŷ−y)', n.weights('W2').short)}",
            "I",
            Diagonal(np.ones_like(h)),
            "That is ∂J/∂h, with respect to the activation's output.",
        ),
        through.tried(
            "`v ∘ s`, with s = σ′(r)",
            "diag(s)",
            link.jacobian,
            f"Central differences, which nudge r, differ by {off}. Many books call it δ.",
        ),
        through.tried("`v ∘ h`", "diag(h)", Diagonal(h), "h is the value, and s its slope."),
    ]


def _paths(desk: Desk) -> list[Attempt]:
    scene = desk.usual
    network, s = scene.network, scene.example.derivative
    paths = network.W1[0] * s * network.W2[:, 0]
    exact = np.array([paths.sum()])
    measured = central_difference(lambda x: network.values(x).theta[0], scene.values.x)[0, 0]
    off = off_by(measured, exact)
    largest = int(np.argmax(np.abs(paths)))
    row, column = network.W1[:1] * s, network.W2[:, :1]
    items: Items = [
        Term("row 0 of W₁ ∘ s", row),
        "@",
        Term("column 0 of W₂", column),
        "=",
        Term("", exact[:, None]),
    ]
    every = " + ".join(number(path, 4) for path in paths).replace("+ −", "− ")
    entry = "the entry ∂θ₀/∂x₀"
    return [
        judged(
            "one path, through h₀",
            paths[:1],
            exact,
            f"The paths through the {len(paths)} hidden units add up to {every}.",
            what=entry,
        ),
        judged(
            f"the sum over all {len(paths)} paths",
            paths.sum(keepdims=True),
            exact,
            f"{every} = {number(float(exact[0]), 4)}. Nudging x₀ gives the same but for {off}. A "
            "matrix product is this sum, for every pair of an input and an output.",
            items,
            entry,
        ),
        judged(
            f"the largest path, through h{'₀₁₂₃₄'[largest]}",
            paths[largest : largest + 1],
            exact,
            "The other paths move θ₀, too.",
            what=entry,
        ),
    ]


def _minus(desk: Desk) -> list[Attempt]:
    scene = desk.usual
    n, y, p = scene.notation, scene.example.y, scene.values.y_hat
    assert scene.chain.unfused is not None
    first, second = scene.chain.unfused
    exact = scene.chain["theta"].gradient
    measured = central_difference(lambda theta: cross_entropy(theta, y), scene.values.theta)[0]
    off = off_by(measured, exact)

    def apart(name: str, value: Array) -> Items:
        real = vector(scene.notation, n.gradient_text("theta"), exact, "")
        return [vector(scene.notation, name, value, ""), "≠", real]

    return [
        judged(
            "y − ŷ",
            y - p,
            exact,
            "This is the gradient of +Σ y log ŷ, and a step against it makes the loss larger.",
            apart("y−ŷ", y - p),
        ),
        judged(
            "ŷ − y",
            p - y,
            exact,
            f"Nudging θ gives the same but for {off}. The minus of J = −Σ y log ŷ stands in "
            "−y/ŷ, and softmax turns that into ŷ − y.",
            Through(scene.notation, second).figure(n.softmax_jacobian.text, second.jacobian),
        ),
        judged(
            "−y/ŷ",
            first.gradient,
            exact,
            "That is ∂J/∂ŷ, before it goes through softmax.",
            apart(n.gradient_text("y_hat"), first.gradient),
        ),
    ]


GOING_BACK = {
    15: Doubt(
        "dh or dr",
        "Is this dL/dh or dL/dr?",
        "They are two gradients, of two nodes, with the activation between: ∂J/∂r = ∂J/∂h ∘ s. "
        "(The loss L is called J here.)",
        "v = ∂J/∂h has arrived. Which one is ∂J/∂r?",
        _node,
        address(WalkthroughSettings, step="activation"),
        "step 5, from ∂J/∂h to ∂J/∂r",
        "delta before after activation pre-activation hidden z a which gradient node dL/dz dL/da "
        "confused",
    ),
    16: Doubt(
        "Paths",
        "Is the chain rule one path or a sum over paths?",
        "A sum over all paths. A nudge of one input reaches an output through every hidden unit, "
        "and the matrix product adds that up.",
        "How much does θ₀ change with x₀? (Each path has the product of its three slopes.)",
        _paths,
        address(WalkthroughSettings, step="whole"),
        "step 7, where each entry is written as a sum",
        "total derivative multivariable several variables branches add up every route graph "
        "multiply along edges",
    ),
    20: Doubt(
        "Minus",
        "Where did the minus sign of the loss go?",
        "It is in −y/ŷ, the gradient with respect to ŷ. Multiplied with the Jacobian of softmax it "
        "becomes ŷ − y: the prediction first.",
        "The loss is J = −Σ y log ŷ. Which one is ∂J/∂θ?",
        _minus,
        address(WalkthroughSettings, step="loss"),
        "step 3, through the loss",
        "sign negative y-y_hat y_hat-y cross entropy log likelihood plus direction ŷ-y",
    ),
}
