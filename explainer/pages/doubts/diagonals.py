"""The doubts about slopes: their place on a diagonal, and why ∘ multiplies them."""

from __future__ import annotations

import numpy as np

from explainer.compute import Diagonal, chain_costs
from explainer.figures.term import Term
from explainer.pages.doubts.doubt import Attempt, Desk, Doubt, Through, refused, times
from explainer.pages.gallery.settings import GallerySettings
from explainer.pages.walkthrough.settings import WalkthroughSettings
from explainer.settings import address
from explainer.wording import number

WIDE = 256  # hidden units of the network that shows what ∘ saves


def _vector(desk: Desk) -> list[Attempt]:
    scene = desk.usual
    n, link = scene.notation, scene.chain["r"]
    v, s = link.upstream[np.newaxis], scene.example.derivative[np.newaxis]
    stand, turned = ("row", "column") if n.rows else ("column", "row")
    v, s = (v, s) if n.rows else (v.T, s.T)
    dot = np.array([[link.upstream @ scene.example.derivative]])
    first, second = n.ordered((("v", v), ("s", s)))
    left, right = n.ordered((Term("v", v), Term("sᵀ", s.T)))
    return [
        refused(
            f"{times(n, 'v', 's')}, s as a {stand}",
            first,
            "@",
            second,
            f"Two {stand}s do not meet, equal or not.",
        ),
        Attempt(
            f"{times(n, 'v', 'sᵀ')}, s as a {turned}",
            False,
            f"It runs, and gives one number, {number(dot.item())}: their dot product. Needed are "
            f"{s.size} numbers, one for each hidden unit.",
            [left, "@", right, "=", Term("", dot)],
        ),
        Through(scene.notation, link).tried(
            f"{times(n, 'v', 'diag(s)')}, s on a diagonal",
            "diag(s)",
            link.jacobian,
            f"It is `v ∘ s`, and the {s.size**2 - s.size} zeros off the diagonal say why.",
        ),
    ]


def _softmax(desk: Desk) -> list[Attempt]:
    scene = desk.usual
    n = scene.notation
    assert scene.chain.unfused is not None
    link = scene.chain.unfused[1]
    p, through = scene.values.y_hat, Through(scene.notation, link)
    beside = number(float(np.asarray(link.jacobian)[0, 1]))
    none = "Each wrong class gets 0: nothing would push its logit down."
    return [
        through.tried("`v ∘ ŷ(1−ŷ)`", "diag(ŷ(1−ŷ))", Diagonal(p * (1 - p)), none),
        through.tried(
            times(n, "v", "(diag(ŷ) − outer(ŷ, ŷ))"),
            n.softmax_jacobian.text,
            link.jacobian,
            f"The entries off the diagonal, such as [0, 1] = {beside}, carry the wrong classes.",
        ),
        through.tried("`v ∘ ŷ`", "diag(ŷ)", Diagonal(p), none),
    ]


def _identity(desk: Desk) -> list[Attempt]:
    scene = desk.usual
    link, s = scene.chain["r"], scene.example.derivative
    through, mean = Through(scene.notation, link), float(s.mean())
    least, most = number(float(s.min()), 2), number(float(s.max()), 2)
    return [
        through.tried(
            "I: the gradient passes unchanged",
            "I",
            Diagonal(np.ones_like(s)),
            "Ones stand on the diagonal only where every slope is 1, as with the function h = r.",
        ),
        through.tried(
            "diag(s): each entry has its own slope",
            "diag(s)",
            link.jacobian,
            f"It is diagonal, and its entries go from {least} to {most}.",
        ),
        through.tried(
            "one slope for all, as a number times I",
            f"{number(mean, 2)} I",
            Diagonal(np.full_like(s, mean)),
            "The slope depends on r, and each unit has its own r.",
        ),
    ]


