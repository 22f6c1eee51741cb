"""The settings that the page of exercises and the page for teachers share."""

from __future__ import annotations

from dataclasses import dataclass

from explainer.exercises import Difficulty
from explainer.exercises.case import Functions, Sizes
from explainer.networks import ConventionSettings
from explainer.settings import choice, whole

SIZES: dict[Sizes, str] = {"distinct": "Distinct", "equal": "Equal"}
FUNCTIONS: dict[Functions, str] = {
    "sigmoid": "Sigmoid",
    "elementwise": "Element-wise",
    "any": "Softmax too",
}


@dataclass(frozen=True)
class SetSettings(ConventionSettings):
    """A set of exercises, by its seed, and its difficulty."""

    sizes: Sizes = choice(SIZES, default="distinct", label="Sizes of the network")
    functions: Functions = choice(FUNCTIONS, default="sigmoid", label="Activations")
    set: int = whole(1, 999, default=1, label="Set")

    @property
    def difficulty(self) -> Difficulty:
        return Difficulty(self.sizes, self.functions, self.convention)
