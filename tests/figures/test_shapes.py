"""The chain in shapes: boxes to scale, each side labelled with its size in its colour."""

from itertools import combinations, pairwise

import numpy as np
import pytest

from explainer.figures.shapes import Sides, shapes
from explainer.figures.term import Term
from explainer.palette import LIGHT
from tests.figures.reading import said, traces, valid, words

SIDES = [Sides("1", "K"), Sides("K", "H"), Sides("H", "D"), Sides("1", "D")]
COUNT = {"1": 1, "K": 3, "H": 5, "D": 4}


def drawn(sides=SIDES, count=COUNT):
    terms = [
        Term("ABCE"[i], np.zeros((count[s.rows], count[s.columns]))) for i, s in enumerate(sides)
    ]
    items = [terms[0]]
    for term, operator in zip(terms[1:], ["@", "@", "="], strict=False):
        items += [operator, term]
    return shapes(items, sides, palette=LIGHT)


def side_color(symbol, palette):
    return palette.size(symbol) or palette.muted


def boxes(figure):
    return [s for s in figure.layout.shapes if s.type == "rect"]


def edges(figure, which):
    return [trace for trace in traces(figure) if trace.get("name") == which]


def test_boxes_are_to_scale():
    found = boxes(drawn())
    widths = [b.x1 - b.x0 for b in found]
    heights = [b.y1 - b.y0 for b in found]
    unit = heights[0]
    assert widths == pytest.approx([unit * COUNT[s.columns] for s in SIDES])
    assert heights == pytest.approx([unit * COUNT[s.rows] for s in SIDES])


def test_the_side_labels_are_the_sizes():
    figure = drawn()
    for side, b in zip(SIDES, boxes(figure), strict=True):
        beside = {
            text
            for x, y, text, color in words(figure)
            if b.x0 < x < b.x0 + 20 and b.y0 <= y <= b.y1 and color == side_color(side.rows, LIGHT)
        }
        above = {
            text
            for x, y, text, color in words(figure)
            if b.x0 <= x <= b.x1
            and b.y0 < y < b.y0 + 20
            and color == side_color(side.columns, LIGHT)
        }
        assert beside >= {str(COUNT[side.rows])}
        assert above >= {str(COUNT[side.columns])}


def test_boxes_and_side_labels_never_overlap():
    for count in (COUNT, {"1": 1, "K": 2, "H": 12, "D": 1}, {"1": 1, "K": 12, "H": 12, "D": 12}):
        found = boxes(figure := drawn(count=count))
        assert all(a.x1 < b.x0 for a, b in pairwise(found))
        inside = [w for w in words(figure) if any(b.y0 < w[1] < b.y1 for b in found)]
        sizes = [(x, y) for x, y, text, _ in inside if text.isdigit()]
        assert sizes
        for x, y in sizes:  # a letter is at most 14 pixels high, two letters are 16 wide
            assert any(b.x0 + 8 < x < b.x1 and b.y0 + 7 < y < b.y1 - 7 for b in found), (x, y)
        for (x, y), (other, level) in combinations(sizes, 2):
            assert abs(x - other) >= 16 or abs(y - level) >= 14


def test_where_a_vector_stands_for_a_matrix_its_place_is_dotted():
    matrix = Term("diag(s)", np.eye(5))
    row, error = Term("s", np.ones((1, 5)), in_place_of=matrix), Term("e", np.ones((1, 5)))
    figure = shapes([error, "∘", row], [Sides("1", "H"), Sides("1", "H")], palette=LIGHT)
    _, own, dotted = boxes(figure)
    assert dotted.line.dash == "dot"
    assert (own.x0, own.x1) == (dotted.x0, dotted.x1)
    assert dotted.y1 - dotted.y0 == pytest.approx(5 * (own.y1 - own.y0))
    assert dotted.y0 + dotted.y1 == pytest.approx(own.y0 + own.y1)


def test_inner_sides_that_meet_share_a_colour():
    figure = drawn()
    columns = [trace["line"]["color"] for trace in edges(figure, "columns")[:3]]
    rows = [trace["line"]["color"] for trace in edges(figure, "rows")[:3]]
    assert columns[:-1] == rows[1:]
    assert len(set(columns)) == 3


def test_each_side_is_as_long_as_its_box():
    figure = drawn()
    for b, row, column in zip(
        boxes(figure), edges(figure, "rows"), edges(figure, "columns"), strict=True
    ):
        assert (min(row["y"]), max(row["y"])) == (b.y0, b.y1)
        assert set(row["x"]) == {b.x0}
        assert (min(column["x"]), max(column["x"])) == (b.x0, b.x1)
        assert set(column["y"]) == {b.y0}


def test_operators_and_names_are_written():
    written = said(drawn())
    assert written.count("@") == 2
    assert "=" in written
    assert {"A", "B", "C", "E"} <= set(written)


def test_equal_sizes_of_different_nodes_keep_their_colours():
    figure = drawn(count={"1": 1, "K": 3, "H": 3, "D": 3})
    colors = {trace["line"]["color"] for trace in edges(figure, "columns")}
    assert colors == {LIGHT.nodes["theta"], LIGHT.nodes["h"], LIGHT.nodes["x"]}


def test_every_term_needs_its_sides():
    with pytest.raises(ValueError, match="zip"):
        shapes([Term("A", np.zeros((1, 2)))], SIDES, palette=LIGHT)


def test_plotly_accepts_every_part_of_the_figure():
    valid(drawn())
