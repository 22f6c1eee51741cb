"""What the steps of the walkthrough are called, in their order."""

TITLES = {
    "forward": "Forward: from the input to the loss",
    "shapes": "The chain in shapes",
    "loss": "From the loss to the logits",
    "output": "Through the output layer",
    "activation": "Through the activation",
    "input": "Through the input layer",
    "whole": "The whole chain, checked",
}
