"""One browser, one tab and one server for the whole run.

Each test opens a state of its own in the same tab, in a third of the time that a new tab takes. A
console error or a request to another host fails the test.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect

from tests.browser.reader import idle

HERE = ("http://127.0.0.1", "ws://127.0.0.1", "data:", "blob:")
expect.set_options(timeout=60_000)  # machines may be slow, or busy

Open = Callable[..., Page]
# Tells of all that the content-security-policy forbids.
NOTE = """document.addEventListener("securitypolicyviolation", (event) => {
  noteViolation(`${event.violatedDirective} ${event.blockedURI}`);
});"""


@pytest.fixture(scope="session")
def all_violations() -> list[str]:
    return []


@pytest.fixture(scope="session")
def only_tab(browser: Browser, all_violations: list[str]) -> Page:
    page = browser.new_page()
    page.expose_function("noteViolation", lambda text: all_violations.append(text))
    page.add_init_script(NOTE)
    return page


@pytest.fixture
def violations(all_violations: list[str]) -> Iterator[list[str]]:
    """The violations of the content-security-policy: none, at the end of a test."""
    all_violations.clear()
    yield all_violations
    assert all_violations == []


@pytest.fixture
def errors() -> Iterator[list[str]]:
    """The errors of the console and of the page's scripts: none, at the end of a test."""
    found: list[str] = []
    yield found
    assert found == []


@pytest.fixture
def tab(only_tab: Page, violations: list[str], errors: list[str]) -> Iterator[Page]:
    """The tab; afterwards: no console error, no request to another host, nothing forbidden."""
    strangers: list[str] = []

    def note_message(message: ConsoleMessage) -> None:
        if message.type == "error":
            errors.append(message.text)

    def note_request(request: Request) -> None:
        if not request.url.startswith(HERE):
            strangers.append(request.url)

    listeners = {
        "console": note_message,
        "pageerror": lambda error: errors.append(str(error)),
        "request": note_request,
    }
    for event, listener in listeners.items():
        only_tab.on(event, listener)  # type: ignore[call-overload]
    yield only_tab
    for event, listener in listeners.items():
        only_tab.remove_listener(event, listener)
    assert strangers == []


@pytest.fixture
def visit(tab: Page, server: str) -> Open:
    """Open a page with these settings, and wait until it is drawn."""

    def open_page(
        path: str = "",
        *,
        width: int = 1280,
        height: int = 900,
        theme: str = "light",
        **settings: object,
    ) -> Page:
        tab.set_viewport_size({"width": width, "height": height})
        tab.emulate_media(
            media="screen",
            color_scheme=theme,  # type: ignore[arg-type]
            reduced_motion="no-preference",
        )
        tab.goto(f"{server}/{path}?{urlencode(settings)}")
        expect(tab.locator("h1:visible").first).to_be_visible()
        idle(tab)
        return tab

    return open_page
