"""The seven steps, in order: each is its parts under its title."""

from functools import lru_cache

from explainer.derivation.parts import Parts
from explainer.derivation.steps import (
    activation,
    forward,
    input_layer,
    loss,
    output_layer,
    shapes,
    whole_chain,
)
from explainer.notation.steps import NUMBERS, TITLES, TRACED
from explainer.scene import Scene

STEPS = {
    "forward": forward,
    "shapes": shapes,
    "loss": loss,
    "output": output_layer,
    "activation": activation,
    "input": input_layer,
    "whole": whole_chain,
}


def title_of(step: str) -> str:
    """Its number and its name."""
    return f"{NUMBERS[step]}. {TITLES[step]}"


def entries(scene: Scene, step: str) -> int:
    """How many entries a step's result has, of which one is traced."""
    return dict(zip("DHK", scene.network.sizes, strict=True))[TRACED[step]]


def parts_of(scene: Scene, step: str, entry: int) -> Parts:
    """All of a step. It traces the entry, or its last one."""
    return STEPS[step].content(scene, title_of(step), min(entry, entries(scene, step) - 1))


@lru_cache(maxsize=80)  # of at most 0.5 MiB, that of the digit's network
def kept_parts(scene: Scene, step: str, entry: int) -> Parts:
    """The same, kept: most visitors look at the same few states."""
    return tuple(parts_of(scene, step, entry))
