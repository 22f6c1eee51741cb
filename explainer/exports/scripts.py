"""A self-contained NumPy script that computes and asserts every number of the page."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Mapping, Sequence
from textwrap import indent
from types import ModuleType

import numpy as np

from explainer.compute import checks, elementwise, hadamard, layer_weights, mixing, validation
from explainer.compute.arrays import Array
from explainer.derivation.steps.shapes import written_shapes
from explainer.exports.piece import Piece
from explainer.exports.subject import LayerSubject, Subject
from explainer.notation import CONVENTIONS
from explainer.notation.steps import TITLES

CLOSE = 1e-9  # of numbers of at most 1, in size
MODULES = elementwise, mixing, layer_weights, checks, validation  # with functions that scripts use
IMPORTS = {  # for a script that uses the name
    "math": "import math",
    "Callable": "from collections.abc import Callable",
    "np": "\nimport numpy as np",
    "ArrayLike": "from numpy.typing import ArrayLike",
}


def numpy_script(subject: Subject | LayerSubject) -> str:
    """Return the NumPy script: every step of the page, each result asserted, and the nudges."""
    cells = _walkthrough(subject) if isinstance(subject, Subject) else []
    cells += [_piece(piece) for piece in subject.pieces]
    sources = _needed("\n".join(cells))
    body = ["\n\n\n".join(sources), *cells] if sources else cells
    setting = "np.set_printoptions(precision=4, suppress=False)\nArray = np.ndarray"
    used = names_in("\n".join([setting, *body]))
    imports = "\n".join(line for name, line in IMPORTS.items() if name in used).strip()
    future = head(subject, "NumPy") + "\n\nfrom __future__ import annotations"
    return joined([future, f"{imports}\n\n{setting}", *body])


def joined(cells: Sequence[str]) -> str:
    """The script of these cells, marked as editors know them."""
    return "\n\n# %%\n".join(cells) + "\n"


def head(subject: Subject | LayerSubject, library: str) -> str:
    """Return the first lines: the subject, and the state of the page that it comes from."""
    written = CONVENTIONS[subject.notation.convention].label
    opens = f"\nThe state of the page: {subject.link}\n" if subject.link else ""
    return (
        f'"""{subject.about}, in {library}.\n{opens}\n'
        f'Written in the convention "{written}". Runs alone: every result is asserted.\n"""'
    )


def assigned(given: Mapping[str, Array], array: str) -> list[str]:
    """A line for each array, to the last digit."""
    return [f"{name} = {literal(values, array)}" for name, values in given.items()]


def literal(values: Array, array: str) -> str:
    """An array or number, to the last digit."""
    if values.ndim == 0:
        return repr(float(values))
    text = repr(values.tolist()).replace("], [", "],\n    [")
    return f"{array}({text})"


def names_in(code: str) -> set[str]:
    """The names that Python code uses."""
    return {node.id for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Name)}


def _walkthrough(subject: Subject) -> list[str]:
    """The network, the seven steps as the page shows them, and the gradient by nudges."""
    code, scene = subject.snippets, subject.scene
    cells = ["\n".join([NETWORK, *assigned(subject.given, "np.array")])]
    for number, (step, title) in enumerate(TITLES.items(), start=1):
        lines = [f"# {number}. {title}", code[step].code]
        if step == "shapes":
            lines += ["print(shapes)", f"assert shapes == {written_shapes(scene)}"]
        else:
            lines += _of_step(subject, code[step].result)
        cells.append("\n".join(lines))
    return [*cells, _central_differences(code["forward"].code)]


NETWORK = "# The network, its input x and its target y"


def _of_step(subject: Subject, result: str) -> list[str]:
    expected = subject.results.get({"gradient": "dJ_dx"}.get(result, result))
    if expected is not None:
        return _checked(result, expected)
    assert subject.scene.chain.unfused is not None  # it is the wrong product of softmax's link
    (first, second), right = subject.scene.chain.unfused, subject.results["dJ_dtheta"]
    wrong = hadamard(first.gradient, second.jacobian)
    error = np.abs(wrong - right).max()
    made = {"dJ_dtheta": right, result: wrong, "error": error}
    return [line for name, values in made.items() for line in _checked(name, values)]


def _checked(name: str, expected: Array, close: float | None = None) -> list[str]:
    """Print a result, and assert that it is the page's."""
    within = f"rtol=0, atol={close or tolerance(expected):.0e}"
    return [
        f'print("{name} =", {name})',
        f"assert np.allclose({name}, {literal(expected, 'np.array')}, {within})",
    ]


def tolerance(expected: Array) -> float:
    """Return the largest allowed difference of a result from that of the page."""
    return CLOSE * max(1.0, float(np.abs(expected).max()))


def titled(piece: Piece) -> list[str]:
    """The comments that a piece begins with."""
    return [f"# {line}" for line in (piece.title, piece.note) if line]


def _piece(piece: Piece) -> str:
    given = assigned(piece.given, "np.array")
    lines = [*titled(piece), *given, *filter(None, [piece.names]), piece.code]
    for name, expected in piece.results.items():
        lines += _checked(name, expected, piece.close)
    return "\n".join(lines)


def _central_differences(forward: str) -> str:
    return (
        "# The same gradient from nothing but values of J: each input is nudged up and down.\n"
        f"def loss(x):\n{indent(forward, '    ')}\n    return J\n\n\n"
        "measured = central_difference(loss, x)[0]\n"
        'print("largest difference from central differences:", np.abs(measured - gradient).max())\n'
        "assert np.allclose(measured, gradient, rtol=0, atol=1e-6)"
    )


def _needed(code: str) -> list[str]:
    """The sources of what NumPy code uses of ours, and of what that uses."""
    known = {name: text for module in MODULES for name, text in _sources(module).items()}
    needed: set[str] = set()
    waiting = names_in(code)
    while waiting:
        name = waiting.pop()
        if name in known and name not in needed:
            needed.add(name)
            waiting |= names_in(known[name])
    return [text for name, text in known.items() if name in needed]


def _sources(module: ModuleType) -> Mapping[str, str]:
    """Return the module's constants and functions by name, as source code."""
    text = inspect.getsource(module)
    constants = {}
    for node in ast.parse(text).body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            constants[node.targets[0].id] = ast.get_source_segment(text, node) or ""
    return constants | {name: inspect.getsource(value).rstrip() for name, value in _own(module)}


def _own(module: ModuleType) -> list[tuple[str, Callable[..., object]]]:
    own = vars(module).items()
    return [(n, f) for n, f in own if inspect.isfunction(f) and f.__module__ == module.__name__]
