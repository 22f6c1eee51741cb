"""A route for 15 minutes: eight states, with a question and the expected answer for each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from explainer.pages.batches.settings import BatchSettings
from explainer.pages.bench.settings import BenchSettings
from explainer.pages.gallery.settings import GallerySettings
from explainer.pages.walkthrough.settings import WalkthroughSettings
from explainer.settings import Address, address


@dataclass(frozen=True)
class Stop:
    """One stop of the route: a state of a page."""

    name: str
    state: Address
    ask: str
    expect: str  # what the class will say
    minutes: int


# Stops name their network, since a class may have changed it.
NETWORK: dict[str, Any] = {
    "network": "random",
    "D": 4,
    "H": 5,
    "K": 3,
    "activation": "sigmoid",
    "seed": 5,
    "target": 0,
}
SQUARE = {"D": 3, "H": 3, "K": 3}
ROUTE = (
    Stop(
        "The question",
        address(WalkthroughSettings, **NETWORK, present=True, slide=1, formulation="elementwise"),
        "Why is one product ∘ and the others matrix products?",
        "“Because the shapes fit that way.” Keep that answer: stop 3 tests it. The next slide "
        "gives ours.",
        2,
    ),
    Stop(
        "One of the factors",
        address(WalkthroughSettings, **NETWORK, predict="first", step="output"),
        "What shape does ∂θ/∂h have, and may ∘ stand for the product with it?",
        "5×3 or 3×5, about half and half. It is outputs × inputs, so 3×5; the transpose follows "
        "from that, and needs no rule of its own.",
        2,
    ),
    Stop(
        "Do fitting shapes prove it?",
        address(BenchSettings, **(NETWORK | SQUARE), bench="blank"),
        "Build the formula. With all sizes equal, what do the shapes tell you?",
        "“Transposed or not, it fits.” Show all 160 formulas: 8 of them fit, and 7 of those 8 "
        "are wrong.",
        2,
    ),
    Stop(
        "Nudge sigmoid",
        address(GallerySettings, function="sigmoid", x="0.5, -1, 0.3, 2", nudged=0),
        "I move input 0. Which outputs will move?",
        "“Only output 0.” Nudge all four: the diagonal appears.",
        1,
    ),
    Stop(
        "Nudge softmax",
        address(GallerySettings, function="softmax", x="0.5, -1, 0.3, 2", nudged=0),
        "And here?",
        "Many say “only output 0” again. All of them move: no diagonal, and no ∘.",
        2,
    ),
    Stop(
        "The collapse",
        address(WalkthroughSettings, **NETWORK, step="activation", formulation="matrix"),
        "Which entries of this matrix are zero for every input? Then press E.",
        "“All but the diagonal.” The matrix folds into a vector, and @ becomes ∘.",
        2,
    ),
    Stop(
        "∘ where it is wrong",
        address(WalkthroughSettings, **NETWORK, step="loss", formulation="elementwise"),
        "What would ∘ make of the Jacobian of softmax, and for which class is it right?",
        "“It is a bit off.” It is right for the true class only. Every other class gets 0.",
        2,
    ),
    Stop(
        "Over a batch",
        address(BatchSettings, **NETWORK, variable="W2", N=2, folded=False),
        "The Jacobian of the weights is mostly zeros. What do people write instead?",
        "“hᵀδ.” Fold it: the blocks become the outer product, added up over the examples.",
        2,
    ),
)
