"""Exercises made from a seed, and bugs to find. Usable without the page.

    >>> from explainer.exercises import KINDS, make
    >>> exercise = make("shape", seed=3)
    >>> exercise.check(exercise.answer).right
    True

`KINDS` holds the names. An exercise has `prompt` (Markdown), `form`, `answer`, `check`, `hint`,
`explanation` and `state`. It depends only on kind, seed and difficulty. `BUGS` are derivations
with one wrong line.
"""

from explainer.exercises.bugs import Bug
from explainer.exercises.case import Difficulty
from explainer.exercises.exercise import Exercise, Judgement, Numbers, Options
from explainer.exercises.kinds import KINDS, make
from explainer.exercises.published import BUGS

__all__ = [
    "BUGS",
    "KINDS",
    "Bug",
    "Difficulty",
    "Exercise",
    "Judgement",
    "Numbers",
    "Options",
    "make",
]
