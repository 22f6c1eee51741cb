"""Exercises made from a seed, and bugs to find. Usable without the page.

    >>> from explainer.exercises import KINDS, make
    >>> exercise = make("shape", seed=3)
    >>> exercise.check(exercise.answer).right
    True

`KINDS` are the names. What `make` gives has `prompt` (Markdown), `form`, `answer`, `check`, `hint`,
`explanation` and `state`, and depends on kind, seed and difficulty alone. `BUGS` are derivations
with one wrong line.
"""

from explainer.exercises.bugs import Bug
from explainer.exercises.case import Difficulty
from explainer.exercises.exercise import Choice, Exercise, Numbers, Verdict
from explainer.exercises.kinds import KINDS, make
from explainer.exercises.published import BUGS

__all__ = [
    "BUGS",
    "KINDS",
    "Bug",
    "Choice",
    "Difficulty",
    "Exercise",
    "Numbers",
    "Verdict",
    "make",
]
