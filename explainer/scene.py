"""Scene: everything one view of the page shows, computed from its settings."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np

from explainer.compute import Chain, Network, Values, gradients
from explainer.compute.validation import Array
from explainer.digits import load_digits
from explainer.notation import Formulation, Notation
from explainer.palette import Palette
from explainer.settings import Settings


@dataclass(frozen=True)
class Scene:
    """The settings and the theme's colours; the rest follows."""

    settings: Settings
    palette: Palette

    @cached_property
    def network(self) -> Network:
        s = self.settings
        if self.is_digit:
            return load_digits().network
        return Network.random(s.D, s.H, s.K, s.seed, s.activation)

    @classmethod
    @lru_cache(maxsize=64)
    def of(cls, settings: Settings, palette: Palette) -> Scene:
        """The scene of these settings, with what was worked out for it before."""
        return cls(settings, palette)

    def written_as(self, formulation: Formulation) -> Scene:
        """The same in this formulation."""
        return Scene(replace(self.settings, formulation=formulation), self.palette)

    def tracing(self, entry: int) -> Scene:
        """The same with this entry traced."""
        return Scene(replace(self.settings, entry=entry), self.palette)

    @property
    def is_digit(self) -> bool:
        return self.settings.network == "Handwritten digit"

    @cached_property
    def x(self) -> Array:
        """The input, (D,): the image's pixels from 0 to 1, or standard normal numbers."""
        if self.is_digit:
            return load_digits().images[self.settings.image]
        return np.random.default_rng([self.settings.seed, 1]).standard_normal(self.settings.D)

    @property
    def target(self) -> int:
        """The true class: the image's label, or the one that was chosen."""
        if self.is_digit:
            return int(load_digits().labels[self.settings.image])
        return self.settings.target

    @cached_property
    def y(self) -> Array:
        """The target, one-hot, (K,)."""
        return np.eye(self.network.sizes[2])[self.target]

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
    def bench_factors(self) -> list[Array]:
        """ŷ − y, W₂, s and W₁, with two axes, s as the settings have it: what formulas join."""
        row = self.derivative[np.newaxis, :]
        s = row if self.settings.middle == "row" else np.diag(self.derivative)
        return [self.chain.steps[0].result[np.newaxis, :], self.network.W2, s, self.network.W1]

    @cached_property
    def gradients(self) -> dict[str, Array]:
        """∂J/∂x, (D,), in every way there is, by name."""
        return gradients(self.network, self.x, self.y)

    @cached_property
    def loss(self) -> float:
        return float(self.network.loss(self.x, self.y).real)

    @cached_property
    def notation(self) -> Notation:
        s = self.settings
        return Notation(s.convention, s.formulation, self.network.function, self.palette)

    @cached_property
    def gradient_limit(self) -> float | None:
        """Where the colours of gradients saturate, if they have a scale of their own.

        Next to the digit's weights, and without numbers, its gradients would be empty rows.
        """
        if not self.is_digit:
            return None
        return max(float(np.abs(step.result).max()) for step in self.chain.steps) or 1.0

    @cached_property
    def limit(self) -> float:
        """The largest entry of the chain: where the colours of all its figures saturate."""
        arrays = [np.asarray(step.jacobian) for step in self.chain.steps]
        arrays += [step.result for step in self.chain.steps]
        return max(float(np.abs(array).max()) for array in arrays) or 1.0
