"""Errors name the operand, its shape or position, and what is required."""

import numpy as np
import pytest

from explainer.compute.validation import distributions, finite, frozen, vectors


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_an_entry_that_is_not_finite_is_named_with_its_position(bad):
    array = np.zeros((2, 3))
    array[1, 2] = bad
    with pytest.raises(ValueError, match=rf"W1\[1, 2\] is {bad}: must be finite"):
        finite("W1", array)


def test_two_infinities_of_opposite_sign_do_not_cancel():
    with pytest.raises(ValueError, match=r"x\[0\] is inf"):
        finite("x", [np.inf, -np.inf])


def test_finite_entries_whose_sum_overflows_are_finite():
    with np.errstate(over="raise"):
        assert finite("x", [1e308, 1e308]).tolist() == [1e308, 1e308]


@pytest.mark.parametrize("bad", [["a"], [[1, 2], [3]], [{}]], ids=["text", "ragged", "object"])
def test_what_is_no_array_of_numbers_is_named(bad):
    with pytest.raises(ValueError, match="b1 must hold numbers"):
        finite("b1", bad)


def test_integers_and_single_precision_become_float64():
    assert finite("x", [1, 2]).dtype == np.float64
    assert finite("x", np.ones(2, dtype=np.float32)).dtype == np.float64


@pytest.mark.parametrize("dtype", [np.complex64, np.complex128])
def test_the_imaginary_part_is_kept(dtype):
    assert finite("x", np.array([1 + 2j], dtype=dtype)).tolist() == [1 + 2j]


def test_a_frozen_array_is_a_copy_that_nobody_can_write_to():
    mine = np.zeros(2)
    kept = frozen("b1", mine)
    mine[0] = 1
    assert kept.tolist() == [0, 0]
    with pytest.raises(ValueError, match="read-only"):
        kept[0] = 1


def test_a_vector_and_a_batch_of_any_length_may_enter():
    for shape in ((4,), (1, 4), (3, 4), (0, 4)):
        assert vectors("x", np.zeros(shape), 4, "D").shape == shape


def test_a_vector_of_another_shape_is_named_with_both_shapes():
    for shape in ((), (3,), (4, 3), (2, 2, 4), (4, 1)):
        with pytest.raises(ValueError) as raised:
            vectors("x", np.zeros(shape), 4, "D")
        assert str(raised.value) == f"x has shape {shape} but must be (4,) or (N, 4): D = 4"


@pytest.mark.parametrize("y", [[0, 1, 0], [0.2, 0.5, 0.3], [0.1] * 10])
def test_one_hot_and_soft_targets_may_enter(y):
    assert distributions("y", y, (len(y),)).tolist() == y


def test_a_target_of_another_shape_is_named_with_both_shapes():
    with pytest.raises(ValueError) as raised:
        distributions("y", [0.5, 0.5], (2, 2))
    assert str(raised.value) == "y has shape (2,) but the logits have (2, 2)"


def test_a_negative_probability_is_named_with_its_position():
    with pytest.raises(ValueError, match=r"y\[1, 0\] is -0.5: must not be negative"):
        distributions("y", [[1, 0], [-0.5, 1.5]], (2, 2))


@pytest.mark.parametrize("y", [[0.5, 0.4], [0, 0], [1, 1e-8], [1 - 1e-8, 0]])
def test_a_target_that_does_not_sum_to_1_says_its_sum(y):
    with pytest.raises(ValueError, match=rf"y sums to {sum(y):.12g}: must sum to 1"):
        distributions("y", y, (2,))


def test_the_row_that_does_not_sum_to_1_is_named():
    with pytest.raises(ValueError, match="y sums to 2 in row 2: must sum to 1"):
        distributions("y", [[1, 0], [0, 1], [1, 1], [0.5, 0]], (4, 2))


def test_the_rounding_of_a_softmax_is_forgiven():
    assert distributions("y", [1 / 3 + 1e-12, 1 / 3, 1 / 3], (3,)).size == 3


def test_an_empty_batch_of_targets_may_enter():
    assert distributions("y", np.zeros((0, 3)), (0, 3)).shape == (0, 3)


@pytest.mark.parametrize(
    "check", [lambda v: frozen("W1", v), lambda v: distributions("y", v, (2,))]
)
def test_only_x_may_be_complex(check):
    with pytest.raises(ValueError, match="is complex: must be real"):
        check(np.array([0.5 + 0j, 0.5]))
