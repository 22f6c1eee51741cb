"""The seven steps of the walkthrough, in order: each shows itself under its title."""

from explainer.pages.walkthrough.steps import (
    activation,
    forward,
    input_layer,
    loss,
    output_layer,
    shapes,
    whole_chain,
)

STEPS = {
    "forward": forward,
    "shapes": shapes,
    "loss": loss,
    "output": output_layer,
    "activation": activation,
    "input": input_layer,
    "whole": whole_chain,
}
