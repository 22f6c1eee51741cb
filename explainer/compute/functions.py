"""The table of functions: name, value, Jacobian, kinks, costs. Menus, pages and tests read it.

Values and derivatives are in `elementwise` and `mixing`; the texts about each function are in
`explainer.notation.functions`, under the same name.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from explainer.compute import elementwise, mixing
from explainer.compute.costs import Costs
from explainer.compute.function import Function, identifier


def _elementwise(name: str, **fields: Any) -> Function:
    """Return a row with `name` and `name_derivative` of `elementwise` as value and derivative."""
    value, rule = (getattr(elementwise, identifier(name) + end) for end in ("", "_derivative"))
    return Function(name, value, elementwise=True, rule=rule, **fields)


def _mixing(name: str, costs: Callable[[int], Costs], **fields: Any) -> Function:
    """Return a row with `name` and `name_jacobian` of `mixing` as value and Jacobian."""
    value, rule = (getattr(mixing, identifier(name) + end) for end in ("", "_jacobian"))
    loss_gradient = getattr(mixing, f"{identifier(name)}_loss_gradient", None)
    return Function(name, value, False, rule, costs, loss_gradient=loss_gradient, **fields)


FUNCTIONS: dict[str, Function] = {
    function.name: function
    for function in (
        _elementwise("sigmoid", activation=True),
        _elementwise("tanh", activation=True),
        _elementwise("relu", activation=True, kinks=(0.0,)),
        _elementwise("softplus", activation=True),
        _elementwise("gelu", activation=True, complex_step=False),
        _elementwise("identity", activation=True, costs=lambda n: Costs(0, 0)),
        _elementwise("leaky relu", kinks=(0.0,)),
        _elementwise("dropout"),
        _elementwise("bias", costs=lambda n: Costs(0, 0)),
        _elementwise("scale"),
        _mixing("softmax", lambda n: Costs(2 * n, n), activation=True),
        _mixing("log-softmax", lambda n: Costs(n, n)),
        _mixing("normalise", lambda n: Costs(3 * n, n + 1)),
        _mixing("layer norm", lambda n: Costs(3 * n + 2, n + 1)),
        _mixing("cumsum", lambda n: Costs(0, 0)),
        _mixing("reverse", lambda n: Costs(0, 0)),
        _mixing("sort", lambda n: Costs(0, n)),
        _mixing("max pool", lambda n: Costs(0, (n + 1) // 2)),
        _mixing("moving average", lambda n: Costs(3 * n, 3)),
        _mixing("mean", lambda n: Costs(1, 1)),
        _mixing("matrix", lambda n: Costs(n * n, n * n)),
        _mixing("diagonal weights", lambda n: Costs(n * n, n * n)),
    )
}
ACTIVATIONS: dict[str, Function] = {
    name: function for name, function in FUNCTIONS.items() if function.activation
}
