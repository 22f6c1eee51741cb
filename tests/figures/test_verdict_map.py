"""The map has a cell for each verdict, with its colour and mark."""

import pytest

from explainer.figures.verdict_map import CELL, MARKS, VerdictMap, fills, verdict_map
from explainer.palette import DARK, LIGHT, contrast
from tests.figures.reading import named, numbers, rectangles, valid, words

KINDS = [["right", "wrong", "illegal", "illegal"], ["wrong", "illegal", "right", "wrong"]]


def drawn(chosen=(1, 2), palette=LIGHT):
    return verdict_map(
        VerdictMap(
            kinds=KINDS,
            hover=[[f"{i}{j} {kind}" for j, kind in enumerate(row)] for i, row in enumerate(KINDS)],
            rows=["one", "two"],
            columns=["TT", "T·", "·T", "··"],
            groups=["first", "second"],
            chosen=chosen,
        ),
        palette=palette,
    )


def test_every_cell_has_the_colour_of_its_verdict_and_tells_its_place():
    cells = named(drawn(), "verdicts")
    flat = [kind for row in KINDS for kind in row]
    assert cells["marker"]["color"] == [fills(LIGHT)[kind] for kind in flat]
    assert cells["customdata"] == [[i, j] for i in range(2) for j in range(4)]
    assert [text.split()[1] for text in cells["hovertext"]] == flat


def test_every_cell_has_a_mark_of_its_own_verdict_in_its_middle():
    cells = named(drawn(), "verdicts")
    said = {(x, y): text for x, y, text, _ in words(drawn())}
    flat = [kind for row in KINDS for kind in row]
    for x, y, kind in zip(cells["x"], cells["y"], flat, strict=True):
        assert said[x, y] == MARKS[kind]


def test_a_mark_can_be_read_on_its_cell():
    for palette in (LIGHT, DARK):
        figure = drawn(palette=palette)
        cells = named(figure, "verdicts")
        inks = {(x, y): ink for x, y, _, ink in words(figure)}
        for x, y, fill in zip(cells["x"], cells["y"], cells["marker"]["color"], strict=True):
            assert contrast(inks[x, y], fill) >= 4, (palette.background, x, y)


def test_the_chosen_cell_is_outlined():
    for row, column in ((0, 0), (1, 2)):
        figure = drawn((row, column))
        cells, at = named(figure, "verdicts"), row * 4 + column
        ((left, top, right, bottom),) = rectangles(named(figure, "chosen"))
        middle = ((left + right) / 2, (top + bottom) / 2)
        assert middle == pytest.approx((cells["x"][at], cells["y"][at])), (row, column)
        assert right - left == bottom - top == CELL


def test_rows_columns_and_groups_are_named_beside_their_cells():
    figure = drawn()
    cells = named(figure, "verdicts")
    places = {text: (x, y) for x, y, text, _ in [*words(figure), *numbers(figure)]}
    assert places["two"][1] == cells["y"][4]
    assert places["·T"][0] == cells["x"][2]
    assert places["second"][0] == pytest.approx((cells["x"][2] + cells["x"][3]) / 2)


def test_groups_are_set_apart():
    x = named(drawn(), "verdicts")["x"]
    assert x[2] - x[1] > x[1] - x[0] == x[3] - x[2]


def test_plotly_accepts_it():
    valid(drawn())
