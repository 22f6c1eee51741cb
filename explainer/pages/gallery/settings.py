"""The parameters of a link to the gallery: a function, its input, and the nudges."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from explainer.compute import FUNCTIONS
from explainer.expressions.parsing import LONGEST
from explainer.networks import ConventionSettings
from explainer.pages.typed import read_numbers
from explainer.settings import choice, flag, text, whole

OWN = "own"
NUMBERS = (0.5, -1.0, 0.3, 2.0, -0.4, 1.2, -1.7, 0.8)  # the default x, and more for longer ones
LARGEST = 1000.0
LONGEST_X = 200  # characters
DEFAULT_X = "0.5, -1, 0.3, 2"  # the first of them
DEFAULT_EXPRESSION = "x * sigmoid(x)"
EPSILONS = {float(label): label for label in (f"1e-{k}" for k in range(1, 13))}


@dataclass(frozen=True)
class GallerySettings(ConventionSettings):
    """A layer at one x, and the number of inputs nudged so far."""

    page: ClassVar[str] = "gallery"

    function: str = choice(
        {OWN: "your own"} | {name: name for name in FUNCTIONS}, default="sigmoid", label="Function"
    )
    expression: str = text(LONGEST, default=DEFAULT_EXPRESSION, label="Your function: y =")
    x: str = text(
        LONGEST_X,
        default=DEFAULT_X,
        label=f"x, 1 to {len(NUMBERS)} numbers up to {LARGEST:g} in size with commas between",
    )
    nudged: int = whole(0, lambda s: s.size, default=0, label="Inputs nudged so far")
    eps: float = choice(EPSILONS, default=1e-3, label="ε, how far each is nudged")
    anyway: bool = flag(default=False, label="Use ∘ anyway")

    @property
    def inputs(self) -> list[float] | None:
        """The numbers that go into the layer; None if x cannot be read."""
        return read_numbers(self.x, len(NUMBERS), LARGEST)

    @property
    def size(self) -> int:
        """The number of inputs; that of the default x if x cannot be read."""
        return len(self.inputs or NUMBERS[:4])
