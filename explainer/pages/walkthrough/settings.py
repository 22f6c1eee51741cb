"""The parameters of a link to the walkthrough."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from explainer.derivation.labels import FORMULATIONS, PATHS_FROM, PATHS_TO
from explainer.networks import NetworkSettings
from explainer.notation import Formulation
from explainer.notation.steps import NUMBERS, TRACED
from explainer.settings import choice, flag, whole

PREDICT = {"show": "Show me", "first": "Let me predict"}
PARTS = ("product", "sum", "verdict")
# The slides of present mode: a step, and a part of it.
SLIDES = (
    ("forward", "question"),
    ("forward", "answer"),
    *((step, part) for step in TRACED for part in PARTS),
)


@dataclass(frozen=True)
class WalkthroughSettings(NetworkSettings):
    """A state of the walkthrough."""

    page: ClassVar[str] = "walkthrough"

    formulation: Formulation = choice(FORMULATIONS, default="matrix", label="Formulation")
    predict: str = choice(PREDICT, default="show", label="How to go through the steps")
    step: str = choice(NUMBERS | {"all": "All"}, default="forward", label="Step")
    entry: int = whole(
        0,
        lambda s: s.entries - 1,
        default=0,
        label="Trace this entry of the step's result (of the longest, where all steps are shown)",
    )

    present: bool = flag(default=False, label="Present (key P)")
    slide: int = whole(1, len(SLIDES), default=1, label="Slide")
    start: int = whole(0, lambda s: s.sizes["D"] - 1, default=0, label=PATHS_FROM)
    end: int = whole(0, lambda s: s.sizes["K"] - 1, default=0, label=PATHS_TO)

    def aside(self, name: str) -> str:
        if name == "slide" and not self.present:
            return ", with present = true"
        return super().aside(name)

    @property
    def entries(self) -> int:
        """The number of entries of the step's result; of the longest one, if all are shown."""
        sizes = self.sizes
        return sizes[TRACED[self.step]] if self.step in TRACED else max(sizes.values())
