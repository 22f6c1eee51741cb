"""Batch: the network over N examples, and the flattened Jacobian by each of its variables.

Arrays are flattened row by row. One identity, `v (A ⊗ B) = vec(Aᵀ V B)` with V = v as (rows of A,
rows of B), is the rule for the weights, the biases and the layers.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal, get_args

import numpy as np

from explainer.compute.jacobians import Jacobian
from explainer.compute.network import Network, Values
from explainer.compute.validation import Array, distributions

Variable = Literal["W2", "b2", "h", "r", "W1", "b1", "x"]
VARIABLES: tuple[Variable, ...] = get_args(Variable)
# What each variable goes into, next.
OUTPUT: dict[Variable, str] = {
    **{"W2": "theta", "b2": "theta", "h": "theta"},
    **{"r": "h"},
    **{"W1": "r", "b1": "r", "x": "r"},
}
Reduction = Literal["sum", "mean"]  # of the examples' losses


@dataclass(frozen=True, eq=False)
class Link:
    """∂output/∂variable over a batch, flattened, between the two gradients of the loss."""

    variable: Variable
    jacobian: Jacobian  # (size of the output, size of the variable)
    upstream: Array  # ∂J/∂output in the output's shape
    gradient: Array  # ∂J/∂variable in the variable's shape

    @property
    def output(self) -> str:
        return OUTPUT[self.variable]


@dataclass(frozen=True, eq=False)
class Batch:
    """A network, N examples x (N, D) and targets y (N, K), and how their losses are joined.

    Raises `ValueError` for an x or y of another shape, and for a y that is no distribution.
    """

    network: Network
    x: Array
    y: Array
    reduction: Reduction = "sum"

    def __post_init__(self) -> None:
        if self.x.ndim != 2:
            raise ValueError(f"x has shape {self.x.shape} but a batch is (N, D)")
        distributions("y", self.y, self.values.y_hat.shape)

    @cached_property
    def values(self) -> Values:
        return self.network.values(self.x)

    @property
    def share(self) -> float:
        """How much of an example's loss counts: 1 in a sum, 1/N in a mean."""
        return 1.0 if self.reduction == "sum" else 1 / len(self.x)

    def loss(self) -> float:
        """J, the sum or the mean of the examples' losses."""
        return float(np.real(self.network.loss(self.x, self.y))) * self.share

    def link(self, variable: Variable) -> Link:
        """The local Jacobian by a variable, and the gradients on both of its sides."""
        jacobian, upstream = self.jacobian(variable), self.delta(OUTPUT[variable])
        found = upstream.reshape(-1) @ jacobian
        return Link(variable, jacobian, upstream, found.reshape(self.array(variable).shape))

    def array(self, variable: str) -> Array:
        """A variable or node of the network."""
        holder = self.values if hasattr(self.values, variable) else self.network
        array: Array = getattr(holder, variable)
        return array

    def jacobian(self, variable: Variable) -> Jacobian:
        """∂output/∂variable, flattened."""
        dtheta_dh, dh_dr, dr_dx = self.network.jacobians(self.values)
        nodes = {"h": dtheta_dh, "r": dh_dr, "x": dr_dx}
        return {**nodes, **self.network.parameter_jacobians(self.values)}[variable]

    def delta(self, output: str) -> Array:
        """∂J/∂θ, ∂J/∂h or ∂J/∂r, in the node's shape: what several links have in common."""
        if output == "theta":
            return (self.values.y_hat - self.y) * self.share
        return self.link("h" if output == "h" else "r").gradient
