"""Scene: a network with one example and its notation, for all pages that show one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from explainer.compute import Chain, Network, Values, gradients
from explainer.compute.arrays import Array
from explainer.compute.comparison import Way
from explainer.figures.arrangement import NUMBERED
from explainer.notation import Formulation, Notation
from explainer.palette import Palette


@dataclass(frozen=True)
class Picture:
    """The shape of an input that is an image, and texts about it."""

    shape: tuple[int, int]
    title: str  # the image's number and label
    about: str  # a sentence about the network that classifies it
    source: str


@dataclass(frozen=True, eq=False)
class Example:
    """An example and its results, each of which is computed once, on first use."""

    network: Network
    x: Array  # (D,)
    y: Array  # (K,)
    picture: Picture | None

    @cached_property
    def values(self) -> Values:
        return self.network.values(self.x)

    @cached_property
    def chain(self) -> Chain:
        return self.network.chain(self.x, self.y)

    @cached_property
    def derivative(self) -> Array:
        """The diagonal of ∂h/∂r, (H,), of an element-wise activation."""
        return self.network.function.derivative(self.values.r, self.values.h)

    @cached_property
    def gradients(self) -> dict[Way, Array]:
        """The gradient ∂J/∂x, (D,), for each way to compute it."""
        return gradients(self.network, self.x, self.y)

    @cached_property
    def loss(self) -> float:
        return float(np.real(self.network.loss(self.x, self.y)))

    @property
    def true_class(self) -> int | None:
        """The class whose target probability is 1; None if the target has several classes."""
        at = int(np.argmax(self.y))
        return at if self.y[at] == 1 else None

    @cached_property
    def limit(self) -> float:
        """The largest absolute entry of the chain's Jacobians and gradients; 1 if all are 0."""
        arrays = [np.asarray(link.jacobian) for link in self.chain.links]
        return _largest([*arrays, *(link.gradient for link in self.chain.links)])

    @cached_property
    def gradient_limit(self) -> float:
        """The largest absolute entry of the chain's gradients; 1 if all are 0."""
        return _largest([link.gradient for link in self.chain.links])


def _largest(arrays: list[Array]) -> float:
    return max(float(np.abs(array).max()) for array in arrays) or 1.0


@dataclass(frozen=True)
class Scene:
    """An example and its notation: the subject of a figure, an exercise or a file.

    Equal scenes share a cache entry.
    """

    example: Example
    notation: Notation

    @property
    def network(self) -> Network:
        return self.example.network

    @property
    def values(self) -> Values:
        return self.example.values

    @property
    def chain(self) -> Chain:
        return self.example.chain

    @property
    def palette(self) -> Palette:
        return self.notation.palette

    @property
    def limit(self) -> float:
        """The largest absolute entry of the chain, at which the colours of its figures saturate."""
        return self.example.limit

    @property
    def gradient_limit(self) -> float | None:
        """The limit of the gradients' own colour scale; None if they share the chain's scale.

        On the scale of large matrices, whose cells have no numbers, gradients would look empty.
        """
        return self.example.gradient_limit if max(self.network.sizes) > NUMBERED else None

    def written_as(self, formulation: Formulation) -> Scene:
        """Return the same scene in this formulation."""
        return replace(self, notation=replace(self.notation, formulation=formulation))

    @property
    def both(self) -> tuple[Scene, Scene]:
        """The scene in each formulation, in the order of the switch."""
        return self.written_as("matrix"), self.written_as("elementwise")
