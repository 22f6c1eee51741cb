"""Typed functions that are known to be diagonal, and inputs for them."""

import numpy as np

X = np.array([0.5, -1.0, 0.3, 2.0])
TIES = np.array([2.0, 2.0])
X8 = np.array([0.5, -1.0, 0.3, 2.0, -0.4, 1.2, -1.7, 0.8])
# Each output depends only on its own input, despite how the text looks.
DIAGONAL = (
    "sum(sort(x))-sum(x)+x",
    "max(x)-max(reverse(x))+x",
    "sort(reverse(x))-sort(x)+x",
    "max(x)+min(-x)+x",
    "tanh(sum(x))-2*sigmoid(2*sum(x))+1+x",
    "relu(sum(x))-relu(-sum(x))-sum(x)+x",
    "leaky_relu(sum(x))-relu(sum(x))+0.01*relu(-sum(x))+x",
    "log(abs(sum(x)))-log(sum(x)**2)/2+x",
    "softmax(x+sum(x))*sum(exp(x))",
)


def beside(matrix):
    """Return a boolean matrix, True off the diagonal."""
    return ~np.eye(*matrix.shape, dtype=bool)
