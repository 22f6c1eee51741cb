"""The questions about each factor, and the factors that must not be seen yet."""

from __future__ import annotations

from collections.abc import Collection

from explainer.compute import Link
from explainer.exercises.questions import Question, operator, shape, structure
from explainer.notation.steps import FACTORS
from explainer.scene import Scene


def link_of(scene: Scene, step: str) -> Link:
    """The link whose Jacobian a step is about; of the loss that of softmax, if it has numbers."""
    node = FACTORS[step]
    if node == "theta" and scene.chain.unfused:
        return scene.chain.unfused[1]
    return scene.chain[node]


def questions(scene: Scene, step: str) -> list[Question]:
    """Return the questions about a step's factor; a factor of one number has none."""
    link = link_of(scene, step)
    found = [shape(link, scene.notation.rows), structure(link), operator(link)]
    return [one for one in found if len(one.options) > 1]


def hidden(scene: Scene, answers: Collection[str]) -> frozenset[str]:
    """The nodes whose factors are not to be seen yet, given what has been answered or skipped."""
    return frozenset(
        node
        for step, node in FACTORS.items()
        if step not in answers
        and any(f"{step}-{one.name}" not in answers for one in questions(scene, step))
    )
