"""The two measured derivatives and the tests' own checker: each can fail."""

import numpy as np
import pytest

from explainer.compute import (
    FUNCTIONS,
    Diagonal,
    central_difference,
    complex_step,
    forward_difference,
    nudge,
)
from tests.compute.oracles import agrees

X = np.array([-1.3, 0.2, 0.9, 2.4])
TANH = FUNCTIONS["tanh"]


def tilted(x):
    """Two outputs and three inputs: a transposed or mirrored Jacobian is detected."""
    return np.stack([x[0] * x[1], x[2] ** 3])


TILTED_AT = np.array([2.0, 5.0, -1.0])
TILTED = np.array([[5.0, 2.0, 0.0], [0.0, 0.0, 3.0]])


@pytest.mark.parametrize(
    ("measured", "tolerance"), [(central_difference, 1e-9), (complex_step, 1e-14)]
)
class TestMeasured:
    def test_a_right_rule_is_accepted(self, measured, tolerance):
        assert agrees(TANH.jacobian(X), TANH.value, X, measured, tolerance)

    def test_a_rule_wrong_by_a_twentieth_of_a_percent_is_rejected(self, measured, tolerance):
        wrong = Diagonal(TANH.derivative(X) * 1.0005)
        assert not agrees(wrong, TANH.value, X, measured, tolerance)

    def test_rows_are_outputs_and_columns_inputs(self, measured, tolerance):
        assert np.allclose(measured(tilted, TILTED_AT), TILTED, rtol=0, atol=10 * tolerance)

    def test_a_scalar_gives_one_row(self, measured, tolerance):
        assert np.allclose(measured(lambda x: np.sum(x**2), X), [2 * X], atol=10 * tolerance)

    def test_a_matrix_is_flattened_row_by_row(self, measured, tolerance):
        matrix = np.arange(6.0).reshape(2, 3)
        weights = np.arange(6.0)
        found = measured(lambda m: m.reshape(-1) @ weights, matrix)
        assert np.allclose(found, [weights], atol=10 * tolerance)

    def test_x_itself_is_left_alone(self, measured, tolerance):
        x = X.copy()
        measured(np.tanh, x)
        assert np.array_equal(x, X)

    def test_a_nan_is_named_with_its_position(self, measured, tolerance):
        with pytest.raises(ValueError, match=r"x\[1\] is nan"):
            measured(np.tanh, [0.0, np.nan])


def test_the_central_difference_divides_by_the_width_that_rounding_left():
    # Near 1e6 doubles are 1e-10 apart: dividing by 2 eps would give a relative error of 1e-5.
    assert central_difference(lambda x: 3 * x, [1e6 + 0.1])[0, 0] == pytest.approx(3, abs=1e-9)


def test_the_complex_step_subtracts_nothing():
    # exp at −40 is 4e-18: a difference of nearly equal numbers would have no correct digit.
    found = complex_step(lambda x: 1 + np.exp(x), [-40.0])[0, 0]
    assert found == pytest.approx(np.exp(-40.0), rel=1e-14, abs=0)


def test_the_complex_step_refuses_a_function_that_drops_the_imaginary_part():
    with pytest.raises(ValueError, match="dropped the imaginary part"):
        complex_step(np.abs, X)


def test_a_nudge_tells_what_moved_and_by_how_much():
    assert nudge(tilted, TILTED_AT, 1, 0.5).tolist() == [1, 0]  # 2 · 5.5 − 2 · 5
    assert nudge(tilted, TILTED_AT, 2, 1.0).tolist() == [0, 1]  # 0³ − (−1)³


def test_a_nudge_of_a_matrix_counts_its_entries_row_by_row():
    found = nudge(lambda m: m, np.zeros((2, 3)), 4, 0.5)
    assert found.tolist() == [0, 0, 0, 0, 0.5, 0]


def test_a_nudge_leaves_x_alone_and_refuses_a_nan():
    x = X.copy()
    nudge(np.tanh, x, 0, 0.1)
    assert np.array_equal(x, X)
    with pytest.raises(ValueError, match=r"x\[1\] is nan"):
        nudge(np.tanh, [0.0, np.nan], 0, 0.1)


def test_forward_differences_fill_a_column_for_each_input():
    found = forward_difference(tilted, TILTED_AT, 1e-6)
    assert np.allclose(found, TILTED, rtol=0, atol=1e-5)
    assert np.array_equal(found[:, 1], nudge(tilted, TILTED_AT, 1, 1e-6) / 1e-6)


def test_what_a_nudge_cannot_reach_does_not_move_at_all():
    for eps in (1e-1, 1e-6, 1e-12):
        moved = forward_difference(np.tanh, X, eps)
        assert not moved[~np.eye(X.size, dtype=bool)].any()


def test_the_error_of_a_nudge_falls_with_eps_and_rises_again():
    exact = np.asarray(TANH.jacobian(X))
    errors = [abs(forward_difference(np.tanh, X, 10.0**-k) - exact).max() for k in range(1, 13)]
    best = int(np.argmin(errors))
    assert 5 <= best <= 9
    assert errors[0] > 10 * errors[2] > 100 * errors[4]  # truncation, of the order of eps
    assert errors[-1] > 100 * errors[best]  # rounding
