"""ConventionScene: what a book writes, tried with the numbers of the first layer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, reduce

import numpy as np

from explainer import controls
from explainer.compute.validation import Array
from explainer.exercises.conventions import way_back
from explainer.exercises.exercise import Product
from explainer.networks import example
from explainer.notation import CONVENTIONS, Convention, Notation
from explainer.pages.conventions.controls import WIDGETS
from explainer.pages.conventions.settings import BookSettings
from explainer.pages.scene import Scene, notation_of


@dataclass(frozen=True)
class ConventionScene(Scene):
    """The network's scene and what the book writes; the rest follows."""

    settings: BookSettings

    @property
    def agrees(self) -> bool:
        """Are both forms of one convention?"""
        return self.settings.forward == self.settings.backward

    @property
    def turned(self) -> bool:
        """Do the two differ in the orientation of gradients, and in nothing else?"""
        forward, backward = (CONVENTIONS[name] for name in self.forms)
        return forward.out_in == backward.out_in and forward.rows != backward.rows

    @property
    def forms(self) -> tuple[Convention, Convention]:
        return self.settings.forward, self.settings.backward

    def written(self, convention: Convention) -> Notation:
        return replace(self.notation, convention=convention, formulation="elementwise")

    def tried(self, *, rows: bool) -> Product:
        """The way back that the book writes, of a δ that is a row or a column."""
        delta = self.chain["r"].gradient
        return way_back(self.network.W1, delta, *self.forms, rows=rows)

    def off_by(self, product: Array) -> float:
        """The largest difference from the gradient by central differences; ∞ of another size."""
        measured = self.example.gradients["central"]
        if product.size != measured.size:
            return np.inf
        return float(np.abs(product.reshape(-1) - measured).max())

    @cached_property
    def errors(self) -> dict[Convention, float]:
        """Of each convention, its product for ∂J/∂x against central differences."""
        return {name: self.off_by(self._product(self.written(name))) for name in CONVENTIONS}

    def _product(self, n: Notation) -> Array:
        """∂J/∂x from the weights as the convention stores them, in the order in which it writes."""
        error = self.chain["theta"].gradient[np.newaxis]
        middle = np.asarray(self.chain["r"].jacobian)
        W2, W1 = (
            stored.T if n.written_transposed(jacobian=True) else stored
            for stored in (n.stored(name, getattr(self.network, name)) for name in ("W2", "W1"))
        )
        vector, activation = (error, middle) if n.rows else (error.T, middle.T)
        return reduce(np.matmul, n.ordered((vector, W2, activation, W1)))


def current_scene() -> ConventionScene:
    """What the widgets say now, in the colours of the browser's theme."""
    settings = WIDGETS.settings()
    return ConventionScene(example(settings), notation_of(settings, controls.palette()), settings)
