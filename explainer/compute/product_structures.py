"""Structures of products: a diagonal minus outer products, an outer and a Kronecker product."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from explainer.compute.arrays import Array
from explainer.compute.jacobians import Jacobian
from explainer.compute.validation import enter


@dataclass(frozen=True, eq=False)
class DiagonalMinusOuter(Jacobian):
    """The Jacobian of softmax, `diag(p) − pᵀp` with p as a row: dense, but `v @ J` needs only p.

    For a batch, p (N, n), it is block-diagonal with a block for each row. The softmax of a single
    number is always 1: its Jacobian is a structural zero.
    """

    p: Array  # (n,), or (N, n) for N blocks

    def __post_init__(self) -> None:
        enter(self, p=(1, 2))

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
        return np.kron(np.eye(self.p.size // n, dtype=bool), np.full((n, n), n > 1))


@dataclass(frozen=True, eq=False)
class DiagonalMinusOuters(Jacobian):
    """The matrix `diag(d) − Aᵀ B` with few rows in A and B: each row subtracts an outer product.

    log-softmax and normalise need one row, layer norm two. A shift or a scaling of the input does
    not change these functions: for a single number, the Jacobian is a structural zero.
    """

    diagonal: Array  # (n,)
    left: Array  # A, (k, n)
    right: Array  # B, (k, n)

    def __post_init__(self) -> None:
        enter(self, diagonal=1, left=2, right=2)

    @property
    def shape(self) -> tuple[int, int]:
        return (self.diagonal.size, self.diagonal.size)

    @property
    def T(self) -> DiagonalMinusOuters:
        return DiagonalMinusOuters(self.diagonal, self.right, self.left)

    def vjp(self, v: Array) -> Array:
        return v * self.diagonal - (v @ self.left.T) @ self.right

    def build(self) -> Array:
        return np.diag(self.diagonal) - self.left.T @ self.right

    def support(self) -> Array:
        return np.full(self.shape, self.diagonal.size > 1)


@dataclass(frozen=True, eq=False)
class Outer(Jacobian):
    """A rank-one matrix `columnᵀ row`: every output sees the same weighted sum of the inputs."""

    column: Array  # (outputs,)
    row: Array  # (inputs,)

    def __post_init__(self) -> None:
        enter(self, column=1, row=1)

    @property
    def shape(self) -> tuple[int, int]:
        return (self.column.size, self.row.size)

    @property
    def T(self) -> Outer:
        return Outer(self.row, self.column)

    def vjp(self, v: Array) -> Array:
        return (v @ self.column)[..., np.newaxis] * self.row

    def build(self) -> Array:
        return np.outer(self.column, self.row)


@dataclass(frozen=True, eq=False)
class Kronecker(Jacobian):
    """The matrix `A ⊗ B`, the Jacobian of `X ↦ A X Bᵀ` with row-major vec. An int n means I_n.

    The identity `v (A ⊗ B) = vec(Aᵀ V B)`, where V is v reshaped to (rows of A, rows of B), gives
    the rule for weights (`h ⊗ I`), for biases over a batch (`1 ⊗ I`) and for a linear layer over a
    batch (`I ⊗ Wᵀ`).
    """

    a: Array | int  # (m, n), or n for the n×n identity
    b: Array | int  # (p, q), or q for the q×q identity

    def __post_init__(self) -> None:
        enter(self, a=2, b=2)

    @property
    def shape(self) -> tuple[int, int]:
        (m, n), (p, q) = _factor_shape(self.a), _factor_shape(self.b)
        return (m * p, n * q)

    @property
    def T(self) -> Kronecker:
        return Kronecker(*(f if isinstance(f, int) else f.T for f in (self.a, self.b)))

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
        full = (f if isinstance(f, int) else np.ones(f.shape) for f in (self.a, self.b))
        return Kronecker(*full).build().astype(bool)


def _factor_shape(factor: Array | int) -> tuple[int, ...]:
    return (factor, factor) if isinstance(factor, int) else factor.shape
