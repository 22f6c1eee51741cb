"""The doubts about weights, biases and batches, whose arrays are flattened."""

from __future__ import annotations

import numpy as np

from explainer.compute.arrays import Array
from explainer.compute.jacobians import Jacobian
from explainer.figures.term import Term
from explainer.pages.batches.settings import BatchSettings
from explainer.pages.doubts.doubt import Attempt, Desk, Doubt, judged, off_by, refused
from explainer.settings import address
from explainer.terms import Items, factor, matrix, product_items, vector

ROW = 1  # the row of the Jacobian in the question about `backward`


def _zeros(jacobian: Jacobian) -> tuple[int, int]:
    """Return the number of entries that can be non-zero, and the number of structural zeros."""
    support = jacobian.support()
    return int(np.count_nonzero(support)), int(np.count_nonzero(~support))


def _tensor(desk: Desk) -> list[Attempt]:
    link = desk.batch(1).link("W1")
    filled, zeros = _zeros(link.jacobian)
    outputs, weights = link.jacobian.shape
    x, delta = desk.usual.values.x, link.upstream.reshape(-1)
    off = off_by(np.outer(x, delta), link.gradient)
    reason = (
        f"Each of the {weights} weights goes into one output, so {zeros} of the {filled + zeros} "
        f"entries are structural zeros. Flattened it is {outputs}×{weights}, x ⊗ I, and δ times it "
        f"is xᵀδ: they differ by {off}."
    )
    flattened: Items = [
        Term("∂r/∂W₁, flattened: x ⊗ I", np.asarray(link.jacobian), support=link.jacobian.support())
    ]
    return [
        Attempt(f"all {filled + zeros}", False, f"Wrong, it is {filled}. {reason}", flattened),
        Attempt(f"{filled}", True, f"Right. {reason}", flattened),
        Attempt(f"{outputs}", False, f"Wrong, it is {filled}. {reason}", flattened),
    ]


def _bias(desk: Desk) -> list[Attempt]:
    batch = desk.batch(3)
    link = batch.link("b1")
    delta = link.upstream
    rows = Term("δ", delta)
    filled, _ = _zeros(link.jacobian)
    shapes = f"the bias has {link.gradient.size} entries"
    return [
        judged(
            "`np.sum(delta, axis=0)`",
            np.sum(delta, axis=0),
            link.gradient,
            "One bias goes into every example, so each of the 3 rows counts: the flattened "
            f"Jacobian is 3 identity matrices below each other, {filled} ones.",
            [
                Term("row of ones", np.ones((1, 3))),
                "@",
                rows,
                "=",
                Term("∂J/∂b₁", link.gradient[None]),
            ],
        ),
        Attempt(
            "`np.sum(delta, axis=1)`",
            False,
            f"It gives {delta.sum(axis=1).size} numbers, one for each example, and {shapes}.",
            [
                rows,
                "@",
                Term("ones", np.ones((5, 1))),
                "=",
                Term("", delta.sum(axis=1, keepdims=True)),
            ],
        ),
        Attempt(
            "`delta`, without a sum",
            False,
            f"It has {delta.size} entries, and {shapes}: which of the 3 rows should move it?",
            [rows],
        ),
    ]


def _batch(desk: Desk) -> list[Attempt]:
    link = desk.batch(2).link("h")
    outputs, inputs = link.jacobian.shape
    filled, zeros = _zeros(link.jacobian)
    reason = (
        f"{outputs} numbers depend on {inputs}: {outputs}×{inputs}. {zeros} of its "
        f"{filled + zeros} entries are structural zeros, because no example reaches another: it is "
        "I ⊗ W₂ᵀ, a copy of W₂ᵀ for each example."
    )
    name = "∂θ/∂h = I ⊗ W₂ᵀ" if desk.n.rows else "(∂θ/∂h)ᵀ = I ⊗ W₂"
    drawn: Items = [
        matrix(
            desk.usual.notation, name, np.asarray(link.jacobian), support=link.jacobian.support()
        )
    ]
    return [
        Attempt("2×2: an entry for each pair of examples", False, f"Wrong. {reason}", drawn),
        Attempt("3×5: a logit by a hidden unit", False, f"That is of one example. {reason}", drawn),
        Attempt(f"{outputs}×{inputs}: all outputs by all inputs", True, f"Right. {reason}", drawn),
    ]


def _backward(desk: Desk) -> list[Attempt]:
    scene = desk.usual
    n, link = scene.notation, scene.chain["h"]
    jacobian, exact = link.jacobian, np.asarray(link.jacobian)[ROW]
    unit, ones = np.eye(len(np.asarray(jacobian)))[ROW], np.ones(jacobian.shape[0])
    cells = jacobian.shape[0] * jacobian.shape[1]

    def asked(label: str, v: Array, why: str) -> Attempt:
        row, product_value = vector(scene.notation, "v", v, ""), v @ jacobian
        drawn = factor(scene.notation, n.weights("W2"), np.asarray(jacobian))
        name = " @ ".join(n.ordered(("v", n.weights("W2").text)))
        product = vector(scene.notation, name, product_value, "")
        items = product_items(scene.notation, row, "@", drawn, product)
        return judged(label, product_value, exact, why, items, f"row {ROW}")

    return [
        asked("v = (1, 1, 1)", ones, "This is the sum of all rows."),
        asked(
            "v = (0, 1, 0)",
            unit,
            f"One call gives one row. All {cells} entries take {jacobian.shape[0]} calls, and the "
            "gradient of a loss takes one: that is why nobody builds the matrix.",
        ),
        asked(
            "v = ŷ − y",
            link.upstream,
            "This is ∂J/∂h, the gradient of the loss: all that training needs.",
        ),
    ]


