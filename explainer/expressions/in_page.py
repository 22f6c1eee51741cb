"""Asks SymPy in the page's own process, where no other can be started: in a browser.

Nothing can stop it from outside there, so it is interrupted from within, at a call of a function:
what a single call works on for long, such as a number of a million digits, is not interrupted.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from types import FrameType
from typing import Any

from explainer.expressions.deriver import BROKEN, STARTING, Answer, Deriver, complete

LONG = f"SymPy needs more than {Deriver.limit:g} seconds here"


class OutOfTime(BaseException):
    """Time is over. No `Exception`: SymPy catches those."""


@dataclass(eq=False)
class DeriverInPage(Deriver):
    """A deriver without a process: the page waits while it works."""

    _loading: asyncio.Task[None] | None = None

    def start(self, after: float = 0.0) -> None:
        """Nothing: SymPy is brought for the first who asks."""

    def wait_until_ready(self, seconds: float) -> bool:
        """Bring SymPy, without waiting: is it there?"""
        if not self._ready.is_set() and self._loading is None:
            self._loading = asyncio.ensure_future(self._load())
        return self._ready.is_set()

    def ask(self, question: str) -> Answer:
        """The answer to a line of JSON. It never raises, and takes about `limit` seconds."""
        known = self.remembered(question)
        if known is not None:
            return known
        if not self.wait_until_ready(0):
            return Answer(reason=BROKEN if self.is_broken else STARTING)
        answer, slow = within(self.limit, question)
        self.remember(question, answer, slow=slow)
        return answer

    async def _load(self) -> None:
        try:
            import pyodide_js  # type: ignore[import-not-found]

            await pyodide_js.loadPackage("sympy")
            await asyncio.sleep(0)  # what waits comes first
            import explainer.expressions.worker  # noqa: F401  # and with it SymPy
        except Exception:  # no network, or no room
            self._failed = time.monotonic()
            self._loading = None
        else:
            self._ready.set()


def within(seconds: float, question: str) -> tuple[Answer, bool]:
    """The answer, or as much of it as comes in time; and did it take too long?"""
    from explainer.expressions import worker

    until, request = time.monotonic() + seconds, json.loads(question)
    parts: list[str] = []
    try:
        for part in (worker.formulas, worker.proof):
            parts.append(_interrupted(until, part, request))
    except OutOfTime:
        return (
            Answer(parts[0], reason=f"{LONG} for the proof") if parts else Answer(reason=LONG)
        ), True
    return complete(*parts), False


def _interrupted(
    until: float, part: Callable[[dict[str, Any]], Any], request: dict[str, Any]
) -> str:
    """A part of the answer as JSON. Raises `TooLong` at the first call after `until`."""
    from explainer.expressions import worker

    def look(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and time.monotonic() > until:
            raise OutOfTime

    before = sys.getprofile()
    sys.setprofile(look)
    try:
        return worker.answered(part, request)
    finally:
        sys.setprofile(before)
