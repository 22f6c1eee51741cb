"""`v @ J` equals the product with the full matrix, for every structure."""

import re
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.compute import (
    Convolution,
    CumulativeSum,
    Dense,
    Diagonal,
    DiagonalMinusOuter,
    DiagonalMinusOuters,
    DiagonalsBeside,
    Jacobian,
    Kronecker,
    Outer,
    Patterned,
    Selection,
    elementwise_allowed,
    hadamard,
)
from tests.compute.structures import EXAMPLES, STRUCTURES, written_out

seeds = st.integers(0, 2**32 - 1)


def every(test):
    """Run the test for every structure, with a random number generator as second argument."""

    @pytest.mark.parametrize("structure", STRUCTURES)
    @given(data=st.data(), seed=seeds)
    def run(structure, data, seed):
        test(data.draw(STRUCTURES[structure]), np.random.default_rng(seed))

    run.__name__ = run.__qualname__ = test.__name__
    return run


def close(ours, reference) -> bool:
    ours, reference = np.asarray(ours), np.asarray(reference)
    # With an absolute tolerance too: terms of the order 10⁴ may cancel and leave their rounding.
    return ours.shape == reference.shape and np.allclose(ours, reference, rtol=1e-12, atol=1e-10)


@every
def test_the_matrix_is_the_definition_and_0_outside_the_support(jacobian, rng):
    matrix, support = np.asarray(jacobian), jacobian.support()
    assert jacobian.shape == matrix.shape == support.shape
    assert close(matrix, written_out(jacobian))
    assert support.dtype == bool
    assert not matrix[~support].any()


@every
def test_v_times_jacobian_is_the_matrix_product(jacobian, rng):
    # Several rows of v are multiplied row by row, even if v has as many as outputs or inputs.
    outputs, matrix = jacobian.shape[0], written_out(jacobian)
    for shape in ((outputs,), *((rows, outputs) for rows in (1, 2, *jacobian.shape))):
        v = rng.standard_normal(shape)
        assert close(v @ jacobian, v @ matrix), shape
    v = rng.standard_normal(outputs) + 1j * rng.standard_normal(outputs)
    assert close(v @ jacobian, v @ matrix), "complex"


@every
def test_jacobian_times_u_is_the_matrix_product(jacobian, rng):
    inputs, matrix = jacobian.shape[1], written_out(jacobian)
    for shape in ((inputs,), *((inputs, columns) for columns in (1, 2, *jacobian.shape))):
        u = rng.standard_normal(shape)
        assert close(jacobian @ u, matrix @ u), shape


@every
def test_the_transpose_is_that_of_the_matrix_and_keeps_the_structure(jacobian, rng):
    assert type(jacobian.T) is type(jacobian)
    assert jacobian.T.shape == jacobian.shape[::-1]
    assert np.array_equal(np.asarray(jacobian.T), np.asarray(jacobian).T)
    assert np.array_equal(jacobian.T.support(), jacobian.support().T)


def test_structures_of_fitting_sizes_compose_to_the_matrix_product():
    wide, tall = Dense(np.arange(8.0).reshape(2, 4)), Selection(np.array([1, 0, 1, 1]), 2)
    beside = DiagonalsBeside(np.array([2.0, 3.0]), np.array([5.0, -1.0]))
    for first, second in product((*EXAMPLES, wide, beside), (*EXAMPLES, tall, beside.T)):
        composed = first @ second
        pair = (type(first).__name__, type(second).__name__)
        assert isinstance(composed, Jacobian), pair
        assert close(composed, written_out(first) @ written_out(second)), pair


def test_element_wise_after_element_wise_stays_diagonal():
    composed = Diagonal(np.array([2.0, 3.0])) @ Diagonal(np.array([5.0, 7.0]))
    assert isinstance(composed, Diagonal)
    assert composed.diagonal.tolist() == [10, 21]


