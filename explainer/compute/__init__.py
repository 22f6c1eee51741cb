"""The compute module: NumPy only, usable without the page."""

from explainer.compute.chain import Chain, Link
from explainer.compute.checks import central_difference, complex_step, forward_difference, nudge
from explainer.compute.comparison import agree, differences, gradients
from explainer.compute.costs import Costs, chain_costs
from explainer.compute.function import Function
from explainer.compute.functions import ACTIVATIONS, FUNCTIONS
from explainer.compute.jacobians import Dense, Diagonal, Jacobian, elementwise_allowed, hadamard
from explainer.compute.network import Network, Values
from explainer.compute.product_structures import (
    DiagonalMinusOuter,
    DiagonalMinusOuters,
    DiagonalsBeside,
    Kronecker,
    Outer,
)
from explainer.compute.sparse_structures import (
    Convolution,
    CumulativeSum,
    Patterned,
    Selection,
)

__all__ = [
    "ACTIVATIONS",
    "FUNCTIONS",
    "Chain",
    "Convolution",
    "Costs",
    "CumulativeSum",
    "Dense",
    "Diagonal",
    "DiagonalMinusOuter",
    "DiagonalMinusOuters",
    "DiagonalsBeside",
    "Function",
    "Jacobian",
    "Kronecker",
    "Link",
    "Network",
    "Outer",
    "Patterned",
    "Selection",
    "Values",
    "agree",
    "central_difference",
    "chain_costs",
    "complex_step",
    "differences",
    "elementwise_allowed",
    "forward_difference",
    "gradients",
    "hadamard",
    "nudge",
]
