"""The names of functions in NumPy, PyTorch, JAX and SciPy, and what each stands for in the tree.

A function here takes the parts that were read as its arguments, under the libraries' own names; its
signature says which arguments it may have. `axis` is always the one axis of x: `reading` checks it.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from explainer.compute import FUNCTIONS
from explainer.expressions.tree import (
    Binary,
    Call,
    Compare,
    Larger,
    Literal,
    Name,
    Negative,
    Node,
    Number,
    Power,
    Size,
    Where,
    walk,
)

# Under the names by which NumPy knows them; the first four give a number.
PRIMITIVES = (
    *("sum", "mean", "max", "min"),
    *("exp", "log", "sqrt", "sin", "cos", "abs", "tan", "sinh", "cosh", "arctan", "arcsinh"),
    *("log1p", "expm1", "erf", "sign"),
)
TABLE = {
    function.identifier: function for name, function in FUNCTIONS.items() if name not in PRIMITIVES
}
CALLABLE = (*TABLE, *PRIMITIVES)
Maker = Callable[..., Node]
ZERO, ONE, TWO, HALF = (Number(value) for value in (0.0, 1.0, 2.0, 0.5))
MINUS_ONE = Negative(ONE)
HUNDREDTH, FLOOR, SMALL_FLOOR = (Number(value) for value in (0.01, 1e-5, 1e-6))


class Unread(Exception):
    """The reason why a call cannot be read."""


def _one(function: str) -> Maker:
    return lambda x: Call(function, x)


def _reduced(function: str) -> Maker:
    def reduced(x: Node, axis: object = None, keepdims: object = False) -> Node:
        return Call(function, x)

    return reduced


def _along(function: str) -> Maker:
    return lambda x, axis=None: Call(function, x)


def _binary(sign: str) -> Maker:
    return lambda x, y: Binary(sign, x, y)


def _times(a: Node, b: Node) -> Node:
    return Binary("*", a, b)


def _square(x: Node) -> Node:
    return Power(x, 2.0)


def _variance(x: Node, ddof: float) -> Node:
    squares = _square(Binary("-", x, Call("mean", x)))
    if ddof == 0:
        return Call("mean", squares)
    return Binary("/", Call("sum", squares), Binary("-", Size(), Number(ddof)))


def variance(
    x: Node,
    axis: object = None,
    ddof: object = None,
    keepdims: object = False,
    unbiased: object = None,
    *,
    library: str = "",
) -> Node:
    """Return the variance: over n in NumPy and JAX, over n − 1 in PyTorch, unless it is said."""
    if isinstance(ddof, bool):  # PyTorch once took `unbiased` at this place
        ddof, unbiased = None, ddof
    if isinstance(unbiased, bool):
        return _variance(x, float(unbiased))
    if ddof is None:
        return _variance(x, float(library == "torch"))
    return _variance(x, number(ddof, "ddof"))


def deviation(x: Node, *args: object, **more: object) -> Node:
    """Return the standard deviation, the root of the variance."""
    return Call("sqrt", variance(x, *args, **more))  # type: ignore[arg-type]


def number(value: object, name: str) -> float:
    """Return the number that an argument is. Raises `Unread`."""
    match value:
        case Number(value=found):
            return found
        case Negative(Number(value=found)):
            return -found
    raise Unread(f"{name} must be a number")


def _norm(x: Node, ord: object = None, axis: object = None, keepdims: object = False) -> Node:
    order = 2.0 if ord is None else number(ord, "the order")
    if order == 1:
        return Call("sum", Call("abs", x))
    if order != 2:
        raise Unread("the order of a norm is 1 or 2")
    return Call("sqrt", Call("sum", _square(x)))


def _leaky(x: Node, negative_slope: Node = HUNDREDTH, alpha: Node | None = None) -> Node:
    slope = alpha or negative_slope
    if slope == HUNDREDTH:
        return Call("leaky_relu", x)
    return Where(Compare(">", x, ZERO), x, _times(slope, x))


def _elu(x: Node, alpha: Node = ONE) -> Node:
    if alpha == ONE:
        return Call("elu", x)
    return Where(Compare(">", x, ZERO), x, _times(alpha, Call("expm1", x)))


def _celu(x: Node, alpha: Node = ONE) -> Node:
    below = _times(alpha, Call("expm1", Binary("/", x, alpha)))
    return Where(Compare(">", x, ZERO), x, below)


def _softplus(x: Node, beta: Node = ONE, threshold: object = None) -> Node:
    return Call("softplus", x) if beta == ONE else _over(Call("softplus", _times(beta, x)), beta)


def _over(a: Node, b: Node) -> Node:
    return Binary("/", a, b)


def _gelu(x: Node, approximate: object = None, *, library: str = "") -> Node:
    known: dict[object, bool] = {None: library == "jax", "none": False, "tanh": True}
    if not isinstance(approximate, bool) and approximate not in known:
        raise Unread("approximate is none or tanh, True or False")
    return Call("gelu_tanh" if known.get(approximate, approximate) else "gelu", x)


def _clip(x: Node, min: Node | None = None, max: Node | None = None) -> Node:
    if min is None and max is None:
        raise Unread("it needs the smallest or the largest value")
    if (min, max) == (MINUS_ONE, ONE):
        return Call("hard_tanh", x)
    low = x if min is None else Larger(x, min)
    return low if max is None else Larger(low, max, smaller=True)


def _where(condition: Node, x: Node, y: Node) -> Node:
    return Where(condition, x, y)


def _power(x: Node, y: Node) -> Node:
    return power(x, y)


def power(base: Node, exponent: Node) -> Node:
    """Return a part to the power of another one: e to a part is exp."""
    if isinstance(base, Number) and base.name == "e":
        return Call("exp", exponent)
    fixed = constant(exponent)
    if fixed is not None:
        return Power(base, fixed)
    return Call("exp", _times(exponent, Call("log", base)))


def constant(node: Node) -> float | None:
    """Return the number that a part always is; None if it depends on x or A, or is an array."""
    match node:
        case Number(value):
            return value
        case Negative(part):
            positive = constant(part)
            return None if positive is None else -positive
        case Binary(sign, left, right) if sign in "+-*/":
            a, b = constant(left), constant(right)
            if a is None or b is None or (sign == "/" and b == 0):
                return None
            return {"+": a + b, "-": a - b, "*": a * b}[sign] if sign != "/" else a / b
        case Power(base, exponent):
            a = constant(base)
            return None if a is None or a <= 0 else math.exp(min(exponent * math.log(a), 700.0))
        case Call("sqrt", argument):
            a = constant(argument)
            return None if a is None or a < 0 else math.sqrt(a)
    return None


def _layer_norm(
    x: Node,
    normalized_shape: object = None,
    weight: object = None,
    bias: object = None,
    eps: Node = FLOOR,
) -> Node:
    if weight is not None or bias is not None:
        raise Unread("a weight and a bias are not read here")
    return _standardized(x, eps)


def _standardized(x: Node, eps: Node) -> Node:
    if eps == FLOOR:
        return Call("layer_norm", x)
    centred = Binary("-", x, Call("mean", x))
    return _over(centred, Call("sqrt", Binary("+", _variance(x, 0.0), eps)))


def _jax_standardize(x: Node, axis: object = None, eps: Node = FLOOR) -> Node:
    return _standardized(x, eps)


def _rms_norm(
    x: Node, normalized_shape: object = None, weight: object = None, eps: Node = SMALL_FLOOR
) -> Node:
    if weight is not None:
        raise Unread("a weight is not read here")
    if eps == SMALL_FLOOR:
        return Call("rms_norm", x)
    return _over(x, Call("sqrt", Binary("+", Call("mean", _square(x)), eps)))


def _normalize(x: Node, ord: object = None, axis: object = None, eps: object = None) -> Node:
    return Call("normalise", x) if ord is None else _over(x, _norm(x, ord))


def _hard_tanh(x: Node, min_val: Node = MINUS_ONE, max_val: Node = ONE) -> Node:
    return _clip(x, min_val, max_val)


def _soft_shrink(x: Node, lambd: Node = HALF) -> Node:
    beyond = Where(Compare("<", x, Negative(lambd)), Binary("+", x, lambd), ZERO)
    return Where(Compare(">", x, lambd), Binary("-", x, lambd), beyond)


def _hard_shrink(x: Node, lambd: Node = HALF) -> Node:
    return Where(Compare(">", Call("abs", x), lambd), x, ZERO)


def _threshold(x: Node, threshold: Node, value: Node) -> Node:
    return Where(Compare(">", x, threshold), x, value)


def _log_add_exp(x: Node, y: Node) -> Node:
    for zero, other in ((x, y), (y, x)):
        if zero == ZERO:
            return Call("softplus", other)
    apart = Call("abs", Binary("-", x, y))
    return Binary("+", Larger(x, y), Call("log1p", Call("exp", Negative(apart))))


def _maximum(x: Node, y: Node) -> Node:
    return Larger(x, y)


def _minimum(x: Node, y: Node) -> Node:
    return Larger(x, y, smaller=True)


def _extreme(function: str, pair: Callable[[Node, Node], Node]) -> Maker:
    def extreme(
        x: Node,
        y: object = None,
        keepdims: object = False,
        *,
        axis: object = None,
        library: str = "",
    ) -> Node:
        """Return max(x), or the larger of two as Python's own max and torch.max do."""
        place = None if library == "" else number_or_none(y)
        if y is None or place in (0.0, -1.0):
            return Call(function, x)
        if place is not None:
            raise Unread("x has one axis: 0, or −1 from the end")
        if not isinstance(y, Node):
            raise Unread("x has one axis: 0, or −1 from the end")
        return pair(x, y)

    return extreme


