"""Layouts beside a scrollbar of any width."""

import pytest
from playwright.sync_api import Page

from tests.amounts import examples
from tests.browser.conftest import Open

# Widths: 0 on phones and macOS, 10 in Chromium for Streamlit's thin bars, 17 on Windows.
BARS = {
    0: "* { scrollbar-width: none !important }",
    10: "",
    17: "* { scrollbar-width: auto !important; scrollbar-color: auto !important }"
    "*::-webkit-scrollbar { width: 17px !important; height: 17px !important }",
}
WIDTHS = (390, 1024, 1280, 1366, 1440, 1536, 1920)
CASES = [(bar, width) for bar in BARS for width in WIDTHS]
DAILY = [
    ("", {"step": 1}),
    ("batches", {}),
    ("conventions", {"forward": "xW"}),
    ("exercises", {"kind": "A whole Jacobian", "number": 3}),
]
PAGES = [
    ("", {"step": 5}),
    ("gallery", {"function": "softmax"}),
    ("bench", {"bench": "A formula"}),
    ("doubts", {"doubt": "Softmax", "tried": "A"}),
    ("teach", {}),
]
LOOK = """async () => {
  for (let count = 0; count < 3; count += 1) await new Promise(requestAnimationFrame);
  const main = document.querySelector(".stMain");
  const seen = (e) => Boolean(e?.checkVisibility()); // not what a fold holds
  return {
    bar: main.offsetWidth - main.clientWidth,
    sideways: main.scrollWidth - main.clientWidth,
    boxes: [...main.querySelectorAll("[class*=st-key-box-]")].filter(seen).map((e) => ({
      name: /st-key-box-([\\w-]+)/.exec(e.className)[1],
      over: e.scrollWidth - e.clientWidth,
      beside: e.offsetWidth - e.clientWidth,
      says: seen(e.querySelector(".scroll-hint")),
    })),
    rows: [...document.querySelectorAll('[class*="st-key-fields-"]')].map((row) =>
      new Set([...row.querySelectorAll("input")].map((e) => e.getBoundingClientRect().top)).size),
  };
}"""


def with_bar(page: Page, bar: int) -> None:
    """Give all scrollbars this width, in pixels."""
    page.evaluate(
        """(css) => {
          document.getElementById("bar")?.remove();
          const style = document.createElement("style");
          document.head.append(Object.assign(style, { id: "bar", textContent: css }));
        }""",
        BARS[bar],
    )


@pytest.mark.parametrize(("path", "link"), examples(DAILY, DAILY + PAGES))
def test_nothing_is_cut_or_broken_beside_a_scrollbar(
    visit: Open, path: str, link: dict[str, object]
) -> None:
    page = visit(path, height=800, **link)
    for bar, width in examples([(17, 1280), (10, 390)], CASES):
        with_bar(page, bar)
        page.set_viewport_size({"width": width, "height": 800})
        page.wait_for_function("width => innerWidth === width", arg=width)
        found = page.evaluate(LOOK)
        where = path, bar, width, found
        assert found["bar"] in (bar, 0), where  # 0 if the page fits
        assert found["sideways"] <= 0, where
        assert set(found["rows"]) == ({1} if path == "exercises" else set()), where
        for box in found["boxes"]:
            assert box["beside"] == 0, where  # no bar of its own at its side
            if box["name"] != "miniature":
                assert box["says"] == (box["over"] > 1), where
            if width >= 1280:
                assert not box["says"] and box["name"] != "miniature", where


@pytest.mark.nightly
def test_the_bars_are_as_wide_as_they_say(visit: Open) -> None:
    page = visit(step="All")
    for bar in BARS:
        with_bar(page, bar)
        assert page.evaluate(LOOK)["bar"] == bar
