"""Exercises in the browser: by keyboard, on a phone, and from a link that hides verdicts."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from tests.amounts import screens
from tests.browser.conftest import Open
from tests.browser.reader import QUIET
from tests.browser.test_accessibility import assert_accessible


@screens("light", 1280)
def test_a_matrix_is_filled_in_by_keyboard_and_its_verdict_comes_into_view(
    visit: Open, theme: str, width: int
) -> None:
    page = visit("exercises", theme=theme, width=width, kind="A whole Jacobian", number=3)
    first = page.get_by_role("textbox", name="row 0, column 0")
    first.focus()
    for _ in range(8):
        page.keyboard.type("0.1")
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".stAlert")).to_contain_text("cells are not right")
    expect(page.locator(".stAlert")).to_be_in_viewport(ratio=1)
    expect(page.get_by_text("1 of 10 answered, 0 right")).to_be_attached()
    assert_accessible(page, widths=(width,), figures=False)
    page.get_by_role("button", name="Next →").click()
    expect(page.get_by_role("heading", name="4. A whole Jacobian")).to_be_in_viewport(ratio=1)


@screens("light", 390)
def test_a_bug_is_found_by_keyboard(visit: Open, theme: str, width: int) -> None:
    page = visit("exercises", theme=theme, width=width, kind="Find the bug", number=2)
    page.get_by_role("radiogroup", name="Which line is wrong?").get_by_role("radio").nth(2).click()
    expect(page.get_by_text("Yes, line 3")).to_be_in_viewport()
    fragments = page.get_by_role("radiogroup", name="In its place").get_by_role("radio")
    fragments.nth(0).focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Not yet: dx is off")).to_be_in_viewport()
    fragments.nth(0).focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Mended: dx is off")).to_be_in_viewport()
    assert_accessible(page, widths=(width,), figures=False)
    page.get_by_role("radiogroup", name="Which line is wrong?").get_by_role("radio").nth(0).click()
    expect(page.get_by_text("Not line 1: ")).to_be_in_viewport()


@pytest.fixture
def slowly(tab: Page) -> Iterator[Callable[[], None]]:
    """Hold the server's messages from the first call on; each call delivers them one by one."""
    waiting: list[Callable[[], None]] = []
    slow = False

    def connect(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()
        socket.on_message(server.send)
        server.on_message(
            lambda message: (
                waiting.append(lambda: socket.send(message)) if slow else socket.send(message)
            )
        )

    def deliver() -> None:
        nonlocal slow
        slow = True
        while waiting:
            waiting.pop(0)()
            tab.wait_for_timeout(100)  # longer than the page waits before it looks at itself

    tab.route_web_socket(re.compile("_stcore/stream"), connect)
    yield deliver
    deliver()
    slow = False


def test_over_a_slow_connection_the_verdict_comes_into_view(
    visit: Open, slowly: Callable[[], None]
) -> None:
    page = visit("exercises", width=390, height=600, kind="Find the bug", number=2)
    page.get_by_role("radiogroup", name="Which line is wrong?").get_by_role("radio").nth(2).click()
    expect(page.get_by_text("Yes, line 3")).to_be_in_viewport()
    page.get_by_role("radiogroup", name="In its place").get_by_role("radio").nth(0).focus()
    page.keyboard.press("Space")
    slowly()
    page.get_by_role("button", name="Check").click()
    verdict = page.get_by_text("Not yet: dx is off")
    while not verdict.count():
        page.wait_for_timeout(50)
        slowly()
    expect(verdict).to_be_in_viewport(ratio=1)


def test_a_link_for_a_class_shows_no_verdict_and_stays_in_the_address(visit: Open) -> None:
    page = visit("exercises", kind="Which operator", answers="hidden", set=3)
    page.get_by_text("@ alone").click()
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_text("Your answer is kept")).to_be_visible()
    expect(page.get_by_text("1 of 10 answered.")).to_be_visible()
    page.get_by_role("radio", name="2", exact=True).click()
    expect(page.get_by_role("heading", name="2. Which operator")).to_be_visible()
    page.evaluate(QUIET)
    for said in ("answers=hidden", "set=3", "number=2"):
        assert said in page.url, said


def test_the_numbers_at_length_are_those_of_the_exercise(visit: Open) -> None:
    page = visit(D=3, H=2, K=4, seed=8)
    page.get_by_role("link", name="Exercises").first.click()
    expect(page.get_by_role("heading", name="1. One entry of ∂J/∂x")).to_be_visible()
    page.get_by_role("button", name="Show me").click()
    page.get_by_role("button", name="The same numbers at length").click()
    expect(page.get_by_role("heading", name="6. Through the input layer")).to_be_visible()
    page.evaluate(QUIET)
    for said in ("D=2", "H=3", "K=2", "seed=14", "step=6", "entry=1"):
        assert said in page.url, page.url
    assert page.url.count("D=") == 1
    page.go_back()
    expect(page.get_by_role("heading", name="1. One entry of ∂J/∂x")).to_be_visible()
    expect(page.get_by_text("The answer: ")).to_be_visible()
