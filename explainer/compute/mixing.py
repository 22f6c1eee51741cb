"""Functions whose outputs depend on several inputs. Each Jacobian follows its function.

Functions act along the last axis, keep the imaginary part of a complex input and branch on its real
part. Jacobians are for a single x (n,), for softmax also for a batch; `h` is the value at x.
"""

from __future__ import annotations

import numpy as np

from explainer.compute.arrays import Array
from explainer.compute.elementwise import sigmoid
from explainer.compute.jacobians import Dense, Jacobian
from explainer.compute.layer_weights import diagonal_weight_matrix, weight_matrix
from explainer.compute.product_structures import (
    DiagonalMinusOuter,
    DiagonalMinusOuters,
    DiagonalsBeside,
    Outer,
)
from explainer.compute.sparse_structures import Convolution, CumulativeSum, Selection

VARIANCE_FLOOR = 1e-5  # under the root of layer norm, as in PyTorch
SQUARES_FLOOR = 1e-6  # under the root of rms norm, as in most language models
TEMPERATURE = 2.0


def softmax(x: Array) -> Array:
    """Return probabilities proportional to `exp(x)` along the last axis, shape (..., n).

    The maximum is subtracted first, so that `exp` never overflows. Source: Bridle (1990).
    """
    e = np.exp(x - np.maximum.reduce(x.real, axis=-1, keepdims=True))
    return e / np.add.reduce(e, axis=-1, keepdims=True)


def log_softmax(x: Array) -> Array:
    """Return `log softmax(x)` along the last axis, (..., n), finite also where softmax(x) is 0.

    Computed as `(x − max) − log Σ exp(x − max)`: `x − (max + log Σ …)` would lose digits.
    """
    shifted = x - np.maximum.reduce(x.real, axis=-1, keepdims=True)
    return shifted - np.log(np.add.reduce(np.exp(shifted), axis=-1, keepdims=True))


def softmax_jacobian(x: Array, h: Array) -> Jacobian:
    """Return `diag(h) − hᵀh`, shape (n, n), for h = softmax(x)."""
    return DiagonalMinusOuter(h)


def softmax_loss_gradient(h: Array) -> Array:
    """Return the gradient of `−log h[0]` with respect to the probabilities h, shape (n,)."""
    return np.where(np.arange(h.size) == 0, -1 / h[0], 0.0)


def log_softmax_jacobian(x: Array, h: Array) -> Jacobian:
    """Return `I − 1ᵀp` with rows 1 and p = softmax(x), shape (n, n)."""
    ones = np.ones_like(h)
    return DiagonalMinusOuters(ones, ones[np.newaxis], np.exp(h)[np.newaxis])


def log_softmax_loss_gradient(h: Array) -> Array:
    """Return the gradient of `−h[0]` with respect to the log-probabilities h, shape (n,)."""
    return np.where(np.arange(h.size) == 0, -1.0, 0.0)


def normalise(x: Array) -> Array:
    """Return `x / ‖x‖` along the last axis, shape (..., n): unit length. NaN for x = 0."""
    return x / np.sqrt(np.sum(x * x, axis=-1, keepdims=True))


def normalise_jacobian(x: Array, h: Array) -> Jacobian:
    """Return `(I − hᵀh) / ‖x‖`, shape (n, n)."""
    length = np.sqrt(np.sum(x * x))
    return DiagonalMinusOuters(np.ones_like(h) / length, h[np.newaxis] / length, h[np.newaxis])


def layer_norm(x: Array) -> Array:
    """Return `(x − mean) / √(variance + 1e-5)` along the last axis, (..., n), no affine part.

    Source: Ba, Kiros and Hinton (2016); 1e-5 is the value in PyTorch.
    """
    centred = x - np.mean(x, axis=-1, keepdims=True)
    return centred / np.sqrt(np.mean(centred**2, axis=-1, keepdims=True) + VARIANCE_FLOOR)


def layer_norm_jacobian(x: Array, h: Array) -> Jacobian:
    """Return `(I − 1ᵀ1/n − hᵀh/n) / √(variance + 1e-5)`, shape (n, n)."""
    deviation = np.sqrt(np.var(x) + VARIANCE_FLOOR)
    rows = np.stack([np.ones_like(h), h])
    return DiagonalMinusOuters(np.ones_like(h) / deviation, rows / (x.size * deviation), rows)


def softmax_with_temperature(x: Array) -> Array:
    """Return `softmax(x / 2)` along the last axis, shape (..., n): flatter than softmax."""
    return softmax(x / TEMPERATURE)


def softmax_with_temperature_jacobian(x: Array, h: Array) -> Jacobian:
    """Return `(diag(h) − hᵀh) / 2`, shape (n, n)."""
    halves = h / TEMPERATURE
    return DiagonalMinusOuters(halves, halves[np.newaxis], h[np.newaxis])


def log_sum_exp(x: Array) -> Array:
    """Return `log Σ exp(x)` along the last axis, which is kept: shape (..., 1).

    Computed as `max + log Σ exp(x − max)`, so that `exp` never overflows.
    """
    largest = np.take_along_axis(x, np.argmax(x.real, axis=-1, keepdims=True), axis=-1)
    return largest + np.log(np.sum(np.exp(x - largest), axis=-1, keepdims=True))


def log_sum_exp_jacobian(x: Array, h: Array) -> Jacobian:
    """Return softmax(x) as a row, shape (1, n)."""
    return Outer(np.ones(1), softmax(x))


