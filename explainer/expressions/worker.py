"""The process that derives formulas: a line of JSON in, a line of JSON out.

`python -m explainer.expressions.worker`; the deriver starts it, and stops it where it takes long.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import Any

import numpy as np

from explainer.expressions.parsing import parse
from explainer.expressions.symbols import derive

READY = "ready"


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """The derivation that was asked for, or {"problem": why there is none}."""
    places = [(i, j) for i, j in request["places"]]
    doubtful = np.array(request["doubtful"], dtype=bool)
    try:
        return asdict(derive(parse(request["text"]), request["x"], places, doubtful))
    except Exception:  # SymPy raises anything, and the page has to go on
        return {"problem": "SymPy finds none"}


def main() -> None:
    print(READY, flush=True)
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
