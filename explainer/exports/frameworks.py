"""Scripts for autodiff libraries, which must find the derivatives that the page shows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from textwrap import indent

from explainer.compute.arrays import Array
from explainer.exports.piece import Derivative, Piece
from explainer.exports.scripts import (
    NETWORK,
    assigned,
    head,
    joined,
    literal,
    names_in,
    titled,
    tolerance,
)
from explainer.exports.subject import LayerSubject, Subject
from explainer.expressions.spellings import PRIMITIVES
from explainer.notation.numpy_code import FUSED, forward_nodes, whole

STEPS_BACK = ("output", "activation", "input")


@dataclass(frozen=True)
class Framework:
    """The code of an autodiff library for everything that differs from NumPy."""

    name: str
    prefix: str  # instead of np
    start: str  # imports, and numbers of 64 bits
    array: str  # makes one of a list
    functions: Mapping[str, str]  # those that NumPy's code, and a typed function, call
    gradient: str  # of `loss` with respect to all that is given
    jacobian: str  # of a function at a point


PYTORCH = Framework(
    "PyTorch",
    "torch",
    "import torch\n\ntorch.set_default_dtype(torch.float64)\ntorch.set_printoptions(precision=4)",
    "torch.tensor",
    {
        "sigmoid": "torch.sigmoid",
        "tanh": "torch.tanh",
        "relu": "torch.relu",
        "softplus": "lambda x: torch.nn.functional.softplus(x, threshold=50)",
        "gelu": "torch.nn.functional.gelu",
        "identity": "lambda r: 1.0 * r",
        "softmax": "lambda theta: torch.softmax(theta, dim=-1)",
        "log_softmax": "lambda theta: torch.log_softmax(theta, dim=-1)",
        "normal_cdf": "lambda r: 0.5 * torch.erfc(-r / 2**0.5)",
        "normal_pdf": "lambda r: torch.exp(-(r**2) / 2) / (2 * torch.pi) ** 0.5",
        "leaky_relu": "torch.nn.functional.leaky_relu",
        "elu": "torch.nn.functional.elu",
        "selu": "torch.nn.functional.selu",
        "silu": "torch.nn.functional.silu",
        "mish": "torch.nn.functional.mish",
        "gelu_tanh": 'lambda r: torch.nn.functional.gelu(r, approximate="tanh")',
        "softsign": "torch.nn.functional.softsign",
        # hardsigmoid itself has a slope of 1/6 in float32: PyTorch 2.13.0, in findings/.
        "hard_sigmoid": "lambda x: torch.nn.functional.relu6(x + 3) / 6",
        "hard_swish": "torch.nn.functional.hardswish",
        "hard_tanh": "torch.nn.functional.hardtanh",
        "relu6": "torch.nn.functional.relu6",
        "softmax_with_temperature": "lambda x: torch.softmax(x / 2, dim=-1)",
        "log_sum_exp": "lambda x: torch.logsumexp(x, dim=0, keepdim=True)",
        "rms_norm": "lambda x: x / torch.sqrt(torch.mean(x * x) + 1e-6)",
        "glu": "lambda x: torch.cat([\n"
        "    x[: len(x) // 2] * torch.sigmoid(x[(len(x) + 1) // 2 :]),\n"
        "    x[len(x) // 2 : (len(x) + 1) // 2],\n])",
        "dropout": "lambda x: x * m[: len(x)]",
        "bias": "lambda x: x + b[: len(x)]",
        "scale": "lambda x: x * s[: len(x)]",
        "normalise": "lambda x: torch.nn.functional.normalize(x, dim=0)",
        "layer_norm": "lambda x: torch.nn.functional.layer_norm(x, x.shape, eps=1e-5)",
        "cumsum": "lambda x: torch.cumsum(x, dim=0)",
        "reverse": "lambda x: torch.flip(x, dims=[0])",
        "sort": "lambda x: torch.sort(x, stable=True).values",
        "max_pool": "lambda x: torch.nn.functional.max_pool1d(x[None], 2, ceil_mode=True)[0]",
        "moving_average": "lambda x: torch.nn.functional.conv1d(\n"
        "    x[None, None], torch.ones(1, 1, 3) / 3, padding=1\n)[0, 0]",
        "mean": "lambda x: torch.mean(x, dim=0, keepdim=True)",
        "matrix": "lambda x: A[: len(x), : len(x)] @ x",
        "diagonal_weights": "lambda x: B[: len(x), : len(x)] @ x",
        # Its own wants arrays that are laid out row by row.
        "kron": "lambda *factors: torch.kron(\n"
        "    *(factor.clone(memory_format=torch.contiguous_format) for factor in factors)\n)",
        **{name: f"torch.{name}" for name in PRIMITIVES if name != "mean"},
    },
    "leaves = {name: value.clone().requires_grad_() for name, value in given.items()}\n"
    "loss(**leaves).backward()\n"
    "gradients = {name: value.grad for name, value in leaves.items()}",
    "torch.autograd.functional.jacobian({function}, {at})",
)
JAX = Framework(
    "JAX",
    "jnp",
    "import jax\nimport jax.numpy as jnp\n\n"
    'jax.config.update("jax_enable_x64", True)\njnp.set_printoptions(precision=4)',
    "jnp.array",
    {
        "sigmoid": "jax.nn.sigmoid",
        "tanh": "jnp.tanh",
        "relu": "jax.nn.relu",
        "softplus": "jax.nn.softplus",
        "gelu": "lambda r: jax.nn.gelu(r, approximate=False)",
        "identity": "lambda r: r",
        "softmax": "jax.nn.softmax",
        "log_softmax": "jax.nn.log_softmax",
        "normal_cdf": "jax.scipy.stats.norm.cdf",
        "normal_pdf": "jax.scipy.stats.norm.pdf",
        "leaky_relu": "jax.nn.leaky_relu",
        "elu": "jax.nn.elu",
        "selu": "jax.nn.selu",
        "silu": "jax.nn.silu",
        "mish": "jax.nn.mish",
        "gelu_tanh": "lambda r: jax.nn.gelu(r, approximate=True)",
        "softsign": "jax.nn.soft_sign",
        "hard_sigmoid": "jax.nn.hard_sigmoid",
        "hard_swish": "jax.nn.hard_swish",
        "hard_tanh": "jax.nn.hard_tanh",
        "relu6": "jax.nn.relu6",
        "softmax_with_temperature": "lambda x: jax.nn.softmax(x / 2)",
        "log_sum_exp": "lambda x: jax.nn.logsumexp(x, keepdims=True)",
        "rms_norm": "lambda x: x / jnp.sqrt(jnp.mean(x * x) + 1e-6)",
        "glu": "lambda x: jnp.concatenate([\n"
        "    x[: len(x) // 2] * jax.nn.sigmoid(x[(len(x) + 1) // 2 :]),\n"
        "    x[len(x) // 2 : (len(x) + 1) // 2],\n])",
        "dropout": "lambda x: x * m[: len(x)]",
        "bias": "lambda x: x + b[: len(x)]",
        "scale": "lambda x: x * s[: len(x)]",
        "normalise": "lambda x: x / jnp.linalg.norm(x)",
        "layer_norm": "lambda x: jax.nn.standardize(x, epsilon=1e-5)",
        "cumsum": "jnp.cumsum",
        "reverse": "jnp.flip",
        "sort": "jnp.sort",
        "max_pool": 'lambda x: jax.lax.reduce_window(x, -jnp.inf, jax.lax.max, (2,), (2,), "SAME")',
        "moving_average": "lambda x: jnp.convolve(x, jnp.ones(3) / 3)[1:-1]",
        "mean": "lambda x: jnp.mean(x, keepdims=True)",
        "matrix": "lambda x: A[: len(x), : len(x)] @ x",
        "diagonal_weights": "lambda x: B[: len(x), : len(x)] @ x",
        **{name: f"jnp.{name}" for name in PRIMITIVES if name != "mean"},
        "erf": "jax.scipy.special.erf",
    },
    "gradients = jax.grad(lambda given: loss(**given))(given)",
    "jax.jacobian({function})({at})",
)


def framework_script(subject: Subject | LayerSubject, framework: Framework) -> str:
    """Return the script of a network or layer in an autodiff library."""
    cells = _walkthrough(subject, framework) if isinstance(subject, Subject) else []
    cells += [_piece(piece, framework) for piece in subject.pieces if _in_framework(piece)]
    used = names_in("\n".join(cells))
    defined = [f"{name} = {what}" for name, what in framework.functions.items() if name in used]
    begin = [
        f"{head(subject, framework.name)}\n\n{framework.start}",
        *(["\n".join(defined)] if defined else []),
        "def close(found, expected, tolerance):\n"
        f"    return bool({framework.prefix}.allclose(found, expected, rtol=0, atol=tolerance))",
    ]
    return joined([*begin, *cells])


def _walkthrough(subject: Subject, framework: Framework) -> list[str]:
    """The network, forward and back as the page writes it, factor by factor, and all gradients."""
    code = subject.snippets
    back = [FUSED.code, *(code[step].code for step in STEPS_BACK)]
    back.append(f"gradient = {whole(subject.notation)}")
    forward = translated(code["forward"].code, framework)
    chain = translated("\n".join(back), framework)
    given = assigned(subject.given, framework.array)
    return [
        "\n".join([NETWORK, *given])
        + f"\ngiven = dict({', '.join(f'{name}={name}' for name in subject.given)})",
        "\n".join(["# Forward", forward, *_checked("J", subject.results["J"], framework)]),
        f"# The chain as the page writes it\n{chain}\n"
        'print("dJ_dx =", dJ_dx)\nprint("gradient =", gradient)\n'
        f"assert close(gradient, dJ_dx, {tolerance(subject.results['dJ_dx']):.0e})",
        _factors(subject, framework),
        _gradients(subject, framework, forward),
    ]


def translated(code: str, framework: Framework) -> str:
    """NumPy code with another library for NumPy."""
    if "kron" in framework.functions:
        code = code.replace("np.kron", "kron")
    return re.sub(r"\bnp\.", f"{framework.prefix}.", code)


def _in_framework(piece: Piece) -> bool:
    return bool(piece.derivatives) or not piece.numpy_only


def _piece(piece: Piece, framework: Framework) -> str:
    """Return a piece's code in the library, and the derivatives that the library computes."""
    lines = [*titled(piece), *assigned(piece.given, framework.array)]
    if not piece.numpy_only:
        lines.append(translated(piece.code, framework))
        for name, expected in piece.results.items():
            lines += _checked(name, expected, framework)
    for derivative in piece.derivatives:
        lines += _differentiated(derivative, framework)
    return "\n".join(lines)


