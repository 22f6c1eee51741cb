"""Derivatives that know nothing of `explainer.compute`, and the tests' own checker."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, localcontext

import autograd
import autograd.numpy as anp
import numpy as np

# Every function of the table but gelu, which needs an erf: written down once more, for autograd.
AUTOGRAD = {
    "sigmoid": lambda x: 1 / (1 + anp.exp(-x)),
    "tanh": anp.tanh,
    "relu": lambda x: anp.maximum(x, 0),
    "softplus": lambda x: anp.logaddexp(0, x),
    "identity": lambda x: 1 * x,
    "softmax": lambda x: anp.exp(x) / anp.sum(anp.exp(x)),
}


def autograd_jacobian(name: str, x: np.ndarray) -> np.ndarray:
    return autograd.jacobian(AUTOGRAD[name])(x)


def exact_gelu(x: float) -> tuple[float, float]:
    """`x Φ(x)` and its derivative `Φ(x) + x φ(x)`, in 60 digits.

    Φ by `1/2 + φ(x) (x + x³/3 + x⁵/(3·5) + …)`, whose terms all have one sign.
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
    """In units of max(1, the reference's largest entry)."""
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
    """Is `jacobian` the one that `measured` finds for f at x?"""
    return largest_difference(np.asarray(jacobian), measured(f, x)) <= tolerance
