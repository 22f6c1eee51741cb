"""Element-wise functions: output i depends only on input i. Each derivative follows its function.

Functions keep the imaginary part of a complex input and branch on its real part, so that the
complex step works (gelu takes only real input). In a derivative, `h` is the value at x.
"""

from __future__ import annotations

import math

import numpy as np

from explainer.compute.arrays import Array
from explainer.compute.layer_weights import bias_vector, dropout_mask, scale_vector


def identity(x: Array) -> Array:
    """Return `x` itself, any shape."""
    return x


def identity_derivative(x: Array, h: Array) -> Array:
    """Return ones with the shape of x."""
    return np.ones_like(x)


def sigmoid(x: Array) -> Array:
    """Return `1/(1 + exp(−x))` for each entry, any shape; x is clipped at −708: no overflow."""
    return 1 / (1 + np.exp(-np.maximum(x, -708)))


def sigmoid_derivative(x: Array, h: Array) -> Array:
    """Return `h (1 − h)`, with the shape of x."""
    return h * (1 - h)


def tanh(x: Array) -> Array:
    """Return the hyperbolic tangent of each entry, any shape."""
    return np.tanh(x)


def tanh_derivative(x: Array, h: Array) -> Array:
    """Return `1 − h²`, with the shape of x."""
    return 1 - h**2


def relu(x: Array) -> Array:
    """Return `max(x, 0)` for each entry, any shape."""
    return np.where(x.real > 0, x, 0.0)


def relu_derivative(x: Array, h: Array) -> Array:
    """Return 1 where x > 0, else 0. At the kink, relu'(0) = 0 by convention, as in PyTorch."""
    return np.where(x.real > 0, 1.0, 0.0)


def softplus(x: Array) -> Array:
    """Return `log(1 + exp(x))` for each entry, as `max(x, 0) + log(1 + exp(−|x|))`; any shape."""
    positive = x.real > 0
    return np.where(positive, x, 0.0) + np.log1p(np.exp(np.where(positive, -x, x)))


def softplus_derivative(x: Array, h: Array) -> Array:
    """Return `sigmoid(x)`, with the shape of x."""
    return sigmoid(x)


def normal_cdf(x: Array) -> Array:
    """Return Φ(x), the standard normal distribution function, for each real entry, any shape.

    It uses `erfc`, which keeps its relative precision in the lower tail. Raises `TypeError` for
    complex input, which Python's `math.erfc` does not accept.
    """
    # Python numbers: a NumPy complex would be cast to its real part with only a warning.
    values = [0.5 * math.erfc(-entry / math.sqrt(2)) for entry in x.reshape(-1).tolist()]
    return np.array(values, dtype=float).reshape(x.shape)


def normal_pdf(x: Array) -> Array:
    """Return φ(x), the standard normal density, for each entry, any shape; 0 beyond |x| = 40."""
    return np.exp(-(np.clip(x, -40, 40) ** 2) / 2) / math.sqrt(2 * math.pi)


def gelu(x: Array) -> Array:
    """Return the exact Gaussian error linear unit `x Φ(x)` for each real entry, any shape.

    Source: Hendrycks and Gimpel (2016). Raises `TypeError` for complex input.
    """
    return x * normal_cdf(x)


def gelu_derivative(x: Array, h: Array) -> Array:
    """Return `Φ(x) + x φ(x)`, with the shape of x."""
    return normal_cdf(x) + x * normal_pdf(x)


def leaky_relu(x: Array) -> Array:
    """Return `x` where x > 0 and `0.01 x` elsewhere, any shape. Source: Maas et al. (2013)."""
    return np.where(x.real > 0, x, 0.01 * x)


def leaky_relu_derivative(x: Array, h: Array) -> Array:
    """Return 1 where x > 0, else 0.01; 0.01 also at the kink x = 0, as in PyTorch."""
    return np.where(x.real > 0, 1.0, 0.01)


def dropout(x: Array) -> Array:
    """Return `x` times a fixed mask, shape (..., n): entries are dropped (0) or doubled (2).

    Source: Srivastava et al. (2014), with the scaling in training ("inverted dropout").
    """
    return x * dropout_mask(x.shape[-1])


def dropout_derivative(x: Array, h: Array) -> Array:
    """Return the mask, broadcast to the shape of x."""
    return np.broadcast_to(dropout_mask(x.shape[-1]), x.shape)


def bias(x: Array) -> Array:
    """Return `x + b` with a fixed b, shape (..., n)."""
    return x + bias_vector(x.shape[-1])


def bias_derivative(x: Array, h: Array) -> Array:
    """Return ones with the shape of x."""
    return np.ones_like(x)


def scale(x: Array) -> Array:
    """Return `x` times a fixed s, entry by entry, shape (..., n)."""
    return x * scale_vector(x.shape[-1])


def scale_derivative(x: Array, h: Array) -> Array:
    """Return `s`, broadcast to the shape of x."""
    return np.broadcast_to(scale_vector(x.shape[-1]), x.shape)
