"""A browser and a server for the whole run, a fresh page for each test."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from tests.browser import serving

MISSING = (
    "no Chromium found: install one (`apt-get install chromium`, or `playwright install chromium`) "
    "or set CHROMIUM to its path"
)
expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    executable = serving.chromium()
    if executable is None:
        if os.environ.get("REQUIRE_BROWSER"):
            pytest.fail(MISSING)
        pytest.skip(MISSING)
    with serving.browser(executable) as launched:
        yield launched


@pytest.fixture(scope="session")
def server(browser: Browser) -> Iterator[str]:
    with serving.served() as url:
        yield url


@dataclass
class Visit:
    """A page and what went wrong on it."""

    page: Page
    errors: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)  # requests to any other host


Open = Callable[..., Visit]


@pytest.fixture
def visit(browser: Browser, server: str) -> Iterator[Open]:
    """Open the page at these settings; afterwards: no console error, no request to another host."""
    visits: list[Visit] = []

    def open_page(
        url: str = server,
        *,
        path: str = "",
        width: int = 1280,
        theme: str = "light",
        **settings: object,
    ) -> Visit:
        page = browser.new_page(
            viewport={"width": width, "height": 900},
            color_scheme=theme,  # type: ignore[arg-type]
        )
        seen = Visit(page)
        page.on("console", lambda message: _note_error(message, seen))
        page.on("pageerror", lambda error: seen.errors.append(str(error)))
        page.on("request", lambda r: _note_stranger(r.url, seen))
        visits.append(seen)
        page.goto(f"{url}/{path}?{urlencode(settings)}")
        expect(page.locator("h1")).to_be_visible()
        idle(page)
        return seen

    yield open_page
    for seen in visits:
        assert seen.errors == []
        assert seen.strangers == []
        seen.page.close()


def _note_error(message: ConsoleMessage, seen: Visit) -> None:
    # Streamlit looks for its server below a page's path first: streamlit/streamlit#7074.
    known = re.search(r"/\w+/_stcore/", message.location.get("url", ""))
    if message.type == "error" and not known:
        seen.errors.append(message.text)


def _note_stranger(url: str, seen: Visit) -> None:
    if not url.startswith(("http://127.0.0.1", "ws://127.0.0.1", "data:", "blob:")):
        seen.strangers.append(url)


# Keys are listened to only after the last change has been drawn.
QUIET = """() => new Promise((resolve) => {
  const rest = () => setTimeout(() => { observer.disconnect(); resolve(); }, 150);
  let timer = 0;
  const observer = new MutationObserver(() => { clearTimeout(timer); timer = rest(); });
  observer.observe(document.body, { childList: true, subtree: true });
  timer = rest();
})"""


def idle(page: Page) -> None:
    """Wait until the script has run, its charts are drawn, and nothing changes any more."""
    expect(page.locator("[data-test-script-state=notRunning]")).to_have_count(1)
    expect(page.locator(".stPlotlyChart .main-svg:visible").first).to_be_visible()
    expect(page.locator(".stPlotlyChart:not(:has(.main-svg)):visible")).to_have_count(0)
    page.evaluate(QUIET)
