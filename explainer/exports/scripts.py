"""Scripts that stand alone: the same network and the same steps in NumPy, PyTorch and JAX."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from textwrap import indent
from types import ModuleType

from explainer.compute import elementwise, mixing
from explainer.compute.validation import Array
from explainer.exports.subject import Subject
from explainer.notation.numpy_code import whole
from explainer.notation.steps import TITLES

STEPS_BACK = ("output", "activation", "input")
CLOSE = "1e-9"


def numpy_script(subject: Subject) -> str:
    """NumPy alone: every step as the page shows it, each result asserted, and nudged."""
    code = subject.snippets
    functions = _needed("\n".join(snippet.code for snippet in code.values()))
    cells = [
        _head(subject, "NumPy") + "\n\nfrom __future__ import annotations",
        "import math\n\nimport numpy as np\n\nnp.set_printoptions(precision=4, suppress=False)\n"
        "Array = np.ndarray",
        *(["\n\n".join(functions)] if functions else []),
        _network(subject, "np.array"),
    ]
    for number, (step, title) in enumerate(TITLES.items(), start=1):
        lines = [f"# {number}. {title}", code[step].code]
        if step == "shapes":
            lines.append("print(shapes)")
        else:
            lines += _checked(subject, code[step].result)
        cells.append("\n".join(lines))
    cells.append(_central_differences(subject))
    return "\n\n# %%\n".join(cells) + "\n"


def _checked(subject: Subject, result: str) -> list[str]:
    """Print a result, and assert that it is the page's."""
    shown = [f'print("{result} =", {result})']
    name = {"gradient": "dJ_dx"}.get(result, result)
    expected = subject.results.get(name)
    if expected is None:  # the wrong product of the softmax link
        return [*shown, 'print("error =", error)']
    return [
        *shown,
        f"assert np.allclose({result}, {_literal(expected, 'np.array')}, rtol=0, atol={CLOSE})",
    ]


def _central_differences(subject: Subject) -> str:
    forward = subject.snippets["forward"].code
    return (
        "# The same gradient from nothing but values of J: each input is nudged up and down.\n"
        f"def loss(x):\n{indent(forward, '    ')}\n    return J\n\n\n"
        "eps = 6e-6\n"
        "nudges = eps * np.eye(x.size)\n"
        "measured = [(loss(x + nudge) - loss(x - nudge)) / (2 * eps) for nudge in nudges]\n"
        'print("largest difference from central differences:", np.abs(measured - gradient).max())\n'
        "assert np.allclose(measured, gradient, rtol=0, atol=1e-6)"
    )


def _head(subject: Subject, library: str) -> str:
    n, sizes = subject.notation, "-".join(map(str, subject.example.network.sizes))
    opens = f"\nThe state of the page: {subject.link}\n" if subject.link else ""
    return (
        f'"""The gradient of a {sizes} network with {n.function.name}, in {library}.\n'
        f"{opens}\n"
        f'Written in the convention "{n.convention}". Runs alone: every result is asserted.\n"""'
    )


def _network(subject: Subject, array: str) -> str:
    lines = ["# The network, its input x and its target y"]
    lines += [f"{name} = {_literal(values, array)}" for name, values in subject.given.items()]
    return "\n".join(lines)


def _literal(values: Array, array: str) -> str:
    """An array or number, to the last digit."""
    if values.ndim == 0:
        return repr(float(values))
    text = repr(values.tolist()).replace("], [", "],\n    [")
    return f"{array}({text})"


def _needed(code: str) -> list[str]:
    """The sources of the functions that NumPy code calls, and of those that they call."""
    known = {
        name: function
        for module in (elementwise, mixing)
        for name, function in _functions(module).items()
    }
    found: dict[str, str] = {}
    waiting = _names(code)
    while waiting:
        name = waiting.pop()
        if name in known and name not in found:
            found[name] = inspect.getsource(known[name]).rstrip()
            waiting |= _names(found[name])
    return [found[name] for name in known if name in found]  # a helper before or after: no matter


def _functions(module: ModuleType) -> Mapping[str, Callable[..., object]]:
    return {
        name: value
        for name, value in vars(module).items()
        if inspect.isfunction(value) and value.__module__ == module.__name__
    }


def _names(code: str) -> set[str]:
    return {node.id for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Name)}


@dataclass(frozen=True)
class Framework:
    """How a library of derivatives writes what NumPy's code does not say."""

    name: str
    prefix: str  # instead of np
    start: str  # imports, and numbers of 64 bits
    array: str  # makes one of a list
    functions: Mapping[str, str]  # those that NumPy's code calls
    gradient: str  # of `loss` with respect to all that is given
    jacobian: str  # of a function at a point


