"""A browser's window with mouse and keys: the few operations that Firefox and WebKit share."""

from __future__ import annotations

import json
import time
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any

# Record a page's errors from its start.
NOTES = """
window.__wrong = [];
const wrong = (text) => window.__wrong.push(text);
addEventListener("securitypolicyviolation", (e) => {
  wrong(`${e.effectiveDirective} ${e.blockedURI}`);
});
addEventListener("error", (e) => {
  // Firefox reports that Streamlit's loader announces a script which it then loads all the same.
  if (e.target?.rel !== "modulepreload") wrong(`error ${e.message || e.target?.outerHTML || e}`);
}, true);
addEventListener("unhandledrejection", (e) => setTimeout(() => { // after the page's listeners
  if (!e.defaultPrevented) wrong(`rejection ${e.reason?.message || e.reason}`);
}, 0));
const complain = console.error;
console.error = (...said) => { wrong(said.map(String).join(" ")); complain.apply(console, said); };
"""
RESTS = """
  document.querySelector('[data-test-script-state=notRunning]')
  && document.querySelector('.st-key-onwards')
  && !document.querySelector('[data-plays], [data-testid=stSkeleton]')
  && [...document.querySelectorAll('.stPlotlyChart')].every(
    (e) => !e.offsetParent || e.querySelector('.main-svg'))
"""
MIDDLE = """
  if (!element) return null;
  element.scrollIntoView({block: 'center', inline: 'nearest', behavior: 'instant'});
  await new Promise((done) => setTimeout(done, 150));
  const box = element.getBoundingClientRect();
  return [box.x + box.width / 2, box.y + box.height / 2];
"""


class Window(ABC):
    """A window of an engine. Its coordinates and sizes are CSS pixels."""

    folder: Path  # for downloads

    @abstractmethod
    def run(self, body: str) -> Any:
        """Run the body of an asynchronous function in the page, and return its value."""

    @abstractmethod
    def goto(self, url: str) -> None:
        """Open a URL and wait until its document is loaded."""

    @abstractmethod
    def resize(self, width: int, height: int) -> None:
        """Resize the window."""

    @abstractmethod
    def click_at(self, x: float, y: float) -> None:
        """Move the mouse to a point and click."""

    @abstractmethod
    def press(self, key: str) -> None:
        """Press a key, by its name in `KeyboardEvent.key`."""

    @abstractmethod
    def type(self, text: str) -> None:
        """Type a text, letter by letter."""

    @abstractmethod
    def back(self) -> None:
        """Press the browser's Back button."""

    @abstractmethod
    def forward(self) -> None:
        """Press the browser's Forward button."""

    @abstractmethod
    def pdf(self, path: Path) -> None:
        """Print to a file on A4 paper."""

    @abstractmethod
    def screenshot(self, path: Path) -> None:
        """Save the window's content as a PNG file."""

    def pause(self, seconds: float) -> None:
        """Wait for this many seconds."""
        time.sleep(seconds)

    def wait(self, condition: str, seconds: float = 30) -> None:
        """Wait until a JavaScript expression is true. Raise `TimeoutError` after `seconds`."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                if self.run(f"return Boolean({condition})"):
                    return
            except EOFError:
                raise
            except Exception:  # a document that is being replaced gives no answer
                pass
            self.pause(0.05)
        raise TimeoutError(f"not within {seconds} s: {condition}")

    def settle(self) -> None:
        """Wait until the server has answered and the figures are drawn."""
        self.wait(RESTS, 60)
        self.pause(0.3)
        self.wait(RESTS, 60)

    def click(self, element: str) -> None:
        """Click the middle of an element: a selector, or an expression in parentheses."""
        if not element.startswith("("):
            element = f"document.querySelector({json.dumps(element)})"
        middle = self.run(f"const element = {element};{MIDDLE}")
        assert middle, f"nothing at {element}"
        self.click_at(*middle)

    def texts(self, selector: str) -> list[str]:
        """Return the texts of the visible elements."""
        query = f"[...document.querySelectorAll({json.dumps(selector)})]"
        found: list[str] = self.run(
            f"return {query}.filter((e) => e.offsetParent).map((e) => e.innerText.trim())"
        )
        return found

    def address(self) -> str:
        """Return the path and query of the URL."""
        found: str = self.run("return location.pathname + location.search")
        return found

    def wrong(self) -> list[str]:
        """Return errors, rejections and policy violations since the page was opened."""
        found: list[str] = self.run("return window.__wrong")
        return found

    def saved(self, name: str, seconds: float = 60) -> Path:
        """Return the path of a download of this name when complete. Raise `TimeoutError`."""
        path, end = self.folder / name, time.monotonic() + seconds
        size = -1
        while time.monotonic() < end:
            now = path.stat().st_size if path.exists() else -1
            if now > 0 and now == size and not list(self.folder.glob("*.part")):
                return path
            size = now
            self.pause(0.2)
        raise TimeoutError(f"no {name} in {[path.name for path in self.folder.iterdir()]}")


def by_text(selector: str, text: str) -> str:
    """Return an expression for the visible element of a selector that has this text."""
    return _found(selector, f"e.innerText.trim() === {json.dumps(text)}")


def holding(selector: str, text: str) -> str:
    """Return a script for the first of these elements whose text contains this."""
    return _found(selector, f"e.innerText.includes({json.dumps(text)})")


def _found(selector: str, condition: str) -> str:
    every = f"[...document.querySelectorAll({json.dumps(selector)})]"
    return f"({every}.find((e) => e.offsetParent && {condition}))"
