"""The fold shows the flattened product and the short one; each entry goes to its place."""

import numpy as np
import pytest

from explainer.figures.fold import MOMENTS, Fold, FoldPart, Names, fold
from explainer.figures.term import Term, plain
from explainer.palette import LIGHT
from tests.figures.reading import named, played, rectangles, valid

UPSTREAM = np.array([[1.0, -2.0], [0.5, 3.0]])  # (N, K)
H = np.array([[0.25, -1.0, 2.0], [0.75, 1.5, -0.5]])  # (N, H)
JACOBIAN = np.kron(H, np.eye(2))  # vec of the output (N, K) by vec of the weights (H, K)
SUPPORT = np.kron(np.ones_like(H), np.eye(2)).astype(bool)
ROWS, COLUMNS = np.indices(JACOBIAN.shape)
TEXTS = [[f"{i} by {j}" for j in range(6)] for i in range(4)]
LINE, CELL = (slice(None), slice(3, 4)), (slice(1, 2), slice(1, 2))


def unflattened(array):
    return [index.reshape(1, -1) for index in np.indices(array.shape)]


def parts(rows=("θ[0]", "θ[1]"), columns=("W[0]", "W[1]", "W[2]")):
    result = H.T @ UPSTREAM
    flat = {"lit": LINE, "clickable": True}
    return Fold(
        (
            FoldPart(
                Term("vec(v)", UPSTREAM.reshape(1, -1), lit=(slice(None), slice(None))),
                Term("v", UPSTREAM, lit=(slice(None), slice(1, 2))),
                *unflattened(UPSTREAM),
            ),
            FoldPart(
                Term("J", JACOBIAN, support=SUPPORT, lit=LINE),
                Term("hᵀ", H.T, lit=(slice(1, 2), slice(None))),
                COLUMNS // 2,
                ROWS // 2,
                TEXTS,
            ),
            FoldPart(
                Term("vec(w)", result.reshape(1, -1), **flat),
                Term("w", result, lit=CELL, clickable=True),
                *unflattened(result),
            ),
        ),
        [0, "@", 1, "=", 2],
        [1, "@", 0, "=", 2],
        Names(rows, columns),
    )


def drawn(**names):
    return fold(parts(**names), limit=3.0, palette=LIGHT)


def at(figure, moment):
    """Return x and y of each part's entries at a moment."""
    found = played(figure, moment)
    return [[np.array(found[f"part {part}"][axis]) for axis in "xy"] for part in range(3)]


def written(figure, which):
    """Return (text, x, y) of each text at the start or at the end, without markup."""
    trace = named(figure, f"{which} words")
    texts = map(plain, trace["text"])
    return [(text, x, y) for text, x, y in zip(texts, trace["x"], trace["y"], strict=True)]


def place(figure, which, text):
    ((x, y),) = [(x, y) for said, x, y in written(figure, which) if said == text]
    return x, y


def test_every_entry_that_is_no_structural_zero_has_its_colour_and_says_what_it_is():
    entries = named(drawn(), "part 1")
    assert entries["marker"]["color"] == [LIGHT.fill(v / 3) for v in JACOBIAN[SUPPORT].tolist()]
    assert entries["hovertext"] == np.array(TEXTS)[SUPPORT].tolist()


def test_at_the_start_the_entries_lie_as_in_the_flattened_jacobian():
    _, (x, y), _ = at(drawn(), "flat")
    rows, columns = np.nonzero(SUPPORT)
    assert np.array_equal(np.unique(x, return_inverse=True)[1], columns)
    assert np.array_equal(np.unique(y, return_inverse=True)[1], rows)


def test_at_the_end_the_entries_lie_where_the_short_product_has_them():
    factor, upstream, result = H.T, UPSTREAM, H.T @ UPSTREAM
    for part, array in enumerate((upstream, factor, result)):
        x, y = at(drawn(), "folded")[part]
        values = [UPSTREAM.ravel(), JACOBIAN[SUPPORT], result.ravel()][part]
        columns, rows = (np.unique(axis, return_inverse=True)[1] for axis in (x, y))
        assert np.array_equal(array[rows, columns], values), part


def test_the_short_product_stands_in_its_own_order():
    for moment, order in (("flat", [0, 1, 2]), ("folded", [1, 0, 2])):
        middles = [x.mean() for x, _ in at(drawn(), moment)]
        assert np.argsort(middles).tolist() == order, moment


def test_a_block_has_its_name_beside_the_middle_of_its_entries():
    figure = drawn()
    _, (x, y), _ = at(figure, "flat")
    rows, columns = np.nonzero(SUPPORT)
    for block in range(2):
        left, middle = place(figure, "flat", f"θ[{block}]")
        assert left < x.min()
        assert middle == pytest.approx(y[rows // 2 == block].mean()), block
    for block in range(3):
        middle, top = place(figure, "flat", f"W[{block}]")
        assert top < y.min()
        assert middle == pytest.approx(x[columns // 2 == block].mean()), block


def test_the_entries_are_numbered_within_their_blocks():
    figure = drawn()
    _, (x, y), _ = at(figure, "flat")
    numbered = [word for word in written(figure, "flat") if word[0] in ("0", "1")]
    above = [(text, at) for text, at, height in numbered if height < y.min()]
    beside = [(text, height) for text, at, height in numbered if at < x.min() and height >= y.min()]
    assert [text for text, _ in above] == ["0", "1"] * 3
    assert [text for text, _ in beside] == ["0", "1"] * 2
    assert [at for _, at in above] == pytest.approx(np.unique(x))
    assert [at for _, at in beside] == pytest.approx(np.unique(y))


def test_a_name_that_has_no_room_above_its_block_is_left_out():
    said = {text for text, *_ in written(drawn(columns=("a", "b", "c" * 30)), "flat")}
    assert {"a", "b"} < said
    assert "c" * 30 not in said


def test_lines_lie_between_the_blocks():
    figure = drawn()
    blocks, (_, (x, y), _) = named(figure, "blocks"), at(figure, "flat")
    steps = [np.diff(np.unique(axis))[0] for axis in (x, y)]
    across, down = blocks["y"][0], [blocks["x"][at] for at in (3, 6)]
    assert blocks["y"][:2] == [across, across]
    assert across == pytest.approx(y.min() + 1.5 * steps[1])
    assert down == pytest.approx([x.min() + 1.5 * steps[0], x.min() + 3.5 * steps[0]])


def test_what_is_traced_is_outlined_in_both_products():
    figure = drawn()
    cell = np.diff(np.unique(at(figure, "flat")[1][0]))[0]
    for moment, areas in (("flat", [4, 4, 1]), ("folded", [2, 2, 1])):
        boxes = rectangles(played(figure, moment)["tracer"])
        found = [(right - left) * (bottom - top) for left, top, right, bottom in boxes]
        assert found == pytest.approx([area * cell**2 for area in areas]), moment


def test_a_click_finds_the_entries_of_the_result_where_they_are():
    figure = drawn()
    for moment in MOMENTS:
        targets, (x, y) = played(figure, moment)["entries"], at(figure, moment)[2]
        assert targets["customdata"] == [[0, number] for number in range(6)]
        assert (targets["x"], targets["y"]) == (pytest.approx(x), pytest.approx(y)), moment


def test_plotly_accepts_figure_and_frames():
    assert len(valid(drawn()).frames) == len(MOMENTS)
