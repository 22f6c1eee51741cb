"""The collapse begins with the matrix and ends with the vector; only the middle term moves."""

from itertools import product

import numpy as np
import pytest

from explainer.figures.collapse import Collapse, collapse
from explainer.figures.term import Term, plain
from explainer.palette import DARK, LIGHT
from explainer.wording import cell_text
from tests.figures.reading import named, numbers, played, rectangles, said, traces, valid

DIAGONAL = np.array([0.5, -0.25, 0.0, 1.0])
UPSTREAM = np.array([2.0, -4.0, 3.0, 0.5])
both = pytest.mark.parametrize("vertical", [False, True], ids=["rows", "columns"])


def parts(diagonal=DIAGONAL, vertical=False, traced=1):
    n = len(diagonal)
    upstream = np.resize(UPSTREAM, n)
    lay = (lambda v: v[:, np.newaxis]) if vertical else (lambda v: v[np.newaxis, :])
    matrix = Term("diag(s)", np.diag(diagonal), support=np.eye(n, dtype=bool), current=True)
    v, w = Term("v", lay(upstream)), Term("w", lay(upstream * diagonal), clickable=True)
    s = Term("s", lay(diagonal), in_place_of=matrix)
    pairs = [(v, "@", matrix), (v, "∘", s)]
    in_full, short = ([*(pair[::-1] if vertical else pair), "=", w] for pair in pairs)
    return Collapse(in_full, short, vertical=vertical, traced=traced)


def drawn(*args, limit=4.0, palette=LIGHT, letters=1, **more):
    return collapse(parts(*args, **more), limit=limit, palette=palette, letters=letters)


def frames(figure):
    return [frame["name"] for frame in figure.to_dict()["frames"]]


def at(figure, which):
    """Return the traces by name after the first frame, 0, or the last, -1."""
    return played(figure, frames(figure)[which])


def along(vertical):
    """Return the axis along which a vector lies, and the other one."""
    return ("y", "x") if vertical else ("x", "y")


def moving(found):
    """Return the words that move: operator, name, shape."""
    return [plain(text).strip() for text in found["moving words"]["text"]]


@both
def test_the_diagonal_slides_from_its_matrix_onto_one_line_through_the_middle(vertical):
    figure = drawn(vertical=vertical)
    line, across = along(vertical)
    first, last = (at(figure, which)["diagonal"] for which in (0, -1))
    steps = np.diff([first["x"], first["y"]])
    assert np.allclose(steps, steps[0, 0])
    assert steps[0, 0] > 0
    assert last[across] == pytest.approx([np.mean(first[across])] * 4)
    assert last[line] == first[line]


@both
def test_the_zeros_fade_then_the_diagonal_moves_then_it_is_called_a_vector(vertical):
    figure = drawn(vertical=vertical)
    found = [played(figure, name) for name in frames(figure)]
    diagonals = [frame["diagonal"] for frame in found]
    assert [frame["structural zeros"]["opacity"] for frame in found] == [1, 0.7, 0, 0, 0, 0]
    assert diagonals == 4 * [diagonals[0]] + 2 * [diagonals[-1]]
    # While it moves it is neither matrix nor vector, and no outline crosses its numbers.
    matrix, way = ["@", "diag(s)", "4×4"], ["", "the diagonal", ""]
    vector = ["∘", "s", "4×1" if vertical else "1×4"]
    assert [moving(frame) for frame in found] == [*[matrix] * 3, way, way, vector]
    assert [frame["tracer"]["opacity"] for frame in found] == [1, 1, 1, 0, 0, 1]


def test_the_zeros_stand_everywhere_but_on_the_diagonal():
    first = at(drawn(), 0)
    zeros, diagonal = first["structural zeros"], first["diagonal"]
    assert zeros["x"] == diagonal["x"]  # one text per column, with one line per row
    for j, text in enumerate(zeros["text"]):
        lines = [plain(line).strip() for line in text.split("<br>")]
        assert lines == ["" if i == j else "0" for i in range(4)]
    assert set(zeros["textfont"]["color"]) == {LIGHT.muted}


