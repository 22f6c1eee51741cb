"""Link and Chain: the local Jacobians from the loss back to the input, and the running product."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from explainer.compute.arrays import Array
from explainer.compute.jacobians import Dense, Jacobian
from explainer.compute.product_structures import DiagonalMinusOuter
from explainer.compute.validation import protect


@dataclass(frozen=True, eq=False)
class Link:
    """A link: the local Jacobian turns the upstream gradient into the gradient of the input.

    Both gradients have the shapes of their arrays, for one example or for a batch; the Jacobian
    is that of the flattened map.
    """

    output: str  # the node whose gradient arrives
    input: str  # the node or parameter whose gradient leaves
    upstream: Array  # ∂J/∂output
    jacobian: Jacobian  # ∂output/∂input, (size of the output, size of the input)
    gradient: Array  # ∂J/∂input = upstream @ jacobian

    def __post_init__(self) -> None:
        protect(self)


@dataclass(frozen=True, eq=False)
class Chain:
    """The links from J back to x, found by the name of the input: `chain["h"]` holds ∂θ/∂h.

    The gradient of one link is the upstream gradient of the next.
    """

    links: tuple[Link, ...]
    unfused: tuple[Link, Link] | None
    """∂J/∂ŷ = −y/ŷ, then ∂ŷ/∂θ: the two factors of ŷ − y. None where ŷ is so small under a positive
    y that −y/ŷ is no finite number: only the fused factor can be written down."""

    def __getitem__(self, input: str) -> Link:
        """Return the link with this input. Raises `KeyError` for another name."""
        return {link.input: link for link in self.links}[input]

    @property
    def gradient(self) -> Array:
        """∂J/∂x, (D,)."""
        return self.links[-1].gradient


def linked(factors: Mapping[str, Jacobian]) -> tuple[Link, ...]:
    """Return the links from J through the Jacobians, which are keyed by their inputs' names."""
    links = []
    output, upstream = "J", np.ones(1)  # ∂J/∂J
    for name, jacobian in factors.items():
        links.append(Link(output, name, upstream, jacobian, upstream @ jacobian))
        output, upstream = name, links[-1].gradient
    return tuple(links)


def unfused_links(y: Array, y_hat: Array) -> tuple[Link, Link] | None:
    """Return the two links that ŷ − y fuses, for y and y_hat (K,); None if −y/ŷ is not finite."""
    with np.errstate(divide="ignore", over="ignore"):
        # If y = 0 the entry is 0, even if y_hat has underflowed to 0.
        dJ_dy_hat = -np.divide(y, y_hat, out=np.zeros_like(y_hat), where=y > 0)
    if not np.isfinite(dJ_dy_hat).all():
        return None
    factors = {"y_hat": Dense(dJ_dy_hat[np.newaxis, :]), "theta": DiagonalMinusOuter(y_hat)}
    first, second = linked(factors)
    return first, second
