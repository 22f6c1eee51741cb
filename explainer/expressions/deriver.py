"""Asks SymPy for formulas, in a process of its own that can be stopped.

A thread cannot be stopped, and `multiprocessing` would run the page's own script again.
"""

from __future__ import annotations

import atexit
import json
import subprocess
import sys
from dataclasses import dataclass, field
from functools import lru_cache
from threading import Lock, Timer
from typing import Any

LIMIT = 2  # seconds for one derivation
START = 60  # seconds that the process may take to start
WAIT = 3 * LIMIT  # seconds that others may take before


class Busy(Exception):
    """Others are asking; nothing is known yet."""


@dataclass(eq=False)
class Deriver:
    """One process, started at the first question, and anew after it had to be stopped."""

    limit: float = LIMIT
    _lock: Lock = field(default_factory=Lock)
    _process: subprocess.Popen[str] | None = None

    def ask(self, question: str) -> Any:
        """The answer to a line of JSON; None if it takes longer than the limit, or fails.

        Raises `Busy` if others are asking for long.
        """
        if not self._lock.acquire(timeout=WAIT):
            raise Busy
        try:
            process = self._running()
            assert process.stdin is not None
            process.stdin.write(f"{question}\n")
            process.stdin.flush()
            line = _line(process, self.limit)
            return json.loads(line) if line else None
        except OSError:  # it died before the question came
            return None
        finally:
            self._lock.release()

    def stop(self) -> None:
        """End the process, if there is one."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _running(self) -> subprocess.Popen[str]:
        if self._process is not None and self._process.poll() is None:
            return self._process
        self.stop()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "explainer.expressions.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        _line(self._process, START)
        return self._process


def _line(process: subprocess.Popen[str], seconds: float) -> str:
    """What the process prints next; nothing if that takes longer, and then it is stopped."""
    assert process.stdout is not None
    timer = Timer(seconds, process.kill)
    timer.start()
    try:
        line = process.stdout.readline()
    finally:
        timer.cancel()
    if not line:
        process.wait()
    return line


DERIVER = Deriver()
atexit.register(DERIVER.stop)


@lru_cache(maxsize=256)
def derived(question: str) -> Any:
    """The answer of the one process that all sessions share, remembered."""
    return DERIVER.ask(question)
