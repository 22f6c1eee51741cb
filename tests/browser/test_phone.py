"""A narrow screen: nothing scrolls sideways except boxes that say so."""

import re

import pytest
from playwright.sync_api import expect

from tests.amounts import examples
from tests.browser.conftest import Open
from tests.browser.reader import CHAIN, choose, idle, overflows, resize

INPUT = ".st-key-box-input"


@pytest.mark.parametrize("network", examples(["Random"], ["Random", "Handwritten digit"]))
def test_on_a_phone_the_page_does_not_scroll_sideways(visit: Open, network: str) -> None:
    page = visit(width=390, network=network, step="All")
    for step in ("All", "6"):
        choose(page, "step", step)
        assert not overflows(page.locator("[data-testid=stMain]")), step
        expect(page.locator(f"{CHAIN} .scroll-hint")).not_to_be_visible()
        assert overflows(page.locator(INPUT)), "the figure scrolls in its box"
        wide = page.locator(".katex-display").evaluate_all(
            "all => all.filter((e) => e.scrollWidth > e.clientWidth).map((e) => e.innerText)"
        )
        assert wide == [], step
    expect(page.locator(INPUT)).to_have_attribute("data-marked", re.compile(r"\d+"))
    # It begins at the factor of this step.
    assert page.locator(INPUT).evaluate("e => e.scrollLeft") > 50


def test_a_figure_that_fits_does_not_say_that_it_scrolls(visit: Open) -> None:
    page = visit(step=6)
    for width, wider in ((1280, False), (390, True), (1280, False)):
        resize(page, width)
        expect(page.locator(f"{INPUT} .scroll-hint")).to_be_visible(visible=wider)
        assert overflows(page.locator(INPUT)) == wider


def test_a_figure_that_is_traced_stays_where_it_was_scrolled(visit: Open) -> None:
    page = visit(width=390, step=5)
    box = page.locator(".st-key-box-activation")
    box.evaluate("e => { e.scrollLeft = e.scrollWidth; }")
    before = box.evaluate("e => e.scrollLeft")
    slider = page.locator(".st-key-entry input[type=range]")
    slider.press("ArrowRight")
    expect(page.get_by_text("∂J/∂r[1] =")).to_be_visible()
    idle(page)
    assert abs(box.evaluate("e => e.scrollLeft") - before) <= 1


def test_a_field_is_large_enough_that_ios_does_not_zoom(visit: Open) -> None:
    page = visit("exercises", width=390, kind="A whole Jacobian", number=3)
    sizes = page.locator(".stMain input[type=text]").evaluate_all(
        "all => all.map((e) => parseFloat(getComputedStyle(e).fontSize))"
    )
    assert len(sizes) >= 8 and min(sizes) >= 16