def rms_norm(x: Array) -> Array:
    """Return `x / √(mean of the squares + 1e-6)` along the last axis, shape (..., n).

    Source: Zhang and Sennrich (2019), without a gain.
    """
    return x / np.sqrt(np.mean(x * x, axis=-1, keepdims=True) + SQUARES_FLOOR)


def rms_norm_jacobian(x: Array, h: Array) -> Jacobian:
    """Return `(I − hᵀh/n) / √(mean of the squares + 1e-6)`, shape (n, n)."""
    size = np.sqrt(np.mean(x * x) + SQUARES_FLOOR)
    left, row = h[np.newaxis] / (x.size * size), h[np.newaxis]
    return DiagonalMinusOuters(np.ones_like(h) / size, left, row, constant_alone=False)


def glu(x: Array) -> Array:
    """Return the first half of x times the sigmoid of its second half, shape (..., ⌈n/2⌉).

    Of an odd number of entries the middle one has no gate and stays. Source: Dauphin et al. (2017).
    """
    gated = x.shape[-1] // 2
    first, gates = x[..., :gated], x[..., x.shape[-1] - gated :]
    middle = x[..., gated : x.shape[-1] - gated]
    return np.concatenate([first * sigmoid(gates), middle], axis=-1)


def glu_jacobian(x: Array, h: Array) -> Jacobian:
    """Return `[diag σ(b) | diag(a ∘ σ(b) ∘ (1 − σ(b)))]` for x = (a, b), shape (⌈n/2⌉, n)."""
    gated = x.size // 2
    outputs = x.size - gated
    s = sigmoid(x[outputs:])
    by_first = np.concatenate([s, np.ones(outputs - gated)])
    return DiagonalsBeside(by_first, x[:gated] * s * (1 - s))


def cumsum(x: Array) -> Array:
    """Return the sums `x[0] + … + x[i]` along the last axis, shape (..., n)."""
    return np.cumsum(x, axis=-1)


def cumsum_jacobian(x: Array, h: Array) -> Jacobian:
    """Return ones on and below the diagonal, shape (n, n)."""
    return CumulativeSum(x.size)


def reverse(x: Array) -> Array:
    """Return the entries of the last axis in reverse order, shape (..., n)."""
    return x[..., ::-1]


def reverse_jacobian(x: Array, h: Array) -> Jacobian:
    """Return ones on the antidiagonal, shape (n, n)."""
    return Selection(np.arange(x.size)[::-1], x.size)


def sort(x: Array) -> Array:
    """Return the entries of the last axis in ascending order, shape (..., n)."""
    return np.take_along_axis(x, np.argsort(x.real, axis=-1, kind="stable"), axis=-1)


def sort_jacobian(x: Array, h: Array) -> Jacobian:
    """Return a permutation matrix (n, n) that depends on x. Equal entries keep their order."""
    any_input = np.broadcast_to(np.arange(x.size), (x.size, x.size)) if x.size > 1 else None
    return Selection(np.argsort(x, kind="stable"), x.size, any_input)


def max_pool(x: Array) -> Array:
    """Return the larger entry of each pair, shape (..., ⌈n/2⌉); an odd last entry is kept."""
    return np.take_along_axis(x, pool_winners(x), axis=-1)


def pool_winners(x: Array) -> Array:
    """Return the index of the larger entry of each pair (if equal, the left), (..., ⌈n/2⌉)."""
    left, right = _pairs(x.shape[-1]).T
    return np.where(x[..., right].real > x[..., left].real, right, left)


def max_pool_jacobian(x: Array, h: Array) -> Jacobian:
    """Return a single 1 in each row, at the winner of the pair, shape (⌈n/2⌉, n)."""
    return Selection(pool_winners(x), x.size, _pairs(x.size) if x.size > 1 else None)


def _pairs(n: int) -> Array:
    """Return the two indices of each pair, shape (⌈n/2⌉, 2)."""
    left = np.arange(0, n, 2)
    return np.stack([left, np.minimum(left + 1, n - 1)], axis=1)


def moving_average(x: Array) -> Array:
    """Return the mean of each entry and its two neighbours, padded with 0, shape (..., n)."""
    ends = np.zeros((*x.shape[:-1], 1))
    padded = np.concatenate([ends, x, ends], axis=-1)
    return (padded[..., :-2] + padded[..., 1:-1] + padded[..., 2:]) / 3


def moving_average_jacobian(x: Array, h: Array) -> Jacobian:
    """Return 1/3 on the diagonal and beside it, shape (n, n)."""
    return Convolution(np.ones(3) / 3, x.size)


def mean(x: Array) -> Array:
    """Return the mean along the last axis, which is kept: shape (..., 1)."""
    return np.mean(x, axis=-1, keepdims=True)


def mean_jacobian(x: Array, h: Array) -> Jacobian:
    """Return a row of 1/n, shape (1, n)."""
    return Outer(np.ones(1), np.ones(x.size) / x.size)


def matrix(x: Array) -> Array:
    """Return `A x` with a fixed A, shape (..., n)."""
    return x @ weight_matrix(x.shape[-1]).T


def matrix_jacobian(x: Array, h: Array) -> Jacobian:
    """Return `A`, shape (n, n)."""
    return Dense(weight_matrix(x.size))


def diagonal_weights(x: Array) -> Array:
    """Return `A x`, (..., n), with a fixed A whose weights off the diagonal happen to be 0."""
    return x @ diagonal_weight_matrix(x.shape[-1]).T


def diagonal_weights_jacobian(x: Array, h: Array) -> Jacobian:
    """Return `A`, shape (n, n). Its zeros are weights that training changes: not structural."""
    return Dense(diagonal_weight_matrix(x.size))
