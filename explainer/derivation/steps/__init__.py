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
