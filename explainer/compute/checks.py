"""Derivatives measured only from values, to check the derived ones."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from explainer.compute.arrays import Array
from explainer.compute.validation import finite


def nudge(f: Callable[[Array], ArrayLike], x: ArrayLike, j: int, eps: float) -> Array:
    """Return Δy = `f(x + eps in entry j) − f(x)`, flattened: the effect of nudging one input.

    Δy/eps approximates column j of the Jacobian. The error has the order of eps, because the step
    is not infinitely small (truncation), plus 1e-16/eps, because numbers have 16 digits
    (rounding). Raises `ValueError` for an x that is not finite.
    """
    x = finite("x", x)
    nudged = x.copy()
    nudged.flat[j] += eps
    return (np.asarray(f(nudged)) - np.asarray(f(x))).reshape(-1)


def forward_difference(f: Callable[[Array], ArrayLike], x: ArrayLike, eps: float) -> Array:
    """Return the Jacobian of f at x by nudging each input once, Δy/eps; (outputs, inputs)."""
    return np.stack([nudge(f, x, j, eps) / eps for j in range(np.size(x))], axis=1)


def central_difference(f: Callable[[Array], ArrayLike], x: ArrayLike, eps: float = 6e-6) -> Array:
    """Return the Jacobian of f at x by `(f(x + eps) − f(x − eps)) / 2 eps`, input by input.

    The shape is (outputs, inputs), both flattened row by row; a scalar f gives one row. The error
    has the order eps² (truncation) plus 1e-16/eps (rounding): the default balances the two.
    Raises `ValueError` for an x that is not finite.
    """
    x = finite("x", x)
    columns = []
    for i in range(x.size):
        above, below = x.copy(), x.copy()
        above.flat[i] += eps
        below.flat[i] -= eps
        width = above.flat[i] - below.flat[i]  # 2 eps after rounding
        columns.append((np.asarray(f(above)) - np.asarray(f(below))).reshape(-1) / width)
    return np.stack(columns, axis=1)


def complex_step(f: Callable[[Array], ArrayLike], x: ArrayLike, eps: float = 1e-30) -> Array:
    """Return the Jacobian of f at x by `Im f(x + i eps) / eps`: no subtraction, only rounding.

    The shape is that of `central_difference`. f must be analytic at x and keep the imaginary part:
    an `abs` or a cast inside it gives wrong numbers. Raises `ValueError` if f returns real numbers
    or x is not finite. Source: Squire and Trapp (1998).
    """
    x = finite("x", x)
    columns = []
    for i in range(x.size):
        nudged = x.astype(np.complex128)
        nudged.flat[i] += 1j * eps
        value = np.asarray(f(nudged))
        if not np.iscomplexobj(value):
            raise ValueError("f gave real numbers for a complex x: it dropped the imaginary part")
        columns.append(value.imag.reshape(-1) / eps)
    return np.stack(columns, axis=1)
