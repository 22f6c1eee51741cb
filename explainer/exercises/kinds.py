"""The kinds of exercises: a row of the table for each, what it is called and what makes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from zlib import crc32

import numpy as np

from explainer.exercises.case import Difficulty
from explainer.exercises.conventions import convention
from explainer.exercises.diagonals import diagonal_or_not
from explainer.exercises.entries import one_entry, whole_jacobian
from explainer.exercises.exercise import Exercise
from explainer.exercises.factors import (
    operator_of_a_factor,
    order_of_the_factors,
    shape_of_a_factor,
)
from explainer.exercises.gradient import one_entry_of_the_gradient


@dataclass(frozen=True)
class Kind:
    """A kind of exercise: its label and its maker."""

    label: str
    maker: Callable[[np.random.Generator, Difficulty], Exercise]


KINDS: dict[str, Kind] = {
    "shape": Kind("Shape of a factor", shape_of_a_factor),
    "diagonal": Kind("Diagonal or not", diagonal_or_not),
    "operator": Kind("Which operator", operator_of_a_factor),
    "entry": Kind("One entry of a Jacobian", one_entry),
    "jacobian": Kind("A whole Jacobian", whole_jacobian),
    "gradient": Kind("One entry of ∂J/∂x", one_entry_of_the_gradient),
    "convention": Kind("Complete the convention", convention),
    "order": Kind("Order of the factors", order_of_the_factors),
}


def make(kind: str, seed: int, difficulty: Difficulty | None = None) -> Exercise:
    """Return the exercise of this kind and seed, always the same.

    Raises `KeyError` for a kind that is not in `KINDS`, `ValueError` for a negative seed.
    """
    rng = np.random.default_rng([seed, crc32(kind.encode())])
    exercise = KINDS[kind].maker(rng, difficulty or Difficulty())
    return replace(exercise, kind=kind, seed=seed)
