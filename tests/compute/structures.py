"""All structures of Jacobians: with random sizes and numbers, and written out by entry."""

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from explainer.compute import (
    Convolution,
    CumulativeSum,
    Dense,
    Diagonal,
    DiagonalMinusOuter,
    DiagonalMinusOuters,
    DiagonalsBeside,
    Kronecker,
    Outer,
    Patterned,
    Selection,
)

sizes = st.integers(1, 4)
several = st.integers(2, 4)
numbers = st.floats(-10, 10)


def matrices(rows=sizes, columns=sizes):
    return arrays(float, st.tuples(rows, columns), elements=numbers)


def rows(n, number=None):
    return arrays(float, n if number is None else (number, n), elements=numbers)


@st.composite
def low_ranks(draw):
    n, number = draw(several), draw(sizes)
    return DiagonalMinusOuters(draw(rows(n)), draw(rows(n, number)), draw(rows(n, number)))


@st.composite
def beside(draw):
    first = draw(rows(draw(several)))
    second = draw(rows(draw(st.integers(1, first.size))))
    return DiagonalsBeside(first, second, draw(st.booleans()))


@st.composite
def selections(draw):
    inputs, outputs = draw(sizes), draw(sizes)
    inside = st.integers(0, inputs - 1)
    candidates = draw(arrays(int, (outputs, draw(sizes)), elements=inside))
    fixed = draw(st.booleans())
    chosen = candidates[:, 0]
    return Selection(chosen, inputs, None if fixed else candidates, draw(st.booleans()))


@st.composite
def patterned(draw):
    known = draw(arrays(bool, (draw(sizes), draw(sizes))))
    return Patterned(draw(arrays(float, known.shape, elements=numbers)) * known, known)


kroneckers = st.builds(Kronecker, sizes | matrices(), sizes | matrices())
STRUCTURES = {
    "Dense": st.builds(Dense, matrices()),
    "Diagonal": st.builds(Diagonal, arrays(float, sizes, elements=numbers)),
    "softmax": st.builds(DiagonalMinusOuter, arrays(float, several, elements=numbers)),
    "softmax over a batch": st.builds(DiagonalMinusOuter, matrices(columns=several)),
    "diagonal minus outers": low_ranks(),
    "diagonals beside each other": beside(),
    "Outer": st.builds(Outer, *2 * [arrays(float, sizes, elements=numbers)]),
    "Selection": selections(),
    "CumulativeSum": st.builds(CumulativeSum, sizes, st.booleans()),
    "Convolution": st.builds(
        Convolution, arrays(float, st.sampled_from([1, 3, 5]), elements=numbers), sizes
    ),
    "Patterned": patterned(),
    "Kronecker": kroneckers,
    "weights, h ⊗ I": st.builds(Kronecker, matrices(), sizes),
    "a layer over a batch, I ⊗ Wᵀ": st.builds(Kronecker, sizes, matrices()),
}

EXAMPLES = (
    Dense(np.arange(16.0).reshape(4, 4) ** 2),
    Diagonal(np.array([4.0, -3.0, 2.0, 0.5])),
    DiagonalMinusOuter(np.array([0.1, 0.2, 0.3, 0.4])),
    DiagonalMinusOuter(np.array([[0.1, 0.9], [0.4, 0.6]])),
    DiagonalMinusOuters(np.arange(4.0), np.arange(8.0).reshape(2, 4), np.ones((2, 4))),
    Outer(np.arange(4.0), np.array([2.0, 0.0, -1.0, 1.0])),
    Selection(np.array([3, 1, 1, 0]), 4),
    CumulativeSum(4),
    Convolution(np.array([1.0, 2.0, 5.0]), 4),
    Patterned(np.tri(4), np.tri(4, dtype=bool)),
    Kronecker(2, np.array([[1.0, 2.0], [-3.0, 4.0]])),
    Kronecker(np.array([[1.0, 2.0], [-3.0, 4.0]]), 2),
)


def _blocks(p):
    """Return the matrix with the blocks `diag(p) − pᵀp`, one for each row of p, and 0 elsewhere."""
    n, flat = p.shape[-1], p.reshape(-1)
    entries = [
        (i // n == j // n) * (flat[i] * (i == j) - flat[i] * flat[j])
        for i in range(flat.size)
        for j in range(flat.size)
    ]
    return np.array(entries).reshape(flat.size, flat.size)


def _chosen(chosen, inputs, candidates, transposed):
    upright = np.array([[1.0 * (j == c) for j in range(inputs)] for c in chosen])
    return upright.T if transposed else upright


def _sums(n, from_the_end):
    signs = range(n) if not from_the_end else range(0, -n, -1)
    return np.array([[1.0 * (j <= i) for j in signs] for i in signs])


def _shifted(kernel, n):
    found = np.zeros((n + kernel.size - 1, n + kernel.size - 1))
    for i in range(n):
        found[i, i : i + kernel.size] = kernel
    middle = kernel.size // 2
    return found[:n, middle : middle + n]


def _blown_up(a, b):
    a, b = (np.eye(f) if isinstance(f, int) else f for f in (a, b))
    return np.einsum("ij,kl->ikjl", a, b).reshape(len(a) * len(b), -1)


def _side_by_side(first, second, transposed):
    upright = np.zeros((first.size, first.size + second.size))
    for i, entry in enumerate(first):
        upright[i, i] = entry
    for i, entry in enumerate(second):
        upright[i, first.size + i] = entry
    return upright.T if transposed else upright


DEFINITIONS = {
    Dense: lambda matrix: matrix,
    Diagonal: lambda d: np.array([[x * (i == j) for j in range(d.size)] for i, x in enumerate(d)]),
    DiagonalMinusOuter: _blocks,
    DiagonalMinusOuters: lambda d, left, right, _: np.diag(d) - np.einsum("ki,kj->ij", left, right),
    DiagonalsBeside: _side_by_side,
    Outer: lambda column, row: np.array([[c * r for r in row] for c in column]),
    Selection: _chosen,
    CumulativeSum: _sums,
    Convolution: _shifted,
    Patterned: lambda matrix, known: matrix,
    Kronecker: _blown_up,
}


def written_out(jacobian):
    """Return the matrix entry by entry from its definition, without code of the class."""
    held = (getattr(jacobian, name) for name in type(jacobian).__match_args__)
    return DEFINITIONS[type(jacobian)](*held)
