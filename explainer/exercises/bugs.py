"""Bug: a derivation with one wrong line, which is run as it is and with another line."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from explainer.compute import central_difference
from explainer.compute.arrays import Array
from explainer.compute.comparison import largest_difference
from explainer.compute.elementwise import relu, sigmoid, tanh
from explainer.compute.mixing import softmax

FUNCTIONS: dict[str, Any] = {
    "sigmoid": sigmoid,
    "tanh": tanh,
    "relu": relu,
    "softmax": softmax,
    "np": np,
}


@dataclass(frozen=True)
class Outcome:
    """The result of a derivation: its error against central differences, or why it does not run."""

    difference: float  # ∞ where it does not run, or gives another shape
    said: str


@dataclass(frozen=True, eq=False)
class Bug:
    """Lines of NumPy, one of them wrong. They come from this table, never from a visitor.

    They use arrays with the `sizes` of the seed: x, y, W1, b1, W2, b2, for a batch if N is a size.
    `forward` defines J; the last line names a gradient: `d` and its variable.
    """

    name: str
    claim: str  # what the derivation says of itself
    forward: Sequence[str]
    lines: Sequence[str]
    wrong: int  # which of the lines
    fragments: Sequence[str]  # what may stand instead
    fix: int  # which of the fragments mends it
    lesson: str
    sizes: Mapping[str, int]
    accident: Mapping[str, int] | None = None  # other sizes, at which nobody notices

    def difference(self, choice: int | None = None) -> float:
        """The largest difference from central differences, with a fragment in place or without.

        ∞ where the derivation does not run or gives another shape than the variable's.
        """
        return self.outcome(choice).difference

    def outcome(self, choice: int | None = None, sizes: Mapping[str, int] | None = None) -> Outcome:
        """The same with a sentence; at other sizes, if they are given."""
        lines = self._with(choice)
        target = _target(lines[-1])
        given = self.given if sizes is None else arrays(sizes)
        try:
            gradient = np.asarray(_run([*self.forward, *lines], given)[target])
        except ValueError as error:
            return Outcome(np.inf, f"NumPy raises a ValueError: {_what_clashes(error)}.")
        measured = self._measured(target[1:], given)
        if gradient.shape != measured.shape:
            reason = f"{target} has shape {gradient.shape}, and {target[1:]} has {measured.shape}."
            return Outcome(np.inf, reason)
        off = largest_difference(gradient, measured)
        return Outcome(off, f"{target} is off from central differences by {off:.2g}.")

    def line_outcome(self, at: int) -> Outcome:
        """Return the error of a line against central differences when the wrong line is mended."""
        lines = self._with(self.fix)
        target = _target(lines[at])
        names = _run([*self.forward, *lines[: at + 1]], self.given)
        measured = self._measured(target[1:], self.given)
        off = largest_difference(names[target], measured)
        return Outcome(off, f"{target} is off from central differences by {off:.2g}.")

    @cached_property
    def given(self) -> dict[str, Array]:
        """Return the names that the lines use: the network's arrays, x and y."""
        return arrays(self.sizes)

    def _with(self, choice: int | None) -> list[str]:
        lines = list(self.lines)
        if choice is not None:
            lines[self.wrong] = self.fragments[choice]
        return lines

    def _measured(self, variable: str, given: Mapping[str, Array]) -> Array:
        """The gradient of J with respect to a variable of the forward pass, by nudging it."""
        names = _run(self.forward, given)
        shape = np.shape(names[variable])

        def loss(value: Array) -> float:
            return float(_run(self.forward, given, {variable: value.reshape(shape)})["J"])

        return central_difference(loss, names[variable]).reshape(shape)


def arrays(sizes: Mapping[str, int]) -> dict[str, Array]:
    """Random arrays of these sizes, always the same; with N a batch, examples as rows."""
    D, H, K = sizes["D"], sizes["H"], sizes["K"]
    rng = np.random.default_rng([D, H, K])
    given = {
        "W1": rng.standard_normal((D, H)),
        "b1": rng.standard_normal(H) / 2,
        "W2": rng.standard_normal((H, K)),
        "b2": rng.standard_normal(K) / 2,
        "c": np.linspace(0.5, 2.0, H) if not sizes.get("ones") else np.ones(H),
    }
    count = sizes.get("N")
    x = rng.standard_normal((count or 1, D))
    y = np.eye(K)[np.arange(count or 1) % K]
    return given | ({"x": x, "y": y} if count else {"x": x[0], "y": y[0]})


def _run(
    lines: Sequence[str], given: Mapping[str, Array], fixed: Mapping[str, Array] | None = None
) -> dict[str, Any]:
    """Return all names after the lines ran; a name in `fixed` keeps its value."""
    names = {**FUNCTIONS, **given, **(fixed or {})}
    for line in lines:
        if not fixed or _target(line) not in fixed:
            exec(line, names)  # a line of the table, never of a visitor
    return names


def _target(line: str) -> str:
    return line.split(" = ")[0]


def _what_clashes(error: ValueError) -> str:
    """Return the sizes that do not match, from NumPy's message."""
    sizes = re.search(r"size (\d+) is different from (\d+)", str(error))
    return f"the sizes {sizes[1]} and {sizes[2]} do not meet" if sizes else "the shapes do not meet"
