"""Numbers fit into a cell and keep their sign and size."""

import re
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from explainer.wording import cell_text, fitting, number

finite = st.floats(allow_nan=False, allow_infinity=False)


def test_a_number_in_a_cell():
    for value, text in (
        (0, "0"),
        (-0.0, "0"),
        (0.25, "0.25"),
        (-0.25, "−0.25"),
        (1, "1.00"),
        (0.005, "0.01"),
        (0.0049, "5e−3"),
        (1e-4, "1e−4"),
        (-1e-4, "−1e−4"),
        (3e-12, "3e−12"),
        (9.99, "9.99"),
        (9.996, "10.0"),
        (-9.996, "−10.0"),
        (99.94, "99.9"),
        (99.96, "100"),
        (999.4, "999"),
        (999.6, "1e3"),
        (1234, "1e3"),
        (-1234, "−1e3"),
        (1e-300, "1e−300"),
    ):
        assert cell_text(value) == text, value


@given(st.floats(-1e9, 1e9).filter(lambda value: value == 0 or abs(value) > 1e-9))
def test_a_cell_takes_at_most_six_characters(value):
    assert len(cell_text(value)) <= 6


@given(st.floats(-1e200, 1e200).filter(lambda value: value == 0 or abs(value) > 1e-200))
def test_the_text_of_a_cell_is_the_number_to_its_last_digit(value):
    mantissa, _, exponent = cell_text(value).replace("−", "-").partition("e")
    decimals = len(mantissa.partition(".")[2])
    shown = Decimal(mantissa).scaleb(int(exponent or 0))
    unit = Decimal(1).scaleb(int(exponent or 0) - decimals)
    assert abs(shown - Decimal(value)) <= unit / 2


@given(finite.filter(bool))
def test_no_entry_looks_like_zero_unless_it_is(value):
    assert re.search("[1-9]", cell_text(value))


@given(finite)
def test_a_negative_number_has_a_true_minus_and_a_positive_one_none(value):
    for text in (cell_text(value), number(value)):
        assert "-" not in text
        assert text.startswith("−") == (value < 0 or (value == 0 and "−" in text))


def test_a_number_in_a_sentence():
    for value, digits, text in (
        (0.123456, 4, "0.1235"),
        (-2.5, 4, "−2.5"),
        (1.6e-11, 2, "1.6e−11"),
        (123456, 4, "1.235e+05"),
        (0, 4, "0"),
        (-0.0, 4, "0"),
        (0.123456789, 6, "0.123457"),
    ):
        assert number(value, digits) == text, value


@given(st.floats(-1e99, 1e99), st.integers(7, 12))
def test_a_number_that_must_fit_fits_and_keeps_the_digits_it_can(value, characters):
    text = fitting(value, characters)
    assert len(text) <= characters
    assert text == number(value, 5) or len(number(value, 5)) > characters


def test_a_number_that_must_fit():
    for value, characters, text in (
        (-0.0236656, 8, "−0.02367"),
        (0.235003, 8, "0.235"),
        (-0.00662, 7, "−0.0066"),
        (0, 8, "0"),
    ):
        assert fitting(value, characters) == text, value
