"""The table of files that can be taken away, a row for each kind."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from explainer.compute.arrays import Array
from explainer.exports.frameworks import JAX, PYTORCH, framework_script
from explainer.exports.latex_document import latex_document
from explainer.exports.scripts import numpy_script
from explainer.exports.subject import LayerSubject, Subject


@dataclass(frozen=True)
class Export:
    """A kind of file: its label, its suffix, and the function that makes it."""

    label: str
    suffix: str
    mime: str
    make: Callable[[Any], bytes]
    of_layers: bool = True  # can it be made of a layer alone?


def _handout(subject: Subject) -> bytes:
    from explainer.exports.handout import handout  # what sets its texts takes long to import

    return handout(subject.scene).encode()


def _npz(subject: Subject | LayerSubject) -> bytes:
    """Return every array by its name in 64 bits; those of a piece have the piece's key."""
    held = io.BytesIO()
    arrays = {
        f"{key}_{name}" if key else name: array
        for key, named in subject.arrays.items()
        for name, array in named.items()
    }
    np.savez(held, **arrays)  # type: ignore[arg-type]
    return held.getvalue()


def _json(subject: Subject | LayerSubject) -> bytes:
    """Return the same arrays as lists, with their notation."""
    n = subject.notation
    state = {"convention": n.convention, "activation": n.function.name, "link": subject.link}
    arrays = {key: _listed(named) for key, named in subject.arrays.items()}
    content = {**state, **arrays.pop("", {}), **arrays}
    return json.dumps(content, indent=1, ensure_ascii=False).encode()


def _listed(arrays: Mapping[str, Array]) -> dict[str, Any]:
    return {name: array.tolist() for name, array in arrays.items()}


EXPORTS: dict[str, Export] = {
    "numpy": Export("NumPy script", ".py", "text/x-python", lambda s: numpy_script(s).encode()),
    "pytorch": Export(
        "PyTorch script", ".py", "text/x-python", lambda s: framework_script(s, PYTORCH).encode()
    ),
    "jax": Export(
        "JAX script", ".py", "text/x-python", lambda s: framework_script(s, JAX).encode()
    ),
    "latex": Export("LaTeX", ".tex", "application/x-tex", lambda s: latex_document(s).encode()),
    "handout": Export(
        "Handout of the walkthrough", ".html", "text/html", _handout, of_layers=False
    ),
    "npz": Export("Numbers, .npz", ".npz", "application/octet-stream", _npz),
    "json": Export("Numbers, .json", ".json", "application/json", _json),
}
