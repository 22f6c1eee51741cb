"""Layer: one function, from the table or typed, at one x, and measurements of it."""

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
)
from explainer.compute.arrays import Array
from explainer.compute.comparison import largest_difference
from explainer.expressions.own import function_of
from explainer.expressions.parsing import Expression, parse
from explainer.expressions.reading import NotAllowed
from explainer.expressions.values import CALLED, NotFinite, worked_out
from explainer.notation.functions import WORDS
from explainer.pages.gallery.settings import EPSILONS, NUMBERS, OWN
from explainer.pages.typed import typed
from explainer.settings import Refusal


@dataclass(frozen=True, eq=False)
class Layer:
    """A function at x (n,) with its value y (m,)."""

    function: Function
    x: Array
    y: Array
    expression: Expression | None = None  # None for a function of the table

    @classmethod
    @lru_cache(maxsize=64)  # of at most 20 KiB each
    def of(cls, name: str, expression: str, x: tuple[float, ...]) -> Layer:
        """Return the layer of these settings; it is cached with its measurements.

        Raises `Unusable` for a text that cannot be read, and where there is no Jacobian.
        """
        if name == OWN:
            return _typed_function(expression, np.array(x))
        return _of_table(FUNCTIONS[name], np.array(x))

    @cached_property
    def jacobian(self) -> Jacobian:
        """The Jacobian (m, n) with its structure; a typed function's follows from its parts."""
        return self.function.jacobian(self.x, self.y)

    @cached_property
    def exact(self) -> Array:
        """The Jacobian as a matrix, (m, n)."""
        return np.asarray(self.jacobian)

    @cached_property
    def moves(self) -> dict[float, Array | None]:
        """The change of every output with a nudge of every input, Δy (m, n), for every ε.

        None if the function has no value at a nudged x.
        """
        moved = {eps: self._moved(eps) for eps in EPSILONS}
        return {eps: None if np.isnan(change).any() else change for eps, change in moved.items()}

    def _moved(self, eps: float) -> Array:
        """Return Δy (m, n) for nudges of every input; all NaN if any value is not finite."""
        with np.errstate(all="ignore"):
            nudged = self.x + eps * np.eye(self.x.size)
            here, *there = self.function.value(np.vstack([self.x, nudged]))
            change = np.stack(there, axis=1) - here[:, np.newaxis]
        return np.where(np.isfinite(change).all(), change, np.nan)

    def _slopes(self, eps: float) -> Array:
        """Return Δy/ε to the right and to the left, (2, m, n)."""
        return np.stack([self._moved(eps) / eps, self._moved(-eps) / -eps])

    @cached_property
    def errors(self) -> dict[float, float | None]:
        """The largest error of Δy/ε for every ε; None where it has no value."""
        return {
            eps: None if moves is None else self._error(moves / eps)
            for eps, moves in self.moves.items()
        }

    def rounding(self, eps: float) -> float:
        """Return a bound on the rounding error of Δy/ε: 16 units in the last digit of y, over ε."""
        size = max(1.0, float(np.abs(self.y).max()))
        return 16 * float(np.finfo(float).eps) * size / eps

    @property
    def real_only(self) -> str:
        """The reason why there is no complex step; empty if there is one."""
        if self.expression is None:
            return WORDS[self.function.name].real_only
        real = sorted(
            n for n in self.expression.functions & set(CALLED) if not CALLED[n].complex_step
        )
        return f"{real[0]} takes real numbers only" if real else ""

    @cached_property
    def complex_error(self) -> float | None:
        """The largest error of the complex step; None if it is impossible."""
        return self._compared(complex_step) if self.function.complex_step else None

    @cached_property
    def central_error(self) -> float | None:
        """The largest difference from central differences; None if a nudged x has no value."""
        return self._compared(central_difference)

    def _compared(self, measure: Callable[..., Array]) -> float | None:
        try:
            with np.errstate(all="ignore"):
                error = self._error(measure(self.function.value, self.x))
        except NotAllowed:
            return None
        return error if np.isfinite(error) else None

    @cached_property
    def has_kink(self) -> bool:
        """True if the slopes to the left and to the right differ, however small the nudge."""
        wide, narrow = (np.ptp(self._slopes(eps), axis=0).max() for eps in (1e-6, 1e-7))
        size = max(1.0, float(np.abs(self.exact).max()), float(np.abs(self.y).max()))
        # If the function is smooth, the gap shrinks with eps.
        return bool(narrow > 1e-4 * size and narrow > wide / 2)

    @cached_property
    def by_convention(self) -> bool:
        """True if there is a derivative at this x that the chain rule, part by part, does not give.

        At a kink inside the formula, each part takes a slope by convention: relu(x) − relu(−x)
        is x, but at 0 the chain rule gives the slope 0.
        """
        if self.has_kink or self.expression is None:
            return False
        near, far = (self._slopes(eps).mean(axis=0) for eps in (6e-6, 6e-5))
        size = 1e-5 * max(1.0, float(np.abs(near).max()), float(np.abs(self.y).max()))
        return bool(np.abs(near - far).max() <= size < np.abs(near - self.exact).max())

    def _error(self, measured: Array) -> float:
        return largest_difference(measured, self.exact)


class Unusable(ValueError):
    """A function or an x without a Jacobian to show. Its text is a clause that says why."""

    def __init__(self, name: str, text: str, reason: str, instead: Array | None = None) -> None:
        super().__init__(reason)
        self.refusal = Refusal(name, (text,), "", None, None, "layer", reason)
        self.instead = instead  # an x at which the function has one


def _of_table(function: Function, x: Array) -> Layer:
    layer = _at(function, x)
    if np.isfinite(layer.y).all() and np.isfinite(layer.exact).all():
        return layer
    reason = f"{function.name} has no value or no derivative at this x"
    raise Unusable("x", typed(x), reason, np.array(NUMBERS[: x.size]))


def _at(function: Function, x: Array) -> Layer:
    with np.errstate(all="ignore"):  # a value that is not finite is refused
        layer = Layer(function, x, function.value(x))
        _ = layer.exact
    return layer


def _typed_function(text: str, x: Array) -> Layer:
    """Return the layer of a typed function at x. Raises `Unusable`."""
    try:
        expression = parse(text)
        return _typed_at(expression, x)
    except NotFinite as refusal:
        reason, positive = f"Your function: {refusal}", np.abs(x)
        raise Unusable("x", typed(x), reason, _if_usable(expression, positive)) from None
    except NotAllowed as refusal:
        raise Unusable("expression", text, f"Your function: {refusal}") from None


def _typed_at(expression: Expression, x: Array) -> Layer:
    expression = worked_out(expression, x)
    function = function_of(expression)
    layer = Layer(function, x, function.value(x), expression)
    _ = layer.jacobian
    return layer


def _if_usable(expression: Expression, x: Array) -> Array | None:
    try:
        _typed_at(expression, x)
    except NotAllowed:
        return None
    return x
