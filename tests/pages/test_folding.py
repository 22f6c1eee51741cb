"""The fold goes from the flattened product to the short one, and every entry arrives."""

from itertools import product

import numpy as np
import pytest

from explainer.compute.batch import VARIABLES
from explainer.figures.fold import BETWEEN, MOMENTS, fold
from explainer.figures.tracer import support_of
from explainer.notation import CONVENTIONS
from explainer.pages.batches.folding import folding
from explainer.pages.batches.scene import batch_of
from explainer.pages.batches.settings import BatchSettings as Settings
from explainer.palette import DARK, LIGHT
from explainer.wording import number
from tests.figures.reading import named, played, rectangles, valid

SCENES = [
    Settings(variable=variable, convention=convention, N=N, traced=traced)
    for variable, convention in product(VARIABLES, CONVENTIONS)
    for N, traced in ((1, 0), (3, 2))
]
every = pytest.mark.parametrize(
    "settings", SCENES, ids=lambda s: f"{s.variable} {s.convention} {s.N}"
)


def parts_of(settings):
    return folding(batch_of(settings, LIGHT))


def drawn(settings, palette=LIGHT):
    return fold(parts_of(settings), limit=3.0, palette=palette)


@every
def test_every_entry_goes_to_an_equal_one(settings):
    for part in parts_of(settings).parts:
        support = support_of(part.flat)
        targets = part.folded.values[part.rows[support], part.columns[support]]
        assert np.array_equal(targets, part.flat.values[support])


@every
def test_every_entry_of_the_short_product_is_arrived_at(settings):
    for part in parts_of(settings).parts:
        support = support_of(part.flat)
        reached = np.zeros(part.folded.values.shape, dtype=bool)
        reached[part.rows[support], part.columns[support]] = True
        assert reached.all()


@every
def test_both_products_are_true(settings):
    parts = parts_of(settings)
    for order, which in ((parts.flat, "flat"), (parts.folded, "folded")):
        left, sign, right, _, result = [i for i in order if not isinstance(i, str) or i.strip()]
        a, b, c = (getattr(parts.parts[i], which).values for i in (left, right, result))
        assert np.allclose(a * b if sign == "∘" else a @ b, c, rtol=1e-13, atol=1e-15)


@every
def test_what_is_traced_makes_the_traced_entry(settings):
    parts = parts_of(settings)
    for order, which in ((parts.flat, "flat"), (parts.folded, "folded")):
        left, sign, right, _, result = [i for i in order if not isinstance(i, str) or i.strip()]
        a, b, c = (getattr(parts.parts[i], which) for i in (left, right, result))
        lit = a.values[a.lit], b.values[b.lit]
        made = lit[0] * lit[1] if sign == "∘" else lit[0] @ lit[1]
        assert np.allclose(made, c.values[c.lit], rtol=1e-13, atol=1e-15)
        assert c.values[c.lit].size == 1


@every
def test_nothing_leaves_the_figure(settings):
    figure = drawn(settings)
    layout = figure.to_dict()["layout"]
    for name in MOMENTS:
        for trace in played(figure, name).values():
            for axis, size in (("x", "width"), ("y", "height")):
                assert all(0 <= v <= layout[size] for v in trace[axis] if v is not None)


def test_the_frames_begin_flat_and_end_folded():
    figure = drawn(SCENES[1])
    first, last = played(figure, MOMENTS[0]), played(figure, MOMENTS[-1])
    for part in range(3):
        name = f"part {part}"
        assert first[name]["x"] == named(figure, name)["x"]
        assert last[name]["x"] != first[name]["x"]
    assert (first["flat words"]["opacity"], first["folded words"]["opacity"]) == (1, 0)
    assert (last["flat words"]["opacity"], last["folded words"]["opacity"]) == (0, 1)


@every
def test_the_last_frame_is_the_short_product(settings):
    """Each entry is at its row and column of the folded matrix, in its colour."""
    figure = drawn(settings)
    last = played(figure, MOMENTS[-1])
    for at, part in enumerate(parts_of(settings).parts):
        trace, values = last[f"part {at}"], part.folded.values
        x, y = (np.round(trace[axis], 6) for axis in "xy")
        columns, rows = np.unique(x), np.unique(y)
        assert (len(rows), len(columns)) == values.shape
        gaps = np.concatenate([np.diff(columns), np.diff(rows)])
        assert np.allclose(gaps, gaps[:1])
        colors = named(figure, f"part {at}")["marker"]["color"]  # not changed by frames
        for left, top, color in zip(x, y, colors, strict=True):
            value = values[np.searchsorted(rows, top), np.searchsorted(columns, left)]
            assert color == LIGHT.fill(value / 3.0)


def test_on_the_way_nothing_is_written_and_nothing_traced():
    figure = drawn(SCENES[0])
    for name in MOMENTS[1:-1]:
        traces = played(figure, name)
        for hidden in ("flat words", "folded words", "tracer", "blocks"):
            assert traces[hidden]["opacity"] == 0


def test_equal_entries_meet_in_one_place():
    figure = drawn(Settings(variable="h", N=3))
    last = played(figure, "folded")["part 1"]
    assert len(set(zip(last["x"], last["y"], strict=True))) == 15  # three copies of W₂ᵀ


def test_a_structural_zero_is_not_drawn():
    figure = drawn(Settings(variable="W2", N=2))
    assert len(named(figure, "part 1")["x"]) == 2 * 5 * 3
    assert len(named(figure, "part 0")["x"]) == 6


def test_rows_and_columns_say_of_which_array_they_are():
    figure = drawn(Settings(variable="W2", N=2))
    texts = named(figure, "flat words")["text"]
    assert [t for t in texts if t.startswith("W₂[")] == [f"W₂[{i}]" for i in range(5)]
    assert sum("θ</span>[" in t for t in texts) == 2
    assert texts.count("0") >= 5  # the first entry of each block of columns


def test_the_traced_column_is_outlined():
    flat = rectangles(named(drawn(Settings(variable="W2", N=2, traced=4)), "tracer"))
    assert len(flat) == 3
    other = rectangles(named(drawn(Settings(variable="W2", N=2, traced=5)), "tracer"))
    assert flat[0] == other[0]
    assert flat[1] != other[1]


def test_a_click_tells_the_number_of_the_entry():
    targets = named(drawn(Settings(variable="W2", N=2, convention="columns")), "entries")
    assert targets["customdata"] == [[0, at] for at in range(15)]


def test_the_buttons_play_it_forth_and_back():
    (menu,) = drawn(SCENES[0]).to_dict()["layout"]["updatemenus"]
    flat, folded, back, forth = (b["args"][0] for b in menu["buttons"])
    assert [*flat, *forth] == list(MOMENTS) == [*back[::-1], *folded]
    times = [t["duration"] for t in menu["buttons"][-1]["args"][1]["frame"]]
    assert times == list(BETWEEN)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_plotly_accepts_it(palette):
    for settings in SCENES[::5]:
        valid(drawn(settings, palette=palette))


@pytest.mark.parametrize("convention", CONVENTIONS)
def test_an_entry_says_which_output_by_which_entry_of_the_variable(convention):
    figure = drawn(Settings(variable="W2", N=2, convention=convention))
    h = batch_of(Settings(N=2), LIGHT).batch.values.h
    said = named(figure, "part 1")["hovertext"]
    weight = "2, 3" if convention in ("Wx", "xWT") else "3, 2"
    assert f"∂θ[1, 2]/∂W₂[{weight}] = {number(h[1, 3], 6)}" in said
    assert len(said) == 30
