"""∂J/∂x in every way there is, and how far the ways lie apart."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from explainer.compute.checks import central_difference, complex_step
from explainer.compute.network import Network
from explainer.compute.validation import Array

# Of max(1, largest entry).
TOLERANCE = {"Element-wise": 1e-12, "Central differences": 1e-7, "Complex step": 1e-12}


def gradients(network: Network, x: ArrayLike, y: ArrayLike) -> dict[str, Array]:
    """∂J/∂x, (D,), by the name of the way; the first is the product of all Jacobians as matrices.

    A way that does not exist for the activation is left out: no element-wise one for softmax, no
    complex step for gelu. Raises `ValueError` as `Network.chain`.
    """
    chain, values, function = network.chain(x, y), network.values(x), network.function
    loss, output, activation, input = (np.asarray(step.jacobian) for step in chain.steps)
    found = {"Matrix multiply": (loss @ output @ activation @ input)[0]}
    if function.elementwise:
        s = function.derivative(values.r, values.h)
        found["Element-wise"] = ((values.y_hat - y) @ network.W2.T * s) @ network.W1.T

    def J(x: Array) -> float | complex:
        return network.loss(x, y)

    found["Central differences"] = central_difference(J, values.x)[0]
    if function.complex_step:
        found["Complex step"] = complex_step(J, values.x)[0]
    return found


def differences(found: dict[str, Array]) -> dict[str, float]:
    """The largest absolute difference of each way from the first."""
    (_, first), *others = found.items()
    return {name: float(np.abs(other - first).max()) for name, other in others}


def tolerances(found: dict[str, Array]) -> dict[str, float]:
    """The largest difference from the first that rounding explains, for each other way."""
    size = max(1.0, *(float(np.abs(gradient).max()) for gradient in found.values()))
    return {name: TOLERANCE[name] * size for name in list(found)[1:]}


def agree(found: dict[str, Array]) -> bool:
    """Does each way lie within its tolerance of the first?"""
    allowed = tolerances(found)
    return all(d <= allowed[name] for name, d in differences(found).items())
