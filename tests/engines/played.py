"""A window of Chromium or Firefox, controlled by Playwright."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Playwright

from tests.engines.window import NOTES, Window


class Played(Window):
    """A window that wraps a page of Playwright."""

    def __init__(self, page: Page, folder: Path) -> None:
        self.page, self.folder = page, folder

    def run(self, body: str) -> Any:
        return self.page.evaluate(f"async () => {{ {body} }}")

    def goto(self, url: str) -> None:
        self.page.goto(url)

    def resize(self, width: int, height: int) -> None:
        self.page.set_viewport_size({"width": width, "height": height})

    def click_at(self, x: float, y: float) -> None:
        self.page.mouse.click(x, y)

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def back(self) -> None:
        self.page.evaluate("history.back()")

    def forward(self) -> None:
        self.page.evaluate("history.forward()")

    def pdf(self, path: Path) -> None:
        self.page.pdf(path=path, format="A4")

    def screenshot(self, path: Path) -> None:
        self.page.screenshot(path=path)

    def pause(self, seconds: float) -> None:
        self.page.wait_for_timeout(1000 * seconds)  # Playwright handles downloads meanwhile


class PlayedFirefox(Played):
    """A window of Firefox, to which Playwright sends inches where it expects centimetres."""

    def pdf(self, path: Path) -> None:
        self.page.pdf(path=path, width="21in", height="29.7in")


@contextmanager
def chromium(browser: Browser, folder: Path) -> Iterator[Window]:
    """Open a window of the Chromium that other tests also use."""
    page = browser.new_page()
    page.add_init_script(NOTES)
    page.on("download", lambda download: download.save_as(folder / download.suggested_filename))
    yield Played(page, folder)
    page.close()


@contextmanager
def firefox(playwright: Playwright, executable: str, folder: Path) -> Iterator[Window]:
    """Open a window of Firefox, which saves downloads in the folder under their own names."""
    browser = playwright.firefox.launch(
        channel="moz-firefox",
        executable_path=executable,
        downloads_path=folder,
        firefox_user_prefs={"layout.css.prefers-color-scheme.content-override": 1},
    )
    page = browser.new_page()
    page.add_init_script(NOTES)
    yield PlayedFirefox(page, folder)
    browser.close()
