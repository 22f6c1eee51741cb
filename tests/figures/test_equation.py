"""The equation figure shows the arrays of the matrices it is given."""

from itertools import pairwise
from urllib.parse import unquote

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from explainer.figures.equation import equation
from explainer.figures.term import Term
from explainer.palette import DARK, LIGHT
from tests.figures.reading import (
    box,
    brackets,
    edges,
    heatmaps,
    named,
    names,
    numbers,
    rectangles,
    said,
    strokes,
    term,
    traces,
    valid,
    words,
)

EVERYTHING = (slice(None), slice(None))


def drawn(*items, limit=10.0, palette=LIGHT, **more):
    return equation(items, limit=limit, palette=palette, **more)


def product(**more):
    """Draw [1×3] @ [3×5] = [1×5], the middle one with `more`."""
    return drawn(term("v", 1, 3), "@", term("M", 3, 5, **more), "=", term("w", 1, 5))


@settings(max_examples=15)
@given(arrays(float, st.tuples(st.integers(1, 20), st.integers(1, 20)), elements=st.floats(-9, 9)))
def test_the_z_of_a_heatmap_is_the_matrix(matrix):
    (heatmap,) = heatmaps(drawn(Term("M", matrix)))
    assert np.array_equal(heatmap["z"], matrix)


def test_terms_of_one_height_share_a_heatmap():
    found = heatmaps(product())
    assert [h["name"] for h in found] == ["v", "M", "w"]
    assert [np.shape(h["z"]) for h in found] == [(1, 3), (3, 5), (1, 5)]
    assert found[2]["z"] == [[1, 2, 3, 4, 5]]
    assert [trace["type"] for trace in traces(product())].count("heatmap") == 2


def test_one_unit_is_one_pixel_row_0_is_on_top_and_column_0_on_the_left():
    figure = product()
    layout = figure.layout
    assert tuple(layout.xaxis.range) == (0, layout.width)
    assert tuple(layout.yaxis.range) == (layout.height, 0)
    assert {layout.margin[side] for side in "lrtb"} == {0}
    assert all(np.all(np.diff(along) > 0) for h in heatmaps(figure) for along in edges(h))


def test_cells_are_squares_of_one_size():
    for columns in (5, 64):
        figure = drawn(term("v", 1, 3), "@", term("M", 3, columns))
        steps = np.concatenate([np.diff(e) for h in heatmaps(figure) for e in edges(h)])
        np.testing.assert_allclose(steps, steps[0], rtol=1e-12, err_msg=f"{columns} columns")


def test_names_shapes_and_operators_are_written():
    written = said(product())
    assert sorted(written) == sorted(["v", "M", "w", "1×3", "3×5", "1×5", "@", "="])


def test_a_given_shape_replaces_the_counted_one_and_an_empty_operator_is_not_written():
    assert said(drawn("", term("v", 1, 3, shape="<b>D</b>×<b>3</b>"))) == ["v", "D×3"]


def test_a_name_stands_above_its_matrix_and_its_shape_below():
    figure = product()
    places = {text: (x, y) for x, y, text, _ in words(figure)}
    for heatmap, shape in zip(heatmaps(figure), ["1×3", "3×5", "1×5"], strict=True):
        left, top, right, bottom = box(heatmap)
        (name_x, above), (shape_x, below) = places[heatmap["name"]], places[shape]
        assert left < name_x == shape_x < right
        assert above < top < bottom < below


def test_operators_stand_between_their_matrices_on_one_line():
    figure = product()
    signs = [(x, y) for x, y, text, _ in words(figure) if text in ("@", "=")]
    for (left, right), (x, y) in zip(pairwise(heatmaps(figure)), signs, strict=True):
        assert box(left)[2] < x < box(right)[0]
        assert y == pytest.approx((box(left)[1] + box(left)[3]) / 2)


def test_each_bracket_stands_beside_its_matrix():
    figure = product()
    found = brackets(figure)
    sides = [side for h in heatmaps(figure) for side in (box(h)[0] - 3, box(h)[2] + 3)]
    assert [edge for edge, _, _ in found] == pytest.approx(sides)
    for (_, top, bottom), heatmap in zip(found[::2], heatmaps(figure), strict=True):
        assert (top, bottom) == pytest.approx((box(heatmap)[1] - 3, box(heatmap)[3] + 3))


def test_the_tips_of_a_bracket_point_to_its_matrix():
    found = strokes(product())
    for opening, closing in zip(found[::2], found[1::2], strict=True):
        for (upper, above, below, lower), inwards in ((opening, 1), (closing, -1)):
            assert inwards * (upper[0] - above[0]) > 0 < inwards * (lower[0] - below[0])
            assert (upper[1], lower[1]) == (above[1], below[1])


def test_an_operator_of_two_lines_is_written_whole():
    figure = drawn(term("x", 1, 2), "W₁, b₁<br>→", term("r", 1, 2))
    ((x, _, _, _),) = [word for word in words(figure) if word[2] == "W₁, b₁→"]
    left, right = heatmaps(figure)
    assert box(left)[2] < x < box(right)[0]


def test_a_name_keeps_its_colours_and_subscripts():
    figure = drawn(term('∇<sub><span style="color:#123456">x</span></sub>J', 1, 2))
    assert "∇xJ" in said(figure)
    assert "#123456" in unquote(figure.layout.images[0].source)


