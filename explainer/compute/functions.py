"""The table of functions: name, value, Jacobian, kinks, costs. Menus, pages and tests read it.

Values and derivatives are in `elementwise` and `mixing`; the texts about each function are in
`explainer.notation.functions`, under the same name.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from explainer.compute import elementwise as e
from explainer.compute import mixing as m
from explainer.compute.arrays import Array
from explainer.compute.costs import Costs
from explainer.compute.function import Function
from explainer.compute.jacobians import Jacobian

Value = Callable[[Array], Array]


def _elementwise(
    name: str, value: Value, derivative: Callable[[Array, Array], Array], **fields: Any
) -> Function:
    return Function(name, value, elementwise=True, rule=derivative, **fields)


def _activation(
    name: str, value: Value, derivative: Callable[[Array, Array], Array], **fields: Any
) -> Function:
    return _elementwise(name, value, derivative, activation=True, **fields)


def _mixing(
    name: str,
    value: Value,
    jacobian: Callable[[Array, Array], Jacobian],
    costs: Callable[[int], Costs],
    **fields: Any,
) -> Function:
    return Function(name, value, False, jacobian, costs, **fields)


def _free(n: int) -> Costs:
    """Return the costs of a shorthand that multiplies nothing and stores nothing."""
    return Costs(0, 0)


FUNCTIONS: dict[str, Function] = {
    function.name: function
    for function in (
        _activation("sigmoid", e.sigmoid, e.sigmoid_derivative),
        _activation("tanh", e.tanh, e.tanh_derivative),
        _activation("relu", e.relu, e.relu_derivative, kinks=(0.0,)),
        _activation("softplus", e.softplus, e.softplus_derivative),
        _activation("gelu", e.gelu, e.gelu_derivative, complex_step=False),
        _activation("identity", e.identity, e.identity_derivative, costs=_free),
        _elementwise("leaky relu", e.leaky_relu, e.leaky_relu_derivative, kinks=(0.0,)),
        _elementwise("elu", e.elu, e.elu_derivative),
        _elementwise("selu", e.selu, e.selu_derivative, kinks=(0.0,)),
        _elementwise("silu", e.silu, e.silu_derivative),
        _elementwise("mish", e.mish, e.mish_derivative),
        _elementwise("gelu tanh", e.gelu_tanh, e.gelu_tanh_derivative),
        _elementwise("softsign", e.softsign, e.softsign_derivative),
        _elementwise("hard sigmoid", e.hard_sigmoid, e.hard_sigmoid_derivative, kinks=(-3.0, 3.0)),
        _elementwise("hard swish", e.hard_swish, e.hard_swish_derivative, kinks=(-3.0, 3.0)),
        _elementwise("hard tanh", e.hard_tanh, e.hard_tanh_derivative, kinks=(-1.0, 1.0)),
        _elementwise("relu6", e.relu6, e.relu6_derivative, kinks=(0.0, 6.0)),
        _elementwise("abs", e.abs_, e.abs_derivative, kinks=(0.0,)),
        _elementwise("dropout", e.dropout, e.dropout_derivative),
        _elementwise("bias", e.bias, e.bias_derivative, costs=_free),
        _elementwise("scale", e.scale, e.scale_derivative),
        _mixing(
            "softmax",
            m.softmax,
            m.softmax_jacobian,
            lambda n: Costs(2 * n, n),
            activation=True,
            loss_gradient=m.softmax_loss_gradient,
        ),
        _mixing(
            "log-softmax",
            m.log_softmax,
            m.log_softmax_jacobian,
            lambda n: Costs(n, n),
            loss_gradient=m.log_softmax_loss_gradient,
        ),
        _mixing(
            "softmax with temperature",
            m.softmax_with_temperature,
            m.softmax_with_temperature_jacobian,
            lambda n: Costs(2 * n, n),
        ),
        _mixing("log-sum-exp", m.log_sum_exp, m.log_sum_exp_jacobian, lambda n: Costs(n, n)),
        _mixing("normalise", m.normalise, m.normalise_jacobian, lambda n: Costs(3 * n, n + 1)),
        _mixing(
            "layer norm", m.layer_norm, m.layer_norm_jacobian, lambda n: Costs(3 * n + 2, n + 1)
        ),
        _mixing("rms norm", m.rms_norm, m.rms_norm_jacobian, lambda n: Costs(3 * n + 1, n + 1)),
        _mixing("glu", m.glu, m.glu_jacobian, lambda n: Costs(n // 2 * 2, n // 2 * 2)),
        _mixing("cumsum", m.cumsum, m.cumsum_jacobian, _free),
        _mixing("reverse", m.reverse, m.reverse_jacobian, _free),
        _mixing("sort", m.sort, m.sort_jacobian, lambda n: Costs(0, n)),
        _mixing("max pool", m.max_pool, m.max_pool_jacobian, lambda n: Costs(0, (n + 1) // 2)),
        _mixing(
            "moving average", m.moving_average, m.moving_average_jacobian, lambda n: Costs(3 * n, 3)
        ),
        _mixing("mean", m.mean, m.mean_jacobian, lambda n: Costs(1, 1)),
        _mixing("matrix", m.matrix, m.matrix_jacobian, lambda n: Costs(n * n, n * n)),
        _mixing(
            "diagonal weights",
            m.diagonal_weights,
            m.diagonal_weights_jacobian,
            lambda n: Costs(n * n, n * n),
        ),
    )
}
ACTIVATIONS: dict[str, Function] = {
    name: function for name, function in FUNCTIONS.items() if function.activation
}
