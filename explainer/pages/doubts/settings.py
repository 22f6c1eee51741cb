"""The parameters of a link to the doubts: the doubt, the attempt, and the search."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from explainer.networks import ConventionSettings
from explainer.pages.doubts.table import DOUBTS
from explainer.settings import choice, text

NONE = "none"
LETTERS = ("A", "B", "C")


@dataclass(frozen=True)
class DoubtSettings(ConventionSettings):
    """A doubt and the chosen attempt, or a search for one."""

    page: ClassVar[str] = "doubts"

    doubt: str = choice(
        {NONE: "all"} | {doubt: doubt for doubt in DOUBTS},
        default=NONE,
        label="Doubt",
        earlier={"none": NONE},
    )
    tried: str = choice(
        {NONE: "not yet"} | {letter: letter for letter in LETTERS}, default=NONE, label="Which one?"
    )
    search: str = text(100, default="", label="Search the doubts, in your own words")
