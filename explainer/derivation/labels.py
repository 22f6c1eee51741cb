"""Texts beside the derivation in every medium: its title, its switch, the titles of its folds."""

from explainer.notation import Formulation

TITLE = "Which product goes in the chain rule?"
# In the order of the switch: what moves begins with the first and ends with the second.
FORMULATIONS: dict[Formulation, str] = {
    "matrix": "Matrix multiply",
    "elementwise": "Element-wise",
}
SWITCH = "Write the product as (key E changes it)"
LETTERS = "What the letters, signs and colours mean, and what the product costs"
GRAPH = "The network as a graph, and its paths"
PATHS_FROM, PATHS_TO = "The paths from x, entry", "to θ, entry"
BEHIND = "The compute functions behind it"


def tracing(name: str) -> str:
    """The choice of an entry of what has this name."""
    return f"Trace an entry of {name} (or click it in the figure)"
