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
    not change these functions: for a single number, the Jacobian is a structural zero. It is not
    where `constant_alone` is false, as for rms norm.
    """

    diagonal: Array  # (n,)
    left: Array  # A, (k, n)
    right: Array  # B, (k, n)
    constant_alone: bool = True  # is a single number mapped to the same value, whatever it is

    def __post_init__(self) -> None:
        enter(self, diagonal=1, left=2, right=2)

    @property
    def shape(self) -> tuple[int, int]:
        return (self.diagonal.size, self.diagonal.size)

    @property
    def T(self) -> DiagonalMinusOuters:
        return DiagonalMinusOuters(self.diagonal, self.right, self.left, self.constant_alone)

    def vjp(self, v: Array) -> Array:
        return v * self.diagonal - (v @ self.left.T) @ self.right

    def build(self) -> Array:
        return np.diag(self.diagonal) - self.left.T @ self.right

    def support(self) -> Array:
        return np.full(self.shape, self.diagonal.size > 1 or not self.constant_alone)


@dataclass(frozen=True, eq=False)
class DiagonalsBeside(Jacobian):
    """Two diagonal matrices beside each other, `[diag(first) | diag(second)]`.

    The Jacobian of `a ∘ g(b)` with respect to (a, b). The second diagonal may be shorter.
    """

    first: Array  # (m,)
    second: Array  # (at most m,)
    transposed: bool = False

    def __post_init__(self) -> None:
        enter(self, first=1, second=1)
        if self.second.size > self.first.size:
            sizes = f"{self.second.size} entries but first has {self.first.size}"
            raise ValueError(f"DiagonalsBeside: second has {sizes}: must not have more")

    @property
    def shape(self) -> tuple[int, int]:
        upright = (self.first.size, self.first.size + self.second.size)
        return upright[::-1] if self.transposed else upright

    @property
    def T(self) -> DiagonalsBeside:
        return DiagonalsBeside(self.first, self.second, not self.transposed)

    def vjp(self, v: Array) -> Array:
        m, k = self.first.size, self.second.size
        if not self.transposed:
            return np.concatenate([v * self.first, v[..., :k] * self.second], axis=-1)
        product = v[..., :m] * self.first
        product[..., :k] += v[..., m:] * self.second
        return product

    def build(self) -> Array:
        return self._beside(np.diag(self.first), np.diag(self.second))

    def support(self) -> Array:
        return self._beside(*(np.eye(d.size, dtype=bool) for d in (self.first, self.second)))

    def _beside(self, first: Array, second: Array) -> Array:
        below = np.zeros((len(first) - len(second), len(second)), dtype=second.dtype)
        matrix = np.hstack([first, np.vstack([second, below])])
        return matrix.T if self.transposed else matrix


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
