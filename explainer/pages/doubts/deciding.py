"""The doubts about how to decide: which product, and which transpose."""

from __future__ import annotations

import numpy as np

from explainer.compute import FUNCTIONS, Dense, Diagonal, hadamard
from explainer.compute.comparison import largest_difference
from explainer.compute.formulas import FORMULAS, evaluate, reference, tally
from explainer.compute.jacobians import off_diagonal
from explainer.pages.bench.settings import BenchSettings
from explainer.pages.doubts.doubt import Attempt, Desk, Doubt, Through, off_by, times
from explainer.pages.gallery.settings import GallerySettings
from explainer.settings import address
from explainer.wording import number


def _decide(desk: Desk) -> list[Attempt]:
    scene = desk.usual
    n, chain = scene.notation, scene.chain
    assert chain.unfused is not None
    output, activation, softmax = chain["h"], chain["r"], chain.unfused[1]
    outputs, inputs = output.jacobian.shape
    zeros = np.count_nonzero(off_diagonal(activation.jacobian.support()))
    off, same = (
        off_by(hadamard(link.upstream, link.jacobian), link.gradient)
        for link in (softmax, activation)
    )
    beside = number(float(np.asarray(softmax.jacobian)[0, 1]))
    return [
        Attempt(
            f"that of the output layer, {n.weights('W2', transposed=n.rows).short}",
            False,
            f"No: each of its {outputs} outputs depends on all {inputs} inputs, and it is not even "
            "square.",
            Through(scene.notation, output).figure(n.weights("W2").text, output.jacobian),
        ),
        Attempt(
            "that of sigmoid, diag(s) with s = σ′(r)",
            True,
            f"Yes: its {zeros} entries off the diagonal are zero for every input and every "
            f"weight. ∘ differs from the matrix product by {same}.",
            Through(scene.notation, activation).figure("diag(s)", activation.jacobian),
        ),
        Attempt(
            "that of softmax",
            False,
            f"No: output 0 depends on input 1 too. The entry [0, 1] is {beside}, and ∘ would be "
            f"off by {off}.",
            Through(scene.notation, softmax).figure(n.softmax_jacobian.text, softmax.jacobian),
        ),
    ]


def _same_size(desk: Desk) -> list[Attempt]:
    scene = desk.scene(D=3, H=3, K=3)
    n, link = scene.notation, scene.chain["h"]
    right, other = n.weights("W2"), n.weights("W2", transposed=False)
    through, diagonal = Through(scene.notation, link), Diagonal(np.diagonal(scene.network.W2))
    return [
        through.tried(
            f"`v ∘` the diagonal of {right.short}",
            f"diagonal of {right.text}",
            diagonal,
            "The sizes fit, but each hidden unit reaches all three logits, and ∘ counts one of "
            "them.",
        ),
        through.tried(
            times(n, "v", right.short),
            right.text,
            link.jacobian,
            "The layer has this Jacobian: that says so, and not the size.",
        ),
        through.tried(
            times(n, "v", other.short), other.text, link.jacobian.T, "The sizes fit here as well."
        ),
    ]


def _fit(desk: Desk) -> list[Attempt]:
    sizes = (3, 3, 3)
    counts = tally(*sizes, circle="numpy")
    runs = counts.right + counts.wrong
    scene = desk.scene(D=3, H=3, K=3)
    factors = [scene.chain["theta"].gradient[np.newaxis], scene.network.W2]
    factors += [scene.example.derivative[np.newaxis], scene.network.W1]
    exact = reference(factors)
    values = [evaluation.value for evaluation in evaluate(FORMULAS, factors, "numpy").values()]
    fitting = [value for value in values if value is not None and value.shape == exact.shape]
    worst = max(largest_difference(value, exact) for value in fitting)
    reason = (
        f"Of {len(FORMULAS)} formulas {runs} run and have the gradient's shape. {counts.right} are "
        f"right, {counts.wrong} are wrong, by up to {number(worst, 2)} with the numbers of this "
        "network."
    )
    return [
        Attempt("none", False, f"Wrong. {reason}"),
        Attempt(f"{counts.right}", False, f"So many are right. {reason}"),
        Attempt(f"{counts.wrong}", True, f"Right. {reason}"),
    ]


