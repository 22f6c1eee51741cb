"""Function: the value, derivative and costs of one function, from the table or typed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from explainer.compute.arrays import Array
from explainer.compute.costs import Costs
from explainer.compute.jacobians import Diagonal, Jacobian


def identifier(name: str) -> str:
    """Return a function's name as an identifier for code."""
    return re.sub(r"\W", "_", name)


@dataclass(frozen=True)
class Function:
    """A row of the table. `r` is the input and `h` the value at r, as in the network.

    `rule` is the derivative of an element-wise function, (r, h) → array of r's shape; for other
    functions it is the whole Jacobian, (r, h) → Jacobian.
    """

    name: str
    value: Callable[[Array], Array]
    elementwise: bool
    rule: Callable[[Array, Array], Array] | Callable[[Array, Array], Jacobian]
    costs: Callable[[int], Costs] = lambda n: Costs(n, n)  # of the shorthand
    kinks: tuple[float, ...] = ()  # inputs where it is continuous but not differentiable
    complex_step: bool = True  # True if the value keeps the imaginary part of its input
    loss_gradient: Callable[[Array], Array] | None = None  # of −log p₀; only for (log-)softmax
    activation: bool = False  # True if allowed between layers: outputs = inputs, no weights

    @property
    def identifier(self) -> str:
        """The name as an identifier for code."""
        return identifier(self.name)

    def derivative(self, x: Array, h: Array | None = None) -> Array:
        """Return the diagonal of an element-wise function's Jacobian, with the shape of x.

        Raises `ValueError` for a function that is not element-wise: its Jacobian is not diagonal.
        """
        if not self.elementwise:
            raise ValueError(f"{self.name} is not element-wise: its Jacobian is not diagonal")
        return self.rule(x, self.value(x) if h is None else h)  # type: ignore[return-value]

    def jacobian(self, x: Array, h: Array | None = None) -> Jacobian:
        """Return the Jacobian at x (n,), shape (outputs, n).

        Element-wise functions and softmax also accept a batch (N, n): the result is the Jacobian
        of the flattened map. `h` is the value at x, if it is already known.
        """
        h = self.value(x) if h is None else h
        if self.elementwise:
            return Diagonal(self.derivative(x, h).reshape(-1))
        return self.rule(x, h)  # type: ignore[return-value]