PYTORCH = Framework(
    "PyTorch",
    "torch",
    "import torch\nfrom torch.autograd.functional import jacobian\n\n"
    "torch.set_default_dtype(torch.float64)\ntorch.set_printoptions(precision=4)",
    "torch.tensor",
    {
        "sigmoid": "torch.sigmoid",
        "tanh": "torch.tanh",
        "relu": "torch.relu",
        "softplus": "torch.nn.functional.softplus",
        "gelu": "torch.nn.functional.gelu",
        "identity": "lambda r: 1.0 * r",
        "softmax": "lambda theta: torch.softmax(theta, dim=0)",
        "log_softmax": "lambda theta: torch.log_softmax(theta, dim=0)",
        "normal_cdf": "lambda r: 0.5 * torch.erfc(-r / 2**0.5)",
        "normal_pdf": "lambda r: torch.exp(-(r**2) / 2) / (2 * torch.pi) ** 0.5",
    },
    "leaves = {name: value.clone().requires_grad_() for name, value in given.items()}\n"
    "loss(**leaves).backward()\n"
    "gradients = {name: value.grad for name, value in leaves.items()}",
    "jacobian({function}, {at})",
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
    },
    "gradients = jax.grad(lambda given: loss(**given))(given)",
    "jax.jacobian({function})({at})",
)


def framework_script(subject: Subject, framework: Framework) -> str:
    """The same network in a library that differentiates by itself: it must find the same."""
    code = _translated(subject, framework)
    used = _names("\n".join(code.values()))
    defined = [f"{name} = {what}" for name, what in framework.functions.items() if name in used]
    names = list(subject.given)
    cells = [
        f"{_head(subject, framework.name)}\n\n{framework.start}",
        "\n".join(defined),
        _network(subject, framework.array)
        + f"\ngiven = dict({', '.join(f'{name}={name}' for name in names)})",
        "def close(found, expected):\n"
        f"    return bool({framework.prefix}.allclose(found, expected, rtol=0, atol={CLOSE}))",
        f'# Forward\n{code["forward"]}\nprint("J =", float(J))\n'
        f"assert abs(float(J) - {float(subject.example.loss)!r}) < {CLOSE}",
        f"# The chain as the page writes it\n{code['chain']}\n"
        'print("dJ_dx =", dJ_dx)\nprint("gradient =", gradient)\nassert close(gradient, dJ_dx)',
        _factors(subject, framework),
        _gradients(subject, framework, code["forward"]),
    ]
    return "\n\n# %%\n".join(cells) + "\n"


def _translated(subject: Subject, framework: Framework) -> dict[str, str]:
    """The snippets with another library for NumPy."""
    code = subject.snippets
    chain = ["dJ_dtheta = y_hat - y", *(code[step].code for step in STEPS_BACK)]
    chain.append(f"gradient = {whole(subject.notation)}")
    found = {"forward": code["forward"].code, "chain": "\n".join(chain)}
    return {name: re.sub(r"\bnp\.", f"{framework.prefix}.", text) for name, text in found.items()}


def _factors(subject: Subject, framework: Framework) -> str:
    """Each local Jacobian by the library, against the one that the chain multiplies with."""
    n = subject.notation
    forward = [line.split(" = ") for line in subject.snippets["forward"].code.splitlines()]
    layers = dict(forward)
    lines = ["# Factor by factor: the library's local Jacobians, outputs × inputs"]
    for name, (output, input) in {
        "dtheta_dh": ("theta", "h"),
        "dh_dr": ("h", "r"),
        "dr_dx": ("r", "x"),
    }.items():
        formula = re.sub(r"\bnp\.", f"{framework.prefix}.", layers[output])
        call = framework.jacobian.format(function=f"lambda {input}: {formula}", at=input)
        expected = _literal(subject.jacobians[name], framework.array)
        lines += [f"{name} = {call}", f"assert close({name}, {expected})"]
    product = "(y_hat - y) @ dtheta_dh @ dh_dr @ dr_dx"
    if not n.rows:
        product = "dr_dx.T @ dh_dr.T @ dtheta_dh.T @ (y_hat - y)"
    return "\n".join([*lines, f"assert close({product}, gradient)"])


def _gradients(subject: Subject, framework: Framework, forward: str) -> str:
    """All gradients by the library, against those of the page."""
    expected = {name: subject.results.get(f"dJ_d{name}") for name in subject.given}
    names = ", ".join(subject.given)
    checks = [
        f'print("dJ_d{name} =", gradients["{name}"])\n'
        f'assert close(gradients["{name}"], {_literal(values, framework.array)})'
        for name, values in expected.items()
        if values is not None
    ]
    return (
        f"# All at once: {framework.name} differentiates the loss\n"
        f"def loss({names}):\n{indent(forward, '    ')}\n    return J\n\n\n"
        f"{framework.gradient}\n" + "\n".join(checks)
    )
