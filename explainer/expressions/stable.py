"""The same function in a form that does not overflow, for the few forms that people write.

exp(800) is no float64, but log(1 + exp(800)) is 800. Each rule here is an identity for every x.
"""

from __future__ import annotations

from explainer.expressions.tree import (
    Binary,
    Call,
    Negative,
    Node,
    Number,
    Power,
)


def stable(node: Node) -> Node:
    """Return the tree with log(1 + eᵘ), 1/(1 + eᵘ), eᵘ/Σeᵘ and log Σeᵘ as one function each."""
    inner = node.mapped(stable)
    found = _rewritten(inner)
    return inner if found is None else found.placed(node.span)


def _rewritten(node: Node) -> Node | None:
    u: Node | None
    match node:
        case Call("log", Call("sum", Call("exp", u))):
            return Call("log_sum_exp", u)
        case Call("log", inner) if (u := _one_plus_exp(inner)) is not None:
            return Call("softplus", u)
        case Call("log1p", Call("exp", u)):
            return Call("softplus", u)
        case Binary("/", Call("exp", u), Call("sum", Call("exp", v))) if u == v:
            return Call("softmax", u)
        case Binary("/", Call("exp", u), inner) if _one_plus_exp(inner) == u:
            return Call("sigmoid", u)
        case Binary("/", numerator, inner) if (u := _one_plus_exp(inner)) is not None:
            gate = Call("sigmoid", _negative(u))
            return gate if numerator == Number(1.0) else Binary("*", numerator, gate)
        case Power(inner, -1.0) if (u := _one_plus_exp(inner)) is not None:
            return Call("sigmoid", _negative(u))
        case Binary("/", Binary("-", p, q), Binary("+", r, s)) if (p, q) == (r, s):
            match p, q:
                case Call("exp", u), Call("exp", v) if _negative(u) == v or _negative(v) == u:
                    return Call("tanh", u)
    return None


def _one_plus_exp(node: Node) -> Node | None:
    """Return u of 1 + exp(u), or None."""
    match node:
        case Binary("+", Number(1.0), Call("exp", u)) | Binary("+", Call("exp", u), Number(1.0)):
            return u
    return None


def _negative(node: Node) -> Node:
    match node:
        case Negative(part):
            return part
        case Binary("*", Negative(Number() as factor), part):
            return Binary("*", factor, part)
    return Negative(node)
