"""What only a browser shows: pictures, keys, clicks, links, widths."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open, idle

# Drawn in both formulations, of which one is seen.
CHAIN = "[class*=st-key-box-chain]:visible"
STEP = "[class*=st-key-box-activation]:visible"


def choose(page: Page, name: str, option: str) -> None:
    page.locator(f".st-key-{name} button").get_by_text(option, exact=True).click()
    idle(page)


def alt(page: Page, box: str) -> str:
    """The accessible name of the figure in a box."""
    return (
        page.locator(f"{box} [role=img], {box} [aria-label]").first.get_attribute("aria-label")
        or ""
    )


def test_the_switch_changes_the_picture(visit: Open) -> None:
    page = visit(step=5).page
    before = page.locator(CHAIN).screenshot()
    assert "5×5, diagonal, 20 of 25 entries zero" in alt(page, CHAIN)
    choose(page, "formulation", "Element-wise")
    expect(page.locator(f'{CHAIN} [aria-label*="∘ h∘(1−h) (1×5)"]')).to_have_count(1)
    assert page.locator(CHAIN).screenshot() != before


def test_a_link_restores_the_state(visit: Open) -> None:
    page = visit(
        step=5, formulation="Element-wise", convention="Columns", activation="tanh", D=3, H=4, K=6,
        seed=7, target=5, entry=2,
    ).page  # fmt: skip
    expect(page.locator("h2")).to_have_text("5. Through the activation")
    assert "1−h∘h (4×1)" in alt(page, CHAIN)
    expect(page.locator(".stMarkdown p").filter(has_text="[2] =")).to_be_visible()
    for name, value in {"D": 3, "H": 4, "K": 6, "seed": 7, "target": 5, "entry": 2}.items():
        expect(page.locator(f".st-key-{name} input[type=range]")).to_have_value(str(value))
    assert page.locator(".stAlert").count() == 0


def test_what_is_chosen_is_written_into_the_link(visit: Open) -> None:
    page = visit().page
    choose(page, "step", "6")
    choose(page, "formulation", "Element-wise")
    choose(page, "network", "Handwritten digit")
    expect(page).to_have_url(re.compile("step=6"))
    expect(page).to_have_url(re.compile("formulation=Element-wise"))
    expect(page).to_have_url(re.compile(r"network=Handwritten(\+|%20)digit"))


def test_the_link_of_a_state_opens_the_same_state(visit: Open) -> None:
    page = visit(step=3).page
    choose(page, "formulation", "Element-wise")
    expect(page).to_have_url(re.compile("formulation="))
    expect(page.get_by_text("is not allowed here")).to_be_visible()
    first = page.locator(".stMain").inner_text()
    page.reload()
    idle(page)
    expect(page.get_by_text("is not allowed here")).to_be_visible()
    expect(page.locator(".stMain")).to_have_text(first, use_inner_text=True)


def test_a_refused_value_is_named(visit: Open) -> None:
    page = visit(D=99, step=9).page
    alerts = page.locator(".stAlert")
    expect(alerts).to_have_count(2)
    expect(alerts.first).to_contain_text("D = 4 is used instead")
    expect(alerts.last).to_contain_text("step = 1 is used instead")


@pytest.mark.parametrize(("back", "forth"), [("ArrowLeft", "ArrowRight"), ("PageUp", "PageDown")])
def test_keys_move_the_steps(visit: Open, back: str, forth: str) -> None:
    page = visit(step=3).page
    page.keyboard.press(forth)
    expect(page.locator("h2")).to_have_text("4. Through the output layer")
    idle(page)
    page.keyboard.press(back)
    expect(page.locator("h2")).to_have_text("3. From the loss to the logits")


def test_keys_stop_at_the_last_step(visit: Open) -> None:
    page = visit(step=6).page
    for _ in range(3):
        page.keyboard.press("PageDown")
        page.keyboard.press("ArrowRight")
        expect(page.locator("h2")).to_have_text("7. The whole chain, checked")
        idle(page)
    assert page.locator(".stException").count() == 0


@pytest.mark.parametrize(
    ("step", "box", "settings", "said"),
    [
        (1, "forward", {}, "θ[2] ="),
        (2, "shapes", {}, "∂J/∂x[2] ="),
        (3, "loss", {"formulation": "Element-wise"}, "wrong[2] ="),
        (4, "output", {}, "∂J/∂h[2] ="),
        (5, "activation-matrix", {}, "∂J/∂r[2] ="),
        (5, "activation-elementwise", {"formulation": "Element-wise"}, "∂J/∂r[2] ="),
        (6, "input", {}, "∂J/∂x[2] ="),
        (7, "results", {}, "∂J/∂x[2] ="),
    ],
)
def test_the_tracer_works_by_click(
    visit: Open, step: int, box: str, settings: dict[str, str], said: str
) -> None:
    page = visit(step=step, **settings).page
    target = page.locator(f".st-key-box-{box} .scatterlayer .trace").filter(
        has=page.locator('.point[style*="opacity: 0;"]')
    )
    cell = target.locator(".point").nth(2)
    cell.scroll_into_view_if_needed()
    place = cell.bounding_box()
    assert place is not None
    page.mouse.click(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)
    expect(page.get_by_text(said)).to_be_visible()
    expect(page.locator(".st-key-entry input[type=range]")).to_have_value("2")


def test_the_tracer_works_by_keyboard(visit: Open) -> None:
    page = visit(step=6).page
    page.locator(".st-key-entry input[type=range]").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text("∂J/∂x[2] =")).to_be_visible()


def diagonal_heights(page: Page) -> set[int]:
    """The heights on the screen of the diagonal's squares."""
    points = page.locator(f"{STEP} .scatterlayer .trace:has(.textpoint) .point")
    boxes = [points.nth(i).bounding_box() for i in range(points.count())]
    return {round(box["y"]) for box in boxes if box}