def test_the_slide_takes_longest_and_a_change_of_words_no_time():
    matrix, vector, back, forth = (
        [frame["duration"] for frame in button["args"][1]["frame"]]
        for button in drawn().to_dict()["layout"]["updatemenus"][0]["buttons"]
    )
    assert matrix == vector == [0]
    assert forth == [0, 300, 0, 700, 0]  # it starts immediately
    assert back == forth[::-1]


@both
def test_the_brackets_shrink_around_the_diagonal(vertical):
    figure = drawn(vertical=vertical)
    _, across = along(vertical)
    for which, cells in ((0, 4), (-1, 1)):
        found = at(figure, which)
        values = [v for v in found["moving brackets"][across] if v is not None]
        cell = np.diff(found["diagonal"][along(vertical)[0]])[0]
        assert max(values) - min(values) == pytest.approx(cells * cell + 6)


def test_the_diagonal_shows_its_numbers_in_their_colours():
    diagonal = named(drawn(limit=1.0), "diagonal")
    assert diagonal["text"] == ["0.50", "−0.25", "0", "1.00"]
    assert diagonal["marker"]["color"] == [LIGHT.fill(value) for value in DIAGONAL]
    assert diagonal["textfont"]["color"] == [LIGHT.ink_on(value) for value in DIAGONAL]
    assert diagonal["marker"]["symbol"] == "square"


def test_pointing_at_small_cells_gives_their_values_with_a_true_minus():
    text = named(drawn(np.linspace(-1, 1, 32)), "diagonal")["hovertext"]
    assert text[0] == "0: −1"


def test_a_click_finds_nothing_but_the_targets_of_the_result():
    # Plotly would select any other trace with hover info, and fade the rest.
    reached = [trace["name"] for trace in traces(drawn()) if trace["hoverinfo"] != "skip"]
    assert reached == ["entries"]


def test_the_matrix_is_marked_as_the_factor_of_the_step():
    figure = drawn()
    (mark,) = [shape for shape in figure.layout.shapes if shape.name == "mark"]
    x = at(figure, 0)["diagonal"]["x"]
    assert mark.x0 < min(x) < max(x) < mark.x1


@both
def test_the_figure_begins_with_the_matrix(vertical):
    figure = drawn(vertical=vertical)
    assert {trace["name"]: trace for trace in traces(figure)} == at(figure, 0)


def test_brackets_of_a_longer_product_come_with_the_vector_and_others_stay():
    first, *_ = parts().matrix
    matrix, vector = parts().matrix[2], parts().vector[2]
    more, result = Term("u", np.ones((4, 2))), Term("w", np.ones((1, 2)))
    both = (
        ["", first, "@", matrix, "@", more, "=", result],
        ["(", first, "∘", vector, ") @", more, "=", result],
    )
    figure = collapse(Collapse(*both, vertical=False), limit=1, palette=LIGHT)
    assert moving(at(figure, 0))[:3] == ["", "@", "@"]
    assert moving(at(figure, -1))[:3] == ["(", "∘", ") @"]
    assert said(figure).count("=") == 1
    assert rectangles(at(figure, 0)["tracer"]) == []


def test_large_letters_take_the_place_of_the_numbers():
    figure = drawn(letters=2)
    assert numbers(figure) == []
    assert named(figure, "structural zeros")["text"] == []
    sizes = named(figure, "moving words")["textfont"]["size"]
    assert sizes == [2 * size for size in named(drawn(), "moving words")["textfont"]["size"]]


def test_the_other_terms_never_move_but_are_held_where_a_click_must_find_them():
    figure = drawn()
    for frame in figure.to_dict()["frames"]:
        assert frame["traces"] == list(range(len(traces(figure))))
        pairs = zip(traces(figure), frame["data"], strict=True)
        still = [trace["name"] for trace, change in pairs if not change]
        assert still == ["v", "w", "entries"]