def test_numbers_stand_in_the_middle_of_their_cells():
    figure = drawn(Term("M", np.array([[1.5, -2], [0, 1e-4]])))
    x, y = edges(heatmaps(figure)[0])
    middle_x, middle_y = (x[:-1] + x[1:]) / 2, (y[:-1] + y[1:]) / 2
    places = [(a, b) for b in middle_y for a in middle_x]
    assert [text for *_, text, _ in numbers(figure)] == ["1.50", "−2.00", "0", "1e−4"]
    assert np.array([(a, b) for a, b, *_ in numbers(figure)]) == pytest.approx(np.array(places))


def test_above_twelve_columns_colour_and_hover_are_alone():
    for columns, count in ((12, 12), (13, 0)):
        assert len(numbers(drawn(term("v", 1, columns)))) == count, columns


def test_colours_saturate_at_the_limit_symmetric_about_zero():
    for palette in (LIGHT, DARK):
        axis = drawn(term("v", 1, 3), limit=2.5, palette=palette).layout.coloraxis
        assert (axis.cmin, axis.cmax) == (-2.5, 2.5)
        scale = dict(axis.colorscale)
        ends = (palette.negative, palette.zero, palette.positive)
        assert (scale[0], scale[0.5], scale[1]) == ends, palette.background


def test_all_matrices_share_one_scale():
    assert {heatmap["coloraxis"] for heatmap in heatmaps(product())} == {"coloraxis"}


def test_a_number_has_the_ink_that_reads_on_its_tile():
    figure = drawn(Term("M", np.array([[10.0, 0.0, -5.0]])), limit=10)
    colors = [color for *_, color in numbers(figure)]
    assert colors == [LIGHT.ink_on(1), LIGHT.ink_on(0), LIGHT.ink_on(-0.5)]


def test_a_structural_zero_is_faint_and_without_tile_an_accidental_one_has_both():
    # relu at (2, −3): the second diagonal entry happens to be 0, the others are 0 for every input.
    relu = Term("diag([r>0])", np.diag([1.0, 0.0]), support=np.eye(2, dtype=bool))
    figure = drawn(relu, limit=1)
    colors = [color for *_, color in numbers(figure)]
    assert colors == [LIGHT.ink_on(1), LIGHT.muted, LIGHT.muted, LIGHT.ink_on(0)]
    assert heatmaps(figure)[0]["z"] == [[1, None], [None, 0]]


def test_pointing_at_a_cell_gives_its_place_and_value():
    matrix = np.array([[1.23456789, 0], [0, -2.0]])
    (heatmap,) = heatmaps(drawn(Term("<i>M</i>", matrix, support=np.eye(2, dtype=bool))))
    assert heatmap["text"] == [
        ["M[0, 0] = 1.23457", "M[0, 1] = 0 for every input and every weight"],
        ["M[1, 0] = 0 for every input and every weight", "M[1, 1] = −2"],
    ]
    assert heatmap["hoverongaps"]
    assert heatmap["hoverinfo"] == "text"


def test_a_click_target_covers_its_cell_unseen_and_says_row_and_column_as_lists():
    figure = product(clickable=True)
    targets, (_, heatmap, _) = named(figure, "entries"), heatmaps(figure)
    x, y = edges(heatmap)
    assert targets["customdata"] == [[i, j] for i in range(3) for j in range(5)]
    assert targets["marker"]["opacity"] == 0
    assert targets["marker"]["size"] == pytest.approx(x[1] - x[0])
    assert targets["x"] == pytest.approx(np.tile((x[:-1] + x[1:]) / 2, 3))
    assert targets["y"] == pytest.approx(np.repeat((y[:-1] + y[1:]) / 2, 5))


def test_a_plain_row_has_no_click_targets_no_outline_and_no_mark():
    assert not {"entries", "tracer"} & set(names(product()))
    assert not product().layout.shapes


def test_the_tracer_outlines_exactly_the_lit_cells():
    for what, lit, (left, top, right, bottom) in (
        ("a column", (slice(None), slice(1, 2)), (1, 0, 2, 3)),
        ("a row", (slice(2, 3), slice(None)), (0, 2, 5, 3)),
        ("a cell", (slice(0, 1), slice(4, 5)), (4, 0, 5, 1)),
        ("all", EVERYTHING, (0, 0, 5, 3)),
    ):
        figure = product(lit=lit)
        x, y = edges(heatmaps(figure)[1])
        (outline,) = rectangles(named(figure, "tracer"))
        assert outline == pytest.approx((x[left], y[top], x[right], y[bottom])), what


def test_the_mark_lies_behind_the_current_term_alone():
    figure = product(current=True)
    (mark,) = figure.layout.shapes
    left, _, right, _ = box(heatmaps(figure)[1])
    assert mark.layer == "below"
    assert mark.fillcolor == LIGHT.mark
    assert mark.x0 < left < right < mark.x1
    assert mark.x0 > box(heatmaps(figure)[0])[2]
    assert mark.x1 < box(heatmaps(figure)[2])[0]


def test_plotly_accepts_every_part_of_the_figure():
    figure = product(lit=EVERYTHING, clickable=True, current=True)
    assert len(valid(figure).data) == len(traces(figure))


def test_drawing_changes_no_matrix():
    matrix = np.eye(3)
    matrix.setflags(write=False)
    drawn(Term("M", matrix, support=matrix == 1))
    assert np.array_equal(matrix, np.eye(3))
