"""Asks SymPy for formulas, in a process of its own that can be stopped.

A thread cannot be stopped, and `multiprocessing` would run the page's own script again.
"""

from __future__ import annotations

import atexit
import json
import subprocess
import sys
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock, Timer
from typing import Any

LIMIT = 2  # seconds for one derivation
START = 60  # seconds that the process may take to start
WAIT = LIMIT  # seconds that others may take before
REMEMBERED = 256  # answers
AGAIN = 60  # seconds after which what took too long is tried again: the machine may have been busy


class NoFormulas(Exception):
    """Why there is no answer, in a few words."""


class Busy(NoFormulas):
    """Others are asking; nothing is known yet."""


@dataclass(eq=False)
class Deriver:
    """One process, started at the first question, and anew after it had to be stopped."""

    limit: float = LIMIT
    _lock: Lock = field(default_factory=Lock)
    _process: subprocess.Popen[str] | None = None
    _answers: OrderedDict[str, Any] = field(default_factory=OrderedDict)
    _slow: dict[str, float] = field(default_factory=dict)  # when it took too long

    def ask(self, question: str) -> Any:
        """The answer to a line of JSON.

        Raises `NoFormulas` if it takes longer than the limit, or fails; `Busy` if others ask.
        """
        if question in self._answers:
            return self._answers[question]
        if time.monotonic() - self._slow.get(question, -AGAIN) < AGAIN:
            raise NoFormulas(self._too_long)
        if not self._lock.acquire(timeout=WAIT):
            raise Busy("SymPy is busy with other functions")
        try:
            answer = self._answered(question)
        except TimeoutError:
            self._slow[question] = time.monotonic()
            raise NoFormulas(self._too_long) from None
        finally:
            self._lock.release()
        if answer is None:
            raise NoFormulas("SymPy finds none")
        self._answers[question] = answer
        while len(self._answers) > REMEMBERED:
            self._answers.popitem(last=False)
        return answer

    @property
    def _too_long(self) -> str:
        return f"SymPy needs more than {self.limit:g} seconds for them"

    def _answered(self, question: str) -> Any:
        for _ in range(2):  # a process may have died since
            try:
                process = self._running()
                assert process.stdin is not None
                process.stdin.write(f"{question}\n")
                process.stdin.flush()
                return json.loads(self._line(process, self.limit))
            except TimeoutError:  # which is an OSError
                raise
            except OSError:
                self.stop()
        raise NoFormulas("SymPy does not run here")

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
        try:
            self._line(self._process, START)
        except TimeoutError:
            raise OSError("the process does not start") from None
        return self._process

    def _line(self, process: subprocess.Popen[str], seconds: float) -> str:
        """What the process prints next.

        Raises `TimeoutError` if that takes longer, and stops the process; `OSError` if it ended.
        """
        assert process.stdout is not None
        timer = Timer(seconds, process.kill)
        timer.start()
        line = process.stdout.readline()
        in_time = timer.is_alive()
        timer.cancel()
        if not in_time:
            self.stop()
        if line.endswith("\n"):
            return line
        raise OSError("the process has ended") if in_time else TimeoutError


DERIVER = Deriver()
atexit.register(DERIVER.stop)
