"""The seven steps, in order: each is its parts under its title."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Protocol

from explainer.derivation.parts import Part, Parts
from explainer.derivation.steps import activation, forward, linear, loss, shapes, whole_chain
from explainer.notation.steps import NUMBERS, TITLES, TRACED
from explainer.scene import Scene


class Step(Protocol):
    """A step: a module, or an object where two steps are alike."""

    def content(self, scene: Scene, title: str, entry: int, /) -> Iterator[Part]:
        """Yield all parts of the step under its title."""

    def formula(self, scene: Scene, /) -> str:
        """Return LaTeX of the step."""

    def product(self, scene: Scene, entry: int, /) -> Iterator[Part]:
        """Yield the figure, and the choice of the entry that it traces."""

    def made(self, scene: Scene, entry: int, /) -> str:
        """Return the sum that gives the entry."""

    def verdict(self, scene: Scene, /) -> str:
        """Return the kind of the product and its reason."""


STEPS: dict[str, Step] = {
    "forward": forward,
    "shapes": shapes,
    "loss": loss,
    "output": linear.OUTPUT,
    "activation": activation,
    "input": linear.INPUT,
    "whole": whole_chain,
}


def title_of(step: str) -> str:
    """Return the number and the title of a step."""
    return f"{NUMBERS[step]}. {TITLES[step]}"


def entries(scene: Scene, step: str) -> int:
    """Return the number of entries of a step's result, one of which is traced."""
    return dict(zip("DHK", scene.network.sizes, strict=True))[TRACED[step]]


def parts_of(scene: Scene, step: str, entry: int) -> Parts:
    """Return all parts of a step. It traces `entry`, or the last one if there are fewer."""
    return STEPS[step].content(scene, title_of(step), min(entry, entries(scene, step) - 1))


@lru_cache(maxsize=80)  # of at most 0.5 MiB, that of the digit's network
def kept_parts(scene: Scene, step: str, entry: int) -> Parts:
    """Return the same parts from a cache: most visitors look at the same few states."""
    return tuple(parts_of(scene, step, entry))
