"""A window of WebKitGTK, which is close to Safari's engine, on an invisible screen.

Playwright's own WebKit is in no package registry, and MiniBrowser is never narrower than 447
pixels. So `webkit_host.py` opens a window; xdotool controls its mouse and keys.
"""

from __future__ import annotations

import json
import os
import select
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.engines.window import NOTES, Window

HOST = Path(__file__).with_name("webkit_host.py")
PYTHON = "/usr/bin/python3"  # with Debian's packages
PATIENCE = 90  # seconds for an answer
KEYS = {
    **{f"Arrow{way}": way for way in ("Left", "Right", "Up", "Down")},
    "Enter": "Return",
    "PageDown": "Next",
    "PageUp": "Prior",
    "Control+a": "ctrl+a",
}


def missing() -> str:
    """Return the Debian packages that are missing, or an empty string."""
    programs = {"Xvfb": "xvfb", "xdotool": "xdotool"}
    lacks = [package for program, package in programs.items() if not shutil.which(program)]
    asked = "import gi; gi.require_version('WebKit2', '4.1'); from gi.repository import WebKit2"
    try:
        subprocess.run([PYTHON, "-c", asked], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        lacks += ["gir1.2-webkit2-4.1", "python3-gi", "python3-gi-cairo"]
    return " ".join(lacks)


class Hosted(Window):
    """A window of the host, which reads commands and writes answers as lines of JSON."""

    def __init__(self, folder: Path, display: str) -> None:
        self.folder, self.number = folder, 0
        self.environment = {**os.environ, "DISPLAY": display, "GDK_BACKEND": "x11"}
        self.environment |= {"NO_AT_BRIDGE": "1"}
        self.process = subprocess.Popen(
            [PYTHON, HOST, str(folder)],
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self.tell("script", source=NOTES)
        self._focus()

    def tell(self, what: str, **more: Any) -> Any:
        """Send a command to the host and return its answer.

        Raises `RuntimeError` for a failure, `EOFError` if no answer arrives.
        """
        assert self.process.stdin and self.process.stdout
        self.number += 1
        print(
            json.dumps({"id": self.number, "do": what, **more}),
            file=self.process.stdin,
            flush=True,
        )
        while select.select([self.process.stdout], [], [], PATIENCE)[0]:
            line = self.process.stdout.readline()
            if not line:
                raise EOFError("the host has ended")
            answer = json.loads(line)
            if answer["id"] == self.number:
                if "error" in answer:
                    raise RuntimeError(answer["error"])
                return answer.get("value")
        raise EOFError(f"the host does not answer within {PATIENCE} s")

    def close(self) -> None:
        """End the host and its window."""
        assert self.process.stdin
        self.process.stdin.close()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def run(self, body: str) -> Any:
        return self.tell("run", body=body)

    def goto(self, url: str) -> None:
        self.tell("goto", url=url)
        self._focus()

    def resize(self, width: int, height: int) -> None:
        self.tell("resize", width=width, height=height)
        self.wait(f"innerWidth === {width} && innerHeight === {height}")

    def click_at(self, x: float, y: float) -> None:
        self._xdotool("mousemove", str(round(x)), str(round(y)), "click", "1")

    def press(self, key: str) -> None:
        self._xdotool("key", KEYS.get(key, key))

    def type(self, text: str) -> None:
        self._xdotool("type", "--delay", "25", text)

    def back(self) -> None:
        self.tell("go_back")

    def forward(self) -> None:
        self.tell("go_forward")

    def pdf(self, path: Path) -> None:
        self.tell("pdf", path=str(path))

    def screenshot(self, path: Path) -> None:
        self.tell("screenshot", path=str(path))

    def _xdotool(self, *command: str) -> None:
        subprocess.run(["xdotool", *command], env=self.environment, check=True, capture_output=True)

    def _focus(self) -> None:
        search = ["xdotool", "search", "--onlyvisible", "--pid", str(self.process.pid)]
        for _ in range(100):
            found = subprocess.run(search, env=self.environment, capture_output=True, text=True)
            if windows := found.stdout.split():
                self._xdotool("windowmove", windows[-1], "0", "0")
                self._xdotool("windowfocus", windows[-1])
                return
            self.pause(0.1)
        raise TimeoutError("the window of WebKit does not come")


@contextmanager
def webkit(folder: Path) -> Iterator[Window]:
    """Open a window of WebKit on a new screen."""
    with _screen() as display:
        window = Hosted(folder, display)
        try:
            yield window
        finally:
            window.close()


@contextmanager
def _screen() -> Iterator[str]:
    """Start a screen in memory, and yield its name; the server prints its number when ready."""
    reader, writer = os.pipe()
    command = ["Xvfb", "-displayfd", str(writer), "-screen", "0", "2000x2000x24"]
    with subprocess.Popen(
        [*command, "-nolisten", "tcp"], pass_fds=[writer], stderr=subprocess.DEVNULL
    ) as server:
        os.close(writer)
        with os.fdopen(reader) as ready:
            number = ready.readline().strip()
        if not number:
            sys.exit("Xvfb did not start")
        try:
            yield f":{number}"
        finally:
            server.terminate()
