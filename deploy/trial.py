"""A Streamlit server and a real Chromium, for the tests and for the README's picture."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Playwright, sync_playwright

from deploy.local import ROOT, free_port, wait_for

ARGUMENTS = [
    "--no-sandbox",  # Chromium has no sandbox as root, and containers run as root
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
]


def chromium(playwright: Playwright) -> str | None:
    """Return the path of a Chromium: `$CHROMIUM`, one on the path, or Playwright's own."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if found:
        return found
    own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


@contextmanager
def served(app: Path = ROOT / "app.py") -> Iterator[str]:
    """Run `app` on a server with the project's own configuration, and yield its URL."""
    port = free_port()
    options = ["--server.headless=true", f"--server.port={port}", "--server.address=127.0.0.1"]
    command = [sys.executable, "-m", "streamlit", "run", str(app), *options]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) as server:
        try:
            url = f"http://127.0.0.1:{port}"
            wait_for(f"{url}/_stcore/health", server)
            yield url
        finally:
            server.terminate()


@contextmanager
def launched(
    playwright: Playwright, executable: str, environment: dict[str, str] | None = None
) -> Iterator[Browser]:
    """Start a headless Chromium that shows its scrollbars, as a visitor's does."""
    started = playwright.chromium.launch(
        executable_path=executable,
        args=ARGUMENTS,
        ignore_default_args=["--hide-scrollbars"],
        env=environment,  # type: ignore[arg-type]
    )
    yield started
    started.close()


@contextmanager
def browser() -> Iterator[Browser]:
    """Return a Chromium without pytest. Ends the program if none is found."""
    with sync_playwright() as playwright:
        executable = chromium(playwright)
        if executable is None:
            sys.exit("no Chromium found: install one, or set CHROMIUM")
        with launched(playwright, executable) as started:
            yield started
