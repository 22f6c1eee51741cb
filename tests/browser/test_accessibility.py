"""axe finds no serious violation, in both themes, on a wide screen and on a phone."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from explainer.pages.gallery.settings import GallerySettings
from tests.amounts import examples
from tests.browser.conftest import Open
from tests.browser.reader import choose, overflows, overlaps, resize

SERIOUS = ("serious", "critical")
NAMED = re.compile(r"\d×\d|^Curve of")
OWN = GallerySettings.parameters()["function"].text("own")
LONG = "1 2 3 4 5 6 7 8"

BOTH = (1280, 390)
LIGHT, DARK = ("light", (1280,)), ("dark", (390,))


def screens(*day: tuple[str, tuple[int, ...]]) -> pytest.MarkDecorator:
    """Run a test on these screens by day, and at night in both themes at both widths."""
    every = [("light", BOTH), ("dark", BOTH)]
    return pytest.mark.parametrize(("theme", "widths"), examples(list(day), every))


def assert_accessible(page: Page, widths: tuple[int, ...] = BOTH, *, figures: bool = True) -> None:
    """Assert that axe finds nothing serious at these widths, and that figures have names."""
    for width in widths:
        resize(page, width)
        violations = Axe().run(page).response["violations"]
        found = [
            (v["id"], [node["html"][:200] for node in v["nodes"]])
            for v in violations
            if v["impact"] in SERIOUS
        ]
        assert found == [], width
        assert not overflows(page.locator("[data-testid=stMain]")), width
    assert not figures or overlaps(page) == []
    assert page.locator(".katex-error").count() == 0
    charts = page.locator(".stPlotlyChart:visible")
    for i in range(charts.count()):
        label = charts.nth(i).locator("xpath=..//*[@aria-label]").first
        expect(label).to_have_attribute("aria-label", NAMED)


@screens(DARK)
def test_the_walkthrough_is_accessible(visit: Open, theme: str, widths: tuple[int, ...]) -> None:
    page = visit(theme=theme, step=3, formulation="Element-wise")
    assert_accessible(page, widths)
    choose(page, "step", "All")
    assert_accessible(page, widths)


@screens(DARK)
def test_the_bench_is_accessible(visit: Open, theme: str, widths: tuple[int, ...]) -> None:
    assert_accessible(visit("bench", theme=theme, op1="∘"), widths)


@screens(LIGHT)
def test_the_conventions_are_accessible(visit: Open, theme: str, widths: tuple[int, ...]) -> None:
    assert_accessible(visit("conventions", theme=theme, forward="xW", backward="Wᵀδ"), widths)


@screens(DARK)
def test_a_doubt_is_accessible_and_so_is_their_list(
    visit: Open, theme: str, widths: tuple[int, ...]
) -> None:
    page = visit("doubts", theme=theme, doubt="Softmax", tried="A")
    assert_accessible(page, widths)
    page.get_by_role("button", name="Back to the list").click()
    expect(page.locator(".stPlotlyChart")).to_have_count(0)
    violations = Axe().run(page).response["violations"]
    assert [v["id"] for v in violations if v["impact"] in SERIOUS] == []


@screens(LIGHT)
def test_the_page_on_batches_is_accessible(
    visit: Open, theme: str, widths: tuple[int, ...]
) -> None:
    folded = "true" if theme == "light" else "false"
    page = visit("batches", theme=theme, N=3, convention="Columns", folded=folded)
    assert_accessible(page, widths)


GALLERY = {
    "dark": {"function": "softmax", "anyway": "true"},
    "light": {"function": OWN, "expression": "log(x) + softmax(A @ x)", "x": LONG},
}


@screens(DARK)
def test_the_gallery_is_accessible(visit: Open, theme: str, widths: tuple[int, ...]) -> None:
    assert_accessible(visit("gallery", theme=theme, nudged=4, **GALLERY[theme]), widths)
