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

    def ask(self, question: str) -> dict[str, Any]:
        """The answer to a line of JSON, or {"problem": why there is none}.

        Raises `Busy` if others are asking for long.
        """
        if not self._lock.acquire(timeout=WAIT):
            raise Busy
        try:
            process = self._running()
            assert process.stdin is not None
            process.stdin.write(f"{question}\n")
            process.stdin.flush()
            answer: dict[str, Any] = json.loads(_line(process, self.limit))
        except TimeoutError:
            return {"problem": f"SymPy needs more than {self.limit:g} seconds for them"}
        except OSError:
            return {"problem": "SymPy does not run here"}
        finally:
            self._lock.release()
        return answer

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
    """What the process prints next.

    Raises `TimeoutError` if that takes longer, and stops the process; `OSError` if it has ended.
    """
    assert process.stdout is not None
    timer = Timer(seconds, process.kill)
    timer.start()
    line = process.stdout.readline()
    in_time = timer.is_alive()
    timer.cancel()
    if line:
        return line
    process.wait()
    raise OSError("the process has ended") if in_time else TimeoutError


DERIVER = Deriver()
atexit.register(DERIVER.stop)


@lru_cache(maxsize=256)
def derived(question: str) -> dict[str, Any]:
    """The answer of the one process that all sessions share, remembered."""
    return DERIVER.ask(question)
