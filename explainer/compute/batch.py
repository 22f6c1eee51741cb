"""Batch: the network over N examples, and the flattened Jacobian of each local function.

Arrays are flattened row by row. The identity `v (A ⊗ B) = vec(Aᵀ V B)`, where V is v reshaped to
(rows of A, rows of B), gives the rule for the weights, the biases and the layers.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from explainer.compute.arrays import Array
from explainer.compute.chain import Link
from explainer.compute.jacobians import Jacobian
from explainer.compute.network import Network, Values
from explainer.compute.validation import distributions, protect

Reduction = Literal["sum", "mean"]  # of the examples' losses
# "layer" is the node that enters a linear layer, "activation" the one that enters the activation.
Role = Literal["weights", "bias", "layer", "activation"]


@dataclass(frozen=True)
class Variable:
    """An array with respect to which the derivative is taken, and the node it enters."""

    name: str
    output: str  # the node it enters
    axes: tuple[str, ...]  # the letters of its shape; with N it has a row for each example
    role: Role  # how it is multiplied there
    factor: str  # the other factor: a node, a weight matrix, ones, or the derivative s

    @property
    def is_parameter(self) -> bool:
        """True if all examples share it."""
        return "N" not in self.axes

    def shape(self, sizes: dict[str, int]) -> tuple[int, ...]:
        """Return its shape, given N, D, H and K."""
        return tuple(sizes[axis] for axis in self.axes)


VARIABLES: dict[str, Variable] = {
    variable.name: variable
    for variable in (
        Variable("W2", "theta", ("H", "K"), "weights", "h"),
        Variable("b2", "theta", ("K",), "bias", "1"),
        Variable("h", "theta", ("N", "H"), "layer", "W2"),
        Variable("r", "h", ("N", "H"), "activation", "s"),
        Variable("W1", "r", ("D", "H"), "weights", "x"),
        Variable("b1", "r", ("H",), "bias", "1"),
        Variable("x", "r", ("N", "D"), "layer", "W1"),
    )
}


@dataclass(frozen=True, eq=False)
class Batch:
    """A network, N examples x (N, D) with targets y (N, K), and the reduction of their losses.

    Raises `ValueError` if x or y has another shape, or if a row of y is not a distribution.
    """

    network: Network
    x: Array
    y: Array
    reduction: Reduction = "sum"

    def __post_init__(self) -> None:
        if self.x.ndim != 2:
            raise ValueError(f"x has shape {self.x.shape} but a batch is (N, D)")
        protect(self)
        distributions("y", self.y, self.values.y_hat.shape)

    @cached_property
    def values(self) -> Values:
        return self.network.values(self.x)

    @property
    def share(self) -> float:
        """The weight of one example's loss: 1 for a sum, 1/N for a mean."""
        return 1.0 if self.reduction == "sum" else 1 / len(self.x)

    def loss(self) -> float:
        """Return J, the sum or the mean of the examples' losses."""
        return float(np.real(self.network.loss(self.x, self.y))) * self.share

    def link(self, name: str) -> Link:
        """Return a variable's link: the local Jacobian and the gradients on its two sides."""
        output = VARIABLES[name].output
        jacobian, upstream = self.jacobian(name), self.delta(output)
        downstream = upstream.reshape(-1) @ jacobian
        return Link(output, name, upstream, jacobian, downstream.reshape(self.array(name).shape))

    def parameter_gradients(self) -> dict[str, Array]:
        """Return ∂J/∂W1 (D, H), ∂J/∂b1 (H,), ∂J/∂W2 (H, K) and ∂J/∂b2 (K,), by name."""
        names = (name for name, variable in VARIABLES.items() if variable.is_parameter)
        return {name: self.link(name).gradient for name in names}

    def short(self, name: str) -> Array:
        """Return the gradient in the variable's shape, by the usual formula without a Jacobian."""
        variable, delta = VARIABLES[name], self.delta(VARIABLES[name].output)
        factor = self.factor(variable)
        if variable.role == "layer":
            return delta @ factor.T
        if variable.role != "activation":
            return (factor.T @ delta).reshape(self.array(name).shape)
        if self.network.function.elementwise:
            return delta * factor
        return factor * (delta - np.sum(factor * delta, axis=1, keepdims=True))

    def factor(self, variable: Variable) -> Array:
        """Return the other factor of a variable, with two axes. For softmax, s is h."""
        if variable.factor == "1":
            return np.ones((len(self.x), 1))
        if variable.factor == "s":
            r, h, function = self.values.r, self.values.h, self.network.function
            return function.derivative(r, h) if function.elementwise else h
        return self.array(variable.factor)

    def array(self, name: str) -> Array:
        """Return a parameter or node of the network by name."""
        holder = self.values if hasattr(self.values, name) else self.network
        array: Array = getattr(holder, name)
        return array

    def jacobian(self, name: str) -> Jacobian:
        """Return ∂output/∂variable of the flattened arrays."""
        dtheta_dh, dh_dr, dr_dx = self.network.jacobians(self.values)
        nodes = {"h": dtheta_dh, "r": dh_dr, "x": dr_dx}
        return {**nodes, **self.network.parameter_jacobians(self.values)}[name]

    def delta(self, output: str) -> Array:
        """Return the upstream gradient ∂J/∂θ, ∂J/∂h or ∂J/∂r, in the node's shape."""
        if output == "theta":
            return (self.values.y_hat - self.y) * self.share
        return self.link(output).gradient
