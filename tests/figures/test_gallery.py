"""The gallery has a picture of each function, marked where ∘ is allowed."""

import numpy as np
import pytest

from explainer.figures.gallery import ACROSS, CELL, Thumbnail, gallery
from explainer.palette import LIGHT
from tests.figures.reading import brackets, named, names, rectangles, said, valid

EYE = np.eye(4)
PICTURES = [
    Thumbnail("one", EYE * 2, EYE.astype(bool), True),
    *(Thumbnail(f"dense {k}", EYE + 1, np.ones((4, 4), dtype=bool), False) for k in range(ACROSS)),
    Thumbnail("a row", np.ones((1, 4)), np.ones((1, 4), dtype=bool), False),
    Thumbnail("zeros", 0 * EYE, EYE.astype(bool), True),
]


def drawn(chosen="one"):
    return gallery(PICTURES, chosen, palette=LIGHT)


def test_there_is_a_tile_for_each_entry_that_is_no_structural_zero():
    tiles = named(drawn(), "tiles")
    assert len(tiles["x"]) == 4 + 16 * ACROSS + 4 + 4


def test_the_tiles_of_a_diagonal_lie_on_a_diagonal():
    tiles = named(drawn(), "tiles")
    assert np.allclose(np.diff(tiles["x"][:4]), CELL)
    assert np.allclose(np.diff(tiles["y"][:4]), CELL)


def test_a_smaller_matrix_lies_in_the_middle_of_its_place():
    boxes = brackets(drawn())
    # They are neighbours in one row of the gallery.
    at = [picture.name for picture in PICTURES].index("a row")
    (_, top, bottom), (_, above, below) = boxes[2 * at], boxes[2 * at + 2]
    assert above < top < bottom < below
    assert (top + bottom) / 2 == pytest.approx((above + below) / 2)


def test_each_picture_has_colours_of_its_own_scale():
    colors = named(drawn(), "tiles")["marker"]["color"]
    assert colors[:4] == 4 * [LIGHT.fill(1)]
    assert colors[4:6] == [LIGHT.fill(1), LIGHT.fill(0.5)]
    assert colors[-4:] == 4 * [LIGHT.fill(0)]


def test_each_has_its_name_its_brackets_and_its_sign():
    figure = drawn()
    texts = said(figure)
    assert [text for text in texts if text not in "∘@"] == [p.name for p in PICTURES]
    assert (texts.count("∘"), texts.count("@")) == (2, ACROSS + 1)
    assert len(brackets(figure)) == 2 * len(PICTURES)


def test_a_click_tells_the_number_of_the_picture():
    targets = named(drawn(), "pictures")
    assert targets["customdata"] == [[0, at] for at in range(len(PICTURES))]


def test_the_chosen_one_is_outlined_and_none_where_none_is():
    ((left, top, right, bottom),) = rectangles(named(drawn("a row"), "chosen"))
    at = [p.name for p in PICTURES].index("a row")
    targets = named(drawn(), "pictures")
    assert left < targets["x"][at] < right
    assert top < targets["y"][at] < bottom
    assert "chosen" not in names(drawn("your own"))


def test_all_lies_within_the_figure():
    figure = drawn()
    layout, tiles = figure.to_dict()["layout"], named(figure, "tiles")
    assert 0 < min(tiles["x"]) < max(tiles["x"]) < layout["width"]
    assert 0 < min(tiles["y"]) < max(tiles["y"]) < layout["height"]


def test_plotly_accepts_it():
    for chosen in ("one", "your own"):
        valid(drawn(chosen))
