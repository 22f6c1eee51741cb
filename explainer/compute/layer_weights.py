"""The fixed numbers of layers with weights, for any size; a smaller layer uses the first ones."""

from __future__ import annotations

import numpy as np

from explainer.compute.arrays import Array

# Far from singular at every size up to 8; beyond 8 the rows and columns repeat.
_WEIGHTS = np.array(
    [
        [1.7, -0.1, -0.7, 1.0, -0.5, -1.0, 1.1, 0.8],
        [0.9, 0.8, 0.6, 0.4, -1.1, 0.8, 1.0, 1.2],
        [-0.7, 0.0, -1.2, 0.1, -0.9, 1.0, 0.5, -1.5],
        [0.5, 0.2, 0.3, -0.2, -0.6, -0.7, 0.4, 0.7],
        [0.3, -0.9, 0.2, 1.2, -0.4, -0.6, 0.0, 0.9],
        [-0.3, -0.3, 0.4, -1.1, -1.6, 1.7, 1.4, 0.1],
        [0.7, -0.2, -0.8, 0.6, -0.1, -0.2, -1.1, -1.4],
        [-0.6, 1.1, 1.6, 0.3, -1.3, -0.3, -0.3, 1.7],
    ]
)


def weight_matrix(n: int) -> Array:
    """Return A, shape (n, n). One of its first 3×3 weights, A[2, 1], happens to be 0."""
    at = np.arange(n) % len(_WEIGHTS)
    return _WEIGHTS[np.ix_(at, at)]


def diagonal_weight_matrix(n: int) -> Array:
    """Return the same A with zeros off the diagonal, shape (n, n)."""
    return np.diag(np.diagonal(weight_matrix(n)))


def bias_vector(n: int) -> Array:
    """Return b, shape (n,)."""
    return np.resize([0.5, -1.0, 0.25, 2.0, -0.5, 1.5, -0.75, 1.0], n)


def scale_vector(n: int) -> Array:
    """Return s, shape (n,)."""
    return np.resize([2.0, -1.0, 0.5, 1.5, -2.0, 3.0, -0.5, 1.25], n)


def dropout_mask(n: int) -> Array:
    """Return m, shape (n,): 0 where an entry is dropped, 2 where it is kept."""
    return np.resize([2.0, 0.0, 2.0, 2.0, 0.0, 2.0, 0.0, 2.0], n)
