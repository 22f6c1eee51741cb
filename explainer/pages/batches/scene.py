"""BatchScene: a batch through the network, and one local Jacobian."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np

from explainer import controls
from explainer.compute import Link, central_difference
from explainer.compute.arrays import Array
from explainer.compute.batch import VARIABLES, Batch, Reduction, Variable
from explainer.compute.comparison import largest_difference
from explainer.figures.arrangement import NUMBERED
from explainer.networks import examples, scene_of
from explainer.pages.batches.controls import WIDGETS
from explainer.pages.batches.settings import BatchSettings
from explainer.palette import Palette
from explainer.scene import Scene


@dataclass(frozen=True, eq=False)
class Gradients:
    """The gradients of a batch, computed when first used and cached."""

    batch: Batch

    @cached_property
    def links(self) -> dict[str, Link]:
        return {name: self.batch.link(name) for name in VARIABLES}

    @cached_property
    def otherwise(self) -> Gradients:
        """The gradients with the mean of the losses instead of their sum, or vice versa."""
        other: Reduction = "mean" if self.batch.reduction == "sum" else "sum"
        return Gradients(replace(self.batch, reduction=other))

    @cached_property
    def errors(self) -> dict[str, float]:
        """The largest difference of each gradient from central differences of the loss."""
        return {
            name: largest_difference(self._measured(name), self.links[name].gradient)
            for name in VARIABLES
            if name == "x" or VARIABLES[name].is_parameter
        }

    def _measured(self, name: str) -> Array:
        def loss(array: Array) -> float:
            if name == "x":
                return replace(self.batch, x=array).loss()
            return replace(self.batch, network=self.batch.network.replaced(name, array)).loss()

        return central_difference(loss, self.batch.array(name))[0]


@dataclass(frozen=True)
class BatchScene:
    """The scene of the first example, the gradients of the batch, and the settings."""

    scene: Scene  # of the first example
    gradients: Gradients
    settings: BatchSettings

    @property
    def batch(self) -> Batch:
        return self.gradients.batch

    @property
    def links(self) -> dict[str, Link]:
        return self.gradients.links

    @property
    def variable(self) -> Variable:
        return VARIABLES[self.settings.variable]

    @property
    def link(self) -> Link:
        return self.links[self.settings.variable]

    @cached_property
    def matrix(self) -> Array:
        """The flattened Jacobian as a matrix, built only to be shown."""
        return np.asarray(self.link.jacobian)

    @property
    def fits(self) -> bool:
        """True if the network is small enough to be drawn."""
        return max(self.batch.network.sizes) <= NUMBERED

    @property
    def folds(self) -> bool:
        """True if the Jacobian can be folded; that of softmax cannot, as its blocks differ."""
        return self.variable.role != "activation" or self.batch.network.function.elementwise

    @property
    def folded(self) -> bool:
        """True if the product is shown folded; always False if it cannot be folded."""
        return self.settings.folded and self.folds

    @property
    def entry(self) -> int:
        """The index of the traced entry in the flattened gradient."""
        return min(self.settings.traced, self.link.gradient.size - 1)


def batch_of(settings: BatchSettings, palette: Palette) -> BatchScene:
    """Return the scene of these settings; the gradients of its batch are cached."""
    gradients = _gradients(replace(BatchSettings(), **settings.of_the_batch))
    return BatchScene(scene_of(settings, palette), gradients, settings)


def current_scene() -> BatchScene:
    """Return the scene of the current widgets, in the colours of the browser's theme."""
    return batch_of(WIDGETS.settings(), controls.palette())


@lru_cache(maxsize=64)  # of at most 0.1 MiB each
def _gradients(settings: BatchSettings) -> Gradients:
    chosen = examples(settings, settings.N)
    return Gradients(Batch(chosen.network, chosen.x, chosen.y, settings.reduction))
