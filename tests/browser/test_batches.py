"""The page on batches in a real browser: it folds, unfolds, traces by click, and fits a phone."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open, idle
from tests.browser.test_accessibility import assert_accessible
from tests.browser.test_gallery import click_point

FOLD = ".st-key-box-fold"


def wait_for_places(page: Page, count: int) -> None:
    """Wait until the entries of the Jacobian stand in so many different places."""
    page.wait_for_function(
        """([box, count]) => new Set([...document.querySelectorAll(
            box + ' .scatterlayer .trace:nth-child(2) .point')].map(
            e => e.getAttribute('transform'))).size === count""",
        arg=[FOLD, count],
    )


def test_it_folds_and_unfolds_by_keyboard(visit: Open) -> None:
    page = visit(path="batches").page
    wait_for_places(page, 30)
    buttons = page.locator(f"{FOLD} .updatemenu-button")
    expect(buttons.nth(0)).to_have_attribute("role", "button")
    buttons.nth(0).focus()
    page.keyboard.press("Enter")
    wait_for_places(page, 10)
    buttons.nth(1).focus()
    page.keyboard.press(" ")
    wait_for_places(page, 30)


def test_a_click_on_an_entry_traces_it(visit: Open) -> None:
    page = visit(path="batches").page
    click_point(page, FOLD, 4)
    expect(page).to_have_url(re.compile("traced=4"))
    idle(page)
    expect(page.get_by_text("∂J/∂W₂[1, 1] =")).to_be_visible()


def test_a_link_restores_the_state(visit: Open) -> None:
    page = visit(path="batches", variable="b1", N=4, reduction="Mean", traced=3).page
    first = page.url
    expect(page.get_by_text("∂J/∂b₁[3] =")).to_be_visible()
    page.reload()
    idle(page)
    assert page.url == first
    expect(page.get_by_text("∂J/∂b₁[3] =")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_no_serious_violation(visit: Open, theme: str, width: int) -> None:
    assert_accessible(
        visit(path="batches", theme=theme, width=width, N=3, convention="Columns").page
    )
