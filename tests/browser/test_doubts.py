"""A doubt from the first screen to its verdict, and to the page that shows it at length."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.reader import idle


def tried(page: Page, letter: str) -> None:
    """Wait until this attempt is the one that is judged."""
    radio = page.locator(".st-key-tried").get_by_role("radio", name=letter, exact=True)
    expect(radio).to_have_attribute("aria-checked", "true")


@pytest.mark.parametrize("width", [1280, 390])
def test_three_presses_from_the_first_screen_settle_a_doubt(visit: Open, width: int) -> None:
    page = visit(width=width, height=800)
    way_in = page.locator(".stMain").get_by_role("link", name="Common doubts")
    expect(way_in).to_be_in_viewport(ratio=1)
    way_in.click()
    page.get_by_role("button", name="Softmax is like sigmoid: s(1−s)?").click()
    page.locator(".st-key-tried").get_by_role("radio", name="A", exact=True).click()
    expect(page.locator("[data-testid=stAlertContentError]")).to_contain_text("off by 0.48")
    expect(page.locator(".st-key-box-attempt .main-svg").first).to_be_visible()
    assert parse_qs(urlsplit(page.url).query) == {"doubt": ["Softmax"], "tried": ["A"]}


def test_back_walks_through_what_was_tried(visit: Open) -> None:
    page = visit("doubts", doubt="Bias", tried="A")
    page.locator(".st-key-tried").get_by_role("radio", name="B", exact=True).click()
    expect(page.locator("[data-testid=stAlertContentError]")).to_contain_text("3 numbers")
    idle(page)
    page.get_by_role("button", name="Back to the list").click()
    expect(page.get_by_role("button", name="Is this dL/dh or dL/dr?")).to_be_visible()
    expect(page).not_to_have_url("doubt=")
    page.go_back()
    expect(page.locator("h2")).to_have_text("Why is db summed over axis 0?")
    tried(page, "B")
    page.go_back()
    tried(page, "A")
    expect(page.locator("[data-testid=stAlertContentSuccess]")).to_contain_text("15 ones")


def test_the_link_at_length_leads_to_its_exact_state(visit: Open) -> None:
    page = visit("doubts", doubt="Softmax", tried="B", convention="Columns")
    page.get_by_role("button", name="At length").click()
    expect(page.locator("h1")).to_have_text("Which Jacobians are diagonal?")
    idle(page)
    assert parse_qs(urlsplit(page.url).query) == {
        "convention": ["Columns"], "function": ["softmax"], "anyway": ["true"],
    }  # fmt: skip
    expect(page.get_by_text("Every wrong class gets")).to_be_visible()
    expect(page.locator(".st-key-function input")).to_have_value("softmax")
    page.go_back()
    tried(page, "B")


def test_what_is_typed_is_searched_for(visit: Open) -> None:
    page = visit("doubts", doubt="Bias", tried="A")
    page.get_by_role("button", name="Back to the list").click()
    field = page.get_by_role("textbox")
    field.fill("W.T delta")
    field.press("Enter")
    listed = page.locator('[class*="st-key-choose-"] button')
    expect(listed.first).to_have_text("My W is 4×2 and δ is 1×2, so Wᵀδ is illegal.")
    listed.first.click()
    expect(page.locator("h2")).to_have_text("My W is 4×2 and δ is 1×2, so Wᵀδ is illegal.")


def test_another_doubt_of_the_list_leaves_a_way_back(visit: Open) -> None:
    page = visit("doubts", doubt="Bias", tried="A")
    page.locator(".st-key-doubt input").click()
    page.get_by_role("option", name="Softmax", exact=True).click()
    expect(page.locator("h2")).to_have_text("Softmax is like sigmoid: s(1−s)?")
    expect(page).to_have_url(re.compile("doubt=Softmax"))
    page.go_back()
    expect(page.locator("h2")).to_have_text("Why is db summed over axis 0?")
    tried(page, "A")
