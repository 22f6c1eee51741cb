"""Every text is readable in both themes, and the signed scale is right."""

import re
import tomllib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.palette import DARK, LIGHT, contrast

READABLE = 4.5  # WCAG 2.2, level AA
both = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
fractions = st.floats(-1, 1)


def texts(palette):
    return {"ink": palette.ink, "muted": palette.muted, **palette.nodes}


def channels(color):
    return np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)])


def marked(palette):
    """Return the background's colour under the mark."""
    *rgb, alpha = map(float, re.findall(r"[\d.]+", palette.mark))
    blend = alpha * np.array(rgb) + (1 - alpha) * channels(palette.background)
    return "#" + "".join(f"{round(c):02x}" for c in blend)


def test_contrast_runs_from_1_to_21_and_agrees_with_a_published_value():
    assert contrast("#7338b0", "#7338b0") == 1
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)  # WebAIM
    assert contrast("#000000", "#ffffff") == contrast("#ffffff", "#000000") == pytest.approx(21)


@both
def test_every_text_can_be_read_on_the_background_and_on_the_mark(palette):
    for name, color in texts(palette).items():
        assert contrast(color, palette.background) >= READABLE, name
        assert contrast(color, marked(palette)) >= READABLE, name


@both
def test_the_numbers_of_structural_zeros_can_be_read_but_are_fainter_than_the_ink(palette):
    muted, ink = (contrast(c, palette.background) for c in (palette.muted, palette.ink))
    assert READABLE <= muted < ink


@both
def test_the_outline_of_what_is_traced_stands_out(palette):
    assert contrast(palette.accent, palette.background) >= 3  # graphics need 3


@both
def test_every_side_of_a_box_is_as_visible_as_text(palette):
    for symbol in "DHK":
        assert contrast(palette.size(symbol), palette.zero) >= 3


@both
def test_a_size_has_the_colour_of_its_node_and_1_has_none(palette):
    nodes = {"D": "x", "H": "h", "K": "theta"}
    assert {s: palette.size(s) for s in nodes} == {s: palette.nodes[n] for s, n in nodes.items()}
    assert palette.size("1") is None


@both
def test_a_number_can_be_read_on_every_tile(palette):
    for fraction in np.linspace(-1, 1, 2001):
        assert contrast(palette.ink_on(fraction), palette.fill(fraction)) >= READABLE, fraction


@both
def test_every_node_has_a_colour_of_its_own(palette):
    assert palette.nodes.keys() == {"x", "r", "h", "theta", "y_hat", "J"}
    assert len(set(palette.nodes.values())) == 6
    assert palette.accent not in palette.nodes.values()


@both
def test_the_scale_runs_from_one_end_over_zero_to_the_other_and_saturates(palette):
    assert palette.fill(-1) == palette.fill(-3) == palette.negative
    assert palette.fill(0) == palette.zero
    assert palette.fill(1) == palette.fill(3) == palette.positive


@both
def test_a_larger_entry_is_further_from_zero(palette):
    for sign in (-1, 1):
        fills = [channels(palette.fill(sign * size)) for size in np.linspace(0, 1, 101)]
        far = np.linalg.norm(np.array(fills) - channels(palette.zero), axis=1)
        assert np.all(np.diff(far) >= -1.5)  # channels are rounded to integers
        assert np.all(far[10:] > far[:-10])


@both
def test_a_quarter_of_the_limit_has_half_of_the_strength(palette):
    for fraction, end in ((0.25, palette.positive), (-0.25, palette.negative)):
        half = (channels(palette.zero) + channels(end)) / 2
        assert np.abs(channels(palette.fill(fraction)) - half).max() <= 1


@both
def test_the_middle_of_the_scale_is_almost_the_background(palette):
    assert contrast(palette.zero, palette.background) < 1.35


@both
def test_the_stops_of_plotlys_scale_rise_from_0_to_1_symmetric_about_zero(palette):
    stops = np.array([stop for stop, _ in palette.colorscale()])
    assert stops[0] == 0
    assert np.all(np.diff(stops) > 0)
    np.testing.assert_allclose(stops + stops[::-1], 1, rtol=0, atol=1e-15)
    assert 0.5 in stops


@both
def test_plotlys_scale_has_the_colours_of_fill(palette):
    for stop, color in palette.colorscale():
        rounding = np.abs(channels(color) - channels(palette.fill(2 * stop - 1))).max()
        assert rounding <= 1


@given(fraction=fractions)
def test_between_its_stops_plotlys_scale_stays_close_to_fill(fraction):
    # Plotly interpolates linearly between stops; the collapse's markers use fill itself.
    for palette in (LIGHT, DARK):
        scale = palette.colorscale()
        stops = [2 * stop - 1 for stop, _ in scale]
        mixed = [np.interp(fraction, stops, column) for column in _columns(scale)]
        assert np.abs(np.array(mixed) - channels(palette.fill(fraction))).max() <= 10


def _columns(scale):
    return np.array([channels(color) for _, color in scale]).T


@pytest.mark.parametrize(("theme", "palette"), [("light", LIGHT), ("dark", DARK)])
def test_the_page_has_the_background_that_the_colours_were_chosen_for(theme, palette):
    config = Path(__file__).parents[1] / ".streamlit" / "config.toml"
    set_there = tomllib.loads(config.read_text(encoding="utf-8"))["theme"][theme]
    assert set_there["backgroundColor"] == palette.background
