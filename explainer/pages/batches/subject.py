"""The exports of the page on batches: its network, the batch, and every product."""

from __future__ import annotations

import re
from collections.abc import Iterator
from textwrap import indent

import numpy as np

from explainer.compute.arrays import Array
from explainer.compute.batch import VARIABLES
from explainer.exports import NODES, Derivative, Piece, Subject
from explainer.notation import Notation
from explainer.notation import batches as notation
from explainer.pages.batches.scene import BatchScene, batch_of
from explainer.pages.batches.settings import MOST, BatchSettings
from explainer.palette import LIGHT
from explainer.settings import Refusal

KIND = BatchSettings
NODES_OF_BATCH = "x", *NODES  # those with a row for each example
ROWS = "An example is a row of each array, also where a formula has it as a column."


def subject_of(settings: BatchSettings, link: str = "") -> Subject:
    """Return the network of the settings and, unless the network is too large, the batch."""
    batch = batch_of(settings, LIGHT)
    if not batch.fits:
        return Subject(batch.scene, link)
    read = [settings.numbers(name, batch.scene.network.sizes[2]) for name in ("a", "b", "v")]
    refused = tuple(entries for entries in read if isinstance(entries, Refusal))
    return Subject(batch.scene, link, tuple(_pieces(batch)), refused)


def _pieces(shown: BatchScene) -> Iterator[Piece]:
    yield _forward(shown)
    for name in VARIABLES:
        yield _variable(shown, name)
    yield _sum_or_mean(shown)
    yield _nudges(shown)
    a, b = (shown.settings.numbers(name, MOST) for name in ("a", "b"))
    if not isinstance(a, Refusal) and not isinstance(b, Refusal):
        yield _three_products(np.array(a), np.array(b))
    v = shown.settings.numbers("v", shown.batch.network.W2.shape[1])
    if not isinstance(v, Refusal):
        yield _backward(shown, np.array(v))


def _forward(shown: BatchScene) -> Piece:
    """Return the forward pass; from here on x and y are those of the whole batch."""
    batch, values = shown.batch, shown.batch.values
    code = notation.forward(shown.scene.notation, batch.reduction)
    nodes = {name: getattr(values, name) for name in NODES}
    return Piece(
        f"A batch: N = {len(batch.x)}, an example in each row; J is the {batch.reduction}",
        _lines(code),
        {**nodes, "J": np.array(batch.loss())},
        given={"x": batch.x, "y": batch.y},
        key="batch",
        note=ROWS * (not shown.scene.notation.rows),
    )


def _variable(shown: BatchScene, name: str) -> Piece:
    """Return the gradient from the flattened Jacobian and from the short product, compared."""
    n, reduction = shown.scene.notation, shown.batch.reduction
    rule, gradient = notation.rule(n, name), n.stored(name, shown.links[name].gradient)
    flat, short = (notation.snippet(n, name, reduction, folded=folded) for folded in (False, True))
    code = (
        f"{flat.code}\nflattened = gradient\n{short.code}\ndJ_d{name} = gradient\n"
        f'print("the two differ by", np.abs(gradient - flattened).max())\n'
        "assert np.abs(gradient - flattened).max() < 1e-9"
    )
    derivative = Derivative(f"found_dJ_d{name}", _loss_of(n, name, reduction), name, gradient)
    return Piece(
        f"The batch with respect to {name}: flattened, and as people write it",
        code,
        {f"dJ_d{name}": gradient},
        formulas=(
            f"{notation.jacobian(n, name)} = {rule.structure}",
            f"{n.gradient(name)} = {rule.shorthand}",
        ),
        key="batch_gradients",
        derivatives=(derivative,),
        note=ROWS * (not n.rows and name in NODES_OF_BATCH),
    )


def _loss_of(n: Notation, name: str, reduction: str) -> str:
    """Return NumPy code of J as an expression of a variable and of nodes independent of it."""
    nodes = notation.forward(n, reduction)
    code, output = nodes["J"], VARIABLES[name].output
    for node in ("theta", "h", "r"):
        if node == name:
            break
        code = re.sub(rf"\b{node}\b", f"({nodes[node]})", code)
        if node == output:
            break
    return code


def _sum_or_mean(shown: BatchScene) -> Piece:
    other = shown.gradients.otherwise
    reduction = other.batch.reduction
    code = notation.snippet(shown.scene.notation, "W2", reduction, folded=True).code
    gradient = shown.scene.notation.stored("W2", other.links["W2"].gradient)
    return Piece(
        f"The gradient with respect to W2, with the {reduction} of the losses instead",
        code,
        {"gradient": gradient},
    )


def _nudges(shown: BatchScene) -> Piece:
    """Return the gradients of x and the parameters by central differences of J."""
    names = tuple(shown.gradients.errors)  # of x and of the parameters
    forward = _lines(notation.forward(shown.scene.notation, shown.batch.reduction))
    each = ", ".join(f"{name}={name}" for name in names)
    code = f"""at = dict({each})


def loss(**nudged):
    {", ".join(names)} = ({{**at, **nudged}}[name] for name in {names!r})
{indent(forward, "    ")}
    return J


for name, gradient in {{{", ".join(f'"{name}": dJ_d{name}' for name in names)}}}.items():
    measured = central_difference(lambda value: loss(**{{name: value}}), at[name])
    error = np.abs(measured.reshape(gradient.shape) - gradient).max()
    print("with respect to", name, "it differs from central differences by", error)
    assert error < 1e-6"""
    return Piece(
        "The gradients with respect to x and the parameters, by nudges", code, numpy_only=True
    )


def _three_products(a: Array, b: Array) -> Piece:
    code, results = ["outer = np.outer(a, b)"], {"outer": np.outer(a, b)}
    if a.size == b.size:
        code += ["hadamard = a * b", "dot = a @ b"]
        results |= {"hadamard": a * b, "dot": np.array(a @ b)}
    return Piece(
        "Three products of two vectors", "\n".join(code), results, {"a": a, "b": b}, key="products"
    )


def _backward(shown: BatchScene, v: Array) -> Piece:
    n, W2 = shown.scene.notation, shown.batch.network.W2
    jacobian = n.weights("W2", transposed=n.rows).code
    return Piece(
        "What backward() computes for a v",
        f"product = v @ {jacobian}",
        {"product": v @ W2.T},
        {"v": v},
        key="backward",
    )


def _lines(code: dict[str, str]) -> str:
    return "\n".join(f"{name} = {text}" for name, text in code.items())
