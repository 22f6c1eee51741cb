"""The terms of a figure lie in one row, to scale, and nothing moves without need."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explainer.figures.arrangement import (
    LARGEST,
    NUMBERED,
    SMALLEST,
    SMALLEST_NUMBERED,
    WIDTH,
    arrange,
    slot,
)
from explainer.figures.term import plain
from tests.figures.reading import term

sizes = st.integers(1, 12)
large = st.integers(1, 70)
few = settings(max_examples=25)  # for rows of up to six matrices, which are slow to draw


@st.composite
def rows_of_terms(draw, size=sizes):
    """Draw terms with an operator between neighbours."""
    count = draw(st.integers(1, 6))
    items = [term("M" * draw(st.integers(0, 12)), draw(size), draw(size)) for _ in range(count)]
    operators = draw(st.lists(st.sampled_from(["@", "∘", "=", ") @"]), min_size=5, max_size=5))
    joined = [items[0]]
    for operator, item in zip(operators, items[1:], strict=False):
        joined += [operator, item]
    return joined


@few
@given(rows_of_terms())
def test_names_never_overlap(items):
    spans = [
        (p.middle - p.term.label_width / 2, p.middle + p.term.label_width / 2)
        for p in arrange(items).terms
    ]
    assert all(left[1] <= right[0] + 1e-9 for left, right in pairwise(spans))


@few
@given(rows_of_terms())
def test_an_operator_lies_between_its_terms(items):
    arranged = arrange(items)
    for (left, right), (x, _) in zip(pairwise(arranged.terms), arranged.operators, strict=True):
        assert left.right < x < right.left


@few
@given(rows_of_terms())
def test_the_width_is_the_sum_of_the_slots(items):
    arranged = arrange(items)
    cell = arranged.terms[0].cell
    assert arranged.width == pytest.approx(sum(slot(item, cell) for item in items) + 20)


@few
@given(rows_of_terms())
def test_the_figure_holds_everything(items):
    arranged = arrange(items)
    for placed in arranged.terms:
        assert 0 <= placed.left < placed.right <= arranged.width
        assert 0 <= placed.top < placed.bottom <= arranged.height


@few
@given(rows_of_terms())
def test_all_terms_are_centred_on_one_line(items):
    arranged = arrange(items)
    for placed in arranged.terms:
        assert (placed.top + placed.bottom) / 2 == pytest.approx(arranged.axis)


@few
@given(rows_of_terms(large))
def test_all_cells_of_a_figure_have_one_size_within_the_bounds(items):
    (cell,) = {placed.cell for placed in arrange(items).terms}
    assert SMALLEST <= cell <= LARGEST


@few
@given(rows_of_terms())
def test_small_matrices_always_have_room_for_their_numbers(items):
    assert all(p.numbered and p.cell >= SMALLEST_NUMBERED for p in arrange(items).terms)


@few
@given(rows_of_terms(large))
def test_a_figure_is_wider_than_its_width_only_where_its_cells_cannot_shrink(items):
    arranged = arrange(items)
    numbered = all(max(p.term.values.shape) <= NUMBERED for p in arranged.terms)
    smallest = SMALLEST_NUMBERED if numbered else SMALLEST
    assert arranged.width <= WIDTH or arranged.terms[0].cell == smallest


def test_cells_are_as_large_as_they_fit():
    (placed,) = arrange([term("M", 4, 4)]).terms
    assert placed.cell == LARGEST


def test_numbers_end_at_twelve_rows_or_columns():
    for shape, numbered in (((12, 12), True), ((1, 13), False), ((13, 1), False)):
        (placed,) = arrange([term("M", *shape)]).terms
        assert placed.numbered == numbered, shape


def test_small_cells_have_no_numbers_even_in_a_small_matrix():
    placed, _ = arrange([term("A", 1, 2), "@", term("B", 2, 64)], width=400).terms
    assert placed.cell < SMALLEST_NUMBERED
    assert not placed.numbered


@given(sizes, sizes, sizes)
def test_a_term_in_place_of_another_moves_nothing_else(before, n, after):
    left, right = term("left", 2, before), term("right", n, after)
    matrix = term("diag(s)", n, n)
    vector = term("s", 1, n, in_place_of=matrix)
    wide = arrange([left, "@", matrix, "@", right])
    narrow = arrange([left, "∘", vector, "@", right])
    assert (wide.width, wide.height) == (narrow.width, narrow.height)
    for i in (0, 2):
        assert wide.terms[i].box == narrow.terms[i].box
    assert [x for x, _ in wide.operators] == [x for x, _ in narrow.operators]
    assert wide.terms[1].middle == pytest.approx(narrow.terms[1].middle)


def test_an_opening_parenthesis_takes_the_same_room_there_or_not():
    a, b = term("A", 1, 2), term("B", 2, 2)
    without, within = arrange(["", a, "@", b]), arrange(["(", a, "@", b])
    assert [p.box for p in without.terms] == [p.box for p in within.terms]


def test_plain_text_has_no_markup():
    for html, text in (
        ("W₂ᵀ", "W₂ᵀ"),
        ('<span style="color:#fff">ŷ</span>−y', "ŷ−y"),
        ("<b>∂J</b>/∂<i>x</i>", "∂J/∂x"),
        ("a<br>→", "a→"),
        ("", ""),
    ):
        assert plain(html) == text, html
