"""An empty bench in the browser: the first formula is the visitor's, and a link holds it."""

from playwright.sync_api import expect

from tests.amounts import screens
from tests.browser.conftest import Open
from tests.browser.reader import choose, idle
from tests.browser.test_accessibility import assert_accessible


@screens("dark", 390)
def test_the_first_verdict_comes_with_the_last_choice_and_survives_a_reload(
    visit: Open, theme: str, width: int
) -> None:
    page = visit("bench", theme=theme, width=width)
    assert_accessible(page, widths=(width,))
    expect(page.locator(".stAlert")).to_have_count(0)
    choices = {"op1": "@", "W2T": "W₂", "op2": "∘", "op3": "@", "W1T": "W₁ᵀ"}
    for name, option in choices.items():
        page.locator(f".st-key-asked-{name}").get_by_role("radio", name=option, exact=True).click()
    verdict = page.locator(".stAlert")
    expect(verdict).to_contain_text("@ between 1×3 and 5×3")
    idle(page)
    page.go_back()
    expect(page.get_by_text("5 choices left")).to_be_visible()
    idle(page)
    page.go_forward()
    expect(verdict).to_contain_text("@ between 1×3 and 5×3")
    idle(page)
    page.reload()
    expect(verdict).to_contain_text("@ between 1×3 and 5×3")
    idle(page)
    choose(page, "bench", "Nothing yet")
    expect(page.get_by_text("5 choices left")).to_be_visible()
    expect(page.locator("[class*=st-key-asked] [aria-checked=true]")).to_have_count(0)
    page.get_by_role("radio", name="A formula").click()
    expect(verdict).to_contain_text("Right")