def test_the_collapse_plays_and_plays_back(visit: Open) -> None:
    page = visit(step=5).page
    assert len(diagonal_heights(page)) == 5
    buttons = page.locator(f"{STEP} .updatemenu-button")
    buttons.nth(0).click()
    expect(page.locator(f"{STEP} .textpoint").get_by_text("∘", exact=True)).to_be_visible()
    assert len(diagonal_heights(page)) == 1
    buttons.nth(1).click()
    expect(page.locator(f"{STEP} .textpoint").get_by_text("@", exact=True)).to_be_visible()
    assert len(diagonal_heights(page)) == 5  # the words come back when it has arrived


@pytest.mark.parametrize("step", ["1", "2", "3", "4", "5", "6", "7", "All"])
@pytest.mark.parametrize("network", ["Random", "Handwritten digit"])
def test_on_a_phone_the_page_does_not_scroll_sideways(visit: Open, step: str, network: str) -> None:
    page = visit(width=390, step=step, network=network).page
    main = page.locator("[data-testid=stMain]")
    assert main.evaluate("e => e.scrollWidth - e.clientWidth") == 0
    inside = page.locator(CHAIN)
    assert inside.evaluate("e => e.scrollWidth > e.clientWidth"), "the figure scrolls in its box"
    for formula in page.locator(".katex-display").all():
        assert formula.evaluate("e => e.scrollWidth <= e.clientWidth"), formula.inner_text()


def test_a_figure_that_fits_does_not_say_that_it_scrolls(visit: Open) -> None:
    for width, sizes, wider in (
        (1280, {}, False),
        (1280, {"D": 12, "H": 12}, True),
        (390, {}, True),
    ):
        page = visit(width=width, step=3, **sizes).page
        hints = page.locator(f"{CHAIN} .scroll-hint")
        expect(hints).to_be_visible(visible=wider)
        inside = page.locator(CHAIN)
        assert inside.evaluate("e => e.scrollWidth > e.clientWidth") == wider


def test_the_back_button_goes_a_step_back(visit: Open) -> None:
    page = visit(step=2).page
    page.keyboard.press("ArrowRight")
    expect(page.locator("h2")).to_have_text("3. From the loss to the logits")
    page.go_back()
    expect(page.locator("h2")).to_have_text("2. The chain in shapes")


def test_the_collapse_plays_by_keyboard(visit: Open) -> None:
    page = visit(step=5).page
    buttons = page.locator(f"{STEP} .updatemenu-button")
    expect(buttons.nth(0)).to_have_attribute("role", "button")
    buttons.nth(0).focus()
    page.keyboard.press("Enter")
    expect(page.locator(f"{STEP} .textpoint").get_by_text("∘", exact=True)).to_be_visible()
    buttons.nth(1).focus()
    page.keyboard.press(" ")
    expect(page.locator(f"{STEP} .textpoint").get_by_text("@", exact=True)).to_be_visible()


def test_a_value_that_streamlit_would_read_otherwise_is_named(visit: Open) -> None:
    page = visit(D="9.7").page
    expect(page.locator(".stAlert")).to_contain_text("D = 4 is used instead")
    expect(page.locator(".st-key-D input[type=range]")).to_have_value("4")


def test_another_step_begins_at_its_navigation(visit: Open) -> None:
    page = visit(step=4).page
    last = page.locator(".st-key-next-title button")
    last.scroll_into_view_if_needed()
    last.click()
    expect(page.locator("h2")).to_have_text("5. Through the activation")
    expect(page.locator("h2")).to_be_in_viewport()
    expect(page.locator(".st-key-step")).to_be_in_viewport()


def test_the_arrow_keys_work_after_a_click_on_a_step(visit: Open) -> None:
    page = visit(step=2).page
    choose(page, "step", "3")
    expect(page.locator("h2")).to_have_text("3. From the loss to the logits")
    idle(page)
    page.keyboard.press("ArrowRight")
    expect(page.locator("h2")).to_have_text("4. Through the output layer")


def test_on_a_phone_the_chain_begins_with_the_marked_factor(visit: Open) -> None:
    page = visit(step=6, width=390).page
    expect(page.locator(CHAIN)).to_have_attribute("data-marked", re.compile(r"\d+"))
    assert page.locator(CHAIN).evaluate("e => e.scrollLeft") > 100
