"""LayerScene: all that the gallery shows of a layer, computed from its settings."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from explainer.compute import FUNCTIONS, elementwise_allowed, hadamard
from explainer.compute.jacobians import beside_diagonal
from explainer.compute.validation import Array
from explainer.layer import Layer
from explainer.notation import Notation
from explainer.palette import Palette
from explainer.settings import DEFAULT, LARGEST, NUMBERS, Settings, harmless, read_numbers

UPSTREAM = (1.0, -0.5, 2.0, 0.25, -1.5, 0.75, -2.0, 0.5)  # a v for functions that have none


@dataclass(frozen=True)
class LayerScene:
    """The settings and the theme's colours; the rest follows."""

    settings: Settings
    palette: Palette

    @cached_property
    def notation(self) -> Notation:
        return Notation(
            self.settings.convention, "Matrix multiply", FUNCTIONS["sigmoid"], self.palette
        )

    @property
    def layer(self) -> Layer:
        s = self.settings
        return Layer.of(s.function, s.expression, tuple(s.inputs))

    @property
    def complaints(self) -> list[str]:
        """A sentence for each setting that could not be used."""
        said = []
        if read_numbers(self.settings.x) is None:
            said.append(
                f"x must be 1 to {len(NUMBERS)} numbers from −{LARGEST:g} to {LARGEST:g} with "
                f"commas between them, and {_quoted(self.settings.x)} is not: "
                f"x = {DEFAULT.x} is used instead."
            )
        return said + ([self.layer.complaint] if self.layer.complaint else [])

    @property
    def exact(self) -> Array:
        """The Jacobian as a matrix, (m, n)."""
        return self.layer.exact

    @property
    def support(self) -> Array:
        """False where the Jacobian is zero for every input, and for every weight."""
        return self.layer.jacobian.support()

    @property
    def allowed(self) -> bool:
        """May ∘ stand for the matrix product?"""
        return elementwise_allowed(self.support)

    @property
    def is_square(self) -> bool:
        return self.layer.x.size == self.layer.y.size

    @property
    def eps(self) -> float:
        return float(self.settings.eps)

    @property
    def moves(self) -> Array | None:
        """Δy of every output by a nudge of every input by ε, (m, n), if they all have a value."""
        return self.layer.moves[self.settings.eps]

    @property
    def done(self) -> int:
        """How many inputs have been nudged."""
        return min(self.settings.nudged, self.layer.x.size)

    @property
    def is_cross_entropy(self) -> bool:
        """Is v the gradient of a cross-entropy, with class 0 as the true one?"""
        if self.settings.function == "softmax":
            return bool(self.layer.y[0] > 1e-300)  # −1/y is a number
        return self.settings.function == "log-softmax"

    @cached_property
    def v(self) -> Array:
        """The gradient that arrives, (m,): of a cross-entropy for what makes probabilities."""
        y = self.layer.y
        if not self.is_cross_entropy:
            return np.resize(UPSTREAM, y.size)
        v = np.zeros_like(y)
        v[0] = -1 / y[0] if self.settings.function == "softmax" else -1
        return v

    @property
    def product(self) -> Array:
        """`v @ J`, (n,), as the structure works it out."""
        return self.v @ self.layer.jacobian

    @property
    def wrong(self) -> Array | None:
        """`v ∘` the diagonal, (n,), allowed or not; None where the shapes do not fit."""
        return hadamard(self.v, self.layer.jacobian) if self.is_square else None

    @property
    def forbidding(self) -> tuple[int, int] | None:
        """The entry that forbids ∘: of those beside the diagonal the one that moved most."""
        beside = beside_diagonal(self.support) & self.support
        if not self.is_square or not beside.any():
            return None
        moved = np.abs(self.exact if self.moves is None else self.moves)
        size = np.where(beside, moved, -1.0)
        i, j = np.argwhere(size >= size.max() * (1 - 1e-6))[0]  # of equal ones the first
        return int(i), int(j)


def _quoted(text: str) -> str:
    return f"`{harmless(text)}`" if text.strip() else "nothing"
