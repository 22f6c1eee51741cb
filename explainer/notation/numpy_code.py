"""NumPy of what each step shows. The tests run it and compare it with the numbers on the page."""

from __future__ import annotations

from dataclasses import dataclass

from explainer.notation.names import WEIGHTS, Factor, Notation


@dataclass(frozen=True)
class Snippet:
    """NumPy that a step shows, and the name of the variable that holds what it computes."""

    code: str
    result: str


# Where −y/ŷ is no finite number, this is all that can be written of the first link.
FUSED = Snippet("dJ_dtheta = y_hat - y", "dJ_dtheta")


def snippets(n: Notation) -> dict[str, Snippet]:
    """The NumPy of each step, to be run in this order in one namespace."""
    _, w2, _, w1 = n.factors
    sign = "*" if n.shorthand else "@"
    forward = (f"{node} = {code}" for node, code in forward_nodes(n).items())
    return {
        "forward": Snippet("\n".join(forward), "J"),
        "shapes": Snippet(_shapes(n), "shapes"),
        "loss": _softmax_snippet(n),
        "output": Snippet(f"dJ_dh = {_times(n, 'dJ_dtheta', w2)}", "dJ_dh"),
        "activation": Snippet(f"dJ_dr = {_times(n, 'dJ_dh', n.activation, sign)}", "dJ_dr"),
        "input": Snippet(f"dJ_dx = {_times(n, 'dJ_dr', w1)}", "dJ_dx"),
        "whole": Snippet(f"gradient = {whole(n)}", "gradient"),
    }


def forward_nodes(n: Notation) -> dict[str, str]:
    """NumPy of each node of the forward pass over the ones before it."""
    first, second = (
        _times(n, node, n.weights(name, transposed=False))
        for node, name in zip(("x", "h"), WEIGHTS, strict=True)
    )
    return {
        "r": f"{first} + b1",
        "h": f"{n.function.identifier}(r)",
        "theta": f"{second} + b2",
        "y_hat": "softmax(theta)",
        "J": "-np.sum(y * log_softmax(theta))",
    }


def whole(n: Notation) -> str:
    """NumPy of the whole product."""
    e, w2, s, w1 = (factor.code for factor in n.factors)
    if n.rows:
        return f"(({e} @ {w2}) * {s}) @ {w1}" if n.shorthand else f"{e} @ {w2} @ {s} @ {w1}"
    # @ and * have the same precedence in Python, which works from the left: with * the parentheses
    # are required, with @ alone they save the products of two matrices.
    return f"{w1} @ ({s} {'*' if n.shorthand else '@'} ({w2} @ {e}))"


def _times(n: Notation, upstream: str, factor: Factor, sign: str = "@") -> str:
    return f" {sign} ".join(n.ordered((upstream, factor.code)))


def _shapes(n: Notation) -> str:
    as_matrix = "[np.newaxis, :]" if n.rows else "[:, np.newaxis]"  # a vector as a row or a column
    codes = [f.code + (as_matrix if f.sizes[0] == "1" else "") for f in n.factors]
    lines = ",\n    ".join(n.ordered(codes))
    return f"factors = [\n    {lines},\n]\nshapes = [factor.shape for factor in factors]"


def _softmax_snippet(n: Notation) -> Snippet:
    if n.formulation == "elementwise":
        wrong = " * ".join(n.ordered(("(-y / y_hat)", "(y_hat * (1 - y_hat))")))
        return Snippet(
            "dJ_dtheta = y_hat - y\n"
            f"wrong = {wrong}  # the Jacobian is not diagonal\n"
            "error = np.max(np.abs(wrong - dJ_dtheta))",
            "wrong",
        )
    return Snippet(
        "dJ_dy_hat = -y / y_hat\n"
        f"dy_hat_dtheta = {n.softmax_jacobian.code}\n"
        f"dJ_dtheta = {' @ '.join(n.ordered(('dJ_dy_hat', 'dy_hat_dtheta')))}",
        "dJ_dtheta",
    )
