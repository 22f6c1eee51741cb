"""Derivatives computed without `explainer.compute`, and the tests' own checker."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, localcontext

import autograd
import autograd.numpy as anp
import numpy as np

from explainer.compute.layer_weights import weight_matrix

# Every function of the table, written again for autograd, except gelu, which needs an erf.
AUTOGRAD = {
    "sigmoid": lambda x: 1 / (1 + anp.exp(-x)),
    "tanh": anp.tanh,
    "relu": lambda x: anp.maximum(x, 0),
    "softplus": lambda x: anp.logaddexp(0, x),
    "identity": lambda x: 1 * x,
    "leaky relu": lambda x: anp.where(x > 0, x, x / 100),
    "elu": lambda x: anp.where(x > 0, x, anp.expm1(anp.minimum(x, 0))),
    "selu": lambda x: (
        1.0507009873554804934193349852946
        * anp.where(x > 0, x, 1.6732632423543772848170429916717 * anp.expm1(anp.minimum(x, 0)))
    ),
    "silu": lambda x: x / (1 + anp.exp(-x)),
    "mish": lambda x: x * anp.tanh(anp.logaddexp(0, x)),
    "gelu tanh": lambda x: 0.5 * x * (1 + anp.tanh(anp.sqrt(2 / anp.pi) * (x + 0.044715 * x**3))),
    "softsign": lambda x: x / (1 + anp.abs(x)),
    "hard sigmoid": lambda x: anp.clip((x + 3) / 6, 0, 1),
    "hard swish": lambda x: x * anp.clip((x + 3) / 6, 0, 1),
    "hard tanh": lambda x: anp.clip(x, -1, 1),
    "relu6": lambda x: anp.clip(x, 0, 6),
    "abs": anp.abs,
    "dropout": lambda x: x * first([2, 0, 2, 2, 0, 2, 0, 2], x),
    "bias": lambda x: x + first([0.5, -1, 0.25, 2, -0.5, 1.5, -0.75, 1], x),
    "scale": lambda x: x * first([2, -1, 0.5, 1.5, -2, 3, -0.5, 1.25], x),
    "log-softmax": lambda x: x - anp.log(anp.sum(anp.exp(x))),
    "normalise": lambda x: x / anp.linalg.norm(x),
    "layer norm": lambda x: (x - anp.mean(x)) / anp.sqrt(anp.var(x) + 1e-5),
    "cumsum": lambda x: anp.stack([anp.sum(x[: i + 1]) for i in range(len(x))]),
    "reverse": lambda x: anp.flipud(x),
    "sort": lambda x: anp.sort(x),
    "max pool": lambda x: anp.stack([anp.max(x[i : i + 2]) for i in range(0, len(x), 2)]),
    "moving average": lambda x: anp.stack(
        [anp.sum(x[max(i - 1, 0) : i + 2]) / 3 for i in range(len(x))]
    ),
    "mean": lambda x: anp.reshape(anp.mean(x), (1,)),
    "matrix": lambda x: anp.dot(weights(x), x),
    "diagonal weights": lambda x: anp.diag(weights(x)) * x,
    "softmax with temperature": lambda x: anp.exp(x / 2) / anp.sum(anp.exp(x / 2)),
    "log-sum-exp": lambda x: anp.reshape(anp.log(anp.sum(anp.exp(x))), (1,)),
    "rms norm": lambda x: x / anp.sqrt(anp.mean(x**2) + 1e-6),
    "glu": lambda x: anp.concatenate(
        [
            x[: len(x) // 2] / (1 + anp.exp(-x[(len(x) + 1) // 2 :])),
            x[len(x) // 2 : (len(x) + 1) // 2],
        ]
    ),
    "softmax": lambda x: anp.exp(x) / anp.sum(anp.exp(x)),
}


def first(numbers: list[float], x: object) -> np.ndarray:
    """Return as many of the numbers as x has."""
    return np.array(numbers[: anp.shape(x)[0]], dtype=float)


def weights(x: object) -> np.ndarray:
    """Return the weights of the table's two linear layers: data, not under test."""
    return weight_matrix(anp.shape(x)[0])


def autograd_jacobian(name: str, x: np.ndarray) -> np.ndarray:
    return autograd.jacobian(AUTOGRAD[name])(x)


def exact_gelu(x: float) -> tuple[float, float]:
    """Return `x Φ(x)` and its derivative `Φ(x) + x φ(x)`, computed with 60 digits.

    Φ is `1/2 + φ(x) (x + x³/3 + x⁵/(3·5) + …)`, whose terms all have one sign.
    """
    with localcontext() as context:
        context.prec = 60
        x_ = Decimal(x)
        two_pi = 2 * Decimal("3.14159265358979323846264338327950288419716939937510582097494459")
        pdf = (-x_ * x_ / 2).exp() / two_pi.sqrt()
        term = total = x_
        n = 1
        while abs(term) > Decimal("1e-70"):
            n += 2
            term = term * x_ * x_ / n
            total += term
        cdf = Decimal("0.5") + pdf * total
        return float(x_ * cdf), float(cdf + x_ * pdf)


def largest_difference(ours: np.ndarray, reference: np.ndarray) -> float:
    """Return the largest difference in units of max(1, the reference's largest entry)."""
    ours, reference = np.asarray(ours), np.asarray(reference)
    assert ours.shape == reference.shape
    return float(np.max(abs(ours - reference)) / max(1.0, np.max(abs(reference))))


def agrees(
    jacobian: object,
    f: Callable[[np.ndarray], np.ndarray],
    x: np.ndarray,
    measured: Callable[[Callable[[np.ndarray], np.ndarray], np.ndarray], np.ndarray],
    tolerance: float,
) -> bool:
    """Tell whether `jacobian` is the one that `measured` finds for f at x."""
    return largest_difference(np.asarray(jacobian), measured(f, x)) <= tolerance
