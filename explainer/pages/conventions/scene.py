"""ConventionScene: what a book writes, tried with the numbers of the first layer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, reduce

import numpy as np

from explainer import controls
from explainer.compute.arrays import Array
from explainer.compute.comparison import CENTRAL_ERROR, largest_difference
from explainer.exercises.conventions import way_back
from explainer.exercises.exercise import Product
from explainer.networks import scene_of
from explainer.notation import CONVENTIONS, Convention, Notation
from explainer.pages.conventions.controls import WIDGETS
from explainer.pages.conventions.settings import UNKNOWN, BookSettings
from explainer.scene import Scene


@dataclass(frozen=True)
class ConventionScene:
    """The network's scene and what the book writes; the rest follows."""

    scene: Scene
    settings: BookSettings

    @property
    def book(self) -> Convention | None:
        """The convention that fits both answers, or None."""
        said = {one for one in (self.settings.forward, self.settings.backward) if one != UNKNOWN}
        return next((name for name in CONVENTIONS if said == {name}), None)

    @property
    def forms(self) -> tuple[Convention, Convention] | None:
        """The convention of the layer and that of the way back, or None until both are chosen."""
        forward, backward = self.settings.forward, self.settings.backward
        return None if UNKNOWN in (forward, backward) else (forward, backward)  # type: ignore[return-value]

    def written(self, convention: Convention) -> Notation:
        return replace(self.scene.notation, convention=convention, formulation="elementwise")

    def tried(self, forward: Convention, backward: Convention, *, rows: bool) -> Product:
        """The way back of one book in the layer of another, of a δ that is a row or a column."""
        return way_back(
            self.scene.network.W1, self.scene.chain["r"].gradient, forward, backward, rows=rows
        )

    def off_by(self, product: Array) -> float:
        """Return the largest difference from the gradient by central differences."""
        return largest_difference(product, self.scene.example.gradients["central"])

    def is_gradient(self, trial: Product) -> bool:
        """True if the product runs and gives the gradient, as a row or as a column."""
        return trial.value is not None and self.off_by(trial.value) < CENTRAL_ERROR

    @cached_property
    def errors(self) -> dict[Convention, float]:
        """The largest difference of each convention's ∂J/∂x from central differences."""
        return {name: self.off_by(self._product(self.written(name))) for name in CONVENTIONS}

    def _product(self, n: Notation) -> Array:
        """∂J/∂x from the weights as the convention stores them, in the order in which it writes."""
        network, error = self.scene.network, self.scene.chain["theta"].gradient[np.newaxis]
        middle = np.asarray(self.scene.chain["r"].jacobian)
        W2, W1 = (
            stored.T if n.written_transposed(jacobian=True) else stored
            for stored in (n.stored("W2", network.W2), n.stored("W1", network.W1))
        )
        vector, activation = (error, middle) if n.rows else (error.T, middle.T)
        return reduce(np.matmul, n.ordered((vector, W2, activation, W1)))


def current_scene() -> ConventionScene:
    """Return the scene of the widgets' values, in the colours of the browser's theme."""
    settings = WIDGETS.settings()
    return ConventionScene(scene_of(settings, controls.palette()), settings)
