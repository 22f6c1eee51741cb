"""Step and Chain: the local Jacobians from the loss back to the input, and the running product."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from explainer.compute.jacobians import Dense, Jacobian
from explainer.compute.product_structures import DiagonalMinusOuter
from explainer.compute.validation import Array


@dataclass(frozen=True, eq=False)
class Step:
    """One link: the upstream gradient arrives, the local Jacobian takes it to the input."""

    output: str  # the node whose gradient arrives
    input: str  # the node whose gradient leaves
    upstream: Array  # ∂J/∂output, (outputs,)
    jacobian: Jacobian  # ∂output/∂input, (outputs, inputs)
    result: Array  # ∂J/∂input = upstream @ jacobian, (inputs,)


@dataclass(frozen=True, eq=False)
class Chain:
    """The steps from J back to x; `steps[i].result` is `steps[i + 1].upstream`."""

    steps: tuple[Step, ...]
    unfused: tuple[Step, Step] | None
    """∂J/∂ŷ = −y/ŷ, then ∂ŷ/∂θ: the two factors of ŷ − y. None where ŷ is so small under a positive
    y that −y/ŷ is no finite number: only the fused factor can be written down."""

    @property
    def gradient(self) -> Array:
        """∂J/∂x, (D,)."""
        return self.steps[-1].result

    @classmethod
    def linked(cls, factors: Mapping[str, Jacobian], *, y: Array, y_hat: Array) -> Chain:
        """The chain from J through `factors`, the Jacobians by the name of their input."""
        return cls(steps=_linked(factors), unfused=unfused_steps(y, y_hat))


def _linked(factors: Mapping[str, Jacobian]) -> tuple[Step, ...]:
    steps = []
    output, upstream = "J", np.ones(1)  # ∂J/∂J
    for name, jacobian in factors.items():
        result = upstream @ jacobian
        steps.append(Step(output, name, upstream, jacobian, result))
        output, upstream = name, result
    return tuple(steps)


def unfused_steps(y: Array, y_hat: Array) -> tuple[Step, Step] | None:
    """The two steps that ŷ − y fuses, for y and y_hat (K,); None where −y/ŷ is not finite."""
    with np.errstate(divide="ignore", over="ignore"):
        # Where y = 0 the entry is 0, also where y_hat has underflowed to 0.
        dJ_dy_hat = -np.divide(y, y_hat, out=np.zeros_like(y_hat), where=y > 0)
    if not np.isfinite(dJ_dy_hat).all():
        return None
    factors = {"y_hat": Dense(dJ_dy_hat[np.newaxis, :]), "theta": DiagonalMinusOuter(y_hat)}
    first, second = _linked(factors)
    return first, second
