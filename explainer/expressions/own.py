"""Own: a typed function at one x, its numbers at once, and its formulas when they are asked for."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from explainer.compute import Patterned
from explainer.compute.jacobians import beside_diagonal
from explainer.compute.validation import Array
from explainer.expressions import deriver
from explainer.expressions.deriver import NoFormulas
from explainer.expressions.parsing import Expression, NotAllowed, parse
from explainer.expressions.values import Tracked, tracked

Place = tuple[int, int]
FEW = 16  # entries of a Jacobian that is small
SMALL = 1e-9  # of the largest entry: 0, as far as a computer can tell


@dataclass(frozen=True)
class Formula:
    """∂y[i]/∂x[j] as SymPy writes it, and what it gives at this x."""

    place: Place
    latex: str
    number: float


@dataclass(frozen=True, eq=False)
class Formulas:
    """What SymPy found."""

    value: list[str]  # LaTeX of each output
    entries: list[Formula]
    matrix: str | None  # LaTeX of the whole Jacobian, if it is short


@dataclass(frozen=True, eq=False)
class Own:
    """An expression at x (n,)."""

    expression: Expression
    x: Array
    found: Tracked

    @classmethod
    def at(cls, text: str, x: Array) -> Own:
        """Raises `NotAllowed` for a text that is no expression, or has no numbers at this x."""
        expression = parse(text)
        return cls(expression, x, tracked(expression, x))

    @property
    def formulas(self) -> Formulas:
        """As SymPy writes them. Raises `NoFormulas` where it cannot, and why."""
        nowhere = np.zeros_like(self.found.support)
        answer = self._asked(self._places, nowhere)
        entries = [Formula(tuple(e["place"]), e["latex"], e["number"]) for e in answer["entries"]]
        return Formulas(answer["value"], entries, answer["matrix"])

    @property
    def jacobian(self) -> Patterned:
        """With the zeros that SymPy proves, unless it is busy, now, or stopped."""
        support = self.found.support
        if self._doubtful.any():
            # Asked for apart: proving takes longer than writing down.
            with suppress(NoFormulas):
                support = support & ~np.array(self._asked([], self._doubtful)["zero"])
        return Patterned(self.found.jacobian, support)

    # Remembered by the deriver, and not here: in Python 3.11 a cached property keeps all waiting.
    def _asked(self, places: list[Place], doubtful: Array) -> Any:
        question = {
            "text": self.expression.text,
            "x": self.x.tolist(),
            "places": places,
            "doubtful": doubtful.tolist(),
        }
        return deriver.DERIVER.ask(json.dumps(question))

    @cached_property
    def _doubtful(self) -> Array:
        """Entries that could be non-zero by how the expression is built, but were 0 at each try."""
        rng = np.random.default_rng(0)
        tries = [self.x, *rng.standard_normal((3, self.x.size)), rng.uniform(0.1, 2, self.x.size)]
        seen = np.zeros_like(self.found.support)
        for point in tries:
            try:
                jacobian = np.abs(tracked(self.expression, point).jacobian)
            except NotAllowed:
                continue  # outside of where it has a value
            seen |= jacobian > SMALL * max(1.0, jacobian.max())
        return self.found.support & ~seen

    @property
    def shown(self) -> list[Place]:
        """An entry of the diagonal and one beside it, of each the first that is not 0."""
        size = np.abs(self.found.jacobian)
        beside = beside_diagonal(size)
        chosen = []
        for mask in (~beside, beside & self.found.support):
            if mask.any():
                i, j = np.argwhere(mask & (size > 0) if size[mask].any() else mask)[0]
                chosen.append((int(i), int(j)))
        return chosen

    @property
    def _places(self) -> list[Place]:
        """The entries that are written: of a small Jacobian all."""
        size = self.found.jacobian.shape
        return list(np.ndindex(*size)) if size[0] * size[1] <= FEW else self.shown
