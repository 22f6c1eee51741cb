"""GalleryScene: everything that the gallery shows about a layer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from explainer import controls
from explainer.compute import Jacobian, elementwise_allowed, hadamard
from explainer.compute.arrays import Array
from explainer.compute.jacobians import off_diagonal
from explainer.expressions.own import DERIVER, Inquiry, inquire
from explainer.notation import Notation
from explainer.pages.gallery.controls import WIDGETS
from explainer.pages.gallery.layer import Layer, Unusable
from explainer.pages.gallery.settings import LARGEST, NUMBERS, OWN, GallerySettings
from explainer.palette import Palette
from explainer.settings import harmless

UPSTREAM = (1.0, -0.5, 2.0, 0.25, -1.5, 0.75, -2.0, 0.5)  # used as v without a cross-entropy

FIRST = 1.5  # seconds that the first visitor to a server waits at most for SymPy to start


@dataclass(frozen=True)
class GalleryScene:
    """A layer, the inquiry about a typed one (else None), the settings and the notation."""

    layer: Layer
    inquiry: Inquiry | None
    settings: GallerySettings
    notation: Notation

    @property
    def palette(self) -> Palette:
        return self.notation.palette

    @property
    def jacobian(self) -> Jacobian:
        """The Jacobian (m, n) with its structure, which includes the zeros proved by SymPy."""
        return self.inquiry.jacobian if self.inquiry else self.layer.jacobian

    @cached_property
    def exact(self) -> Array:
        """The Jacobian as a matrix, (m, n)."""
        return np.asarray(self.jacobian)

    @cached_property
    def support(self) -> Array:
        """The support (m, n) of the Jacobian: False at structural zeros."""
        return self.jacobian.support()

    @property
    def allowed(self) -> bool:
        """True if ∘ may replace the matrix product."""
        return elementwise_allowed(self.support)

    @property
    def is_square(self) -> bool:
        return self.layer.x.size == self.layer.y.size

    @property
    def moves(self) -> Array | None:
        """The changes of all outputs with a nudge of every input, (m, n); None if undefined."""
        return self.layer.moves[self.settings.eps]

    @property
    def done(self) -> int:
        """The number of inputs nudged so far."""
        return min(self.settings.nudged, self.layer.x.size)

    @cached_property
    def cross_entropy(self) -> Array | None:
        """The gradient of a cross-entropy with respect to y (m,), with class 0 as the true one.

        None if y are no probabilities or log-probabilities, or if the gradient is not finite.
        """
        gradient = self.layer.function.loss_gradient
        with np.errstate(all="ignore"):
            v = gradient(self.layer.y) if gradient else None
        return v if v is not None and np.isfinite(v).all() else None

    @property
    def v(self) -> Array:
        """The upstream gradient (m,): that of the cross-entropy if any, else fixed numbers."""
        if self.cross_entropy is not None:
            return self.cross_entropy
        return np.resize(UPSTREAM, self.layer.y.size)

    @cached_property
    def product(self) -> Array:
        """The product `v @ J` (n,), computed by the structure."""
        return self.v @ self.jacobian

    @cached_property
    def wrong(self) -> Array | None:
        """The product `v ∘` the diagonal, (n,), allowed or not; None if J is not square."""
        return hadamard(self.v, self.jacobian) if self.is_square else None

    @property
    def central_limit(self) -> float:
        """The largest error of central differences to expect if the function is smooth."""
        size = max(1.0, float(np.abs(self.exact).max()))
        return 1e-6 * size + 1e-9 * float(np.abs(self.layer.y).max())

    @property
    def unproved(self) -> bool:
        """True if ∘ is neither known to be allowed nor known to be forbidden."""
        open_ = self.inquiry is not None and self.is_square and not self.allowed
        return open_ and self.forbidding is None

    @cached_property
    def forbidding(self) -> tuple[int, int] | None:
        """The entry that forbids ∘: the one off the diagonal that moved most, if there is one.

        For a typed function, only an entry known to be non-zero at some x.
        """
        off = off_diagonal(self.support) & self.support
        if self.inquiry:
            off &= ~self.inquiry.unproved
        if not self.is_square or not off.any():
            return None
        moved = np.abs(self.exact if self.moves is None else self.moves)
        size = np.where(off, moved, -1.0)
        i, j = np.argwhere(size >= size.max() * (1 - 1e-6))[0]  # the first if some are equal
        return int(i), int(j)

    def after(self, settings: GallerySettings) -> GalleryScene:
        """Return the same layer and inquiry with other settings."""
        return replace(self, settings=settings)


def layer_of(settings: GallerySettings) -> Layer:
    """Return the layer of these settings. Raises `Unusable` where there is no Jacobian to show."""
    if settings.inputs is None:
        reason = (
            f"x must be 1 to {len(NUMBERS)} numbers from −{LARGEST:g} to {LARGEST:g} with commas "
            f"between them, and `{harmless(settings.x.strip())}` is not"
        )
        raise Unusable("x", settings.x, reason, np.array(NUMBERS[:4]))
    expression = settings.expression if settings.function == OWN else ""
    return Layer.of(settings.function, expression, tuple(settings.inputs))


def gallery_of(settings: GallerySettings, palette: Palette) -> GalleryScene:
    """Return the scene of these settings. For a typed function, ask SymPy, and wait.

    Raises `Unusable` where there is no Jacobian to show.
    """
    layer, inquiry = layer_of(settings), None
    if layer.expression:
        DERIVER.wait_until_ready(FIRST)
        inquiry = inquire(layer.expression, layer.x)
    notation = Notation(settings.convention, "matrix", layer.function, palette)
    return GalleryScene(layer, inquiry, settings, notation)


def current_scene() -> GalleryScene:
    """Return the scene of the current widgets, in the colours of the browser's theme.

    Raises `Unusable` where there is no Jacobian to show.
    """
    return gallery_of(WIDGETS.settings(), controls.palette())
