"""The bench in a real browser: a click and the keyboard build a formula, and a link keeps it."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open, idle
from tests.browser.test_accessibility import assert_accessible

MAP = ".st-key-box-verdicts"


def test_a_click_on_the_map_puts_its_formula_on_the_bench(visit: Open) -> None:
    page = visit(path="bench", D=3, H=3, K=3).page
    cell = page.locator(f"{MAP} .scatterlayer .point").nth(12)  # ((ab)c)d with @, ∘, ∘
    cell.scroll_into_view_if_needed()
    box = cell.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page).to_have_url(re.compile("op3="))
    expect(page.locator(".stAlert").first).to_contain_text("Illegal.")
    idle(page)
    assert page.locator(".stException").count() == 0


def test_a_link_restores_the_formula(visit: Open) -> None:
    page = visit(path="bench", D=3, H=3, K=3, W2T="false", bracketing="(ab)(cd)").page
    expect(page.locator(".stAlert").first).to_contain_text("Legal but wrong")
    first = page.url
    page.reload()
    idle(page)
    assert page.url == first
    expect(page.locator(".stAlert").first).to_contain_text("Legal but wrong")


def test_the_keyboard_builds_a_formula(visit: Open) -> None:
    page = visit(path="bench").page
    expect(page.get_by_text("Right: largest error")).to_be_visible()
    page.locator(".st-key-op1 button").first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press(" ")
    expect(page.locator(".stAlert").first).to_contain_text("∘ between 1×3 and 3×5")
    idle(page)
    page.locator(".st-key-W2T input").focus()
    page.keyboard.press(" ")
    expect(page.locator(".stAlert").first).to_contain_text("∘ between 1×3 and 5×3")


def test_the_settings_stay_from_page_to_page(visit: Open) -> None:
    page = visit(D=6, convention="Columns").page
    page.get_by_role("link", name="Formula bench").click()
    expect(page.locator("h1")).to_have_text("The formula bench")
    expect(page.locator(".st-key-D input[type=range]")).to_have_value("6")
    idle(page)
    page.get_by_role("link", name="Walkthrough").click()
    expect(page.locator("h1")).to_have_text(re.compile("Which product"))
    expect(page.locator(".st-key-D input[type=range]")).to_have_value("6")
    idle(page)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_no_serious_violation(visit: Open, theme: str, width: int) -> None:
    assert_accessible(visit(path="bench", theme=theme, width=width, op1="∘").page)
