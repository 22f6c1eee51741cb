"""Witnesses: an x at which an entry of the Jacobian is shown to be non-zero.

A derivative by the chain rule is not enough: at a tie the conventions of two parts may not fit
together, and where terms cancel it is rounding. So the function itself is nudged there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from explainer.compute.arrays import Array
from explainer.expressions.formulas import Place
from explainer.expressions.parsing import Expression
from explainer.expressions.reading import NotAllowed
from explainer.expressions.values import Linearized, linearized, value_of

AGREES = 0.01  # of the derivative
SIZES = 10.0 ** np.arange(-12, 0)  # of the nudges
# Units in the last digit of the largest number on the way; of a smaller change all may be rounding.
ROUNDING = 64 * float(np.finfo(float).eps)


@dataclass(frozen=True, eq=False)
class Witness:
    """An x at which an entry of the Jacobian is not zero."""

    x: Array  # (n,)
    slope: float  # ∂y[i]/∂x[j] there
    is_here: bool  # is it the x that was asked about


def find_witnesses(expression: Expression, here: Linearized, x: Array) -> dict[Place, Witness]:
    """A witness for each entry that has one at x (n,), or at one of a few other points."""
    witnesses: dict[Place, Witness] = {}
    missing = here.support.copy()
    for number, point in enumerate(_points(x)):
        if not missing.any():
            break
        try:
            there = linearized(expression, point) if number else here
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
    """Return for which of the asked entries, booleans (m, n), a nudge confirms the derivative.

    A nudge confirms it if the output moves as the derivative says, and further than rounding could.
    """
    least = ROUNDING * max(there.largest, float(np.finfo(float).tiny))
    nudges = SIZES[:, np.newaxis, np.newaxis] * np.eye(x.size)
    here, *nudged = value_of(expression)(np.vstack([x, *(x + nudges)]))
    # By size, output and input; where a nudge leads out it is NaN, and confirms nothing.
    moved = (np.reshape(nudged, (*nudges.shape[:2], -1)) - here).swapaxes(1, 2)
    apart = np.abs(moved / SIZES[:, np.newaxis, np.newaxis] - there.jacobian)
    fits = (np.abs(moved) > least) & (apart <= AGREES * np.abs(there.jacobian))
    confirmed: Array = asked & fits.any(axis=0)
    return confirmed
