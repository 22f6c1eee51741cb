"""A figure's alternative text gives what the picture shows: names, shapes, structure."""

import numpy as np

from explainer.figures.alt import alt_text, describe, is_diagonal
from explainer.figures.term import Term
from tests.figures.reading import term

EYE = np.eye(5, dtype=bool)


def test_a_matrix_is_described_by_its_shape():
    assert describe(term("W₂ᵀ", 3, 5)) == "W₂ᵀ (3×5)"


def test_a_diagonal_matrix_is_described_by_its_structure_and_zeros():
    diagonal = Term("diag(s)", np.diag(np.arange(1.0, 6)), support=EYE)
    assert describe(diagonal) == "diag(s) (5×5, diagonal, 20 of 25 entries zero)"


def test_zeros_by_chance_are_counted_but_no_structure():
    assert describe(Term("M", np.eye(2))) == "M (2×2, 2 of 4 entries zero)"


def test_a_name_is_read_without_its_markup():
    assert describe(term('<span style="color:#123456">ŷ</span>−y', 1, 3)) == "ŷ−y (1×3)"


def test_a_given_shape_does_not_hide_the_counted_one():
    assert describe(term("v", 1, 3, shape="<b>1</b>×<b>3</b>")) == "v (1×3)"


def test_the_row_is_read_from_left_to_right():
    items = ["", term("v", 1, 2), "@", term("M", 2, 3), "=", term("w", 1, 3)]
    assert alt_text(items) == "v (1×2) @ M (2×3) = w (1×3)"


def test_parentheses_are_read():
    items = ["(", term("v", 1, 2), "∘", term("s", 1, 2), ") @", term("M", 2, 3)]
    assert alt_text(items) == "( v (1×2) ∘ s (1×2) ) @ M (2×3)"


def test_a_support_is_diagonal_when_it_is_exactly_the_diagonal():
    assert is_diagonal(np.eye(3, dtype=bool))
    for other in (np.ones((3, 3)), np.eye(2, 3), np.tri(3), np.zeros((2, 2))):
        assert not is_diagonal(other.astype(bool)), other
