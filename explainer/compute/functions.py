"""The table of functions: name, value, Jacobian, kinks, costs. Menus, pages and tests read it.

Values and derivatives are in `elementwise` and `mixing`; what is written of each is in
`explainer.notation.functions`, under the same name.
"""

from __future__ import annotations

from explainer.compute import elementwise, mixing
from explainer.compute.costs import Costs
from explainer.compute.function import Function

FUNCTIONS: dict[str, Function] = {
    function.name: function
    for function in (
        Function(
            name="sigmoid",
            value=elementwise.sigmoid,
            elementwise=True,
            rule=elementwise.sigmoid_derivative,
            activation=True,
        ),
        Function(
            name="tanh",
            value=elementwise.tanh,
            elementwise=True,
            rule=elementwise.tanh_derivative,
            activation=True,
        ),
        Function(
            name="relu",
            value=elementwise.relu,
            elementwise=True,
            rule=elementwise.relu_derivative,
            kinks=(0.0,),
            activation=True,
        ),
        Function(
            name="softplus",
            value=elementwise.softplus,
            elementwise=True,
            rule=elementwise.softplus_derivative,
            activation=True,
        ),
        Function(
            name="gelu",
            value=elementwise.gelu,
            elementwise=True,
            rule=elementwise.gelu_derivative,
            complex_step=False,
            activation=True,
        ),
        Function(
            name="identity",
            value=elementwise.identity,
            elementwise=True,
            rule=elementwise.identity_derivative,
            costs=lambda n: Costs(0, 0),
            activation=True,
        ),
        Function(
            name="leaky relu",
            value=elementwise.leaky_relu,
            elementwise=True,
            rule=elementwise.leaky_relu_derivative,
            kinks=(0.0,),
        ),
        Function(
            name="dropout",
            value=elementwise.dropout,
            elementwise=True,
            rule=elementwise.dropout_derivative,
        ),
        Function(
            name="bias",
            value=elementwise.bias,
            elementwise=True,
            rule=elementwise.identity_derivative,
            costs=lambda n: Costs(0, 0),
        ),
        Function(
            name="scale",
            value=elementwise.scale,
            elementwise=True,
            rule=elementwise.scale_derivative,
        ),
        Function(
            name="softmax",
            value=mixing.softmax,
            elementwise=False,
            rule=mixing.softmax_jacobian,
            costs=lambda n: Costs(2 * n, n),
            activation=True,
        ),
        Function(
            name="log-softmax",
            value=mixing.log_softmax,
            elementwise=False,
            rule=mixing.log_softmax_jacobian,
            costs=lambda n: Costs(n, n),
        ),
        Function(
            name="normalise",
            value=mixing.normalise,
            elementwise=False,
            rule=mixing.normalise_jacobian,
            costs=lambda n: Costs(3 * n, n + 1),
        ),
        Function(
            name="layer norm",
            value=mixing.layer_norm,
            elementwise=False,
            rule=mixing.layer_norm_jacobian,
            costs=lambda n: Costs(3 * n + 2, n + 1),
        ),
        Function(
            name="cumsum",
            value=mixing.cumsum,
            elementwise=False,
            rule=mixing.cumsum_jacobian,
            costs=lambda n: Costs(0, 0),
        ),
        Function(
            name="reverse",
            value=mixing.reverse,
            elementwise=False,
            rule=mixing.reverse_jacobian,
            costs=lambda n: Costs(0, 0),
        ),
        Function(
            name="sort",
            value=mixing.sort,
            elementwise=False,
            rule=mixing.sort_jacobian,
            costs=lambda n: Costs(0, n),
        ),
        Function(
            name="max pool",
            value=mixing.max_pool,
            elementwise=False,
            rule=mixing.max_pool_jacobian,
            costs=lambda n: Costs(0, (n + 1) // 2),
        ),
        Function(
            name="moving average",
            value=mixing.moving_average,
            elementwise=False,
            rule=mixing.moving_average_jacobian,
            costs=lambda n: Costs(3 * n, 3),
        ),
        Function(
            name="mean",
            value=mixing.mean,
            elementwise=False,
            rule=mixing.mean_jacobian,
            costs=lambda n: Costs(1, 1),
        ),
        Function(
            name="matrix",
            value=mixing.matrix,
            elementwise=False,
            rule=mixing.matrix_jacobian,
            costs=lambda n: Costs(n * n, n * n),
        ),
        Function(
            name="diagonal weights",
            value=mixing.diagonal_weights,
            elementwise=False,
            rule=mixing.diagonal_weights_jacobian,
            costs=lambda n: Costs(n * n, n * n),
        ),
    )
}
ACTIVATIONS: dict[str, Function] = {
    name: function for name, function in FUNCTIONS.items() if function.activation
}
