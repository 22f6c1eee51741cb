"""The parameters of a link to the exercises: set, difficulty, number, and time of verdicts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from explainer.exercises import KINDS
from explainer.pages.sets import SetSettings
from explainer.settings import choice, whole

MIXED, BUG = "mixed", "bug"
OF_A_SET = 10
LABELS = {name: kind.label for name, kind in KINDS.items()}


@dataclass(frozen=True)
class ExerciseSettings(SetSettings):
    """An exercise of a set of ten."""

    page: ClassVar[str] = "exercises"

    kind: str = choice(
        {MIXED: "All kinds", **LABELS, BUG: "Find the bug"}, default=MIXED, label="Kind"
    )
    number: int = whole(1, OF_A_SET, default=1, label="Exercise")
    answers: str = choice(
        {"shown": "shown", "hidden": "hidden"},
        default="shown",
        label="Verdicts until the set is done",
    )

    @property
    def of_the_set(self) -> tuple[object, ...]:
        """The settings on which the ten exercises depend, and when they are judged."""
        if self.kind == BUG:
            return self.kind, self.set, self.answers
        return self.kind, self.sizes, self.functions, self.set, self.convention, self.answers
