"""ConventionScene: the forms that a book writes, tried on the first layer of the network."""

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
    """The scene of a network, and the forms that the book writes."""

    scene: Scene
    settings: BookSettings

    @property
    def book(self) -> Convention | None:
        """The only convention that fits the forms given so far, or None."""
        named = {
            form for form in (self.settings.forward, self.settings.backward) if form != UNKNOWN
        }
        return next((name for name in CONVENTIONS if named == {name}), None)

    @property
    def forms(self) -> tuple[Convention, Convention] | None:
        """The conventions of the forward and the backward form, once both are given."""
        forward, backward = self.settings.forward, self.settings.backward
        return None if UNKNOWN in (forward, backward) else (forward, backward)  # type: ignore[return-value]

    def written(self, convention: Convention) -> Notation:
        return replace(self.scene.notation, convention=convention, formulation="elementwise")

    def tried(self, forward: Convention, backward: Convention, *, rows: bool) -> Product:
        """Return the backward form of one book on the arrays of another, with δ a row or column."""
        return way_back(
            self.scene.network.W1, self.scene.chain["r"].gradient, forward, backward, rows=rows
        )

    def off_by(self, product: Array) -> float:
        """Return the largest difference from central differences; ∞ if the sizes differ."""
        return largest_difference(product, self.scene.example.gradients["central"])

    def is_gradient(self, trial: Product) -> bool:
        """Return True if the product runs and gives the gradient, as a row or a column."""
        return trial.value is not None and self.off_by(trial.value) < CENTRAL_ERROR

    @cached_property
    def errors(self) -> dict[Convention, float]:
        """The error of the product for ∂J/∂x in each convention, by central differences."""
        return {name: self.off_by(self._product(self.written(name))) for name in CONVENTIONS}

    def _product(self, n: Notation) -> Array:
        """Return ∂J/∂x from the weights as the convention stores them, and in its order."""
        network, error = self.scene.network, self.scene.chain["theta"].gradient[np.newaxis]
        middle = np.asarray(self.scene.chain["r"].jacobian)
        W2, W1 = (
            stored.T if n.written_transposed(jacobian=True) else stored
            for stored in (n.stored("W2", network.W2), n.stored("W1", network.W1))
        )
        vector, activation = (error, middle) if n.rows else (error.T, middle.T)
        return reduce(np.matmul, n.ordered((vector, W2, activation, W1)))


def current_scene() -> ConventionScene:
    """Return the scene of the current widgets, in the colours of the browser's theme."""
    settings = WIDGETS.settings()
    return ConventionScene(scene_of(settings, controls.palette()), settings)