@both
def test_in_columns_the_matrix_comes_first(vertical):
    figure = drawn(vertical=vertical)
    upstream, diagonal = named(figure, "v"), at(figure, 0)["diagonal"]
    assert (upstream["x"][0] < diagonal["x"][0]) == (not vertical)


def test_no_heatmap_stands_in_a_figure_with_frames():
    # Plotly clears the heatmaps of a figure when it plays frames.
    assert {trace["type"] for trace in traces(drawn())} == {"scatter"}


def test_the_still_terms_show_their_numbers():
    figure = drawn()
    assert {"v", "w", "="} <= set(said(figure))
    written = [text for *_, text, _ in numbers(figure)]
    assert sorted(written) == sorted(map(cell_text, [*UPSTREAM, *UPSTREAM * DIAGONAL]))


def test_the_still_terms_have_the_colours_of_their_values():
    figure = drawn(limit=4.0)
    for name, values in {"v": UPSTREAM, "w": UPSTREAM * DIAGONAL}.items():
        assert named(figure, name)["marker"]["color"] == [LIGHT.fill(v / 4.0) for v in values]


@both
def test_the_tracer_outlines_what_makes_an_entry_in_every_term(vertical):
    """A matrix product takes the whole upstream and a line of the matrix, `∘` one entry each."""
    terms = ["diagonal", "v", "w"] if vertical else ["v", "diagonal", "w"]
    for traced, (which, whole) in product((0, 3), ((0, 4), (-1, 1))):
        found = at(drawn(vertical=vertical, traced=traced), which)
        boxes = dict(zip(terms, rectangles(found["tracer"]), strict=True))
        cell = np.diff(found["diagonal"][along(vertical)[0]])[0]
        for name, size in (("v", (whole, 1)), ("diagonal", (1, whole)), ("w", (1, 1))):
            left, top, right, bottom = boxes[name]
            sides = (bottom - top, right - left) if vertical else (right - left, bottom - top)
            assert np.array(sides) == pytest.approx(cell * np.array(size)), (name, traced, which)
            x, y = (found[name][axis][traced] for axis in "xy")
            assert left < x < right, (name, traced, which)
            assert top < y < bottom, (name, traced, which)
    assert rectangles(named(drawn(traced=None), "tracer")) == []


def test_one_entry_alone_is_its_own_vector():
    figure = drawn(diagonal=np.array([0.5]), traced=0)
    first, last = at(figure, 0), at(figure, -1)
    assert first["diagonal"]["y"] == pytest.approx(last["diagonal"]["y"])
    assert [plain(text).strip() for text in first["structural zeros"]["text"]] == [""]


def test_above_twelve_entries_there_are_no_numbers():
    figure = drawn(diagonal=np.linspace(-1, 1, 32))
    assert named(figure, "diagonal")["mode"] == "markers"
    assert named(figure, "structural zeros")["x"] == []
    assert numbers(figure) == []


def test_the_buttons_play_all_frames_forth_and_back():
    figure = drawn()
    (menu,) = figure.to_dict()["layout"]["updatemenus"]
    matrix, vector, back, forth = (button["args"][0] for button in menu["buttons"])
    assert (
        [*matrix, *forth] == frames(figure) == [*back[::-1], *vector]
    )  # the first frame is not played
    assert [button["method"] for button in menu["buttons"]] == ["animate"] * 4


def test_the_theme_colours_what_moves():
    figure = drawn(palette=DARK)
    assert named(figure, "moving brackets")["line"]["color"] == DARK.ink
    assert named(figure, "tracer")["line"]["color"] == DARK.accent


@both
def test_plotly_accepts_figure_and_frames(vertical):
    checked = valid(drawn(vertical=vertical))
    assert len(checked.frames) == len(frames(drawn()))
