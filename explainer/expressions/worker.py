"""The process that derives formulas: a line of JSON in, a line of JSON out.

`python -m explainer.expressions.worker`; the deriver starts it, and stops it where it takes long.
"""

from __future__ import annotations

import json
import signal
import sys
from dataclasses import asdict
from typing import Any

import numpy as np

from explainer.expressions.parsing import parse
from explainer.expressions.symbols import derive

try:
    import resource
except ImportError:  # not on Windows
    resource = None  # type: ignore[assignment]

READY = "ready"
MEMORY = 2**31  # bytes of address space
LONGEST = 10  # seconds


def answer(request: dict[str, Any]) -> dict[str, Any] | None:
    """The derivation that was asked for; None where SymPy fails."""
    places = [(i, j) for i, j in request["places"]]
    doubtful = np.array(request["doubtful"], dtype=bool)
    try:
        return asdict(derive(parse(request["text"]), request["x"], places, doubtful))
    except Exception:  # SymPy raises anything, and the page has to go on
        return None


def _limit() -> None:
    """A process whose parent is gone would work on, and a formula may take any memory."""
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def main() -> None:
    _limit()
    print(READY, flush=True)
    for line in sys.stdin:
        if hasattr(signal, "alarm"):
            signal.alarm(LONGEST)  # ends the process, should nobody stop it
        print(json.dumps(answer(json.loads(line))), flush=True)
        if hasattr(signal, "alarm"):
            signal.alarm(0)


if __name__ == "__main__":
    main()
