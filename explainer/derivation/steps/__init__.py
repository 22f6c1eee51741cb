"""The seven steps, in order: each is its parts under its title."""

from explainer.content import Parts
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


def entry_of(scene: Scene, step: str, wanted: int) -> int:
    """The entry that a step traces: the one that is wanted, or its last one."""
    sizes = dict(zip("DHK", scene.network.sizes, strict=True))
    return min(wanted, sizes[TRACED[step]] - 1)


def parts_of(scene: Scene, step: str, entry: int) -> Parts:
    """All of a step."""
    return STEPS[step].content(scene, title_of(step), entry_of(scene, step, entry))
