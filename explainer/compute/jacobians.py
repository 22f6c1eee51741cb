"""Jacobians. The product is always a matrix product; the structure decides how to compute it.

Numerator layout: `jacobian[i, j] = ∂(output i)/∂(input j)`, shape (outputs, inputs). For the
upstream gradient `v`, a row, `v @ jacobian` is the VJP (pullback); `jacobian @ u` is the JVP
(pushforward); `np.asarray(jacobian)` is the matrix, which products with vectors never build.
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

    A subclass defines `shape`, the transpose `T`, `build` and `vjp`. The rest follows: `J @ u` is
    `(uᵀ @ Jᵀ)ᵀ`. `Dense` and `Diagonal`, the two in the question, are here; the others are in
    `product_structures` and `sparse_structures`.
    """

    __array_ufunc__ = None  # `ndarray @ jacobian` defers to __rmatmul__

    @property
    def shape(self) -> tuple[int, int]:
        """The shape (outputs, inputs)."""
        raise NotImplementedError

    @property
    def T(self) -> Jacobian:
        """The transpose, shape (inputs, outputs), of the same structure."""
        raise NotImplementedError

    def vjp(self, v: Array) -> Array:
        """Return `v @ matrix` for v (outputs,) or rows (M, outputs), without the matrix."""
        raise NotImplementedError

    def build(self) -> Array:
        """Return the whole matrix, shape (outputs, inputs)."""
        raise NotImplementedError

    def support(self) -> Array:
        """Return booleans of the matrix's shape: False marks a structural zero.

        A structural zero is zero for every input and every weight; an entry that happens to be 0
        for the current numbers, such as a weight, is not structural.
        """
        return np.ones(self.shape, dtype=bool)

    def jvp(self, u: Array) -> Array:
        """Return `matrix @ u` for u (inputs,) or columns (inputs, M), without the matrix."""
        return self.T.vjp(u.T).T

    def compose(self, inner: Jacobian) -> Jacobian:
        """Return the matrix product `self @ inner`, the Jacobian of the composed function."""
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
    """A Jacobian without structure, such as that of a linear map: `v @ Dense(M)` is `v @ M`."""

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
    """The Jacobian of an element-wise function: output i depends only on input i.

    `v @ Diagonal(d)` is the Hadamard product `v * d`, the shorthand for the matrix product with
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
    """Return `v ∘ (the diagonal of the matrix)`, shape (n,), for a square Jacobian and v (n,).

    It equals `v @ jacobian` if the Jacobian is diagonal; otherwise it is what a wrong `∘` gives.
    Raises `ValueError` for a Jacobian that is not square.
    """
    outputs, inputs = jacobian.shape
    if outputs != inputs:
        raise ValueError(f"v ∘ jacobian: the jacobian has shape {jacobian.shape}: must be square")
    return v * np.diagonal(np.asarray(jacobian))


def elementwise_allowed(support: Array) -> bool:
    """Tell whether `∘` may replace the matrix product: output i depends only on input i."""
    rows, columns = support.shape
    return rows == columns and not support[off_diagonal(support)].any()


def off_diagonal(matrix: Array) -> Array:
    """Return booleans of the matrix's shape: True off the diagonal."""
    i, j = np.indices(matrix.shape)
    return i != j
