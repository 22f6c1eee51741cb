"""The names of the structures of Jacobians, and of the patterns of their zeros."""

import numpy as np
import pytest

from explainer.compute import (
    FUNCTIONS,
    Convolution,
    CumulativeSum,
    Dense,
    Diagonal,
    DiagonalMinusOuter,
    Selection,
)
from explainer.notation.structures import pattern, structure


def of(name: str, n: int = 3):
    """Return the Jacobian of a function of the table."""
    return FUNCTIONS[name].jacobian(np.arange(float(n)))


@pytest.mark.parametrize(
    ("jacobian", "name"),
    [
        (Diagonal(np.zeros(3)), "diagonal"),
        (Dense(np.eye(3)), "dense"),  # accidental zeros are not structure
        (DiagonalMinusOuter(np.ones(3)), "diagonal minus outer product"),
        (DiagonalMinusOuter(np.ones((2, 3))), "block diagonal"),
        (of("log-softmax"), "diagonal minus outer product"),
        (of("layer norm"), "diagonal minus 2 outer products"),
        (of("mean"), "rank one"),
        (of("softmax", 1), "zero"),
        (of("reverse"), "permutation"),
        (of("sort", 1), "permutation"),  # a single entry leaves no choice
        (of("max pool", 1), "permutation"),
        (Selection(np.array([1, 1]), 2), "selection"),  # one input twice
        (Selection(np.array([1, 0]), 3), "selection"),  # one input is missing
        (of("sort"), "permutation that depends on x"),
        (of("max pool"), "selection that depends on x"),
        (CumulativeSum(3), "lower triangular"),
        (CumulativeSum(3).T, "upper triangular"),
        (Convolution(np.ones(3), 2), "banded"),
    ],
    ids=lambda value: value if isinstance(value, str) else type(value).__name__,
)
def test_a_structure_has_a_name(jacobian, name):
    assert structure(jacobian) == name


@pytest.mark.parametrize(
    ("support", "name"),
    [
        ([[0, 0], [0, 0]], "zero"),
        ([[1, 0], [0, 0]], "diagonal"),
        ([[0, 1], [1, 0]], "permuted diagonal"),
        ([[1, 1], [0, 1]], "upper triangular"),
        ([[1, 0], [1, 0]], "lower triangular"),
        # Two equal rows with a single one are no permutation; nor is a matrix with a zero row.
        ([[0, 0, 1], [0, 0, 1], [1, 0, 0]], "sparse"),
        ([[0, 0, 1], [1, 0, 0], [0, 0, 0]], "sparse"),
        ([[1, 1], [1, 1]], "dense"),
        # A band reaches less than half the size away from the diagonal.
        (np.tri(5, k=2) * np.tri(5, k=2).T, "banded"),
        (np.tri(4, k=1) * np.tri(4, k=1).T, "banded"),
        (np.tri(4, k=2) * np.tri(4, k=2).T, "sparse"),
        ([[0, 1], [0, 1]], "upper triangular"),
        ([[1, 1, 0], [1, 1, 1], [0, 1, 1]], "banded"),
        ([[1, 1, 1], [1, 1, 1], [0, 1, 1]], "sparse"),
        ([[1, 0, 1]], "sparse"),
        ([[1, 1, 1]], "dense"),
    ],
)
def test_a_pattern_has_a_name(support, name):
    assert pattern(np.array(support, dtype=bool)) == name
