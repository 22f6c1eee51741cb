"""The compute module: NumPy only, usable without the page."""

from explainer.compute.chain import Chain, Step
from explainer.compute.checks import central_difference, complex_step
from explainer.compute.comparison import agree, differences, gradients
from explainer.compute.costs import Costs, chain_costs
from explainer.compute.functions import FUNCTIONS, Function
from explainer.compute.jacobians import (
    Dense,
    Diagonal,
    DiagonalMinusOuter,
    Jacobian,
    Kronecker,
    hadamard,
)
from explainer.compute.network import Network, Values

__all__ = [
    "FUNCTIONS",
    "Chain",
    "Costs",
    "Dense",
    "Diagonal",
    "DiagonalMinusOuter",
    "Function",
    "Jacobian",
    "Kronecker",
    "Network",
    "Step",
    "Values",
    "agree",
    "central_difference",
    "chain_costs",
    "complex_step",
    "differences",
    "gradients",
    "hadamard",
]
