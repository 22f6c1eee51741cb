"""LayerScene: one function at one x, and all that the gallery shows of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from explainer.compute import (
    FUNCTIONS,
    Function,
    Jacobian,
    central_difference,
    complex_step,
    elementwise_allowed,
    forward_difference,
    hadamard,
    nudge,
)
from explainer.compute.jacobians import beside_diagonal
from explainer.compute.validation import Array
from explainer.expressions.own import Own
from explainer.expressions.parsing import NotAllowed
from explainer.expressions.values import function_of
from explainer.notation import Notation
from explainer.palette import Palette
from explainer.settings import (
    DEFAULT,
    EPSILONS,
    LARGEST,
    NUMBERS,
    OWN,
    Settings,
    harmless,
    read_numbers,
)

UPSTREAM = (1.0, -0.5, 2.0, 0.25, -1.5, 0.75, -2.0, 0.5)  # a v for functions that have none


@dataclass(frozen=True, eq=False)
class Layer:
    """A function, of the table or typed, at x (n,)."""

    x: Array
    y: Array  # (m,)
    value: Callable[[Array], Array]
    jacobian: Jacobian  # (m, n)
    function: Function | None = None  # its row of the table, or …
    own: Own | None = None
    complaint: str | None = None  # what of the settings could not be used, and what is used instead

    @property
    def name(self) -> str:
        return self.function.name if self.function else "your function"

    @property
    def has_complex_step(self) -> bool:
        """Does every part keep the imaginary part of its input?"""
        if self.own:
            return "gelu" not in self.own.expression.functions
        return self.function is not None and self.function.complex_step


@dataclass(frozen=True)
class LayerScene:
    """The settings and the theme's colours; the rest follows."""

    settings: Settings
    palette: Palette

    @classmethod
    @lru_cache(maxsize=64)
    def of(cls, settings: Settings, palette: Palette) -> LayerScene:
        """The scene of these settings, with what was worked out for it before."""
        return cls(settings, palette)

    @cached_property
    def notation(self) -> Notation:
        return Notation(
            self.settings.convention, "Matrix multiply", FUNCTIONS["sigmoid"], self.palette
        )

    @property
    def complaints(self) -> list[str]:
        """A sentence for each setting that could not be used."""
        said = []
        if read_numbers(self.settings.x) is None:
            said.append(
                f"x must be 1 to {len(NUMBERS)} numbers from −{LARGEST:g} to {LARGEST:g} with "
                f"commas between them, and `{harmless(self.settings.x)}` is not: "
                f"x = {DEFAULT.x} is used instead."
            )
        return said + ([self.layer.complaint] if self.layer.complaint else [])

    @cached_property
    def layer(self) -> Layer:
        x = np.array(self.settings.inputs)
        if self.settings.function == OWN:
            return _own(self.settings.expression, x)
        return _of_table(FUNCTIONS[self.settings.function], x)

    @cached_property
    def exact(self) -> Array:
        """The Jacobian as a matrix, (m, n)."""
        return np.asarray(self.layer.jacobian)

    @cached_property
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
    def done(self) -> int:
        """How many inputs have been nudged."""
        return min(self.settings.nudged, self.layer.x.size)

    @cached_property
    def moves(self) -> Array | None:
        """Δy of every output by a nudge of every input, (m, n); None as for `measured`."""
        x = self.layer.x
        try:
            return np.stack(
                [nudge(self.layer.value, x, j, self.eps) for j in range(x.size)], axis=1
            )
        except NotAllowed:
            return None

    def measured(self, eps: float) -> Array | None:
        """Δy/ε of every input, (m, n); None where a nudge leads out of where there is a value."""
        try:
            return forward_difference(self.layer.value, self.layer.x, eps)
        except NotAllowed:
            return None

    @cached_property
    def errors(self) -> list[float | None]:
        """The largest error of Δy/ε, for each ε that can be chosen."""
        found = (self.measured(float(eps)) for eps in EPSILONS)
        return [None if one is None else float(np.abs(one - self.exact).max()) for one in found]

    @cached_property
    def complex_error(self) -> float | None:
        """The largest error of the complex step, if the function lets it pass."""
        if not self.layer.has_complex_step:
            return None
        found = complex_step(self.layer.value, self.layer.x)
        return float(np.abs(found - self.exact).max())

    @cached_property
    def central_error(self) -> float | None:
        """The largest difference from central differences; None where they lead out."""
        try:
            found = central_difference(self.layer.value, self.layer.x)
        except NotAllowed:
            return None
        return float(np.abs(found - self.exact).max())

    @cached_property
    def v(self) -> Array:
        """The gradient that arrives, (m,): of a cross-entropy for what makes probabilities."""
        y = self.layer.y
        target = np.eye(y.size)[0]
        if self.settings.function == "log-softmax":
            return -target
        if self.settings.function == "softmax" and y[0] > 1e-300:
            return -target / y
        return np.resize(UPSTREAM, y.size)

    @property
    def is_cross_entropy(self) -> bool:
        """Is v the gradient of a cross-entropy, with class 0 as the true one?"""
        return not np.array_equal(self.v, np.resize(UPSTREAM, self.v.size))

    @cached_property
    def product(self) -> Array:
        """`v @ J`, (n,), as the structure works it out."""
        return self.v @ self.layer.jacobian

    @cached_property
    def wrong(self) -> Array | None:
        """`v ∘` the diagonal, (n,), allowed or not; None where the shapes do not fit."""
        return hadamard(self.v, self.layer.jacobian) if self.is_square else None

    @property
    def forbidding(self) -> tuple[int, int] | None:
        """The entry that forbids ∘: of those beside the diagonal the largest, if there are any."""
        beside = beside_diagonal(self.support) & self.support
        if not self.is_square or not beside.any():
            return None
        place = np.unravel_index(
            np.argmax(np.where(beside, np.abs(self.exact), -1.0)), self.exact.shape
        )
        return int(place[0]), int(place[1])


def _of_table(function: Function, x: Array) -> Layer:
    layer = _at(function, x)
    if np.isfinite(layer.y).all() and np.isfinite(np.asarray(layer.jacobian)).all():
        return layer
    instead = np.array(NUMBERS[: x.size])
    reason = f"{function.name} has no value or no derivative at this x"
    return _at(function, instead, f"{reason}: x = {_typed(instead)} is used instead.")


def _at(function: Function, x: Array, complaint: str | None = None) -> Layer:
    with np.errstate(all="ignore"):
        y = function.value(x)
        jacobian = function.jacobian(x, y)
    return Layer(x, y, function.value, jacobian, function=function, complaint=complaint)


def _own(text: str, x: Array) -> Layer:
    """The typed function; where it has no value at x, at |x|; and if all fails, the default one."""
    attempts = [
        (text, x, ""),
        (text, np.abs(x), f"x = {_typed(np.abs(x))}, without the minus signs,"),
        (DEFAULT.expression, x, f"y = {DEFAULT.expression}"),
    ]
    reason = None
    for expression, at, instead in attempts:
        try:
            own = Own.at(expression, at)
        except NotAllowed as refusal:
            reason = reason or str(refusal)
            continue
        said = f"Your function: {reason}, so {instead} is used instead."
        return Layer(
            at,
            own.found.value,
            function_of(own.expression),
            own.jacobian,
            own=own,
            complaint=said if reason else None,
        )
    raise AssertionError("the default function has a value everywhere")


def _typed(x: Array) -> str:
    """Numbers as somebody would type them."""
    return ", ".join(f"{number:g}" for number in x.tolist())
