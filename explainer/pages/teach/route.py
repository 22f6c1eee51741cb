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
        {**NETWORK, "present": "true", "slide": "1", "formulation": "Element-wise"},
        "Why is one product ∘ and the others matrix products?",
        "“Because the shapes fit that way.” Keep that answer: stop 3 tests it. The next slide "
        "gives ours.",
        2,
    ),
    Stop(
        "One of the factors",
        "walkthrough",
        {**NETWORK, "predict": "Let me predict", "step": "4"},
        "What shape does ∂θ/∂h have, and may ∘ stand for the product with it?",
        "5×3 or 3×5, about half and half. It is outputs × inputs, so 3×5; the transpose follows "
        "from that, and needs no rule of its own.",
        2,
    ),
    Stop(
        "Do fitting shapes prove it?",
        "bench",
        {**NETWORK, "D": "3", "H": "3", "K": "3", "bench": "Nothing yet"},
        "Build the formula. With all sizes equal, what do the shapes tell you?",
        "“Transposed or not, it fits.” Show all 160 formulas: 8 of them fit, and 7 of those 8 "
        "are wrong.",
        2,
    ),
    Stop(
        "Nudge sigmoid",
        "gallery",
        {"function": "sigmoid", "x": "0.5, -1, 0.3, 2", "nudged": "0"},
        "I move input 0. Which outputs will move?",
        "“Only output 0.” Nudge all four: the diagonal appears.",
        1,
    ),
    Stop(
        "Nudge softmax",
        "gallery",
        {"function": "softmax", "x": "0.5, -1, 0.3, 2", "nudged": "0"},
        "And here?",
        "Many say “only output 0” again. All of them move: no diagonal, and no ∘.",
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
        "What would ∘ make of the Jacobian of softmax, and for which class is it right?",
        "“It is a bit off.” It is right for the true class only. Every other class gets 0.",
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