def number_or_none(value: object) -> float | None:
    """Return the number that an argument is; None if it is none."""
    try:
        return number(value, "")
    except Unread:
        return None


def _same(x: Node, *more: object) -> Node:
    return x


def _flat(x: Node, *shape: object) -> Node:
    """Return a vector that is asked to be one; other shapes are not read."""
    if [number_or_none(size) for size in shape] != [-1.0]:
        raise Unread("only reshape(-1) is read: x stays one vector")
    return _of_a_vector(x)


def _of_a_vector(x: Node) -> Node:
    """Return what leaves a vector as it is. A matrix would change."""
    if any(isinstance(part, Literal) or part == Name("A") for part in walk(x)):
        raise Unread("only a vector stays as it is: write the matrix as it is meant")
    return x


def _filled(value: Number) -> Maker:
    return lambda x: Binary("+", _times(ZERO, x), value)


def _heaviside(x: Node, y: Node) -> Node:
    return Where(Compare(">", x, ZERO), ONE, Where(Compare("==", x, ZERO), y, ZERO))


def _on(name: str, make: Callable[[Node], Node]) -> dict[str, Maker]:
    return dict.fromkeys(name.split(), make)


NAMES: dict[str, Maker] = {
    **{name: _one(name) for name in CALLABLE},
    **{name: _reduced(name) for name in ("sum", "mean", "log_sum_exp")},
    **{name: _along(name) for name in ("softmax", "log_softmax", "cumsum", "sort", "glu")},
    **dict.fromkeys(("max", "amax"), _extreme("max", _maximum)),
    **dict.fromkeys(("min", "amin"), _extreme("min", _minimum)),
    **_on("ln", _one("log")),
    **_on("absolute fabs", _one("abs")),
    **_on("atan", _one("arctan")),
    **_on("asinh", _one("arcsinh")),
    **_on("sgn", _one("sign")),
    **_on("expit logistic sigm", _one("sigmoid")),
    **_on("rectify", _one("relu")),
    **_on("swish", _one("silu")),
    **_on("soft_sign", _one("softsign")),
    **_on("hardsigmoid", _one("hard_sigmoid")),
    **_on("hardswish hard_silu", _one("hard_swish")),
    **_on("flip flipud", _along("reverse")),
    **_on("normalize", _normalize),
    **_on("logsumexp", _reduced("log_sum_exp")),
    **_on("square", _square),
    **_on("reciprocal", lambda x: _over(ONE, x)),
    **_on("rsqrt", lambda x: Power(x, -0.5)),
    **_on("cbrt", lambda x: _times(Call("sign", x), Power(Call("abs", x), 1 / 3))),
    **_on("exp2", lambda x: power(TWO, x)),
    **_on("log2", lambda x: _over(Call("log", x), Call("log", TWO))),
    **_on("log10", lambda x: _over(Call("log", x), Call("log", Number(10.0)))),
    **_on("erfc", lambda x: Binary("-", ONE, Call("erf", x))),
    **_on("log_sigmoid logsigmoid log_expit", lambda x: Negative(Call("softplus", Negative(x)))),
    **_on("tanhshrink", lambda x: Binary("-", x, Call("tanh", x))),
    **_on("neg negative", Negative),
    **_on("positive", _same),
    **_on("zeros_like", _filled(ZERO)),
    **_on("ones_like", _filled(ONE)),
    "softshrink": _soft_shrink,
    "hardshrink": _hard_shrink,
    "threshold": _threshold,
    "leaky_relu": _leaky,
    "leakyrelu": _leaky,
    "elu": _elu,
    "celu": _celu,
    "softplus": _softplus,
    "gelu": _gelu,
    "hard_tanh": _hard_tanh,
    "hardtanh": _hard_tanh,
    "clip": _clip,
    "clamp": _clip,
    "clip_by_value": _clip,
    "where": _where,
    "maximum": _maximum,
    "fmax": _maximum,
    "minimum": _minimum,
    "fmin": _minimum,
    "logaddexp": _log_add_exp,
    "heaviside": _heaviside,
    "norm": _norm,
    "vector_norm": _norm,
    "var": variance,
    "std": deviation,
    "layer_norm": _layer_norm,
    "layernorm": _layer_norm,
    "standardize": _jax_standardize,
    "rms_norm": _rms_norm,
    "rmsnorm": _rms_norm,
    "logsoftmax": _along("log_softmax"),
    **dict.fromkeys(("power", "pow", "float_power"), _power),
    **dict.fromkeys(("add",), _binary("+")),
    **dict.fromkeys(("subtract", "sub"), _binary("-")),
    **dict.fromkeys(("multiply", "mul"), _binary("*")),
    **dict.fromkeys(("divide", "true_divide", "div"), _binary("/")),
    **dict.fromkeys(("matmul", "dot", "mm", "mv", "inner", "vdot"), _binary("@")),
    **dict.fromkeys(("asarray", "array", "tensor", "as_tensor", "float64", "float"), _same),
    **dict.fromkeys(("copy", "clone", "contiguous", "double"), _same),
    **dict.fromkeys(("squeeze", "astype", "type"), _same),
    **dict.fromkeys(("reshape", "view"), _flat),
    **dict.fromkeys(("flatten", "ravel", "transpose", "t"), _of_a_vector),
}
# Functions whose meaning depends on the library they are called in.
OF_A_LIBRARY = {"gelu", "var", "std", "max", "min", "amax", "amin"}
KEYWORDS = {
    "dim": "axis",
    "axes": "axis",
    "keepdim": "keepdims",
    "keep_dims": "keepdims",
    "input": "x",
    "a": "x",
    "array": "x",
    "arr": "x",
    "other": "y",
    "correction": "ddof",
    "epsilon": "eps",
    "a_min": "min",
    "a_max": "max",
    "p": "ord",
}
DROPPED = {"inplace"}  # says where the result is stored
MODULES = {
    "np": "numpy",
    "numpy": "numpy",
    "math": "numpy",
    "scipy": "numpy",
    "special": "numpy",
    "sp": "numpy",
    "torch": "torch",
    "F": "torch",
    "nn": "torch",
    "functional": "torch",
    "jnp": "jax",
    "jax": "jax",
    "tf": "tensorflow",
    "keras": "tensorflow",
    "K": "tensorflow",
}
