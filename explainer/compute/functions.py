"""The table of functions: name, LaTeX, value, Jacobian, kinks. Menus, pages and tests read it.

Each derivative stands under its function. Both keep the imaginary part of a complex input and
branch on the real one, so that the complex step can pass through.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from explainer.compute.jacobians import Diagonal, DiagonalMinusOuter, Jacobian
from explainer.compute.validation import Array


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


def softmax(x: Array) -> Array:
    """Probabilities proportional to `exp(x)` along the last axis, shape (..., n).

    Shifted by the maximum, so that `exp` never overflows. Source: Bridle (1990).
    """
    e = np.exp(x - np.maximum.reduce(x.real, axis=-1, keepdims=True))
    return e / np.add.reduce(e, axis=-1, keepdims=True)


def log_softmax(x: Array) -> Array:
    """`log softmax(x)` along the last axis, shape (..., n), finite also where softmax(x) is 0.

    As `(x − max) − log Σ exp(x − max)`: adding the maximum back before subtracting loses digits.
    """
    shifted = x - np.maximum.reduce(x.real, axis=-1, keepdims=True)
    return shifted - np.log(np.add.reduce(np.exp(shifted), axis=-1, keepdims=True))


def softmax_jacobian(x: Array, h: Array) -> Jacobian:
    """`diag(h) − hᵀh`, shape (n, n), for h = softmax(x)."""
    return DiagonalMinusOuter(h)


@dataclass(frozen=True)
class Function:
    """One row of the table. `x` is the input, `h` the value there.

    `rule` is an element-wise function's derivative (x, h) → array of x's shape, or else the whole
    Jacobian (x, h) → Jacobian. The texts describe the same: `derivative_code` is NumPy over `r`
    and `h` (the names the network gives to x and h) and is what the rule computes.
    """

    name: str
    latex: str  # of the value at r
    meaning: str  # the same in words, with LaTeX between dollars
    value: Callable[[Array], Array]
    elementwise: bool
    rule: Callable[[Array, Array], Array] | Callable[[Array, Array], Jacobian]
    derivative_latex: str  # the diagonal, or the whole matrix
    derivative_text: str  # the same for a figure, which has no LaTeX
    derivative_meaning: str  # why, or what the signs of its LaTeX stand for
    derivative_code: str
    kinks: tuple[float, ...] = ()  # where it is continuous and not differentiable
    complex_step: bool = True  # does the value keep the imaginary part of its input

    def derivative(self, x: Array, h: Array | None = None) -> Array:
        """The diagonal of an element-wise function's Jacobian, as an array of x's shape.

        Raises `ValueError` for a function that is not element-wise: it has no such shorthand.
        """
        if not self.elementwise:
            raise ValueError(f"{self.name} is not element-wise: its Jacobian is not diagonal")
        return self.rule(x, self.value(x) if h is None else h)  # type: ignore[return-value]

    def jacobian(self, x: Array, h: Array | None = None) -> Jacobian:
        """The Jacobian at x (n,), shape (n, n); over a batch (N, n), that of the flattened map.

        `h` is the value at x, if it is already known.
        """
        h = self.value(x) if h is None else h
        if self.elementwise:
            return Diagonal(self.derivative(x, h).reshape(-1))
        return self.rule(x, h)  # type: ignore[return-value]


FUNCTIONS: dict[str, Function] = {
    function.name: function
    for function in (
        Function(
            name="sigmoid",
            latex=r"\sigma(r)",
            meaning=r"the logistic function, $\sigma(r)=1/(1+e^{-r})$, between 0 and 1",
            value=sigmoid,
            elementwise=True,
            rule=sigmoid_derivative,
            derivative_latex=r"h\circ(1-h)",
            derivative_text="h∘(1−h)",
            derivative_meaning=r"$\sigma'(r)=e^{-r}/(1+e^{-r})^2=\sigma(r)(1-\sigma(r))$",
            derivative_code="h * (1 - h)",
        ),
        Function(
            name="tanh",
            latex=r"\tanh(r)",
            meaning="the hyperbolic tangent, between −1 and 1",
            value=tanh,
            elementwise=True,
            rule=tanh_derivative,
            derivative_latex=r"1-h\circ h",
            derivative_text="1−h∘h",
            derivative_meaning=r"$\tanh'(r)=1-\tanh^2(r)$",
            derivative_code="1 - h**2",
        ),
        Function(
            name="relu",
            latex=r"\max(r,0)",
            meaning="a negative number becomes 0, any other stays",
            value=relu,
            elementwise=True,
            rule=relu_derivative,
            derivative_latex=r"[r>0]",
            derivative_text="[r>0]",
            derivative_meaning="$[r>0]$ is 1 where $r>0$ and 0 elsewhere",
            derivative_code="np.where(r > 0, 1.0, 0.0)",
            kinks=(0.0,),
        ),
        Function(
            name="softplus",
            latex=r"\log(1+e^{r})",
            meaning="close to 0 for a very negative number, close to r for a large one",
            value=softplus,
            elementwise=True,
            rule=softplus_derivative,
            derivative_latex=r"\sigma(r)",
            derivative_text="σ(r)",
            derivative_meaning=r"$\sigma(r)=1/(1+e^{-r})$",
            derivative_code="sigmoid(r)",
        ),
        Function(
            name="gelu",
            latex=r"r\circ\Phi(r)",
            meaning=r"$\Phi(r)$ is the probability that a standard normal number lies below $r$",
            value=gelu,
            elementwise=True,
            rule=gelu_derivative,
            derivative_latex=r"\Phi(r)+r\circ\varphi(r)",
            derivative_text="Φ(r)+r∘φ(r)",
            derivative_meaning=r"$\varphi=\Phi'$ is the standard normal density",
            derivative_code="normal_cdf(r) + r * normal_pdf(r)",
            complex_step=False,
        ),
        Function(
            name="identity",
            latex="r",
            meaning="nothing is done",
            value=identity,
            elementwise=True,
            rule=identity_derivative,
            derivative_latex=r"\mathbf{1}",
            derivative_text="1",
            derivative_meaning=r"$\mathbf{1}$ is a vector of ones",
            derivative_code="np.ones_like(r)",
        ),
        Function(
            name="softmax",
            latex=r"\operatorname{softmax}(r)",
            meaning="$e^{r_i}$, divided by the sum of all of them",
            value=softmax,
            elementwise=False,
            rule=softmax_jacobian,
            derivative_latex=r"\operatorname{diag}(h)-h^{\top}h",
            derivative_text="diag(h)−hᵀh",
            derivative_meaning=r"$\partial h_i/\partial r_j=h_i([i=j]-h_j)$",
            derivative_code="np.diag(h) - np.outer(h, h)",
        ),
    )
}