def test_the_support_of_a_structure_is_where_an_input_can_reach():
    blocks = [[1, 1, 0, 0], [1, 1, 0, 0], [0, 0, 1, 1], [0, 0, 1, 1]]
    lanes = [[1, 0, 1, 0], [0, 1, 0, 1], [1, 0, 1, 0], [0, 1, 0, 1]]
    full = np.ones((2, 2))
    # Entries that happen to be 0 still count: the support holds for every input.
    assert Diagonal(np.zeros(2)).support().tolist() == [[1, 0], [0, 1]]
    assert Dense(np.zeros((1, 2))).support().tolist() == [[1, 1]]
    assert DiagonalMinusOuter(np.zeros((2, 2))).support().tolist() == blocks
    assert Kronecker(2, full).support().tolist() == blocks
    assert Kronecker(full, 2).support().tolist() == lanes
    tridiagonal = [[1, 1, 0], [1, 1, 1], [0, 1, 1]]
    assert Convolution(np.zeros(3), 3).support().tolist() == tridiagonal
    assert CumulativeSum(2).support().tolist() == [[1, 0], [1, 1]]
    assert Selection(np.array([1, 0]), 2).support().tolist() == [[0, 1], [1, 0]]
    assert DiagonalsBeside(np.zeros(2), np.zeros(1)).support().tolist() == [[1, 0, 1], [0, 1, 0]]
    pairs = np.array([[0, 1], [2, 2]])
    assert Selection(np.array([1, 2]), 3, pairs).support().tolist() == [[1, 1, 0], [0, 0, 1]]


@pytest.mark.parametrize(
    ("support", "allowed"),
    [([[1, 0], [0, 0]], True), ([[1, 0], [1, 1]], False), ([[1, 0]], False), ([[1]], True)],
)
def test_the_circle_is_allowed_exactly_on_a_diagonal(support, allowed):
    assert elementwise_allowed(np.array(support, dtype=bool)) == allowed


def test_no_matrix_is_built_for_a_product_and_lists_are_taken_on_either_side(monkeypatch):
    def refuse(self):
        raise AssertionError("the matrix was built")

    for jacobian in EXAMPLES:
        matrix = np.asarray(jacobian)
        with monkeypatch.context() as patched:
            patched.setattr(type(jacobian), "build", refuse)
            assert np.allclose([1, 2, 3, 4] @ jacobian, [1, 2, 3, 4] @ matrix), jacobian
            assert np.allclose(jacobian @ [1, 2, 3, 4], matrix @ [1, 2, 3, 4]), jacobian


def test_what_is_held_cannot_be_written_to_and_a_copy_can():
    for jacobian in EXAMPLES:
        held = [value for value in vars(jacobian).values() if isinstance(value, np.ndarray)]
        assert not any(array.flags.writeable for array in held), jacobian
        before, copied = np.array(jacobian), np.array(jacobian, copy=True)
        copied += 1
        assert np.array_equal(np.asarray(jacobian), before), jacobian


def test_a_matrix_that_must_be_built_cannot_be_had_without_a_copy():
    for jacobian in EXAMPLES[1:]:
        with pytest.raises(ValueError, match=f"{type(jacobian).__name__} .*copy=False"):
            np.asarray(jacobian, copy=False)


def test_the_dtype_asked_for_is_the_dtype_given():
    for jacobian in EXAMPLES:
        assert np.asarray(jacobian).dtype == np.float64, jacobian
        for dtype in (np.float32, np.complex128):
            assert np.asarray(jacobian, dtype=dtype).dtype == dtype, jacobian
        # NumPy would cast the result of `__array__`; other callers of the protocol do not.
        assert jacobian.__array__(np.float32).dtype == np.float32, jacobian


def test_the_matrix_of_a_dense_jacobian_is_shared_unless_a_copy_is_asked_for():
    matrix = np.ones((2, 2))
    assert np.shares_memory(np.asarray(Dense(matrix)), matrix)
    assert np.shares_memory(np.asarray(Dense(matrix), copy=False), matrix)
    assert not np.shares_memory(np.array(Dense(matrix), copy=True), matrix)
    assert not np.shares_memory(Dense(matrix).build(), matrix)