def _differentiated(derivative: Derivative, framework: Framework) -> list[str]:
    name = derivative.name
    function = f"lambda {derivative.by}: {translated(derivative.of, framework)}"
    derivative_code = framework.jacobian.format(function=function, at=derivative.by)
    line = f"{name} = {derivative_code}"
    if not derivative.exists:
        return [
            line,
            f'print("{name} =", {name})',
            NO_DERIVATIVE,
            *assigned({name: derivative.value}, framework.array),
        ]
    return [line, *_checked(name, derivative.value, framework)]


NO_DERIVATIVE = "# The library may take another slope here. The page takes:"


def _checked(name: str, expected: Array, framework: Framework, code: str = "") -> list[str]:
    """Print a result, and assert that it is the page's."""
    of_page = literal(expected, framework.array)
    if expected.ndim == 0:  # it may be a number of Python's
        of_page = f"{framework.array}({of_page})"
    return [
        f'print("{name} =", {code or name})',
        f"assert close({code or name}, {of_page}, {tolerance(expected):.0e})",
    ]


def _factors(subject: Subject, framework: Framework) -> str:
    """Each local Jacobian by the library, against the one that the chain multiplies with."""
    layers = forward_nodes(subject.notation)
    lines = ["# Factor by factor: the library's local Jacobians, outputs × inputs"]
    for name, (output, by) in {
        "dtheta_dh": ("theta", "h"),
        "dh_dr": ("h", "r"),
        "dr_dx": ("r", "x"),
    }.items():
        value = subject.jacobians[name]
        lines += _differentiated(Derivative(name, layers[output], by, value), framework)
    product = "(y_hat - y) @ dtheta_dh @ dh_dr @ dr_dx"
    if not subject.notation.rows:
        product = "dr_dx.T @ dh_dr.T @ dtheta_dh.T @ (y_hat - y)"
    close = tolerance(subject.results["dJ_dx"])
    return "\n".join([*lines, f"assert close({product}, gradient, {close:.0e})"])


def _gradients(subject: Subject, framework: Framework, forward: str) -> str:
    """Return code that compares all gradients by the library with those of the page."""
    gradients = {name: subject.results.get(f"dJ_d{name}") for name in subject.given}
    checks = [
        line
        for name, values in gradients.items()
        if values is not None
        for line in _checked(f"dJ_d{name}", values, framework, f'gradients["{name}"]')
    ]
    return (
        f"# All at once: {framework.name} differentiates the loss\n"
        f"def loss({', '.join(subject.given)}):\n{indent(forward, '    ')}\n    return J\n\n\n"
        f"{framework.gradient}\n" + "\n".join(checks)
    )
