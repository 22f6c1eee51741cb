"""BatchScene: a batch through the random network, and one local Jacobian by one variable."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from explainer.compute import central_difference
from explainer.compute.batch import VARIABLES, Batch, Link, Variable
from explainer.compute.validation import Array
from explainer.notation import Notation
from explainer.palette import Palette
from explainer.scene import Scene
from explainer.settings import REDUCTIONS, Settings


@dataclass(frozen=True)
class BatchScene:
    """The settings and the theme's colours; the rest follows."""

    settings: Settings
    palette: Palette

    @cached_property
    def batch(self) -> Batch:
        """N examples of standard normal numbers, the classes in turn from the target on."""
        s = self.settings
        rng = np.random.default_rng([s.seed, 1])  # its first example is that of the walkthrough
        classes = (s.target + np.arange(s.N)) % s.K
        network = Scene.of(s, self.palette).network
        x, y = rng.standard_normal((s.N, s.D)), np.eye(s.K)[classes]
        return Batch(network, x, y, REDUCTIONS[s.reduction])

    @property
    def notation(self) -> Notation:
        return Scene.of(self.settings, self.palette).notation

    @property
    def variable(self) -> Variable:
        return self.settings.variable

    @cached_property
    def link(self) -> Link:
        return self.batch.link(self.variable)

    @cached_property
    def links(self) -> dict[str, Link]:
        return {variable: self.batch.link(variable) for variable in VARIABLES}

    @cached_property
    def matrix(self) -> Array:
        """The flattened Jacobian that nobody builds, to look at."""
        return np.asarray(self.link.jacobian)

    @property
    def folds(self) -> bool:
        """Is the Jacobian made of copies of one small matrix? Softmax's blocks are not alike."""
        return self.variable != "r" or self.batch.network.function.elementwise

    @property
    def entry(self) -> int:
        """The entry of the gradient that is traced, flattened."""
        return min(self.settings.traced, self.link.gradient.size - 1)

    @cached_property
    def errors(self) -> dict[str, float]:
        """The largest difference of each gradient from central differences of the loss."""
        return {
            name: float(np.abs(self._measured(name) - link.gradient.reshape(-1)).max())
            for name, link in self.links.items()
            if name in ("W1", "b1", "W2", "b2", "x")
        }

    def _measured(self, name: str) -> Array:
        def loss(array: Array) -> float:
            batch = self.batch
            if name == "x":
                return Batch(batch.network, array, batch.y, batch.reduction).loss()
            changed = batch.network.replaced(name, array)
            return Batch(changed, batch.x, batch.y, batch.reduction).loss()

        return central_difference(loss, self.batch.array(name))[0]
