"""Doubts about what is written: order, transposes, nodes, paths and signs."""

from __future__ import annotations

import numpy as np

from explainer.compute import Diagonal, Network, central_difference
from explainer.compute.arrays import Array
from explainer.compute.network import cross_entropy
from explainer.figures.term import Term
from explainer.pages.batches.settings import BatchSettings
from explainer.pages.conventions.settings import BookSettings
from explainer.pages.doubts.doubt import (
    Attempt,
    Desk,
    Doubt,
    Through,
    judged,
    off_by,
    refused,
    times,
)
from explainer.pages.walkthrough.settings import WalkthroughSettings
from explainer.settings import address
from explainer.terms import Items, vector
from explainer.wording import number

SMALL = 4, 2, 3  # the network of the W that is 4×2


def _reversed(desk: Desk) -> list[Attempt]:
    scene = desk.usual
    link, W2 = scene.chain["h"], scene.network.W2
    column = link.upstream[:, np.newaxis]
    exact = link.gradient[:, np.newaxis]
    v = Term("vᵀ", column)
    return [
        judged(
            "`W₂ @ vᵀ`",
            W2 @ column,
            exact,
            "(v W₂ᵀ)ᵀ = W₂ vᵀ: to transpose a product turns every factor and the order.",
            [Term("W₂", W2), "@", v, "=", Term("(∂J/∂h)ᵀ", exact)],
        ),
        refused(
            "`W₂ᵀ @ vᵀ`",
            ("W₂ᵀ", W2.T),
            "@",
            ("vᵀ", column),
            "With W₂ as it is stored here, one turn too many. A book that writes W₂ᵀδ stores W₂ as "
            "outputs × inputs, the transpose of ours: then it is the same product.",
        ),
        refused(
            "`vᵀ @ W₂ᵀ`",
            ("vᵀ", column),
            "@",
            ("W₂ᵀ", W2.T),
            "Each factor was turned, and the order was not.",
        ),
    ]


def _illegal(desk: Desk) -> list[Attempt]:
    network = Network.random(*SMALL, seed=5)
    x, y = np.random.default_rng([5, 1]).standard_normal(SMALL[0]), np.eye(SMALL[2])[0]
    chain, W = network.chain(x, y), network.W1
    delta, exact = chain["r"].gradient[np.newaxis], chain.gradient[np.newaxis]
    row = Term("δ", delta)
    return [
        refused(
            "`Wᵀ @ δ`",
            ("Wᵀ", W.T),
            "@",
            ("δ", delta),
            "This is the formula for a δ that is a column and a W that is outputs × inputs.",
        ),
        judged(
            "`δ @ Wᵀ`",
            delta @ W.T,
            exact,
            "W is inputs × outputs here, so the Jacobian of x W is Wᵀ, and the row δ stands on its "
            "left.",
            [row, "@", Term("Wᵀ", W.T), "=", Term("∂J/∂x", exact)],
        ),
        refused(
            "`δ @ W`",
            ("δ", delta),
            "@",
            ("W", W),
            "The 2 entries of δ belong to the outputs of W, and its rows to the inputs.",
        ),
    ]


def _three(desk: Desk) -> list[Attempt]:
    scene = desk.usual
    h, delta = scene.values.h, scene.chain["theta"].gradient
    exact = desk.batch(1).link("W2").gradient
    return [
        refused(
            "Hadamard, `h * δ`",
            ("h", h),
            "∘",
            ("δ", delta),
            "It is for a function that works entry by entry, where both have the same entries.",
        ),
        refused(
            "dot, `h @ δ`",
            ("h", h),
            "@",
            ("δ", delta),
            "A dot product wants equal lengths, and gives one number; ∂J/∂W₂ has 15.",
        ),
        judged(
            "outer, `np.outer(h, δ)`",
            np.outer(h, delta),
            exact,
            "Each weight joins one hidden unit to one logit: its derivative is one product.",
            [
                Term("hᵀ", h[:, np.newaxis]),
                "@",
                Term("δ", delta[np.newaxis]),
                "=",
                Term("∂J/∂W₂", exact),
            ],
        ),
    ]


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
            f"The paths through the five hidden units add up to {every}.",
            what=entry,
        ),
        judged(
            "the sum over all five paths",
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

    def apart(name: str, found: Array) -> Items:
        real = vector(scene.notation, n.gradient_text("theta"), exact, "")
        return [vector(scene.notation, name, found, ""), "≠", real]

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


WRITING = {
    6: Doubt(
        "Reversed",
        "Why is the order reversed and W transposed in my book?",
        "Because its gradients are columns. It is the same equation, transposed: that turns every "
        "factor and reverses their order. The numbers stay.",
        "As rows it is ∂J/∂h = v W₂ᵀ. Which product gives the same numbers as a column? (Here W₂ "
        "is stored as inputs × outputs, 5×3.)",
        _reversed,
        address(BookSettings, forward="columns", backward="columns"),
        "what your book writes, and the phrase-book of all conventions",
        "textbook writes column vectors row order backwards transpose convention layout "
        "denominator numerator other way round different formula lecture course notes",
    ),
    7: Doubt(
        "Wᵀδ",
        "My W is 4×2 and δ is 1×2, so Wᵀδ is illegal.",
        "Yes: Wᵀδ belongs to another way of writing. With rows, and W stored as inputs × outputs, "
        "it is δWᵀ.",
        "x is 1×4, W is 4×2, r = xW and δ = ∂J/∂r is 1×2. Which one is ∂J/∂x?",
        _illegal,
        address(BookSettings, forward="rows", backward="Wx", D=4, H=2),
        "which layer goes with Wᵀδ, with a 4×2 matrix",
        "shape mismatch W^T delta transpose error dimensions do not fit backpropagate W.T @ delta "
        "inner sizes column row",
    ),
    14: Doubt(
        "Three products",
        "Hadamard, dot or outer product?",
        "All three are matrix products of special shapes: a gradient times a diagonal matrix, a "
        "row times a column, and a column times a row.",
        "h has 5 entries and δ = ∂J/∂θ has 3. Which product is ∂J/∂W₂?",
        _three,
        address(BatchSettings, variable="W2", N=1),
        "the gradient of W₂ for one example",
        "inner np.outer np.dot * which element-wise between vectors difference three kinds weights "
        "gradient",
    ),
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
