"""The seven steps of the walkthrough, in order: each has a TITLE and shows itself."""

from explainer.pages.steps import (
    activation,
    forward,
    input_layer,
    loss,
    output_layer,
    shapes,
    whole_chain,
)

STEPS = {
    "1": forward,
    "2": shapes,
    "3": loss,
    "4": output_layer,
    "5": activation,
    "6": input_layer,
    "7": whole_chain,
}