def _transpose(desk: Desk) -> list[Attempt]:
    scene = desk.scene(D=3, H=3, K=3)
    n, link, W2 = scene.notation, scene.chain["h"], scene.network.W2
    right, other = n.weights("W2"), n.weights("W2", transposed=False)
    through = Through(scene.notation, link)
    entry, stored = number(float(np.asarray(link.jacobian)[0, 2])), number(float(W2[2, 0]))
    read = f"Entry [0, 2] of ∂θ/∂h is {entry}, and so is W₂[2, 0] = {stored}: it is W₂ᵀ."
    return [
        through.tried(times(n, "v", other.short), other.text, link.jacobian.T, read),
        through.tried(times(n, "v", right.short), right.text, link.jacobian, read),
        through.tried(
            "either: the shapes fit",
            "the mean of both",
            Dense((W2 + W2.T) / 2),
            "The two differ, so not both can be right; half-way between them is wrong, too.",
        ),
    ]


DECIDING = {
    1: Doubt(
        "Decide",
        "Sometimes @, sometimes ∘: how do I decide?",
        "Ask of each factor: does every output depend on its own input alone? If so, its Jacobian "
        "is diagonal, and ∘ may stand for the matrix product. If not, only @ is right.",
        "Which of these Jacobians may be written with ∘?",
        _decide,
        address(GallerySettings, function="softmax", nudged=4),
        f"nudge the inputs of softmax and of {len(FUNCTIONS) - 1} other functions",
        "choose rule when which element-wise elementwise hadamard matrix product multiply "
        "multiplication np.dot operator know tell star asterisk matmul difference backward pass",
    ),
    2: Doubt(
        "Same size",
        "They have the same size, so it must be element-wise?",
        "No. What counts is which inputs each output depends on. With equal sizes the diagonal of "
        "every factor has as many numbers as v, so ∘ with it runs, and looks right.",
        "In a 3-3-3 network v = ∂J/∂θ and the diagonal of the weights have 3 numbers each. Which "
        "one is ∂J/∂h?",
        _same_size,
        address(BenchSettings, D=3, H=3, K=3, W2T=False, W1T=False),
        "a formula that fits and is wrong, on the bench",
        "shape shapes equal dimensions match same length square identical hadamard both vectors "
        "arrays just multiply them",
    ),
    3: Doubt(
        "Fit",
        "I make the dimensions work out; is that not enough?",
        "No. With equal sizes many formulas fit, and nearly all of them are wrong. With Jacobians "
        "there is nothing to fit.",
        f"In a 3-3-3 network, how many of the {len(FORMULAS)} formulas of the bench run, have the "
        "gradient's shape, and are wrong?",
        _fit,
        address(BenchSettings, D=3, H=3, K=3, hadamard="numpy"),
        f"all {len(FORMULAS)} formulas as a map",
        "shapes agree match dimension analysis shuffle rearrange transposing until fits trick "
        "guess correct shape matching only check enough sufficient find formula",
    ),
    4: Doubt(
        "Transpose",
        "May I transpose a matrix whenever I need to?",
        "No. The transpose is read off the Jacobian: ∂θᵢ/∂hⱼ is W₂[j, i]. Where W₂ is square, both "
        "fit, and one is right.",
        "In a 3-3-3 network, which one is ∂J/∂h for v = ∂J/∂θ?",
        _transpose,
        address(BenchSettings, D=3, H=3, K=3, W2T=False),
        "the bench with W₂ turned",
        "transposing flip swap rows columns allowed freely T .T why transposed where comes from "
        "W^T weight",
    ),
}
