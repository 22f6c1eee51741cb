"""The states whose files are tested."""

from itertools import product

from explainer.compute import ACTIVATIONS
from explainer.exports import Subject
from explainer.networks import NetworkSettings, scene_of
from explainer.notation import CONVENTIONS
from explainer.palette import LIGHT

FORMULATIONS = ("matrix", "elementwise")
DIGIT = {"network": "digit", "image": 37}
SIZES = [{}, {"D": 3, "H": 3, "K": 3}, {"D": 1, "H": 1, "K": 2}, {"D": 6, "H": 2, "K": 5}]


def subject(formulation="matrix", **settings):
    found = NetworkSettings(**settings)
    return Subject(scene_of(found, LIGHT, formulation), "/?step=5")


# Every activation in every convention and formulation, with sizes in turn; then the digit.
STATES = [
    {"activation": activation, "convention": convention, "formulation": f, **SIZES[at % 4]}
    for at, (activation, convention, f) in enumerate(
        product(ACTIVATIONS, CONVENTIONS, FORMULATIONS)
    )
] + [
    {**DIGIT, "convention": convention, "formulation": f}
    for convention, f in product(CONVENTIONS, FORMULATIONS)
]


def title(state):
    return " ".join(str(value) for value in state.values())
