"""Jacobians. The product is always a matrix product; the structure says how it is worked out.

Numerator layout: `jacobian[i, j] = ∂(output i)/∂(input j)`, shape (outputs, inputs). With `v` the
row gradient that arrives from the left, `v @ jacobian` is the VJP (pullback), `jacobian @ u` the
JVP (pushforward), and `np.asarray(jacobian)` the matrix, which nobody builds unless to look at it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import overload

import numpy as np
from numpy.typing import ArrayLike, DTypeLike

from explainer.compute.arrays import Array
from explainer.compute.validation import enter


class Jacobian:
    """A matrix of partial derivatives that knows its structure.

    A structure says its `shape`, its transpose `T`, its matrix, and `vjp`. The rest follows:
    `J @ u` is `(uᵀ @ Jᵀ)ᵀ`. The two that the question is about stand here; the others in
    `product_structures` and `sparse_structures`.
    """

    __array_ufunc__ = None  # `ndarray @ jacobian` defers to __rmatmul__

    @property
    def shape(self) -> tuple[int, int]:
        """(outputs, inputs)."""
        raise NotImplementedError

    @property
    def T(self) -> Jacobian:
        """The transpose, shape (inputs, outputs), of the same structure."""
        raise NotImplementedError

    def vjp(self, v: Array) -> Array:
        """`v @ matrix` for v (outputs,) or rows (M, outputs), without building the matrix."""
        raise NotImplementedError

    def build(self) -> Array:
        """The whole matrix, shape (outputs, inputs)."""
        raise NotImplementedError

    def support(self) -> Array:
        """Booleans of the matrix's shape: False marks a structural zero.

        A structural zero is zero for every input and every weight; an entry that is 0 with the
        numbers at hand, such as a weight, is none.
        """
        return np.ones(self.shape, dtype=bool)

    def jvp(self, u: Array) -> Array:
        """`matrix @ u` for u (inputs,) or columns (inputs, M), without building the matrix."""
        return self.T.vjp(u.T).T

    def compose(self, inner: Jacobian) -> Jacobian:
        """The matrix product `self @ inner`: the Jacobian of this function after the inner one."""
        if isinstance(inner, Dense):
            return Dense(self.jvp(inner.matrix))
        return Dense(inner.vjp(np.asarray(self)))

    def __rmatmul__(self, v: ArrayLike) -> Array:
        v = np.asarray(v)
        outputs = self.shape[0]
        if v.ndim not in (1, 2) or v.shape[-1] != outputs:
            raise ValueError(
                f"v @ jacobian: v has shape {v.shape} but the jacobian {self.shape}: "
                f"v must be ({outputs},) or (M, {outputs})"
            )
        return self.vjp(v)

    @overload
    def __matmul__(self, other: Jacobian) -> Jacobian: ...
    @overload
    def __matmul__(self, other: ArrayLike) -> Array: ...
    def __matmul__(self, other: Jacobian | ArrayLike) -> Jacobian | Array:
        right = other if isinstance(other, Jacobian) else np.asarray(other)
        if len(right.shape) not in (1, 2) or right.shape[0] != self.shape[1]:
            name = "the other" if isinstance(other, Jacobian) else "u"
            raise ValueError(
                f"jacobian @ {name}: the jacobian has shape {self.shape} but {name} {right.shape}: "
                f"the inner sizes must be equal"
            )
        return self.compose(right) if isinstance(right, Jacobian) else self.jvp(right)

    def __array__(self, dtype: DTypeLike | None = None, copy: bool | None = None) -> Array:
        if copy is False:
            raise ValueError(f"{type(self).__name__} has no array to share: copy=False is refused")
        return self.build().astype(dtype, copy=False) if dtype is not None else self.build()


@dataclass(frozen=True, eq=False)
class Dense(Jacobian):
    """A Jacobian whose every entry counts, such as a linear map's: `v @ Dense(M)` is `v @ M`."""

    matrix: Array  # (outputs, inputs)

    def __post_init__(self) -> None:
        enter(self, matrix=2)

    @property
    def shape(self) -> tuple[int, int]:
        return self.matrix.shape

    @property
    def T(self) -> Dense:
        return Dense(self.matrix.T)

    def vjp(self, v: Array) -> Array:
        return v @ self.matrix

    def build(self) -> Array:
        return self.matrix.copy()

    def __array__(self, dtype: DTypeLike | None = None, copy: bool | None = None) -> Array:
        return np.array(self.matrix, dtype=dtype, copy=copy)


@dataclass(frozen=True, eq=False)
class Diagonal(Jacobian):
    """The Jacobian of an element-wise function: output i depends on input i alone.

    `v @ Diagonal(d)` is the Hadamard product `v * d`, the shorthand of the matrix product with
    `diag(d)`.
    """

    diagonal: Array  # (n,)

    def __post_init__(self) -> None:
        enter(self, diagonal=1)

    @property
    def shape(self) -> tuple[int, int]:
        return (self.diagonal.size, self.diagonal.size)

    @property
    def T(self) -> Diagonal:
        return self

    def vjp(self, v: Array) -> Array:
        return v * self.diagonal

    def build(self) -> Array:
        return np.diag(self.diagonal)

    def support(self) -> Array:
        return np.eye(self.diagonal.size, dtype=bool)

    def compose(self, inner: Jacobian) -> Jacobian:
        if isinstance(inner, Diagonal):
            return Diagonal(self.diagonal * inner.diagonal)
        return super().compose(inner)


def hadamard(v: Array, jacobian: Jacobian) -> Array:
    """`v ∘ (the diagonal of the matrix)`, shape (n,), for a square Jacobian and v (n,).

    Equal to `v @ jacobian` where the Jacobian is diagonal, and elsewhere what a wrong `∘` gives.
    Raises `ValueError` for a Jacobian that is not square: the shapes do not fit.
    """
    outputs, inputs = jacobian.shape
    if outputs != inputs:
        raise ValueError(f"v ∘ jacobian: the jacobian has shape {jacobian.shape}: must be square")
    return v * np.diagonal(np.asarray(jacobian))


def elementwise_allowed(support: Array) -> bool:
    """May `∘` stand for the matrix product: does each output depend on its own input alone?"""
    rows, columns = support.shape
    return rows == columns and not support[off_diagonal(support)].any()


def off_diagonal(matrix: Array) -> Array:
    """Booleans of the matrix's shape: True off the diagonal."""
    i, j = np.indices(matrix.shape)
    return i != j
