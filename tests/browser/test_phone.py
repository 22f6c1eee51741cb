"""On a narrow screen: nothing scrolls sideways but what says so, in its own box."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.reader import CHAIN, choose, overflows, resize

INPUT = ".st-key-box-input"


@pytest.mark.parametrize("network", ["Random", "Handwritten digit"])
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
    # It begins with the factor that the step is about.
    assert page.locator(INPUT).evaluate("e => e.scrollLeft") > 50


def test_a_figure_that_fits_does_not_say_that_it_scrolls(visit: Open) -> None:
    page = visit(step=6)
    for width, wider in ((1280, False), (390, True), (1280, False)):
        resize(page, width)
        expect(page.locator(f"{INPUT} .scroll-hint")).to_be_visible(visible=wider)
        assert overflows(page.locator(INPUT)) == wider
