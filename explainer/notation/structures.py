"""The names of the structures of Jacobians."""

from __future__ import annotations

from explainer.compute import (
    Convolution,
    DiagonalMinusOuter,
    DiagonalMinusOuters,
    DiagonalsBeside,
    Jacobian,
    Outer,
    Selection,
)
from explainer.compute.arrays import Array


def structure(jacobian: Jacobian) -> str:
    """Diagonal, triangular, rank one, …: the name of its class, or else that of its pattern."""
    named = jacobian if jacobian.support().any() else None  # what is zero is called so
    match named:
        case DiagonalMinusOuter(p):
            return "diagonal minus outer product" if p.ndim == 1 else "block diagonal"
        case DiagonalMinusOuters(left=left):
            many = f"{len(left)} outer products"
            return f"diagonal minus {'outer product' if len(left) == 1 else many}"
        case Outer():
            return "rank one"
        case DiagonalsBeside():
            return "two diagonals side by side"
        case Convolution():
            return "banded"
        case Selection(chosen, inputs, candidates):
            is_permutation = chosen.size == inputs == len(set(chosen.tolist()))
            name = "permutation" if is_permutation else "selection"
            return name if candidates is None else f"{name} that depends on x"
    return pattern(jacobian.support())


def pattern(support: Array) -> str:
    """Return the name of the pattern of the entries that are not structural zeros."""
    rows, columns = support.shape
    if not support.any():
        return "zero"
    if rows == columns:
        i, j = support.nonzero()
        if (i == j).all():
            return "diagonal"
        if (support.sum(axis=0) == 1).all() and (support.sum(axis=1) == 1).all():
            return "permuted diagonal"
        if (i >= j).all():
            return "lower triangular"
        if (i <= j).all():
            return "upper triangular"
        if abs(i - j).max() <= (rows - 1) // 2:
            return "banded"
    return "dense" if support.all() else "sparse"