def _matrices(desk: Desk) -> list[Attempt]:
    link = desk.batch(1).link("W1")
    x, delta = desk.usual.values.x, link.upstream.reshape(-1)
    jacobian = np.asarray(link.jacobian)
    flat = (delta @ link.jacobian).reshape(link.gradient.shape)
    short = off_by(np.outer(x, delta), flat)
    return [
        refused(
            "`(x ⊗ I) @ δ`",
            ("x ⊗ I", jacobian),
            "@",
            ("δ", delta[np.newaxis]),
            "In numerator layout the gradient stands on the left of the Jacobian.",
        ),
        refused(
            "`x ∘ δ`",
            ("x", x),
            "∘",
            ("δ", delta),
            f"And W₁ has {x.size * delta.size} entries.",
        ),
        judged(
            "`δ @ (x ⊗ I)`, folded to 4×5",
            flat,
            link.gradient,
            f"It is the chain rule as always, for 20 inputs in a row. The short form xᵀδ differs "
            f"from it by {short}.",
            [
                Term("δ", delta[np.newaxis]),
                "@",
                Term("x ⊗ I", jacobian, support=link.jacobian.support()),
                "=",
                Term("∂J/∂W₁, flattened", flat.reshape(1, -1)),
            ],
        ),
    ]


FLATTENED = {
    8: Doubt(
        "Tensor",
        "A vector by a matrix is a 3-D tensor, so where does xᵀδ come from?",
        "The tensor is mostly zeros: each weight goes into one output. Flatten the matrix, and it "
        "is x ⊗ I; the gradient times that, folded back, is xᵀδ.",
        "∂r/∂W₁ has 5 × 4 × 5 = 100 entries. How many of them can be other than 0?",
        _tensor,
        address(BatchSettings, variable="W1", N=1),
        "∂r/∂W₁ flattened, and folded",
        "derivative with respect to matrix weights tensor third order 3d outer product x^T delta "
        "gradient of W dW vec kronecker three indices dimensional",
    ),
    10: Doubt(
        "Bias",
        "Why is db summed over axis 0?",
        "One bias is added to every example. So it moves each of them, and the chain rule adds up "
        "what comes back over all examples.",
        "A batch of 3 examples: δ = ∂J/∂r is 3×5. Which one is ∂J/∂b₁?",
        _bias,
        address(BatchSettings, variable="b1", N=3),
        "∂r/∂b₁ over a batch of 3",
        "sum(axis=0) np.sum keepdims bias gradient batch broadcasting mean examples rows add",
    ),
    11: Doubt(
        "Batch",
        "With a batch it is a matrix with respect to a matrix: what is the Jacobian?",
        "Write both matrices as long rows: then it is a usual Jacobian, with a block for each "
        "example. Nobody builds it.",
        "2 examples: h is 2×5 and θ is 2×3. How large is the flattened Jacobian ∂θ/∂h?",
        _batch,
        address(BatchSettings, variable="h", N=2),
        "∂θ/∂h flattened over a batch of 2",
        "matrix by matrix derivative 4d four dimensional tensor flatten vec block diagonal "
        "minibatch many samples several examples X dY/dX kronecker size",
    ),
    12: Doubt(
        "backward()",
        "Why does backward() want a vector instead of giving me the Jacobian?",
        "Because the gradient of a loss is a vector times the Jacobian, and that costs one pass, "
        "without the matrix. Each row of the Jacobian would be a pass of its own.",
        f"∂θ/∂h has 3 rows, counted from 0. Which v makes `backward` give its row {ROW}?",
        _backward,
        address(BatchSettings, variable="h", N=1),
        "what `backward()` computes, and what the matrix would cost",
        "pytorch grad can be implicitly created only for scalar outputs gradient argument vjp "
        "autograd jax vector jacobian product jvp",
    ),
    13: Doubt(
        "Matrices",
        "“The chain rule does not exist for matrices.”",
        "It does: for the entries, written as one long row. What does not exist is a product of "
        "the folded arrays that is right for every function.",
        "W₁ is a 4×5 matrix. Which one is ∂J/∂W₁? (δ = ∂J/∂r)",
        _matrices,
        address(BatchSettings, variable="W1", N=1),
        "the chain rule for W₁, with numbers",
        "matrix calculus chain rule matrix derivative fails not valid wikipedia vectorize flatten "
        "differentials",
    ),
}
