"""∂J/∂x in every way there is, and how far the ways lie apart."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from explainer.compute.arrays import Array
from explainer.compute.checks import central_difference, complex_step
from explainer.compute.network import Network

Way = Literal["matrix", "elementwise", "central", "complex"]
# Of max(1, largest entry): what rounding, and the step that is not infinitely small, explain.
TOLERANCE: dict[Way, float] = {"elementwise": 1e-12, "central": 1e-7, "complex": 1e-12}


def gradients(network: Network, x: ArrayLike, y: ArrayLike) -> dict[Way, Array]:
    """∂J/∂x, (D,), by the way it is worked out; the first multiplies all Jacobians as matrices.

    A way that does not exist for the activation is left out: no element-wise one for softmax, no
    complex step for gelu. Raises `ValueError` as `Network.chain`.
    """
    chain, values, function = network.chain(x, y), network.values(x), network.function
    loss, output, activation, input = (np.asarray(link.jacobian) for link in chain.links)
    found: dict[Way, Array] = {"matrix": (loss @ output @ activation @ input)[0]}
    if function.elementwise:
        s = function.derivative(values.r, values.h)
        found["elementwise"] = ((values.y_hat - y) @ network.W2.T * s) @ network.W1.T

    def J(x: Array) -> float | complex:
        return network.loss(x, y)

    found["central"] = central_difference(J, values.x)[0]
    if function.complex_step:
        found["complex"] = complex_step(J, values.x)[0]
    return found


def differences(found: dict[Way, Array]) -> dict[Way, float]:
    """The largest absolute difference of each way from the first."""
    (_, first), *others = found.items()
    return {way: float(np.abs(other - first).max()) for way, other in others}


def tolerances(found: dict[Way, Array]) -> dict[Way, float]:
    """The largest difference from the first that rounding explains, for each other way."""
    size = max(1.0, *(float(np.abs(gradient).max()) for gradient in found.values()))
    return {way: TOLERANCE[way] * size for way in list(found)[1:]}


def agree(found: dict[Way, Array]) -> bool:
    """Does each way lie within its tolerance of the first?"""
    allowed = tolerances(found)
    return all(d <= allowed[way] for way, d in differences(found).items())


def coincides(one: Array, other: Array) -> bool:
    """Are two arrays equal but for rounding: 1e-12 of max(1, largest entry)?"""
    return agree({"matrix": one, "elementwise": other})
