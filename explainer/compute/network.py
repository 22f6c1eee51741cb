"""The question's network: values, loss, chain of Jacobians, gradients.

    r = x @ W1 + b1     h = activation(r)     theta = h @ W2 + b2     y_hat = softmax(theta)
    J = −Σ y log y_hat

Vectors are rows: a single x is (D,), a batch (N, D). For a batch, J is the sum of the rows' losses,
so each row of x gets its own gradient.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from explainer.compute.arrays import Array
from explainer.compute.chain import Chain, linked, unfused_links
from explainer.compute.function import Function
from explainer.compute.functions import ACTIVATIONS
from explainer.compute.jacobians import Dense, Jacobian
from explainer.compute.mixing import log_softmax, softmax
from explainer.compute.product_structures import Kronecker
from explainer.compute.validation import distributions, frozen, protect, vectors


@dataclass(frozen=True, eq=False)
class Values:
    """The value of each node of the network; for a batch with a leading axis N."""

    x: Array  # (D,) or (N, D)
    r: Array  # (H,) or (N, H)
    h: Array  # (H,) or (N, H)
    theta: Array  # (K,) or (N, K)
    y_hat: Array  # (K,) or (N, K)

    def __post_init__(self) -> None:
        protect(self)


@dataclass(frozen=True, eq=False)
class Network:
    """Two linear layers with an activation between them, then softmax and cross-entropy.

    The arrays are copied and read-only. Raises `ValueError` for shapes that do not fit, an entry
    that is complex or not finite, or an activation that is not in `ACTIVATIONS`.
    """

    W1: Array  # (D, H)
    b1: Array  # (H,)
    W2: Array  # (H, K)
    b2: Array  # (K,)
    activation: str = "sigmoid"

    def __post_init__(self) -> None:
        for name in ("W1", "b1", "W2", "b2"):
            object.__setattr__(self, name, frozen(name, getattr(self, name)))
        for name, axes in (("W1", 2), ("b1", 1), ("W2", 2), ("b2", 1)):
            shape = getattr(self, name).shape
            if len(shape) != axes or 0 in shape:
                raise ValueError(f"{name} has shape {shape} but must have {axes} axes, none empty")
        for weights, axis, bias, fit in (
            ("W1", 1, "b1", "end in H"),
            ("W2", 0, "b1", "begin with H"),
            ("W2", 1, "b2", "end in K"),
        ):
            weight_shape, bias_shape = getattr(self, weights).shape, getattr(self, bias).shape
            if weight_shape[axis] != bias_shape[0]:
                raise ValueError(
                    f"{weights} has shape {weight_shape} but {bias} has {bias_shape}: "
                    f"both must {fit}"
                )
        if self.activation not in ACTIVATIONS:
            raise ValueError(f"activation {self.activation!r} is none of {', '.join(ACTIVATIONS)}")

    @classmethod
    def random(cls, D: int, H: int, K: int, seed: int, activation: str = "sigmoid") -> Network:
        """Return a network of normal numbers: weights / √inputs (no saturation), biases / 2."""
        rng = np.random.default_rng(seed)
        return cls(
            W1=rng.standard_normal((D, H)) / np.sqrt(D),
            b1=rng.standard_normal(H) / 2,
            W2=rng.standard_normal((H, K)) / np.sqrt(H),
            b2=rng.standard_normal(K) / 2,
            activation=activation,
        )

    def replaced(self, name: str, array: ArrayLike) -> Network:
        """Return the same network with another W1, b1, W2 or b2."""
        return replace(self, **{name: array})  # type: ignore[arg-type]

    @property
    def sizes(self) -> tuple[int, int, int]:
        """The sizes (D, H, K)."""
        return (*self.W1.shape, self.W2.shape[1])

    @property
    def function(self) -> Function:
        """The row of the activation in the table."""
        return ACTIVATIONS[self.activation]

    def values(self, x: ArrayLike) -> Values:
        """Return every node for x (D,) or (N, D). Raises `ValueError` for another shape or NaN."""
        x = vectors("x", x, self.W1.shape[0], "D")
        r = x @ self.W1 + self.b1
        h = self.function.value(r)
        theta = h @ self.W2 + self.b2
        return Values(x=x, r=r, h=h, theta=theta, y_hat=softmax(theta))

    def loss(self, x: ArrayLike, y: ArrayLike) -> float | complex:
        """Return J for x (D,), y (K,), or the sum over (N, D), (N, K); complex if x is complex."""
        theta = self.values(x).theta
        y = distributions("y", y, theta.shape)
        return cross_entropy(theta, y)

    def gradient(self, x: ArrayLike, y: ArrayLike) -> Array:
        """Return ∂J/∂x, with the shape of x. Raises `ValueError` if y is not a distribution."""
        values, _, dJ_dtheta = self._start(x, y)
        dtheta_dh, dh_dr, dr_dx = self.jacobians(values)
        return (dJ_dtheta @ dtheta_dh @ dh_dr @ dr_dx).reshape(values.x.shape)

    def parameter_jacobians(self, values: Values) -> dict[str, Kronecker]:
        """Return ∂r/∂W1, ∂r/∂b1, ∂θ/∂W2, ∂θ/∂b2 for a batch (N, …), flattened row by row.

        ∂θ/∂W₂ is h ⊗ I and ∂θ/∂b₂ is 1 ⊗ I, with h as (N, H) and 1 as (N, 1). Books that stack
        columns write the factors in another order.
        """
        _, H, K = self.sizes
        ones = np.ones((len(values.x), 1))
        return {
            "W1": Kronecker(values.x, H),
            "b1": Kronecker(ones, H),
            "W2": Kronecker(values.h, K),
            "b2": Kronecker(ones, K),
        }

    def chain(self, x: ArrayLike, y: ArrayLike) -> Chain:
        """Return the links from J back to x, for a single x (D,) and y (K,).

        Raises `ValueError` for a batch, a wrong shape, or a y that is not a distribution.
        """
        values, y, dJ_dtheta = self._start(x, y)
        if values.x.ndim != 1:
            raise ValueError(f"x has shape {values.x.shape} but a chain takes a single x (D,)")
        jacobians = (Dense(dJ_dtheta[np.newaxis, :]), *self.jacobians(values))
        factors = dict(zip(("theta", "h", "r", "x"), jacobians, strict=True))
        return Chain(linked(factors), unfused_links(y, values.y_hat))

    def _start(self, x: ArrayLike, y: ArrayLike) -> tuple[Values, Array, Array]:
        """Return the values, the checked y, and ∂J/∂θ = ŷ − y, flattened row by row."""
        values = self.values(x)
        y = distributions("y", y, values.y_hat.shape)
        return values, y, (values.y_hat - y).reshape(-1)

    def jacobians(self, values: Values) -> tuple[Jacobian, Jacobian, Jacobian]:
        """Return ∂θ/∂h, ∂h/∂r and ∂r/∂x; for a batch, those of the flattened arrays."""
        return (
            linear_jacobian(self.W2, values.h),
            self.function.jacobian(values.r, values.h),
            linear_jacobian(self.W1, values.x),
        )


def cross_entropy(theta: Array, y: Array) -> float | complex:
    """Return `J = −Σ y log softmax(θ)` for logits and targets of one shape, (K,) or (N, K)."""
    return -np.sum(y * log_softmax(theta))


def linear_jacobian(weights: Array, inputs: Array) -> Jacobian:
    """Return the Jacobian of `inputs @ weights`: Wᵀ for a vector, I_N ⊗ Wᵀ for a batch of N."""
    return Dense(weights.T) if inputs.ndim == 1 else Kronecker(len(inputs), weights.T)
