"""Asks SymPy for formulas and proofs, in two processes that can be stopped.

A thread cannot be stopped, and `multiprocessing` would run the page's own script again.

A whole `ask` takes at most WAIT + LIMIT seconds: the processes start in the background. Of an
answer the worker sends at most 25 formulas (8 outputs, 16 entries, a matrix) of 1500 characters,
the matrix with quotes and commas around its entries: with the question below 45 KB. So the 256
answers and the 256 slow questions that are remembered take 22 MiB at worst.
"""

from __future__ import annotations

import json
import sys
import time
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from queue import Empty, Queue
from threading import Event, Lock, Thread
from typing import Any

from explainer.expressions.process import Ended, Process

LIMIT = 1.8  # seconds for one answer
WAIT = 0.5  # seconds until a process is idle
START = 60  # seconds that a process may take to start
PROCESSES = 2  # who asks for what takes long leaves one to the others
REMEMBERED = 256  # answers, and as many questions that took too long
AGAIN = 60  # seconds after which what failed is tried again: the machine may have been busy
WORKER = (sys.executable, "-m", "explainer.expressions.worker")
BUSY = "SymPy is busy with other functions"
STARTING = "SymPy is still starting"
BROKEN = "SymPy does not run here"


@dataclass(frozen=True)
class Answer:
    """The JSON that SymPy returned in time, with `null` for what is missing, and the reason."""

    formulas: str = "null"
    proof: str = "null"
    reason: str | None = None

    def read(self) -> tuple[Any, Any]:
        """The formulas and the proof; None for what is missing."""
        return json.loads(self.formulas), json.loads(self.proof)


@dataclass(eq=False)
class Deriver:
    """Processes that answer questions, one question each at a time; any thread may ask."""

    limit: float = LIMIT
    wait: float = WAIT
    command: Sequence[str] = WORKER
    _lock: Lock = field(default_factory=Lock)  # of all below
    _idle: Queue[Process] = field(default_factory=Queue)
    _processes: set[Process] = field(default_factory=set)
    _starting: int = 0
    _failed: float = -AGAIN  # when a process could not be started
    _ready: Event = field(default_factory=Event)  # has any process ever been ready
    _wanted: Event = field(default_factory=Event)  # does anybody wait, or nobody any more
    _stopped: bool = False
    _answers: OrderedDict[str, Answer] = field(default_factory=OrderedDict)
    _slow: OrderedDict[str, tuple[float, Answer]] = field(default_factory=OrderedDict)

    def ask(self, question: str) -> Answer:
        """The answer to a line of JSON. It never raises, and takes at most `wait + limit`."""
        known = self.remembered(question)
        if known is not None:
            return known
        process = self._idle_process()
        if process is None:
            return Answer(reason=self._why_none())
        answer, slow = self._asked(process, question)
        self.remember(question, answer, slow=slow)
        return answer

    def start(self, after: float = 0.0) -> None:
        """Start missing processes in the background, after a delay or at the first question."""
        with self._lock:
            if self._stopped or time.monotonic() - self._failed < AGAIN:
                return
            missing = PROCESSES - len(self._processes) - self._starting
            self._starting += max(0, missing)
        for _ in range(missing):
            Thread(target=self._start_one, args=[after], daemon=True).start()

    def wait_until_ready(self, seconds: float) -> bool:
        """Start, and wait until a process has been ready: has one?"""
        self._wanted.set()
        self.start()
        return self._ready.wait(0 if self.is_broken else seconds)

    def stop(self) -> None:
        """End all processes, for good."""
        with self._lock:
            self._stopped = True
            self._wanted.set()
            processes, self._processes = self._processes, set()
        for process in processes:
            process.close()

    def remembered(self, question: str) -> Answer | None:
        """The answer, where it is known or not to be tried again yet."""
        with self._lock:
            if question in self._answers:
                self._answers.move_to_end(question)
                return self._answers[question]
            since, answer = self._slow.get(question, (-AGAIN, None))
            return answer if time.monotonic() - since < AGAIN else None

    def remember(self, question: str, answer: Answer, *, slow: bool) -> None:
        """Keep an answer; that of a `slow` question for a while."""
        with self._lock:
            if slow:
                _remember(self._slow, question, (time.monotonic(), answer))
            else:
                _remember(self._answers, question, answer)

    def _idle_process(self) -> Process | None:
        """Return a running process as soon as one is idle; None after `wait` seconds."""
        until = time.monotonic() + self.wait
        self._wanted.set()
        while not self.is_broken:
            self.start()
            try:
                process = self._idle.get(timeout=max(0.0, until - time.monotonic()))
            except Empty:
                return None
            if process.is_running:
                return process
            self._replace(process)
        return None

    @property
    def is_broken(self) -> bool:
        """Could no process be started a moment ago?"""
        return not self._processes and time.monotonic() - self._failed < AGAIN

    def _why_none(self) -> str:
        if self.is_broken:
            return BROKEN
        return BUSY if self._ready.is_set() else STARTING

    def _asked(self, process: Process, question: str) -> tuple[Answer, bool]:
        """The answer, or as much of it as came; and did it take too long, or end the process?"""
        until = time.monotonic() + self.limit
        lines: list[str] = []
        try:
            process.write(question)
            while len(lines) < 2:
                lines.append(process.line(until).strip())
        except TimeoutError:
            why, at_proof = f"SymPy needs more than {self.limit:g} seconds", "for the proof"
        except Ended:
            why, at_proof = "SymPy gives up", "at the proof"
        else:
            self._idle.put(process)
            return complete(*lines), False
        self._replace(process)
        if lines:
            return Answer(lines[0], reason=f"{why} {at_proof}"), True
        return Answer(reason=why), True

    def _replace(self, process: Process) -> None:
        """End a process now; another one starts in the background."""
        process.kill()
        Thread(target=self._close_and_start, args=[process], daemon=True).start()

    def _close_and_start(self, process: Process) -> None:
        process.close()
        with self._lock:
            self._processes.discard(process)
        self.start()

    def _start_one(self, after: float) -> None:
        """Start a process, and wait until it is ready."""
        self._wanted.wait(after)
        try:
            process = Process(self.command)
        except OSError:
            process = None
        with self._lock:
            self._starting -= 1
            stopped = self._stopped
            if process is None:
                self._failed = time.monotonic()
            elif not stopped:
                self._processes.add(process)
        if process is None:
            return
        if stopped or not self._is_ready(process):
            process.close()
            return
        self._ready.set()
        self._idle.put(process)

    def _is_ready(self, process: Process) -> bool:
        try:
            process.line(time.monotonic() + START)
        except (Ended, TimeoutError):
            with self._lock:
                self._processes.discard(process)
                self._failed = -AGAIN if self._stopped else time.monotonic()
            return False
        return True


def complete(formulas: str, proof: str) -> Answer:
    """An answer of which both parts came in time."""
    if formulas == "null":
        return Answer(formulas, proof, "SymPy cannot write it out")
    return Answer(formulas, proof, "SymPy fails at the proof" if proof == "null" else None)


def _remember(kept: OrderedDict[str, Any], question: str, answer: Any) -> None:
    """Put last; what was put or used longest ago is forgotten."""
    kept[question] = answer
    kept.move_to_end(question)
    while len(kept) > REMEMBERED:
        kept.popitem(last=False)
