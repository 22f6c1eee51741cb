"""The process that asks SymPy: a line of JSON in, two out, first the formulas, then the proof.

`python -m explainer.expressions.worker`; the deriver starts it, and stops it where it takes long.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import numpy as np

from explainer.expressions.parsing import parse
from explainer.expressions.proofs import proved_zero
from explainer.expressions.symbols import derive

try:
    import resource
except ImportError:  # not on Windows
    resource = None  # type: ignore[assignment]

READY = "ready"
MEMORY = 2**31  # bytes of address space
LONGEST = 10  # seconds
NICE = 10  # the pages come first


def formulas(request: dict[str, Any]) -> dict[str, Any]:
    """The formulas that were asked for."""
    places = [(i, j) for i, j in request["places"]]
    return asdict(derive(parse(request["text"]), request["x"], places))


def proof(request: dict[str, Any]) -> list[list[bool]]:
    """Return which of the doubtful entries are zero for every input and every weight."""
    doubtful = np.array(request["doubtful"], dtype=bool)
    return proved_zero(parse(request["text"]), len(request["x"]), doubtful)


def answered(part: Callable[[dict[str, Any]], Any], request: dict[str, Any]) -> str:
    """A part of the answer as JSON; `null` where SymPy fails, or is not asked as it would."""
    try:
        return json.dumps(part(request))
    except Exception:  # SymPy raises anything, and the page has to go on
        return "null"


def _limit() -> None:
    """A process whose parent is gone would work on, and a formula may take any memory."""
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    if hasattr(os, "nice"):
        os.nice(NICE)


def main() -> None:
    _limit()
    print(READY, flush=True)
    for line in sys.stdin:
        if hasattr(signal, "alarm"):
            signal.alarm(LONGEST)  # ends the process, should nobody stop it
        request = json.loads(line)
        for part in (formulas, proof):
            print(answered(part, request), flush=True)
        if hasattr(signal, "alarm"):
            signal.alarm(0)


if __name__ == "__main__":
    main()