def _relu(desk: Desk) -> list[Attempt]:
    scene = desk.scene(activation="relu")
    n, link, s = scene.notation, scene.chain["r"], scene.example.derivative
    v, ones = link.upstream[np.newaxis], np.ones((s.size, 1))
    total, through = v @ ones, Through(scene.notation, link)
    pair = (Term("v", v), Term("1ᵀ", ones)) if n.rows else (Term("1ᵀ", ones.T), Term("v", v.T))
    written = "v @ (1,1,1,1,1)ᵀ" if n.rows else "(1,1,1,1,1)ᵀ @ v"
    return [
        Attempt(
            f"`{written}`",
            False,
            f"It gives one number, {number(total.item())}, the sum of v: that is why the "
            "dimensions fail afterwards.",
            [pair[0], "@", pair[1], "=", Term("", total)],
        ),
        through.tried(
            "`v ∘ (1,1,1,1,1)`",
            "I",
            Diagonal(np.ones_like(s)),
            f"Of r, {np.count_nonzero(s == 0)} of {s.size} entries are negative: there relu is 0, "
            "and so is its slope.",
        ),
        through.tried(
            "`v ∘ [r>0]`",
            n.activation_matrix.text,
            link.jacobian,
            "1 where r > 0 and 0 elsewhere, on a diagonal.",
        ),
    ]


def _diag(desk: Desk) -> list[Attempt]:
    D, _, K = desk.usual.network.sizes
    whole, short = (chain_costs(D, WIDE, K, shorthand=shorthand) for shorthand in (False, True))
    saved = whole.multiplications - short.multiplications
    reason = (
        f"As a matrix the middle factor takes {WIDE**2:,} multiplications and keeps {WIDE**2:,} "
        f"numbers, of which {WIDE**2 - WIDE:,} are zeros; with ∘ it takes {WIDE} and keeps {WIDE}."
    )
    return [
        Attempt("none: it is the same product", False, f"Wrong: it saves {saved:,}. {reason}"),
        Attempt(f"{WIDE}", False, f"Wrong: so many are left, and it saves {saved:,}. {reason}"),
        Attempt(f"{saved:,}", True, f"Right. {reason}"),
    ]


DIAGONALS = {
    5: Doubt(
        "σ′ as a vector",
        "Why not put σ′ in a vector and matrix-multiply it?",
        "Because the derivative of 5 outputs with respect to 5 inputs is a table of 25 numbers. As "
        "a row the vector does not meet the gradient; as a column it adds all up to one number.",
        "Which of these gives the 5 numbers of ∂J/∂r? (s = σ′(r), v = ∂J/∂h)",
        _vector,
        address(WalkthroughSettings, step="activation"),
        "the diagonal becomes a row, step 5",
        "sigmoid derivative prime sigma' column row dot product activation @ instead of hadamard "
        "elementwise vector multiply",
    ),
    9: Doubt(
        "Softmax",
        "Softmax is like sigmoid: s(1−s)?",
        "Only on its diagonal. Each output of softmax depends on all inputs, so beside the "
        "diagonal stands −ŷᵢŷⱼ, and ∘ loses it.",
        "v = ∂J/∂ŷ arrives at softmax. Which one is ∂J/∂θ?",
        _softmax,
        address(GallerySettings, function="softmax", anyway=True),
        "∘ on softmax, and what it loses",
        "derivative gradient p(1-p) jacobian cross entropy logits probabilities same as logistic",
    ),
    17: Doubt(
        "Identity",
        "The Jacobian of an element-wise function is the identity, isn't it?",
        "It is diagonal, and the diagonal holds the slopes. It is the identity only where every "
        "slope is 1.",
        "v = ∂J/∂h arrives at a sigmoid. What is its Jacobian?",
        _identity,
        address(GallerySettings, function="sigmoid", nudged=4),
        "the slopes of sigmoid, nudged",
        "diagonal ones unit matrix I np.eye eye activation sigmoid tanh derivative matrix",
    ),
    18: Doubt(
        "relu",
        "With relu the derivative is (1,1,1)ᵀ and the dimensions fail.",
        "The slope is 1 only where r > 0, and 0 elsewhere. The slopes stand on a diagonal, not in "
        "a column.",
        "v = ∂J/∂h arrives at a relu with 5 units. Which one is ∂J/∂r?",
        _relu,
        address(WalkthroughSettings, step="activation", activation="relu"),
        "step 5 with relu",
        "rectified linear ones negative zero dead mask (r>0) max(0,x) gradient shape mismatch",
    ),
    19: Doubt(
        "diag",
        "If every product is a matrix product, why does nobody write diag?",
        "Because most of a diagonal matrix is zeros. ∘ is the same product without them, so it "
        "keeps and multiplies fewer numbers.",
        f"With {WIDE} hidden units, how many multiplications does ∘ save?",
        _diag,
        address(WalkthroughSettings, step="activation", formulation="elementwise"),
        "what ∘ saves, beside the switch of step 5",
        "diagonal matrix written explicit books code efficient cost memory numpy why hadamard then "
        "shorthand",
    ),
}
