"""The doubts about notation: order, transposes, nodes, paths and signs."""

from __future__ import annotations

import numpy as np

from explainer.compute import Network
from explainer.figures.term import Term
from explainer.pages.batches.settings import BatchSettings
from explainer.pages.conventions.settings import BookSettings
from explainer.pages.doubts.doubt import (
    Attempt,
    Desk,
    Doubt,
    judged,
    refused,
)
from explainer.settings import address

SMALL = 4, 2, 3  # D, H, K of the network whose W is 4×2


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
            "A dot product needs equal lengths, and gives one number; ∂J/∂W₂ has "
            f"{h.size * delta.size}.",
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
}
