"""The titles of the steps of the walkthrough, in their order."""

TITLES = {
    "forward": "Forward: from the input to the loss",
    "shapes": "The chain in shapes",
    "loss": "From the loss to the logits",
    "output": "Through the output layer",
    "activation": "Through the activation",
    "input": "Through the input layer",
    "whole": "The whole chain, checked",
}
NUMBERS = {step: str(number) for number, step in enumerate(TITLES, start=1)}
# The size of what each ends with, of which an entry is traced.
TRACED = {
    "forward": "K",
    "shapes": "D",
    "loss": "K",
    "output": "H",
    "activation": "H",
    "input": "D",
    "whole": "D",
}
# The steps that add a factor, and the node with respect to which it is a Jacobian.
FACTORS = {"loss": "theta", "output": "h", "activation": "r", "input": "x"}
# The steps whose figures have colour scales of their own.
OWN_SCALE = ("forward", "loss", "whole")
