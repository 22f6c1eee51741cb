"""The gallery in a real browser: keys and clicks nudge, and a link keeps the state."""

import re

import pytest
from playwright.sync_api import Page, expect

from explainer.settings import OWN
from tests.browser.conftest import Open, idle
from tests.browser.test_accessibility import assert_accessible

NUDGE = ".st-key-box-nudge"


def click_point(page: Page, box: str, at: int) -> None:
    """Click the transparent square with this number, which lies over what it stands for."""
    point = page.locator(f"{box} .scatterlayer .trace").last.locator(".point").nth(at)
    point.scroll_into_view_if_needed()
    place = point.bounding_box()
    assert place is not None
    page.mouse.click(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)


def test_the_arrow_keys_nudge_one_input_after_the_other(visit: Open) -> None:
    page = visit(path="gallery", function="cumsum").page
    for done in range(1, 5):
        page.keyboard.press("ArrowRight")
        expect(page).to_have_url(re.compile(f"nudged={done}"))
        idle(page)
    expect(page.get_by_text("The entry [1, 0] forbids it")).to_be_visible()
    page.keyboard.press("ArrowLeft")
    expect(page).to_have_url(re.compile("nudged=3"))
    idle(page)


def test_a_click_on_an_input_nudges_up_to_it(visit: Open) -> None:
    page = visit(path="gallery").page
    click_point(page, NUDGE, 2)
    expect(page).to_have_url(re.compile("nudged=3"))
    idle(page)
    expect(page.locator(".st-key-nudge-next button")).to_contain_text("Nudge x[3]")


def test_a_click_on_a_picture_chooses_its_function(visit: Open) -> None:
    page = visit(path="gallery").page
    click_point(page, ".st-key-box-gallery", 10)
    expect(page).to_have_url(re.compile("function=softmax"))
    idle(page)
    expect(page.get_by_text("divided by the sum of all of them")).to_be_visible()


def test_a_function_is_typed_and_its_formula_comes(visit: Open) -> None:
    page = visit(path="gallery", function=OWN).page
    field = page.locator(".st-key-expression input")
    field.fill("x / sum(x)")
    field.press("Enter")
    expect(page.get_by_text("SymPy's formulas at this x")).to_be_visible()
    expect(page.locator(".katex-display")).to_have_count(2)
    expect(page).to_have_url(re.compile(r"expression=x\+%2F\+sum"))
    field.fill("x / som(x)")
    field.press("Enter")
    expect(page.get_by_text("there is no function som here")).to_be_visible()
    expect(field).to_have_value("x / som(x)")
    idle(page)
    assert page.locator(".katex-error, .stException").count() == 0


def test_a_link_restores_the_state(visit: Open) -> None:
    link = {"function": OWN, "expression": "softmax(A @ x)", "x": "1, 2, 3", "nudged": 3}
    page = visit(path="gallery", eps="1e-5", anyway="true", **link).page
    expect(page.get_by_text("The entry [")).to_be_visible()
    first = page.url
    page.reload()
    idle(page)
    assert page.url == first
    expect(page.locator(".st-key-expression input")).to_have_value("softmax(A @ x)")
    expect(page.get_by_text("The entry [")).to_be_visible()


def test_the_network_is_not_seen_here_and_is_kept(visit: Open) -> None:
    page = visit(D=6).page
    page.get_by_role("link", name="Which Jacobians are diagonal").click()
    expect(page.locator("h1")).to_have_text("Which Jacobians are diagonal?")
    expect(page.locator(".st-key-D")).to_be_hidden()
    idle(page)
    page.get_by_role("link", name="Walkthrough").click()
    expect(page.locator("h1")).to_have_text(re.compile("Which product"))
    expect(page.locator(".st-key-D input[type=range]")).to_have_value("6")
    idle(page)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize(
    "link",
    [
        {"function": "softmax", "anyway": "true"},
        {"function": OWN, "expression": "log(x) + softmax(A @ x)", "x": "1 2 3 4 5 6 7 8"},
    ],
    ids=["softmax", "own"],
)
def test_axe_finds_no_serious_violation(
    visit: Open, theme: str, width: int, link: dict[str, str]
) -> None:
    assert_accessible(visit(path="gallery", theme=theme, width=width, nudged=4, **link).page)
