"""The gradient ∂J/∂x computed in several ways, and the differences between the results."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from explainer.compute.arrays import Array
from explainer.compute.checks import central_difference, complex_step
from explainer.compute.network import Network

Way = Literal["matrix", "elementwise", "central", "complex"]
# The error that rounding and a finite step explain, relative to max(1, largest entry).
TOLERANCE: dict[Way, float] = {"elementwise": 1e-12, "central": 1e-7, "complex": 1e-12}

# Below it, a difference from central differences is explained by rounding and the finite step.
CENTRAL_ERROR = 1e-6


def largest_difference(a: ArrayLike, b: ArrayLike) -> float:
    """Return the largest absolute difference of two arrays, flattened; infinity if sizes differ."""
    first, second = np.ravel(a), np.ravel(b)
    return float(np.abs(first - second).max()) if first.size == second.size else np.inf


def gradients(network: Network, x: ArrayLike, y: ArrayLike) -> dict[Way, Array]:
    """Return ∂J/∂x (D,) for each way to compute it; the first multiplies whole Jacobians.

    A way that the activation does not allow is left out: element-wise for softmax, the complex
    step for gelu. Raises `ValueError` like `Network.chain`.
    """
    chain, values, function = network.chain(x, y), network.values(x), network.function
    loss, output, activation, input = (np.asarray(link.jacobian) for link in chain.links)
    by_way: dict[Way, Array] = {"matrix": (loss @ output @ activation @ input)[0]}
    if function.elementwise:
        s = function.derivative(values.r, values.h)
        by_way["elementwise"] = ((values.y_hat - y) @ network.W2.T * s) @ network.W1.T

    def J(x: Array) -> float | complex:
        return network.loss(x, y)

    by_way["central"] = central_difference(J, values.x)[0]
    if function.complex_step:
        by_way["complex"] = complex_step(J, values.x)[0]
    return by_way


def differences(by_way: dict[Way, Array]) -> dict[Way, float]:
    """Return the largest absolute difference between each other way and the first."""
    (_, first), *others = by_way.items()
    return {way: largest_difference(other, first) for way, other in others}


def tolerances(by_way: dict[Way, Array]) -> dict[Way, float]:
    """Return the allowed difference from the first way, for each other way."""
    size = max(1.0, *(float(np.abs(gradient).max()) for gradient in by_way.values()))
    return {way: TOLERANCE[way] * size for way in list(by_way)[1:]}


def agree(by_way: dict[Way, Array]) -> bool:
    """Tell whether each way is within its tolerance of the first."""
    allowed = tolerances(by_way)
    return all(d <= allowed[way] for way, d in differences(by_way).items())


def coincides(first: Array, second: Array) -> bool:
    """Tell whether two arrays are equal up to rounding: 1e-12 times max(1, largest entry)."""
    return agree({"matrix": first, "elementwise": second})
