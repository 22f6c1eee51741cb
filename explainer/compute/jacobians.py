"""Jacobians and their structures. The product is always a matrix product; the structure is how.

Numerator layout: `jacobian[i, j] = ∂(output i)/∂(input j)`, shape (outputs, inputs). With `v` the
row gradient that arrives from the left, `v @ jacobian` is the VJP (pullback), `jacobian @ u` the
JVP (pushforward), and `np.asarray(jacobian)` the matrix, which nobody builds unless to look at it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import overload

import numpy as np
from numpy.typing import ArrayLike, DTypeLike

from explainer.compute.validation import Array


class Jacobian:
    """A matrix of partial derivatives that knows its structure.

    A structure says its `shape`, its transpose `T`, its matrix, and `vjp`. The rest follows:
    `J @ u` is `(uᵀ @ Jᵀ)ᵀ`.
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
        """Booleans of the matrix's shape: False marks a structural zero, zero for every input."""
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
        _require_axes("Dense", "matrix", self.matrix, 2)

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
        _require_axes("Diagonal", "diagonal", self.diagonal, 1)

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


@dataclass(frozen=True, eq=False)
class DiagonalMinusOuter(Jacobian):
    """The Jacobian of softmax, `diag(p) − pᵀp` with p as a row: dense, and `v @ J` needs only p.

    Over a batch, p of shape (N, n), it is block-diagonal, a block for each row.
    """

    p: Array  # (n,), or (N, n) for N blocks

    def __post_init__(self) -> None:
        _require_axes("DiagonalMinusOuter", "p", self.p, 1, 2)

    @property
    def shape(self) -> tuple[int, int]:
        return (self.p.size, self.p.size)

    @property
    def T(self) -> DiagonalMinusOuter:
        return self

    def vjp(self, v: Array) -> Array:
        rows = v.reshape(v.shape[:-1] + self.p.shape)
        means = np.add.reduce(rows * self.p, axis=-1, keepdims=True)
        return (self.p * (rows - means)).reshape(v.shape)

    def build(self) -> Array:
        matrix = np.zeros(self.shape, dtype=self.p.dtype)
        n = self.p.shape[-1]
        for block, p in enumerate(np.atleast_2d(self.p)):
            at = slice(block * n, (block + 1) * n)
            matrix[at, at] = np.diag(p) - np.outer(p, p)
        return matrix

    def support(self) -> Array:
        n = self.p.shape[-1]
        return np.kron(np.eye(self.p.size // n, dtype=bool), np.ones((n, n), dtype=bool))


@dataclass(frozen=True, eq=False)
class Kronecker(Jacobian):
    """`A ⊗ B`, the Jacobian of `X ↦ A X Bᵀ` with row-major vec. A size stands for an identity.

    One identity, `v (A ⊗ B) = vec(Aᵀ V B)` with V = v as (rows of A, rows of B), is the rule for
    weights (`h ⊗ I`), for biases over a batch (`1 ⊗ I`) and for a linear layer over a batch
    (`I ⊗ Wᵀ`).
    """

    a: Array | int  # (m, n), or n for the n×n identity
    b: Array | int  # (p, q), or q for the q×q identity

    def __post_init__(self) -> None:
        for name, factor in (("a", self.a), ("b", self.b)):
            if not isinstance(factor, int):
                _require_axes("Kronecker", name, factor, 2)

    @property
    def shape(self) -> tuple[int, int]:
        (m, n), (p, q) = _factor_shape(self.a), _factor_shape(self.b)
        return (m * p, n * q)

    @property
    def T(self) -> Kronecker:
        return Kronecker(
            self.a if isinstance(self.a, int) else self.a.T,
            self.b if isinstance(self.b, int) else self.b.T,
        )

    def vjp(self, v: Array) -> Array:
        rows = v.reshape((*v.shape[:-1], _factor_shape(self.a)[0], _factor_shape(self.b)[0]))
        if not isinstance(self.a, int):
            rows = self.a.T @ rows
        if not isinstance(self.b, int):
            rows = rows @ self.b
        return rows.reshape((*v.shape[:-1], self.shape[1]))

    def build(self) -> Array:
        a, b = (np.eye(f) if isinstance(f, int) else f for f in (self.a, self.b))
        return np.kron(a, b)

    def support(self) -> Array:
        identities = (
            np.eye(f, dtype=bool) if isinstance(f, int) else np.ones(f.shape, dtype=bool)
            for f in (self.a, self.b)
        )
        return np.kron(*identities)


def hadamard(v: Array, jacobian: Jacobian) -> Array:
    """`v ∘ (the diagonal of the matrix)`, shape (n,), for a square Jacobian and v (n,).

    Equal to `v @ jacobian` where the Jacobian is diagonal, and elsewhere what a wrong `∘` gives.
    Raises `ValueError` for a Jacobian that is not square: the shapes do not fit.
    """
    outputs, inputs = jacobian.shape
    if outputs != inputs:
        raise ValueError(f"v ∘ jacobian: the jacobian has shape {jacobian.shape}: must be square")
    return v * np.diagonal(np.asarray(jacobian))


def _factor_shape(factor: Array | int) -> tuple[int, ...]:
    return (factor, factor) if isinstance(factor, int) else factor.shape


def _require_axes(structure: str, field: str, array: Array, *allowed: int) -> None:
    """Raise `ValueError` unless the array has one of the allowed numbers of axes."""
    if array.ndim not in allowed:
        axes = " or ".join(map(str, allowed))
        raise ValueError(f"{structure}: {field} has shape {array.shape} but must have {axes} axes")
