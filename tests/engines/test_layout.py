"""Each figure has the size that its column allows, and nothing is cut off, at both widths."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from tests.engines.conftest import HEIGHT, Visit
from tests.engines.window import Window

FIRST = "/?step=5"
PAGES = [
    *("/?step=1", "/?step=All", "/?predict=Let+me+predict", "/?network=Handwritten+digit"),
    *("/doubts?doubt=Softmax", "/conventions", "/exercises?kind=Find+the+bug"),
    *("/batches", "/bench?bench=A+formula", "/gallery?function=softmax", "/teach"),
    "/gallery?function=your+own&expression=x*sigmoid(x)",
]
# For each visible figure: its scale, its column's width over its own, and its scroll box.
FIGURES = """
return [...document.querySelectorAll('.js-plotly-plot')].filter((e) => e.offsetParent).map((e) => {
  const box = e.closest('[class*="st-key-box-"]');
  const width = parseFloat(getComputedStyle(e.closest('.stElementContainer'))
    .getPropertyValue('--width'));
  const hint = box.querySelector('.scroll-hint');
  return {
    name: /st-key-box-([\\w-]+)/.exec(box.className)[1],
    scale: new DOMMatrix(getComputedStyle(e).transform).a,
    fits: box.clientWidth / width,
    over: box.scrollWidth - box.clientWidth,
    down: box.scrollHeight - box.clientHeight,
    says: Boolean(hint && hint.offsetParent),
  };
});
"""
SIDEWAYS = """
const main = document.querySelector('.stMain');
const page = document.documentElement;
return Math.max(page.scrollWidth - innerWidth, main.scrollWidth - main.clientWidth);
"""


def assert_whole(window: Window) -> None:
    """Check that the page does not scroll sideways; a figure only if it must, with a hint."""
    where = window.address()
    assert window.run(SIDEWAYS) <= 0, where
    for figure in window.run(FIGURES):
        least, most = (0, 1) if figure["name"] == "miniature" else (1, 1.6)
        wanted = min(max(least, figure["fits"]), most)
        assert figure["scale"] == pytest.approx(wanted, abs=0.02), (where, figure)
        if figure["name"] == "miniature":  # Firefox counts clipped content as scrollable
            continue
        scrolls = figure["over"] > 1
        assert figure["says"] == scrolls, (where, figure)
        assert not scrolls or figure["fits"] < 1, (where, figure)
        assert figure["down"] <= 1, (where, figure)


@pytest.mark.smoke(1280)
def test_figures_fill_their_column(visit: Visit, tmp_path: Path) -> None:
    window = visit(FIRST)
    window.resize(1280, HEIGHT)
    assert_lettered(window, tmp_path / "page.png")
    for width in (1280, 390):
        window.resize(width, HEIGHT)
        window.settle()
        assert_whole(window)


@pytest.mark.parametrize("path", PAGES)
def test_figures_of_every_page_fill_their_column(visit: Visit, path: str) -> None:
    assert_whole(visit(path))


PLACE = """
const box = document.querySelector('.st-key-box-whole .js-plotly-plot').getBoundingClientRect();
return [box.left, box.top, box.left + 0.3 * box.width, box.top + 0.18 * box.height];
"""


def assert_lettered(window: Window, path: Path) -> None:
    """Wait until the names above the chain are visible: no element tells if an image is drawn."""
    for _ in range(10):
        window.pause(0.5)  # decoding is asynchronous
        window.screenshot(path)
        page = Image.open(path).convert("L")
        scale = page.width / window.run("return innerWidth")
        names = page.crop([round(scale * edge) for edge in window.run(PLACE)])
        if names.getextrema()[0] < 140:  # ŷ−y and W₂ᵀ
            return
    raise AssertionError(f"no lettering at {window.address()}")


@pytest.mark.parametrize("path", ["/", "/?formulation=Element-wise", "/?step=3"])
def test_the_chain_has_its_lettering(visit: Visit, tmp_path: Path, path: str) -> None:
    for _ in range(3):
        window = visit(path)
        window.resize(1280, HEIGHT)
        window.wait("document.querySelector('.st-key-box-whole').offsetParent")
        assert_lettered(window, tmp_path / "page.png")


ON_SLIDE = """
const main = document.querySelector('.stMain');
const box = (name) => document.querySelector(`.st-key-${name}`).getBoundingClientRect();
const figures = [...document.querySelectorAll('.st-key-slide-shown .js-plotly-plot')];
return {
  scrolls: main.scrollHeight - main.clientHeight,
  room: box('slides').top - box('slide-shown').bottom,
  figures: figures.filter((e) => e.offsetParent).map((e) => {
    const at = e.getBoundingClientRect();
    return [at.left, innerWidth - at.right, at.width, at.height];
  }),
};
"""


def test_every_slide_shows_its_figure(visit: Visit) -> None:
    window, with_figures = visit("/?present=true"), 0
    wide = window.run("return innerWidth > 1000")
    for slide in range(1, 24):
        window.wait(f"document.body.innerText.includes('{slide} of 23')")
        window.settle()
        found = window.run(ON_SLIDE)
        with_figures += bool(found["figures"])
        for left, right, width, height in found["figures"]:
            assert left >= -1 and right >= -1, (slide, found)
            assert height > 40 and width > (400 if wide else 100), (slide, found)
        if wide:
            assert found["scrolls"] <= 0 and found["room"] >= 0, (slide, found)
        window.press("ArrowRight")
    assert with_figures >= 8
