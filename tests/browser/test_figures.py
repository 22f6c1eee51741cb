"""Figures in a real browser: clicks on their entries, their animations, and the switch."""

import re

from playwright.sync_api import Page, expect

from explainer.compute import FUNCTIONS
from tests.browser.conftest import Open
from tests.browser.reader import choose, click_entry, click_middle, idle, slider

FOLD = ".st-key-box-fold"


def test_a_click_on_an_entry_traces_it_in_every_step(visit: Open) -> None:
    page = visit(formulation="Element-wise")
    steps = [
        ("1", "forward", "θ"),
        ("2", "shapes", "∂J/∂x"),
        ("3", "loss", "wrong"),
        ("4", "output", "∂J/∂h"),
        ("5", "activation", "∂J/∂r"),
        ("6", "input", "∂J/∂x"),
        ("7", "results", "∂J/∂x"),
    ]
    for at, (step, box, name) in enumerate(steps):
        entry = 2 - at % 2  # never the one that is already traced
        choose(page, "step", step)
        click_entry(page, f"[class*=st-key-box-{box}]:visible", entry)
        expect(page.get_by_text(f"{name}[{entry}] =")).to_be_visible()
        expect(slider(page, "entry")).to_have_value(str(entry))
    choose(page, "step", "5")
    choose(page, "formulation", "Matrix multiply")
    click_entry(page, ".st-key-box-activation", 4)
    expect(page.get_by_text("∂J/∂r[4] =")).to_be_visible()


def wait_for_places(page: Page, count: int) -> None:
    """Wait until the entries of the Jacobian have this many different places."""
    page.wait_for_function(
        """([box, count]) => new Set([...document.querySelectorAll(
            box + ' .scatterlayer .trace:nth-child(2) .point')].map(
            e => e.getAttribute('transform'))).size === count""",
        arg=[FOLD, count],
    )


def test_the_fold_is_one_state_of_figure_sum_code_and_link(visit: Open) -> None:
    page = visit("batches", N=2)
    wait_for_places(page, 30)
    fold = page.locator(".st-key-folded input")
    fold.press(" ")
    wait_for_places(page, 10)
    expect(page).to_have_url(re.compile("folded=true"))
    expect(page.locator(".stCode").first).not_to_contain_text("jacobian")
    idle(page)
    click_entry(page, FOLD, 4)
    expect(page).to_have_url(re.compile("traced=4"))
    expect(page.get_by_text("∂J/∂W₂[1, 1] =")).to_be_visible()
    wait_for_places(page, 10)
    idle(page)
    fold.press(" ")
    wait_for_places(page, 30)
    expect(page.locator(".stCode").first).to_contain_text("jacobian = ")


def test_the_keyboard_and_a_click_on_the_map_put_a_formula_on_the_bench(visit: Open) -> None:
    page = visit("bench", bench="A formula")
    verdict = page.locator(".stAlert").first
    expect(page.get_by_text("Right: largest error")).to_be_visible()
    page.locator(".st-key-op1 button").first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press(" ")
    expect(verdict).to_contain_text("∘ between 1×3 and 3×5")
    idle(page)
    page.locator(".st-key-W2T input").press(" ")
    expect(verdict).to_contain_text("∘ between 1×3 and 5×3")
    idle(page)
    cells = page.locator(".st-key-box-verdicts .scatterlayer .point")
    click_middle(page, cells.nth(12))  # ((ab)c)d with @, ∘, ∘
    expect(page).to_have_url(re.compile("[?&]op3="))
    expect(page).not_to_have_url(re.compile("[?&](op1|W2T)="))
    expect(verdict).to_contain_text("∘ between 1×5 and 5×4")
    idle(page)
    expect(page.locator(".stException")).to_have_count(0)


def test_a_click_in_the_gallery_nudges_an_input_or_chooses_a_function(visit: Open) -> None:
    page = visit("gallery")
    click_entry(page, ".st-key-box-nudge", 2)
    expect(page).to_have_url(re.compile("nudged=3"))
    expect(page.get_by_role("button", name="Nudge x[3] →")).to_be_visible()
    idle(page)
    click_entry(page, ".st-key-box-gallery", [*FUNCTIONS].index("softmax"))
    expect(page).to_have_url(re.compile("function=softmax"))
    expect(page).not_to_have_url(re.compile("nudged="))
    expect(page.get_by_text("divided by the sum of all of them")).to_be_visible()
