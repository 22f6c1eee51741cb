"""Exercise: a question with one right answer, and what refutes the others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from explainer.compute.arrays import Array
from explainer.networks import NetworkSettings
from explainer.notation import Convention


@dataclass(frozen=True)
class Options:
    """Answered by one of a few texts."""

    options: tuple[str, ...]


@dataclass(frozen=True)
class Numbers:
    """Answered by one number, or by a matrix of them, each right within the tolerance."""

    rows: int
    columns: int
    tolerance: float

    @property
    def single(self) -> bool:
        return self.rows == self.columns == 1


@dataclass(frozen=True)
class Judgement:
    """The verdict on an answer and its reason; for a matrix, also the verdict on each cell."""

    right: bool
    reason: str
    cells: tuple[tuple[bool, ...], ...] = ()


@dataclass(frozen=True)
class StepState:
    """A step of the walkthrough that shows the numbers of an exercise."""

    settings: NetworkSettings
    step: str  # its name
    entry: int = 0  # the entry that is traced


@dataclass(frozen=True)
class LayerState:
    """A layer of the gallery at an x, all inputs nudged."""

    function: str
    x: tuple[float, ...]


@dataclass(frozen=True)
class BookState:
    """A book's convention, forward and backward, with a network."""

    settings: NetworkSettings
    convention: Convention


State = StepState | LayerState | BookState


@dataclass(frozen=True)
class Exercise:
    """A question; all of it follows from its kind, its seed and the difficulty."""

    prompt: str  # Markdown
    form: Options | Numbers
    answer: Any  # one of the options, a number, or a matrix as rows of numbers
    confirms: str  # the text for the right answer
    refutes: Callable[[Any], str]  # what is said of a wrong one, with a number that shows it
    hint: str
    explanation: str
    state: State  # a page shows the same numbers in it
    explained: bool = False  # True if what confirms the answer holds the explanation
    kind: str = ""
    seed: int = 0

    def check(self, answer: Any) -> Judgement:
        """The verdict on an answer; one of another form is wrong, and says so."""
        if isinstance(self.form, Options):
            if answer not in self.form.options:
                options = " or ".join(f"“{option}”" for option in self.form.options)
                return Judgement(False, f"It must be {options}.")
            right = bool(answer == self.answer)
            return Judgement(right, f"Right: {self.confirms}" if right else self.refutes(answer))
        numbers = _numbers(answer)
        if numbers is None or numbers.shape != (self.form.rows, self.form.columns):
            size = (
                "a number" if self.form.single else f"{self.form.rows}×{self.form.columns} numbers"
            )
            return Judgement(False, f"It must be {size}.")
        off = np.abs(numbers - np.atleast_2d(self.answer))
        good = off <= self.form.tolerance * (1 + 1e-9)  # the end of the range is in it
        cells = tuple(tuple(map(bool, row)) for row in good)
        if good.all():
            return Judgement(True, f"Right: {self.confirms}", cells)
        return Judgement(False, self.refutes(numbers), cells)


def _numbers(answer: Any) -> Array | None:
    """A finite number, or rows of equal length of them, as a matrix; None of anything else."""
    try:
        numbers = np.atleast_2d(np.array(answer, dtype=float))
    except (TypeError, ValueError):
        return None
    return numbers if numbers.ndim == 2 and np.isfinite(numbers).all() else None


@dataclass(frozen=True)
class Operand:
    """A factor of a product: its name and its numbers."""

    name: str
    values: Array

    @property
    def shape(self) -> str:
        return "×".join(map(str, self.values.shape))


@dataclass(frozen=True)
class Product:
    """Factors joined by `@` from the left, and what comes of it."""

    factors: Sequence[Operand]
    value: Array | None = field(init=False)  # None where the shapes do not meet
    clash: str = field(init=False)  # which ones

    def __post_init__(self) -> None:
        value, clash = self.factors[0].values, ""
        for left, right in zip(self.factors, self.factors[1:], strict=False):
            inner, other = left.values.shape[1], right.values.shape[0]
            if inner != other:
                clash = (
                    f"{left.name} is {left.shape} and {right.name} {right.shape}: {inner} and "
                    f"{other} are not equal."
                )
                break
            value = value @ right.values
        object.__setattr__(self, "value", None if clash else value)
        object.__setattr__(self, "clash", clash)
