"""ExerciseScene: the exercise of the settings, what was answered of its set, and the score."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from explainer import controls
from explainer.exercises import BUGS, KINDS, Bug, Choice, Exercise, Verdict, make
from explainer.pages.exercises.controls import WIDGETS
from explainer.pages.exercises.settings import BUG, MIXED, OF_A_SET, ExerciseSettings
from explainer.pages.typed import read_numbers

GIVEN_UP = "given up"
LARGEST = 1e6


@dataclass(frozen=True)
class ExerciseScene:
    """The settings, and the answers of the visit by their keys; the rest follows."""

    settings: ExerciseSettings
    answers: dict[str, Any]

    @property
    def is_bug(self) -> bool:
        return self.settings.kind == BUG

    @cached_property
    def exercise(self) -> Exercise:
        """Of a set of all kinds each kind comes in turn, in an order of the set's own."""
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
        """Of what is answered here."""
        return "-".join(map(str, (*self.settings.of_the_set, self.settings.number)))

    @property
    def answer(self) -> Any:
        """What was answered: a text, rows of texts, or that it was given up; None so far."""
        return self.answers.get(self.key)

    @property
    def mend(self) -> str | None:
        """What was chosen in place of a bug's wrong line."""
        return self.answers.get(self.mend_key)

    @property
    def mend_key(self) -> str:
        return f"{self.key}-mend"

    @property
    def unreadable(self) -> str:
        """What of the answer is no number."""
        if self.is_bug or isinstance(self.exercise.form, Choice) or not _typed(self.answer):
            return ""
        texts = (text for row in self.answer for text in row)
        return next((text or " " for text in texts if _read(text) is None), "")

    @property
    def answered(self) -> bool:
        return self.answer is not None and not self.unreadable

    @property
    def given_up(self) -> bool:
        return self.answer == GIVEN_UP

    @cached_property
    def verdict(self) -> Verdict:
        """On what is answered now."""
        exercise = self.exercise
        if isinstance(exercise.form, Choice):
            return exercise.check(self.answer)
        return exercise.check([[_read(text) for text in row] for row in self.answer])

    @property
    def is_right(self) -> bool:
        """Of a bug: were the line and what mends it both found?"""
        if not self.answered or self.given_up:
            return False
        if not self.is_bug:
            return self.verdict.right
        if self.answer != str(self.bug.wrong + 1):
            return False
        return self.judged_late or self.mend == self.bug.fragments[self.bug.fix]

    @property
    def settled(self) -> bool:
        """Is all of it answered, for the score?"""
        if not self.is_bug or not self.answered or self.judged_late or self.given_up:
            return self.answered
        return self.answer != str(self.bug.wrong + 1) or self.mend is not None

    @property
    def hidden(self) -> bool:
        """Is no verdict to be seen yet?"""
        return self.judged_late and not self.done

    @property
    def judged_late(self) -> bool:
        """Do verdicts wait for the end of the set? Of a bug the line alone is asked for then."""
        return self.settings.answers == "hidden"

    def at(self, number: int) -> ExerciseScene:
        """Another exercise of the set."""
        return ExerciseScene(replace(self.settings, number=number), self.answers)

    @cached_property
    def done(self) -> bool:
        """Are all ten answered?"""
        keys = (self.at(number) for number in range(1, OF_A_SET + 1))
        return all(one.answered for one in keys)

    def note_first(self) -> None:
        """Keep whether the first answer was right: that is what the score counts."""
        if self.settled:
            self.answers.setdefault(f"{self.key}-first", self.is_right)

    @property
    def first(self) -> bool | None:
        """Was the first answer right? Of a set whose verdicts are hidden, the last one."""
        if self.judged_late:
            return self.is_right if self.answered else None
        return self.answers.get(f"{self.key}-first")


def _typed(answer: Any) -> bool:
    return isinstance(answer, list)


def _read(text: str) -> float | None:
    """A number as somebody types it, with a point or a comma."""
    found = read_numbers(text.replace(",", "."), 1, LARGEST)
    return found[0] if found else None


def current_scene() -> ExerciseScene:
    """What the widgets say now, with the answers of the visit."""
    return ExerciseScene(WIDGETS.settings(), controls.kept("exercises", None))
