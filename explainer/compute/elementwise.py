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


def elu(x: Array) -> Array:
    """Return `x` where x > 0 and `exp(x) − 1` elsewhere, any shape.

    Source: Clevert, Unterthiner and Hochreiter (2016), with α = 1.
    """
    return np.where(x.real > 0, x, np.expm1(np.where(x.real > 0, 0.0, x)))


def elu_derivative(x: Array, h: Array) -> Array:
    """Return 1 where x > 0 and `exp(x)` elsewhere, with the shape of x."""
    return np.exp(np.minimum(x, 0.0))


SELU_SCALE = 1.0507009873554805
SELU_ALPHA = 1.6732632423543772


def selu(x: Array) -> Array:
    """Return `1.0507 x` where x > 0 and `1.0507 · 1.6733 (exp(x) − 1)` elsewhere, any shape.

    Source: Klambauer et al. (2017), whose two constants have 16 digits here.
    """
    return SELU_SCALE * np.where(x.real > 0, x, SELU_ALPHA * elu(x))


def selu_derivative(x: Array, h: Array) -> Array:
    """Return 1.0507 where x > 0 and `1.7581 exp(x)` elsewhere; 1.7581 also at the kink x = 0."""
    return SELU_SCALE * np.where(x.real > 0, 1.0, SELU_ALPHA * elu_derivative(x, h))


def silu(x: Array) -> Array:
    """Return `x sigmoid(x)`, also called swish, for each entry, any shape.

    Source: Elfwing, Uchibe and Doya (2018).
    """
    return np.maximum(x, -708) * sigmoid(x)


def silu_derivative(x: Array, h: Array) -> Array:
    """Return `σ(x) + h (1 − σ(x))`, with the shape of x."""
    s = sigmoid(x)
    return s + h * (1 - s)


def mish(x: Array) -> Array:
    """Return `x tanh(softplus(x))` for each entry, any shape. Source: Misra (2020)."""
    return x * np.tanh(softplus(x))


def mish_derivative(x: Array, h: Array) -> Array:
    """Return `t + x (1 − t²) σ(x)` with t = tanh(softplus(x)), with the shape of x."""
    t = np.tanh(softplus(x))
    return t + np.maximum(x, -708) * (1 - t**2) * sigmoid(x)


def softsign(x: Array) -> Array:
    """Return `x / (1 + |x|)` for each entry, any shape."""
    return x / (1 + abs_(x))


def softsign_derivative(x: Array, h: Array) -> Array:
    """Return `1 / (1 + |x|)²`, with the shape of x."""
    return (1 / (1 + abs_(x))) ** 2


def hard_sigmoid(x: Array) -> Array:
    """Return `(x + 3)/6`, at least 0 and at most 1, for each entry, any shape.

    Source: Howard et al. (2019), as in PyTorch and JAX.
    """
    inside = np.abs(x.real) < 3
    return np.where(inside, x / 6 + 0.5, np.where(x.real > 0, 1.0, 0.0))


def hard_sigmoid_derivative(x: Array, h: Array) -> Array:
    """Return 1/6 where −3 < x < 3, else 0; 0 also at the kinks −3 and 3, as in PyTorch."""
    return np.where(np.abs(x.real) < 3, 1 / 6, 0.0)


def hard_swish(x: Array) -> Array:
    """Return x times `(x + 3)/6`, which is at least 0 and at most 1, any shape.

    Source: Howard et al. (2019).
    """
    inside = np.abs(x.real) <= 3
    middle = np.where(inside, x, 0.0)
    return np.where(inside, middle * (middle + 3) / 6, np.where(x.real > 0, x, 0.0))


def hard_swish_derivative(x: Array, h: Array) -> Array:
    """Return `x/3 + 1/2` where −3 ≤ x ≤ 3, 0 below and 1 above, with the shape of x."""
    inside = np.abs(x.real) <= 3
    return np.where(inside, x / 3 + 0.5, np.where(x.real > 0, 1.0, 0.0))


def hard_tanh(x: Array) -> Array:
    """Return `x`, at least −1 and at most 1, for each entry, any shape."""
    return np.where(np.abs(x.real) < 1, x, np.sign(x.real))


def hard_tanh_derivative(x: Array, h: Array) -> Array:
    """Return 1 where −1 < x < 1, else 0; 0 also at the kinks −1 and 1, as in PyTorch."""
    return np.where(np.abs(x.real) < 1, 1.0, 0.0)


def relu6(x: Array) -> Array:
    """Return `x`, at least 0 and at most 6, for each entry, any shape."""
    return np.where(relu6_derivative(x, x) > 0, x, np.where(x.real > 0, 6.0, 0.0))


def relu6_derivative(x: Array, h: Array) -> Array:
    """Return 1 where 0 < x < 6, else 0; 0 also at the kinks 0 and 6, as in PyTorch."""
    return np.where((x.real > 0) & (x.real < 6), 1.0, 0.0)


def gelu_tanh(x: Array) -> Array:
    """Return `x (1 + tanh u)/2` with `u = √(2/π) (x + 0.044715 x³)` for each entry, any shape.

    Source: Hendrycks and Gimpel (2016), the approximation of gelu. It uses `sigmoid(2u)`, which is
    `(1 + tanh u)/2` and keeps its relative precision in the lower tail.
    """
    return np.where(x.real > 0, x, _bounded(x)) * _gelu_gate(x)


def gelu_tanh_derivative(x: Array, h: Array) -> Array:
    """Return `g + x g (1 − g) 2u′` with `g = (1 + tanh u)/2`, with the shape of x."""
    g, x = _gelu_gate(x), _bounded(x)
    return g + x * g * (1 - g) * 2 * math.sqrt(2 / math.pi) * (1 + 3 * 0.044715 * x**2)


def _gelu_gate(x: Array) -> Array:
    x = _bounded(x)
    return sigmoid(2 * math.sqrt(2 / math.pi) * (x + 0.044715 * x**3))


def _bounded(x: Array) -> Array:
    """Return x, at least −50 and at most 50: its cube does not overflow."""
    return np.where(np.abs(x.real) < 50, x, 50 * np.sign(x.real))


def abs_(x: Array) -> Array:
    """Return `|x|` for each entry, any shape; a complex entry keeps its sign or is turned."""
    return np.where(x.real < 0, -x, x)


def abs_derivative(x: Array, h: Array) -> Array:
    """Return the sign of x: −1, 1, or 0 at the kink x = 0, as in PyTorch."""
    return np.sign(x.real)
