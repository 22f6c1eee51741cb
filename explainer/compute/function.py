"""Function: the numbers of one function, of the table or typed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from explainer.compute.arrays import Array
from explainer.compute.costs import Costs
from explainer.compute.jacobians import Diagonal, Jacobian


def identifier(name: str) -> str:
    """A function's name as it stands in code."""
    return re.sub(r"\W", "_", name)


@dataclass(frozen=True)
class Function:
    """One row of the table. `r` is the input and `h` the value there, as in the network.

    `rule` is an element-wise function's derivative (r, h) → array of r's shape, or else the whole
    Jacobian (r, h) → Jacobian.
    """

    name: str
    value: Callable[[Array], Array]
    elementwise: bool
    rule: Callable[[Array, Array], Array] | Callable[[Array, Array], Jacobian]
    costs: Callable[[int], Costs] = lambda n: Costs(n, n)  # of the shorthand
    kinks: tuple[float, ...] = ()  # where it is continuous and not differentiable
    complex_step: bool = True  # does the value keep the imaginary part of its input
    loss_gradient: Callable[[Array], Array] | None = None  # of −log p₀, of what makes probabilities
    activation: bool = False  # may it stand between layers: as many outputs as inputs, no weights

    @property
    def identifier(self) -> str:
        """The name as it stands in code."""
        return identifier(self.name)

    def derivative(self, x: Array, h: Array | None = None) -> Array:
        """The diagonal of an element-wise function's Jacobian, as an array of x's shape.

        Raises `ValueError` for a function that is not element-wise: it has no such shorthand.
        """
        if not self.elementwise:
            raise ValueError(f"{self.name} is not element-wise: its Jacobian is not diagonal")
        return self.rule(x, self.value(x) if h is None else h)  # type: ignore[return-value]

    def jacobian(self, x: Array, h: Array | None = None) -> Jacobian:
        """The Jacobian at x (n,), shape (outputs, n).

        Of an element-wise function and of softmax also over a batch (N, n): that of the flattened
        map. `h` is the value at x, if it is already known.
        """
        h = self.value(x) if h is None else h
        if self.elementwise:
            return Diagonal(self.derivative(x, h).reshape(-1))
        return self.rule(x, h)  # type: ignore[return-value]
