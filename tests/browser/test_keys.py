"""Keys and buttons in a real browser, also when pressed very fast."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.reader import choose, idle, press, slider

FIRST, LAST = "1. Forward: from the input to the loss", "7. The whole chain, checked"


def expect_nudged(page: Page, count: int) -> None:
    """Check that the URL and the pressed button give the number of nudged inputs."""
    url = re.compile(f"[?&]nudged={count}(&|$)")
    if count:
        expect(page).to_have_url(url)
    else:
        expect(page).not_to_have_url(re.compile("[?&]nudged="))
    pressed = page.locator(".st-key-nudged [aria-checked=true]")
    expect(pressed).to_have_text(str(count))


def test_keys_move_the_steps_also_after_a_click_on_one(visit: Open) -> None:
    page = visit(step=2)
    choose(page, "step", "3")
    for back, forth in (("ArrowLeft", "ArrowRight"), ("PageUp", "PageDown")):
        page.keyboard.press(forth)
        expect(page.locator("h2")).to_have_text("4. Through the output layer")
        idle(page)
        page.keyboard.press(back)
        expect(page.locator("h2")).to_have_text("3. From the loss to the logits")
        idle(page)


def test_twenty_quick_keys_stop_at_the_last_step_and_at_the_first(visit: Open) -> None:
    page = visit()
    press(page, "ArrowRight", 20)
    expect(page.locator("h2")).to_have_text(LAST)
    idle(page)
    expect(page.locator("h2")).to_have_text(LAST)
    expect(page).to_have_url(re.compile("step=7"))
    press(page, "ArrowLeft", 20)
    expect(page.locator("h2")).to_have_text(FIRST)
    idle(page)
    expect(page.locator("h2")).to_have_text(FIRST)
    expect(page).not_to_have_url(re.compile("step="))
    expect(page.locator(".stException")).to_have_count(0)


def test_a_step_chosen_at_the_foot_begins_at_its_navigation(visit: Open) -> None:
    page = visit(step=4)
    page.locator(".st-key-move-step-forth-PageDown button").click()
    expect(page.locator("h2")).to_have_text("5. Through the activation")
    expect(page.locator("h2")).to_be_in_viewport()
    expect(page.locator(".st-key-step")).to_be_in_viewport()


def test_the_tracer_works_by_keyboard_and_leaves_the_step_alone(visit: Open) -> None:
    page = visit(step=6)
    slider(page, "entry").focus()
    press(page, "ArrowRight", 2)
    expect(page.get_by_text("∂J/∂x[2] =")).to_be_visible()
    expect(page.locator("h2")).to_have_text("6. Through the input layer")


def test_the_paths_stay_open_and_under_the_keys_when_they_begin_at_the_first_entry(
    visit: Open,
) -> None:
    page = visit(start=1)
    start = slider(page, "start")
    start.press("ArrowLeft")
    expect(page).not_to_have_url(re.compile("start="))
    idle(page)
    expect(start).to_be_visible()
    expect(start).to_be_focused()
    start.press("ArrowRight")
    choose(page, "step", "2")
    choose(page, "step", "1")
    expect(start).to_be_visible()
    expect(start).to_have_value("1")


def test_quick_clicks_and_keys_nudge_one_input_each_and_keys_within_a_field_none(
    visit: Open,
) -> None:
    page = visit("gallery", function="cumsum", x="1, 2, 3, 4, 5, 6")
    button = page.locator(".st-key-move-nudged-forth-ArrowRight button")
    expect(button).to_contain_text("Nudge x[0] →")
    button.click(click_count=5, delay=20)
    expect_nudged(page, 5)
    expect(button).to_contain_text("Nudge x[5] →")
    idle(page)
    press(page, "ArrowLeft", 5)
    expect_nudged(page, 0)
    idle(page)
    page.locator(".st-key-x input").press("ArrowRight")
    page.locator("h1").click()
    expect_nudged(page, 0)
    press(page, "ArrowRight", 6)
    expect_nudged(page, 6)
    expect(page.get_by_text("The entry [1, 0] forbids it")).to_be_visible()


def test_a_function_is_typed_and_its_formula_comes(visit: Open) -> None:
    page = visit("gallery", function="your own")
    field = page.locator(".st-key-expression textarea")
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
    expect(page.locator(".katex-error, .stException")).to_have_count(0)


def test_shift_and_enter_begin_a_line_and_enter_applies_all_lines(visit: Open) -> None:
    page = visit("gallery", function="your own")
    field = page.locator(".st-key-expression textarea")
    field.fill("alpha = 0.2")
    field.press("Shift+Enter")
    page.keyboard.type("np.where(x > 0, x, alpha*x)")
    expect(page.get_by_text("Read as")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(page.get_by_text("where(x > 0, x, 0.2 * x)").first).to_be_visible()
    expect(field).to_be_focused()
    expect(page).to_have_url(re.compile(r"expression=alpha\+%3D\+0\.2%0A"))
    idle(page)
