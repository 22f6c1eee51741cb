"""What can be taken away: a row for each kind of file."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from explainer.exports.handout import handout
from explainer.exports.latex_document import latex_document
from explainer.exports.scripts import JAX, PYTORCH, framework_script, numpy_script
from explainer.exports.subject import Subject


@dataclass(frozen=True)
class Export:
    """One kind of file: what it is called, how its name ends, and what makes it."""

    label: str
    suffix: str
    mime: str
    make: Callable[[Subject], bytes]


def _npz(subject: Subject) -> bytes:
    """Every array by its name, of 64 bits."""
    held = io.BytesIO()
    arrays = {**subject.given, **subject.results, **subject.jacobians}
    np.savez(held, **arrays)  # type: ignore[arg-type]
    return held.getvalue()


def _json(subject: Subject) -> bytes:
    """The same as lists, with how they are written."""
    arrays = {**subject.given, **subject.results, **subject.jacobians}
    n = subject.notation
    said = {"convention": n.convention, "activation": n.function.name, "link": subject.link}
    listed = {name: array.tolist() for name, array in arrays.items()}
    return json.dumps({**said, **listed}, indent=1, ensure_ascii=False).encode()


EXPORTS: dict[str, Export] = {
    "numpy": Export("NumPy script", ".py", "text/x-python", lambda s: numpy_script(s).encode()),
    "pytorch": Export(
        "PyTorch script", ".py", "text/x-python", lambda s: framework_script(s, PYTORCH).encode()
    ),
    "jax": Export(
        "JAX script", ".py", "text/x-python", lambda s: framework_script(s, JAX).encode()
    ),
    "latex": Export("LaTeX", ".tex", "application/x-tex", lambda s: latex_document(s).encode()),
    "handout": Export("Handout, one page", ".html", "text/html", lambda s: handout(s).encode()),
    "npz": Export("Numbers, .npz", ".npz", "application/octet-stream", _npz),
    "json": Export("Numbers, .json", ".json", "application/json", _json),
}
