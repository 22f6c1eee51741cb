"""What a link to the gallery holds: a function, the numbers that go into it, and the nudges."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from explainer.compute import FUNCTIONS
from explainer.expressions.parsing import LONGEST
from explainer.networks import ConventionSettings
from explainer.settings import choice, flag, text, whole

OWN = "own"
NUMBERS = (0.5, -1.0, 0.3, 2.0, -0.4, 1.2, -1.7, 0.8)  # an x where none is typed
LARGEST = 1000.0
DEFAULT_X = "0.5, -1, 0.3, 2"  # the first of them
DEFAULT_EXPRESSION = "x * sigmoid(x)"
EPSILONS = {float(label): label for label in (f"1e-{k}" for k in range(1, 13))}


@dataclass(frozen=True)
class GallerySettings(ConventionSettings):
    """A layer at one x, and how far it has been nudged."""

    function: str = choice(
        {OWN: "your own"} | {name: name for name in FUNCTIONS}, default="sigmoid", label="Function"
    )
    expression: str = text(LONGEST, default=DEFAULT_EXPRESSION, label="Your function: y =")
    x: str = text(
        LONGEST,
        default=DEFAULT_X,
        label=f"x, 1 to {len(NUMBERS)} numbers up to {LARGEST:g} in size with commas between",
    )
    nudged: int = whole(0, lambda s: len(s.inputs), default=0, label="Inputs nudged so far")
    eps: float = choice(EPSILONS, default=1e-3, label="ε, how far each is nudged")
    anyway: bool = flag(default=False, label="Use ∘ anyway")

    @property
    def inputs(self) -> list[float]:
        """The numbers that go into the layer; the default where x holds none."""
        return read_numbers(self.x) or read_numbers(DEFAULT_X) or []


def typed(numbers: Iterable[float]) -> str:
    """Numbers as somebody would type them, to the last digit."""
    return ", ".join(repr(float(number)).removesuffix(".0") for number in numbers)


def counted(count: int, noun: str) -> str:
    """So many of what a noun says."""
    return f"{count} {noun}{'s' * (count != 1)}"


def read_numbers(text: str) -> list[float] | None:
    """One to eight numbers from −1000 to 1000, with commas or spaces between; else None."""
    parts = re.split(r"\s*[,;]\s*|\s+", text.strip(" []()").replace("−", "-"))
    plain = all(re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?", p, re.A) for p in parts)
    if not plain or len(parts) > len(NUMBERS):
        return None
    numbers = [float(part) for part in parts]
    return numbers if max(map(abs, numbers)) <= LARGEST else None
