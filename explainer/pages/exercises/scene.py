"""ExerciseScene: the exercise of the settings, the answers to its set, and the score."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from explainer import controls
from explainer.exercises import BUGS, KINDS, Bug, Exercise, Judgement, Numbers, Options, make
from explainer.pages.exercises.controls import WIDGETS
from explainer.pages.exercises.settings import BUG, MIXED, OF_A_SET, ExerciseSettings
from explainer.pages.typed import read_numbers
from explainer.settings import harmless

GIVEN_UP = "given up"
LARGEST = 1e6


@dataclass(frozen=True)
class ExerciseScene:
    """The settings, and the answers of the session by their keys."""

    settings: ExerciseSettings
    answers: dict[str, Any]

    @property
    def is_bug(self) -> bool:
        return self.settings.kind == BUG

    @cached_property
    def exercise(self) -> Exercise:
        """The exercise; a mixed set takes the kinds in turn, in an order seeded by the set."""
        settings = self.settings
        kind = settings.kind
        if kind == MIXED:
            order = np.random.default_rng(settings.set).permutation(len(KINDS))
            kind = list(KINDS)[order[(settings.number - 1) % len(KINDS)]]
        seed = (settings.set - 1) * OF_A_SET + settings.number
        return make(kind, seed, settings.difficulty)

    @cached_property
    def bug(self) -> Bug:
        order = np.random.default_rng(self.settings.set).permutation(len(BUGS))
        return BUGS[order[self.settings.number - 1]]

    @property
    def key(self) -> str:
        """The key of the answer to this exercise."""
        return "-".join(map(str, (*self.settings.of_the_set, self.settings.number)))

    @property
    def answer(self) -> Any:
        """The answer: a text, rows of texts, or `GIVEN_UP`; None if there is no answer yet.

        Text that cannot be read is not an answer; the last readable one is returned instead.
        """
        return self.answers.get(f"{self.key}-before") if self.unreadable else self.typed

    @property
    def typed(self) -> Any:
        return self.answers.get(self.key)

    @property
    def found_line(self) -> bool:
        """True if this is a bug, and the chosen line is the wrong one."""
        return self.is_bug and self.answer == str(self.bug.wrong + 1)

    @property
    def mend(self) -> str | None:
        """The text chosen to mend the wrong line of a bug."""
        return self.answers.get(self.mend_key)

    @property
    def mend_key(self) -> str:
        return f"{self.key}-mend"

    @property
    def unreadable(self) -> str:
        """A sentence about the first typed cell that is not a number; empty if all are."""
        if not isinstance(self.typed, list):
            return ""
        form = self.exercise.form
        single = isinstance(form, Numbers) and form.single
        for i, row in enumerate(self.typed):
            for j, text in enumerate(row):
                if _read(text) is None:
                    cell = "Your answer" if single else f"Row {i}, column {j}"
                    return f"{cell} is {_fault(text)}. Write one as 0.25 or −1.5."
        return ""

    @property
    def answered(self) -> bool:
        return self.answer is not None

    @property
    def given_up(self) -> bool:
        return self.answer == GIVEN_UP

    @cached_property
    def verdict(self) -> Judgement:
        """The verdict on the current answer."""
        exercise = self.exercise
        if isinstance(exercise.form, Options):
            return exercise.check(self.answer)
        return exercise.check([[_read(text) for text in row] for row in self.answer])

    @property
    def is_right(self) -> bool:
        """True if the answer is right; for a bug judged at once, both the line and its mend."""
        if not self.answered or self.given_up:
            return False
        if not self.is_bug:
            return self.verdict.right
        if not self.found_line:
            return False
        return self.judged_late or self.mend == self.bug.fragments[self.bug.fix]

    @property
    def settled(self) -> bool:
        """True if the answer is complete enough for the score."""
        if not self.is_bug or not self.answered or self.judged_late or self.given_up:
            return self.answered
        return not self.found_line or self.mend is not None

    @property
    def hidden(self) -> bool:
        """True if verdicts are not shown yet."""
        return self.judged_late and not self.done

    @property
    def judged_late(self) -> bool:
        """True if verdicts wait for the end of the set; of a bug, only the line counts then."""
        return self.settings.answers == "hidden"

    def at(self, number: int) -> ExerciseScene:
        """Return another exercise of the set."""
        return ExerciseScene(replace(self.settings, number=number), self.answers)

    @cached_property
    def done(self) -> bool:
        """True if all ten are settled."""
        return all(task.settled for task in self.ten)

    def note(self) -> None:
        """Store what the score counts: the first answer, or all last answers when a set is done."""
        if isinstance(self.typed, list) and not self.unreadable:
            self.answers[f"{self.key}-before"] = self.typed
        counted = self.ten if self.judged_late and self.done else []
        if not self.judged_late and self.settled:
            counted = [self]
        for task in counted:
            self.answers.setdefault(f"{task.key}-first", task.is_right)

    @cached_property
    def ten(self) -> list[ExerciseScene]:
        """All ten exercises of the set."""
        return [self.at(number) for number in range(1, OF_A_SET + 1)]

    @property
    def first(self) -> bool | None:
        """True if the answer that counts was right; None if not yet given."""
        return self.answers.get(f"{self.key}-first")


def _fault(text: str) -> str:
    """Return why a text is no number."""
    if not text.strip():
        return "empty"
    if re.fullmatch(r"\s*[-−–+]?\d+,\d+\s*", text):
        return f"`{harmless(text)}`, with a comma, which stands between two numbers on these pages"
    return f"`{harmless(text)}`, which is no number"


def _read(text: str) -> float | None:
    """Return the number of a text, with any kind of minus, or None."""
    plain = re.sub(r"^\s*[-−–]\s*", "-", text)
    entries = read_numbers(plain, 1, LARGEST)
    return entries[0] if entries else None


def current_scene() -> ExerciseScene:
    """Return the scene of the current widgets, with the answers of the session."""
    return ExerciseScene(WIDGETS.settings(), controls.kept("exercises", None))
