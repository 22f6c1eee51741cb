"""Element-wise functions: output i depends on input i alone. Each derivative follows its function.

Both keep the imaginary part of a complex input and branch on the real one, so that the complex step
can pass through. `h` is the value at x.
"""

from __future__ import annotations

import math

import numpy as np

from explainer.compute.arrays import Array
from explainer.compute.layer_weights import bias_vector, dropout_mask, scale_vector


def identity(x: Array) -> Array:
    """`x` itself, any shape."""
    return x


def identity_derivative(x: Array, h: Array) -> Array:
    """1 everywhere, the shape of x."""
    return np.ones_like(x)


def sigmoid(x: Array) -> Array:
    """`1/(1 + exp(−x))` of each entry, any shape. Below −708 it stays at 3e-308: no overflow."""
    return 1 / (1 + np.exp(-np.maximum(x, -708)))


def sigmoid_derivative(x: Array, h: Array) -> Array:
    """`h (1 − h)`, the shape of x."""
    return h * (1 - h)


def tanh(x: Array) -> Array:
    """The hyperbolic tangent of each entry, any shape."""
    return np.tanh(x)


def tanh_derivative(x: Array, h: Array) -> Array:
    """`1 − h²`, the shape of x."""
    return 1 - h**2


def relu(x: Array) -> Array:
    """`max(x, 0)` of each entry, any shape."""
    return np.where(x.real > 0, x, 0.0)


def relu_derivative(x: Array, h: Array) -> Array:
    """1 where x > 0, else 0. At the kink x = 0 the convention is relu'(0) = 0, as in PyTorch."""
    return np.where(x.real > 0, 1.0, 0.0)


def softplus(x: Array) -> Array:
    """`log(1 + exp(x))` of each entry, any shape, as `max(x, 0) + log(1 + exp(−|x|))`."""
    positive = x.real > 0
    return np.where(positive, x, 0.0) + np.log1p(np.exp(np.where(positive, -x, x)))


def softplus_derivative(x: Array, h: Array) -> Array:
    """`sigmoid(x)`, the shape of x."""
    return sigmoid(x)


def normal_cdf(x: Array) -> Array:
    """Φ(x), the standard normal distribution function of each real entry, any shape.

    Through `erfc`, which keeps its relative precision in the lower tail. Raises `TypeError` for
    complex input, which Python's `math.erfc` does not take.
    """
    # As Python numbers: a NumPy complex would be cast to its real part with a warning alone.
    values = [0.5 * math.erfc(-entry / math.sqrt(2)) for entry in x.reshape(-1).tolist()]
    return np.array(values, dtype=float).reshape(x.shape)


def normal_pdf(x: Array) -> Array:
    """φ(x), the standard normal density of each entry, any shape. Beyond |x| = 40 it is 0."""
    return np.exp(-(np.clip(x, -40, 40) ** 2) / 2) / math.sqrt(2 * math.pi)


def gelu(x: Array) -> Array:
    """The exact Gaussian error linear unit `x Φ(x)` of each real entry, any shape.

    Source: Hendrycks and Gimpel (2016). Raises `TypeError` for complex input.
    """
    return x * normal_cdf(x)


def gelu_derivative(x: Array, h: Array) -> Array:
    """`Φ(x) + x φ(x)`, the shape of x."""
    return normal_cdf(x) + x * normal_pdf(x)


def leaky_relu(x: Array) -> Array:
    """`x` where x > 0 and `0.01 x` elsewhere, any shape. Source: Maas et al. (2013)."""
    return np.where(x.real > 0, x, 0.01 * x)


def leaky_relu_derivative(x: Array, h: Array) -> Array:
    """1 where x > 0, else 0.01, also at the kink x = 0, as in PyTorch."""
    return np.where(x.real > 0, 1.0, 0.01)


def dropout(x: Array) -> Array:
    """`x` times a fixed mask of zeros and twos, shape (..., n): what is kept is doubled.

    Source: Srivastava et al. (2014), with the scaling in training ("inverted dropout").
    """
    return x * dropout_mask(x.shape[-1])


def dropout_derivative(x: Array, h: Array) -> Array:
    """The mask, the shape of x."""
    return np.broadcast_to(dropout_mask(x.shape[-1]), x.shape)


def bias(x: Array) -> Array:
    """`x + b` with a fixed b, shape (..., n)."""
    return x + bias_vector(x.shape[-1])


def bias_derivative(x: Array, h: Array) -> Array:
    """1 everywhere, the shape of x."""
    return np.ones_like(x)


def scale(x: Array) -> Array:
    """`x` times a fixed s, entry by entry, shape (..., n)."""
    return x * scale_vector(x.shape[-1])


def scale_derivative(x: Array, h: Array) -> Array:
    """`s`, the shape of x."""
    return np.broadcast_to(scale_vector(x.shape[-1]), x.shape)