WIDE = Outer(np.ones(2), np.ones(3))


@pytest.mark.parametrize("shape", [(3,), (1,), (2, 3), (), (1, 1, 2)])
def test_a_v_that_does_not_fit_is_named_with_both_shapes(shape):
    said = f"v has shape {shape} but the jacobian (2, 3): v must be (2,) or (M, 2)"
    with pytest.raises(ValueError, match=re.escape(said)):
        np.ones(shape) @ WIDE


@pytest.mark.parametrize("shape", [(2,), (1,), (2, 3), (), (3, 1, 1)])
def test_a_u_that_does_not_fit_is_named_with_both_shapes(shape):
    said = f"the jacobian has shape (2, 3) but u {shape}: the inner sizes must be equal"
    with pytest.raises(ValueError, match=re.escape(said)):
        WIDE @ np.ones(shape)


def test_an_inner_jacobian_that_does_not_fit_is_named_with_both_shapes():
    with pytest.raises(ValueError, match=r"has shape \(2, 3\) but the other \(2, 3\)"):
        WIDE @ WIDE


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda: Dense(np.ones(3)), r"Dense: matrix has shape \(3,\) but must have 2 axes"),
        (lambda: Diagonal(np.ones((1, 3))), r"Diagonal: diagonal has shape \(1, 3\).* 1 axes"),
        (lambda: DiagonalMinusOuter(np.ones((1, 1, 3))), r"p has shape \(1, 1, 3\).* 1 or 2 axes"),
        (lambda: Outer(np.ones((1, 3)), np.ones(3)), r"Outer: column has shape \(1, 3\)"),
        (lambda: Selection(np.ones((1, 3), dtype=int), 3), r"Selection: chosen has shape"),
        (lambda: DiagonalMinusOuters(*3 * [np.ones((1, 3))]), r"diagonal has shape \(1, 3\)"),
        (lambda: DiagonalMinusOuters(*3 * [np.ones(3)]), r"left has shape \(3,\).* 2 axes"),
        (
            lambda: DiagonalMinusOuters(np.ones(3), np.ones((1, 3)), np.ones(3)),
            r"right has shape \(3,\).* 2 axes",
        ),
        (lambda: DiagonalMinusOuter(np.ones(())), r"p has shape \(\).* 1 or 2 axes"),
        (lambda: Outer(np.ones(3), np.ones((1, 3))), r"Outer: row has shape \(1, 3\)"),
        (lambda: Convolution(np.ones((1, 3)), 3), r"kernel has shape \(1, 3\)"),
        (lambda: Convolution(np.ones(2), 3), r"kernel has 2 entries: must be odd"),
        (lambda: Kronecker(np.ones(3), 2), r"Kronecker: a has shape \(3,\)"),
        (lambda: Kronecker(2, np.ones(3)), r"Kronecker: b has shape \(3,\)"),
        (lambda: Patterned(np.eye(3), np.eye(2) > 0), r"shape \(3, 3\) but known \(2, 2\)"),
    ],
)
def test_an_array_with_the_wrong_axes_is_named_with_its_shape(build, message):
    with pytest.raises(ValueError, match=message):
        build()


def test_the_hadamard_product_with_any_other_jacobian_sees_its_diagonal_alone():
    v, jacobian = np.array([1.0, -2.0]), Dense(np.array([[2.0, 7.0], [9.0, 3.0]]))
    assert hadamard(v, jacobian).tolist() == [2, -6]
    assert not np.array_equal(hadamard(v, jacobian), v @ jacobian)


def test_there_is_no_hadamard_product_with_a_jacobian_that_is_not_square():
    with pytest.raises(ValueError, match=r"\(3, 2\): must be square"):
        hadamard(np.ones(3), Dense(np.ones((3, 2))))
