"""BenchScene: a network, the chosen formula of its factors, and the verdicts on all formulas."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from explainer import controls
from explainer.compute.arrays import Array
from explainer.compute.comparison import coincides
from explainer.compute.formulas import Circle, Evaluation, Formula, Verdict, evaluate, verdicts
from explainer.networks import scene_of
from explainer.pages.bench.controls import WIDGETS
from explainer.pages.bench.settings import BenchSettings
from explainer.palette import Palette
from explainer.scene import Scene


@dataclass(frozen=True)
class BenchScene:
    """The scene of a network, with the settings of the bench."""

    scene: Scene
    settings: BenchSettings

    @property
    def formula(self) -> Formula:
        return self.settings.formula

    @cached_property
    def factors(self) -> list[Array]:
        """The factors ŷ − y, W₂, s and W₁, each with two axes; s is a row or a diagonal matrix."""
        row = self.scene.example.derivative[np.newaxis, :]
        s = row if self.settings.s == "row" else np.diag(self.scene.example.derivative)
        return [
            self.scene.chain["theta"].gradient[np.newaxis, :],
            self.scene.network.W2,
            s,
            self.scene.network.W1,
        ]

    @cached_property
    def found(self) -> Evaluation:
        """The result of the formula with the ∘ of the settings."""
        return self.evaluated(self.settings.hadamard)

    def evaluated(self, circle: Circle) -> Evaluation:
        """Evaluate the formula with this meaning of ∘."""
        return evaluate([self.formula], self.factors, circle)[self.formula]

    @property
    def verdicts(self) -> Mapping[Formula, Verdict]:
        """The verdict on each formula at these sizes, with the s and the ∘ of the settings."""
        return self.judged(self.settings.hadamard)

    def judged(self, circle: Circle) -> Mapping[Formula, Verdict]:
        """Return the verdict on each formula with this meaning of ∘."""
        return verdicts(*self.scene.network.sizes, s=self.settings.s, circle=circle)

    @property
    def verdict(self) -> Verdict:
        return self.verdicts[self.formula]

    @property
    def coincides(self) -> bool:
        """True if the result, (1, D), equals the gradient for the numbers of this network."""
        assert self.found.value is not None
        return coincides(self.scene.chain.gradient, self.found.value[0])


def bench_of(settings: BenchSettings, palette: Palette) -> BenchScene:
    """Return the scene of these settings."""
    return BenchScene(scene_of(settings, palette), settings)


def current_scene() -> BenchScene:
    """Return the scene of the current widgets, in the colours of the browser's theme."""
    return bench_of(WIDGETS.settings(), controls.palette())
