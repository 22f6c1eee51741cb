"""On a narrow screen: nothing scrolls sideways but what says so, in its own box."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.reader import CHAIN, choose, idle, overflows, resize, slider


@pytest.mark.parametrize("network", ["Random", "Handwritten digit"])
def test_on_a_phone_the_page_does_not_scroll_sideways(visit: Open, network: str) -> None:
    page = visit(width=390, network=network, step="All")
    for step in ("All", "6"):
        choose(page, "step", step)
        assert not overflows(page.locator("[data-testid=stMain]")), step
        assert overflows(page.locator(CHAIN)), "the figure scrolls in its box"
        wide = page.locator(".katex-display").evaluate_all(
            "all => all.filter((e) => e.scrollWidth > e.clientWidth).map((e) => e.innerText)"
        )
        assert wide == [], step
    expect(page.locator(CHAIN)).to_have_attribute("data-marked", re.compile(r"\d+"))
    # It begins with the factor that the step is about.
    assert page.locator(CHAIN).evaluate("e => e.scrollLeft") > 100


def test_a_figure_that_fits_does_not_say_that_it_scrolls(visit: Open) -> None:
    page = visit(step=3)

    def expect_scrolls(wider: bool) -> None:
        expect(page.locator(f"{CHAIN} .scroll-hint")).to_be_visible(visible=wider)
        assert overflows(page.locator(CHAIN)) == wider

    expect_scrolls(False)
    resize(page, 390)
    expect_scrolls(True)
    resize(page, 1280)
    expect_scrolls(False)
    slider(page, "D").press("End")
    idle(page)
    slider(page, "H").press("End")
    expect(page).to_have_url(re.compile("H=12"))
    idle(page)
    expect_scrolls(True)
