"""The nudge figure: columns are measured, wires lead to what moved, and a click nudges."""

import numpy as np

from explainer.figures.nudge import WIDE, Nudges, nudge_alt, nudge_figure
from explainer.palette import DARK, LIGHT, contrast
from explainer.wording import STRUCTURAL_ZERO
from tests.figures.reading import box, edges, named, names, numbers, rectangles, said, valid, words

EXACT = np.array([[0.25, 0.0, 0.0], [0.5, -0.75, 0.0], [0.0, 0.0, 1e-5]])
SUPPORT = np.tril(np.ones((3, 3), dtype=bool))
EPS = 0.01
MOVES = EPS * EXACT * 1.02


def parts(done=2, exact=EXACT, moves=MOVES, support=SUPPORT, forbids=(1, 0)):
    m, n = exact.shape
    return Nudges(
        x=np.arange(1.0, n + 1),
        y=np.arange(-1.0, m - 1),
        moves=moves,
        eps=EPS,
        exact=exact,
        support=support,
        done=done,
        forbids=forbids,
    )


def drawn(done=2, palette=LIGHT, **changes):
    return nudge_figure(parts(done, **changes), palette=palette)


def test_the_columns_that_are_filled_hold_the_jacobian_and_no_structural_zero():
    for done in range(4):
        filled = SUPPORT & (np.arange(3) < done)
        assert named(drawn(done), "Jacobian")["z"] == np.where(filled, EXACT, None).tolist(), done


def test_a_structural_zero_that_moved_by_rounding_has_a_tile():
    moves = MOVES.copy()
    moves[0, 2] = 1e-18
    z = named(drawn(3, moves=moves), "Jacobian")["z"]
    assert z[0][2] == 0


def test_each_cell_holds_the_measured_number_above_the_exact_one():
    figure = drawn(3)
    cell = named(figure, "Jacobian")
    x, y = np.array(cell["x"]), np.array(cell["y"])
    assert np.allclose(np.diff(x), WIDE)
    inside = [
        w for w in [*words(figure), *numbers(figure)] if x[0] < w[0] < x[1] and y[1] < w[1] < y[2]
    ]
    (measured, exact) = sorted(inside, key=lambda word: word[1])
    assert (measured[2], exact[2]) == ("0.51", "0.5")


def test_what_has_not_been_nudged_shows_no_number():
    assert said(drawn(0)).count("·") == 9
    assert said(drawn(2)).count("·") == 3
    assert not [text for *_, text, _ in numbers(drawn(0))]


def test_the_wires_of_a_nudge_lead_to_what_it_moved_and_stay():
    assert named(drawn(1), "moving")["x"].count(None) == 2  # y[0] and y[1], but not y[2]
    assert named(drawn(1), "wires")["x"] == []
    assert named(drawn(3), "wires")["x"].count(None) == 3
    assert "moving" not in names(drawn(0))


def test_what_is_nudged_and_what_moves_is_outlined():
    lit = rectangles(named(drawn(1), "lit"))
    assert len(lit) == 3  # x[0], y[0], y[1]
    inputs = named(drawn(1), "inputs")
    left, top, right, bottom = lit[0]
    assert left < inputs["x"][0] < right
    assert top < inputs["y"][0] < bottom


def test_the_forbidding_entry_is_outlined_once_all_are_nudged():
    figure = drawn(3)
    cell = named(figure, "Jacobian")
    *_, last = rectangles(named(figure, "lit"))
    assert last == (cell["x"][0], cell["y"][1], cell["x"][1], cell["y"][2])
    for other in (drawn(3, forbids=None), drawn(2)):
        assert last not in rectangles(named(other, "lit"))


def test_a_move_is_written_below_each_output_and_the_nudge_below_its_input():
    texts = [text for *_, text, _ in numbers(drawn(1))]
    assert "+ε" in texts
    assert [text for text in texts if text.startswith("Δ")] == ["Δ 0.00255", "Δ 0.0051", "Δ 0"]


def test_a_click_on_an_input_tells_its_number():
    targets = named(drawn(), "inputs")
    assert targets["customdata"] == [[0, 0], [0, 1], [0, 2]]
    assert targets["hovertext"][2] == "Nudge x[2]"


def test_the_inputs_stand_above_their_columns():
    figure = drawn()
    x = np.array(named(figure, "Jacobian")["x"])
    assert np.allclose(named(figure, "inputs")["x"], (x[:-1] + x[1:]) / 2)


def test_outputs_inputs_and_the_jacobian_lie_below_each_other():
    figure = drawn()
    nodes = figure.to_dict()["layout"]["shapes"]
    outputs, inputs = nodes[:3], nodes[3:]
    _, top, _, _ = box(named(figure, "Jacobian"))
    assert max(node["y1"] for node in outputs) < min(node["y0"] for node in inputs)
    assert max(node["y1"] for node in inputs) < top


def test_any_shape_lies_within_the_figure():
    for shape in ((1, 8), (8, 1), (1, 1), (4, 8), (8, 8)):
        matrix, support = np.full(shape, -0.0123456789), np.ones(shape, dtype=bool)
        figure = drawn(shape[1], exact=matrix, moves=matrix * EPS, support=support, forbids=None)
        layout = figure.to_dict()["layout"]
        left, top, right, bottom = box(named(figure, "Jacobian"))
        assert 0 < left < right < layout["width"], shape
        assert 0 < top < bottom < layout["height"], shape
        for x, _, text, _ in [*words(figure), *numbers(figure)]:
            assert 3.5 * len(text) < x < layout["width"] - 3.5 * len(text), (shape, text)


def test_every_number_can_be_read_on_its_tile():
    limit = np.abs(EXACT).max()
    for palette in (LIGHT, DARK):
        figure = drawn(3, palette)
        cell, written = named(figure, "Jacobian"), [*words(figure), *numbers(figure)]
        x_edges, y_edges = edges(cell)
        for (i, j), z in np.ndenumerate(np.array(cell["z"], dtype=object)):
            ground = palette.background if z is None else palette.fill(z / limit)
            inks = [
                ink
                for x, y, _, ink in written
                if x_edges[j] < x < x_edges[j + 1] and y_edges[i] < y < y_edges[i + 1]
            ]
            assert inks, (i, j)
            assert min(contrast(ink, ground) for ink in inks) >= 4.5, (palette.background, i, j)


def test_plotly_accepts_it():
    for done in range(4):
        valid(drawn(done))


def test_in_words_it_says_what_moved_and_every_column():
    text = nudge_alt(parts(2))
    assert "3 inputs with 3 outputs, Jacobian 3×3" in text
    assert "x[1] + ε moves y[1]" in text
    assert "column 0: 0.255, 0.51, 0" in text
    assert "column 2" not in text


def test_in_words_a_nudge_may_move_nothing():
    assert "moves nothing" in nudge_alt(parts(1, moves=0 * MOVES))


def test_pointing_at_a_cell_gives_both_numbers_and_how_far_they_lie_apart():
    text = named(drawn(2), "Jacobian")["text"]
    assert text[1][0] == "Δy[1]/ε = 0.51<br>∂y[1]/∂x[0] = 0.5<br>difference 0.01"
    assert f"∂y[0]/∂x[1] = {STRUCTURAL_ZERO}<br>" in text[0][1]
    assert text[2][2] == "x[2] has not been nudged"
