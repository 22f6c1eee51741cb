"""A route for 15 minutes: eight states, what to ask at each, and what the class will say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Stop:
    """One state of a page on the way."""

    name: str
    page: str
    link: Mapping[str, str]
    ask: str
    expect: str  # what the class will say
    minutes: int


# Every stop says its network: a class may have changed it.
NETWORK = {
    "network": "Random",
    "D": "4",
    "H": "5",
    "K": "3",
    "activation": "sigmoid",
    "seed": "5",
    "target": "0",
}
ROUTE = (
    Stop(
        "The question",
        "walkthrough",
        {**NETWORK, "step": "1", "formulation": "Element-wise"},
        "Why is one product ∘ and the others matrix products?",
        "“Because the shapes fit so.” Keep that answer: stop 3 tests it.",
        2,
    ),
    Stop(
        "Two of the factors",
        "walkthrough",
        {**NETWORK, "predict": "Let me predict", "step": "4"},
        "What shape does ∂θ/∂h have, and may ∘ stand for the product with it?",
        "5×3 or 3×5, about half and half. The answer is outputs × inputs, and the transpose is "
        "read off.",
        2,
    ),
    Stop(
        "Do fitting shapes prove it?",
        "bench",
        {**NETWORK, "D": "3", "H": "3", "K": "3", "bench": "Nothing yet"},
        "Build the formula. With all sizes equal, what do the shapes tell you?",
        "“Everything fits.” So it does, and nearly all of it is wrong: count the formulas that "
        "fit and the ones that are right.",
        2,
    ),
    Stop(
        "Nudge sigmoid",
        "gallery",
        {"function": "sigmoid", "x": "0.5, -1, 0.3, 2", "nudged": "0"},
        "I move input 0. Which outputs will move?",
        "“Only output 1.” Nudge all four: the diagonal appears.",
        1,
    ),
    Stop(
        "Nudge softmax",
        "gallery",
        {"function": "softmax", "x": "0.5, -1, 0.3, 2", "nudged": "0"},
        "And here?",
        "Many say “only output 1” again. All of them move: no diagonal, and no ∘.",
        2,
    ),
    Stop(
        "The collapse",
        "walkthrough",
        {**NETWORK, "step": "5", "formulation": "Matrix multiply"},
        "Which entries of this matrix are zero for every input? Then press E.",
        "“All but the diagonal.” The matrix folds into a vector, and @ becomes ∘.",
        2,
    ),
    Stop(
        "∘ where it is wrong",
        "walkthrough",
        {**NETWORK, "step": "3", "formulation": "Element-wise"},
        "What would ∘ make of softmax's link, and for which class is it right?",
        "“It is a bit off.” It is right for the true class alone, and 0 for every wrong one.",
        2,
    ),
    Stop(
        "Over a batch",
        "batches",
        {**NETWORK, "variable": "W2", "N": "2", "folded": "false"},
        "The Jacobian of the weights is mostly zeros. What do people write instead?",
        "“hᵀδ.” Fold it: the blocks become the outer product, added up over the examples.",
        2,
    ),
)
