"""The questions about each factor, and the factors that are still hidden."""

from __future__ import annotations

from collections.abc import Collection

from explainer.compute import Link
from explainer.exercises.questions import Question, operator, shape, structure
from explainer.notation.steps import FACTORS
from explainer.scene import Scene


def link_of(scene: Scene, step: str) -> Link:
    """Return the link of a step's Jacobian; for the loss that of softmax, if it has numbers."""
    node = FACTORS[step]
    if node == "theta" and scene.chain.unfused:
        return scene.chain.unfused[1]
    return scene.chain[node]


def questions(scene: Scene, step: str) -> list[Question]:
    """Return the questions about the factor of a step, without those that have one option only."""
    link = link_of(scene, step)
    asked = [shape(link, scene.notation.rows), structure(link), operator(link)]
    return [question for question in asked if len(question.options) > 1]


def hidden(scene: Scene, answers: Collection[str]) -> frozenset[str]:
    """Return the nodes whose factors are still hidden, given the answered and skipped keys."""
    return frozenset(
        node
        for step, node in FACTORS.items()
        if step not in answers
        and any(f"{step}-{question.name}" not in answers for question in questions(scene, step))
    )
