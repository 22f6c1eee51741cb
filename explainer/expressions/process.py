"""A worker's process, as the page's process sees it: lines go in, and come out or do not."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Thread


class Ended(Exception):
    """The process has ended by itself."""


class Process:
    """A running command that answers lines by lines. Raises `OSError` if it cannot be started."""

    def __init__(self, command: Sequence[str]) -> None:
        self._lines: SimpleQueue[str] = SimpleQueue()
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        # A pipe cannot be read with a limit of time everywhere; a queue can.
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._lines.put(line)
        self._lines.put("")  # the end

    @property
    def is_running(self) -> bool:
        return self._process.poll() is None

    def write(self, line: str) -> None:
        """Send a line. Raises `Ended`."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(f"{line}\n")
            self._process.stdin.flush()
        except (OSError, ValueError):  # closed by the system, or by us
            raise Ended from None

    def line(self, until: float) -> str:
        """The next line that it prints. Raises `Ended`, or `TimeoutError` after `until`.

        `until` is a time of `time.monotonic()`.
        """
        try:
            line = self._lines.get(timeout=max(0.0, until - time.monotonic()))
        except Empty:
            raise TimeoutError from None
        if not line.endswith("\n"):
            raise Ended
        return line

    def kill(self) -> None:
        """End it, without waiting."""
        self._process.kill()

    def close(self) -> None:
        """End it, and leave nothing of it behind."""
        self.kill()
        self._process.wait()
        self._reader.join()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            with suppress(OSError):  # what was written is not read any more
                pipe.close()
