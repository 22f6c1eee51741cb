"""A prediction is made in the browser, and its factor appears in the picture."""

import re

from playwright.sync_api import expect

from tests.amounts import screens
from tests.browser.conftest import Open
from tests.browser.reader import CHAIN, alt, idle
from tests.browser.test_accessibility import assert_accessible


@screens("light", 1280)
def test_answers_bring_the_factor_into_the_picture(visit: Open, theme: str, width: int) -> None:
    page = visit(theme=theme, width=width, step=5, predict="Let me predict")
    assert alt(page, CHAIN) == "? @ ? @ ? @ ? = ?"
    for name, option, said in (
        ("shape", "1×5", "and of 1×5 @ 1×5 they are 5 and 1."),
        ("structure", "diagonal", "Right: 20 of its 25 entries"),
        ("operator", "@, and ∘ for short", "Right: each output has its own input"),
    ):
        box = page.locator(f".st-key-asked-activation-{name}")
        answer = box.get_by_role("radio", name=option, exact=True)
        answer.press("Space")
        expect(page.get_by_text(said)).to_be_visible()
        idle(page)
        expect(answer).to_be_focused()
    expect(page.locator("h2")).to_have_text("5. Through the activation")
    assert "(5×5, diagonal" in alt(page, CHAIN)
    assert_accessible(page, widths=(width,))
    page.get_by_role("button", name="Predict all again").click()
    expect(page.get_by_text("What shape does ∂h/∂r have?")).to_be_visible()
    expect(page.locator("[class*=st-key-asked] [aria-checked=true]")).to_have_count(0)
    assert alt(page, CHAIN).count("?") == 5
    page.get_by_role("radio", name="Show me").click()
    idle(page)
    assert "?" not in alt(page, CHAIN)
    expect(page).not_to_have_url(re.compile("predict"))
