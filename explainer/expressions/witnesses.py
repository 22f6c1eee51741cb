"""Witnesses: an x at which an entry of the Jacobian is shown to be non-zero.

A derivative by the chain rule is not enough: at a tie the conventions of two parts may not fit
together, and where terms cancel it is rounding. So the function itself is nudged there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from explainer.compute import nudge
from explainer.compute.validation import Array
from explainer.expressions.formulas import Place
from explainer.expressions.parsing import Expression, NotAllowed
from explainer.expressions.values import Linearized, linearized, value_of

AGREES = 0.01  # of the derivative
SIZES = (1e-5, 1e-3, 1e-7, 1e-1, 1e-2, 1e-4, 1e-6, 1e-8, 1e-9, 1e-10, 1e-11, 1e-12)
# Units in the last digit of the largest number on the way; of a smaller change all may be rounding.
ROUNDING = 64 * float(np.finfo(float).eps)


@dataclass(frozen=True, eq=False)
class Witness:
    """Where an entry of the Jacobian is not zero."""

    x: Array  # (n,)
    slope: float  # ∂y[i]/∂x[j] there
    is_here: bool  # is it the x that was asked about


def find_witnesses(expression: Expression, found: Linearized, x: Array) -> dict[Place, Witness]:
    """A witness for each entry that has one at x (n,), or at one of a few other points."""
    witnesses: dict[Place, Witness] = {}
    missing = found.support.copy()
    for number, point in enumerate(_points(x)):
        if not missing.any():
            break
        try:
            there = linearized(expression, point) if number else found
        except NotAllowed:
            continue  # outside of where it has a value
        for i, j in np.argwhere(_confirmed(expression, there, point, missing)):
            slope = float(there.jacobian[i, j])
            witnesses[int(i), int(j)] = Witness(point, slope, is_here=not number)
            missing[i, j] = False
    return witnesses


def _points(x: Array) -> Iterator[Array]:
    """x itself, then points near 0, positive ones, and far ones on either side, always the same."""
    rng = np.random.default_rng(0)
    yield x
    yield from rng.standard_normal((3, x.size))
    yield rng.uniform(0.1, 2, x.size)
    for low, high in ((100, 300), (-300, -100), (-200, 200)):
        yield rng.uniform(low, high, x.size)


def _confirmed(expression: Expression, there: Linearized, x: Array, asked: Array) -> Array:
    """Of the entries that are asked for, booleans (m, n): does a nudge confirm the derivative?"""
    least = ROUNDING * max(there.largest, float(np.finfo(float).tiny))
    # What even the largest nudge could not tell from rounding is not tried.
    candidates = asked & (np.abs(there.jacobian) * max(SIZES) > least)
    confirmed = np.zeros_like(asked)
    for j in np.flatnonzero(candidates.any(axis=0)):
        slopes, open_ = there.jacobian[:, j], candidates[:, j]
        for size in SIZES:
            if not open_.any():
                break
            fits = open_ & _agrees(expression, x, int(j), size, slopes, least)
            confirmed[:, j] |= fits
            open_ = open_ & ~fits
    return confirmed


def _agrees(
    expression: Expression, x: Array, j: int, size: float, slopes: Array, least: float
) -> Array:
    """Do the outputs move as their slopes (m,) say, and further than rounding could, (m,)?"""
    try:
        moved = nudge(value_of(expression), x, j, size)
    except NotAllowed:
        return np.zeros(slopes.shape, dtype=bool)
    apart = np.abs(moved / size - slopes)
    return (np.abs(moved) > least) & (apart <= AGREES * np.abs(slopes))
