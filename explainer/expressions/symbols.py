"""The formulas of an expression, by SymPy: its entries and its Jacobian.

SymPy may take any time and memory: only the worker imports it, in a process of its own.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np
import sympy
from sympy.printing.latex import LatexPrinter

from explainer.compute import layer_weights
from explainer.compute.arrays import Array
from explainer.compute.elementwise import SELU_ALPHA, SELU_SCALE
from explainer.compute.mixing import SQUARES_FLOOR, VARIANCE_FLOOR
from explainer.expressions.formulas import (
    EntryFormula,
    Place,
    Readable,
    matrix_latex,
    readable,
)
from explainer.expressions.parsing import Expression
from explainer.expressions.tree import Larger, Node, meaning_of

Entrywise = dict[str, Callable[[sympy.Expr], sympy.Expr]]
Symbols = Any  # an object array of SymPy expressions, (), (m,) or (m, n)
Wholes = dict[str, Callable[[Symbols], Symbols]]
Pair = Callable[[sympy.Expr, sympy.Expr], sympy.Expr]
COMPARED: dict[str, Callable[[sympy.Expr, sympy.Expr], sympy.Basic]] = {
    "<": sympy.Lt,
    "<=": sympy.Le,
    ">": sympy.Gt,
    ">=": sympy.Ge,
    "==": sympy.Eq,
    "!=": sympy.Ne,
}
# The letters of what is fixed, and where its numbers come from.
FIXED: dict[str, Callable[[int], Array]] = {
    "A": layer_weights.weight_matrix,
    "B": layer_weights.diagonal_weight_matrix,
    "b": layer_weights.bias_vector,
    "s": layer_weights.scale_vector,
    "m": layer_weights.dropout_mask,
}
SHORT = 200  # operations; a Jacobian with more is not written out whole
LARGEST = 15_000  # parts of a vector's formulas; to differentiate more takes many seconds


class TooLong(Exception):
    """Formulas with which SymPy would not come to an end in time."""


@dataclass(frozen=True)
class Derivation:
    """The formulas and the Jacobian that SymPy derives from an expression."""

    value: list[Readable]  # of each entry
    entries: list[EntryFormula]  # those that were asked for
    matrix: list[list[str]] | int | None  # of each entry of the Jacobian, if it is short


def derive(expression: Expression, x: Sequence[float], places: Sequence[Place]) -> Derivation:
    """The entries of an expression at x (n,) and of its Jacobian (m, n) as formulas.

    `places` are the entries of the Jacobian to be written out.
    """
    inputs = indexed("x", len(x))
    value = np.atleast_1d(meaning_of(expression.tree, FormulaAlgebra(inputs)))
    jacobian = [[sympy.diff(entry, symbol) for symbol in inputs] for entry in value]
    entries = [jacobian[i][j] for i, j in places]
    written = (readable(_printed(entry)) for entry in entries), numbers_at(entries, inputs, x)
    is_short = sum(entry.count_ops() for row in jacobian for entry in row) <= SHORT
    return Derivation(
        value=[readable(_printed(entry)) for entry in value],
        entries=[EntryFormula(*entry_parts) for entry_parts in zip(places, *written, strict=True)],
        matrix=_matrix(jacobian) if is_short else None,
    )


def indexed(letter: str, *shape: int) -> Symbols:
    symbols = np.empty(shape, dtype=object)
    for place in np.ndindex(*shape):
        # Commas are left out: no index has two digits.
        symbols[place] = sympy.Symbol(f"{letter}_{''.join(map(str, place))}", real=True)
    return symbols


def _printed(entry: sympy.Expr) -> str:
    return _Printer({"ln_notation": False}).doprint(entry)


def _matrix(jacobian: list[list[sympy.Expr]]) -> list[list[str]] | int:
    rows = [[_printed(entry) for entry in row] for row in jacobian]
    sent = readable(matrix_latex(rows))
    return sent if isinstance(sent, int) else rows


def numbers_at(entries: Sequence[sympy.Expr], inputs: Symbols, x: Sequence[float]) -> list[float]:
    """Formulas with numbers put in."""
    numbers = dict(zip(inputs, x, strict=True))
    for symbol in set().union(*(entry.free_symbols for entry in entries)) - set(inputs):
        letter, _, place = symbol.name.partition("_")
        # A layer inside may be smaller, and has the first of the numbers.
        numbers[symbol] = float(FIXED[letter](len(x))[tuple(map(int, place))])
    names = {"Ordered": _ordered, "Chosen": _chosen}
    evaluate = sympy.lambdify(list(numbers), list(entries), modules=[names, "math"], cse=True)
    try:
        return [float(number) for number in evaluate(*numbers.values())]
    except (ArithmeticError, NameError, TypeError, ValueError):
        return [math.nan for _ in entries]


def _ordered(k: int, *numbers: float) -> float:
    return sorted(numbers)[k]


def _chosen(j: int, k: int, *numbers: float) -> bool:
    return sorted(range(len(numbers)), key=numbers.__getitem__)[k] == j


class Ordered(sympy.Function):  # type: ignore[misc]
    """`Ordered(k, a, b, …)`: the entry with number k in ascending order, counted from 0."""

    is_extended_real = True

    def fdiff(self, argindex: int = 1) -> sympy.Expr:
        k, *entries = self.args
        return Chosen(argindex - 2, k, *entries)


class Chosen(sympy.Function):  # type: ignore[misc]
    """1 if the entry with this number is `Ordered(k, a, b, …)`, else 0."""

    is_extended_real = True

    def fdiff(self, argindex: int = 1) -> sympy.Expr:
        return sympy.S.Zero


class _Printer(LatexPrinter):  # type: ignore[misc]
    """LaTeX as elsewhere on the page."""

    def _print_Ordered(self, expr: Ordered, exp: str | None = None) -> str:
        k, *entries = expr.args
        inside = ", ".join(self._print(entry) for entry in entries)
        last = len(entries) - 1
        name = {last: r"\max", 0: r"\min"}.get(int(k), rf"\operatorname{{sort}}_{{{int(k)}}}")
        return self._raised(rf"{name}\left({inside}\right)", exp)

    def _print_Chosen(self, expr: Chosen, exp: str | None = None) -> str:
        j, k, *entries = expr.args
        chosen = self._print(Ordered(k, *entries))
        return self._raised(rf"\left[{self._print(entries[int(j)])} = {chosen}\right]", exp)

    @staticmethod
    def _raised(text: str, exp: str | None) -> str:
        return text if exp is None else rf"{{{text}}}^{{{exp}}}"


@dataclass(frozen=True, eq=False)
class FormulaAlgebra:
    """The algebra of formulas."""

    x: Symbols
    entry: Entrywise = field(default_factory=lambda: ENTRY)
    whole: Wholes = field(default_factory=lambda: WHOLE)
    larger_of: Pair = field(default_factory=lambda: _larger)
    smaller: Pair = field(default_factory=lambda: _smaller)
    _parts: dict[sympy.Expr, int] = field(default_factory=dict)  # of which each entry consists

    def _bounded(self, value: Symbols) -> Symbols:
        """An array of what was found. Raises `TooLong`."""
        value = np.asarray(value, dtype=object)
        if sum(map(self._count, value.flat)) > LARGEST:
            raise TooLong
        return value

    def _count(self, entry: sympy.Basic) -> int:
        """Return the number of parts, each counted as often as it would be written."""
        if entry not in self._parts:
            self._parts[entry] = 1 + sum(map(self._count, entry.args))
        return self._parts[entry]

    def number(self, value: float, name: str) -> Symbols:
        named = {"pi": sympy.pi, "e": sympy.E}
        return np.array(named[name] if name else exact(value), dtype=object)

    def literal(self, values: Array) -> Symbols:
        return np.frompyfunc(exact, 1, 1)(values)

    def size(self) -> Symbols:
        return np.array(sympy.Integer(self.x.size), dtype=object)

    def name(self, name: str) -> Symbols:
        return indexed("A", self.x.size, self.x.size) if name == "A" else self.x

    def negative(self, value: Symbols) -> Symbols:
        return np.asarray(-value, dtype=object)

    def binary(self, sign: str, left: Symbols, right: Symbols, at: Node) -> Symbols:
        match sign:
            case "+":
                result = left + right
            case "-":
                result = left - right
            case "*":
                result = left * right
            case "/":
                result = left / right
            case _:
                result = left @ right
        return self._bounded(result)

    def compare(self, sign: str, left: Symbols, right: Symbols, at: Node) -> Symbols:
        def mask(a: sympy.Expr, b: sympy.Expr) -> sympy.Expr:
            return sympy.Piecewise((1, COMPARED[sign](a, b)), (0, True))

        return self._bounded(np.frompyfunc(mask, 2, 1)(left, right))

    def larger(self, left: Symbols, right: Symbols, at: Larger) -> Symbols:
        pick = self.smaller if at.smaller else self.larger_of
        return self._bounded(np.frompyfunc(pick, 2, 1)(left, right))

    def where(
        self,
        condition: Symbols,
        then: Callable[[], Symbols],
        otherwise: Callable[[], Symbols],
        at: Node,
    ) -> Symbols:
        def chosen(asked: sympy.Expr, yes: sympy.Expr, no: sympy.Expr) -> sympy.Expr:
            return sympy.Piecewise((yes, _holds(asked)), (no, True))

        return self._bounded(np.frompyfunc(chosen, 3, 1)(condition, then(), otherwise()))

    def power(self, base: Symbols, exponent: float, at: Node) -> Symbols:
        return self._bounded(base ** exact(exponent))

    def call(self, function: str, argument: Symbols, at: Node) -> Symbols:
        if function in self.entry:
            return self._bounded(np.frompyfunc(self.entry[function], 1, 1)(argument))
        return self._bounded(self.whole[function](argument))


def exact(value: float) -> sympy.Rational:
    """Return a number as it was written: 0.1 is 1/10, and a third of 1 is 1/3."""
    near = Fraction(value).limit_denominator(1000)
    if float(near) == value:
        return sympy.Rational(near.numerator, near.denominator)
    return sympy.Rational(repr(float(value)))


def _larger(a: sympy.Expr, b: sympy.Expr) -> sympy.Expr:
    return sympy.Piecewise((a, a > b), (b, True))


def _smaller(a: sympy.Expr, b: sympy.Expr) -> sympy.Expr:
    return sympy.Piecewise((a, a < b), (b, True))


def _holds(mask: sympy.Expr) -> sympy.Basic:
    """Return the condition of a mask that is 1 or 0."""
    match mask:
        case sympy.Piecewise(args=((value, condition), (_, _))) if value == 1:
            return condition
    return sympy.Ne(mask, 0)


def sigmoid(x: sympy.Expr) -> sympy.Expr:
    return 1 / (1 + sympy.exp(-x))


def leaky(slope: sympy.Expr) -> Callable[[sympy.Expr], sympy.Expr]:
    return lambda x: sympy.Piecewise((x, x > 0), (slope * x, True))


def between(
    inside: sympy.Expr, x: sympy.Expr, low: int, high: int, below: sympy.Expr, above: sympy.Expr
) -> sympy.Expr:
    """A function of x that is another one between two numbers, below and above them."""
    return sympy.Piecewise((below, x <= low), (inside, x < high), (above, True))


# What the functions do to one entry …
ENTRY: Entrywise = {
    "sigmoid": sigmoid,
    "tanh": sympy.tanh,
    "relu": leaky(sympy.S.Zero),
    "leaky_relu": leaky(sympy.Rational(1, 100)),
    "softplus": lambda x: sympy.log(1 + sympy.exp(x)),
    "elu": lambda x: sympy.Piecewise((x, x > 0), (sympy.exp(x) - 1, True)),
    "selu": lambda x: (
        exact(SELU_SCALE)
        * sympy.Piecewise((x, x > 0), (exact(SELU_ALPHA) * (sympy.exp(x) - 1), True))
    ),
    "silu": lambda x: x * sigmoid(x),
    "mish": lambda x: x * sympy.tanh(sympy.log(1 + sympy.exp(x))),
    "gelu_tanh": lambda x: (
        x * (1 + sympy.tanh(sympy.sqrt(2 / sympy.pi) * (x + exact(0.044715) * x**3))) / 2
    ),
    "softsign": lambda x: x / (1 + sympy.Abs(x)),
    "hard_sigmoid": lambda x: between(x / 6 + sympy.Rational(1, 2), x, -3, 3, 0, 1),
    "hard_swish": lambda x: between(x * (x + 3) / 6, x, -3, 3, 0, x),
    "hard_tanh": lambda x: between(x, x, -1, 1, -1, 1),
    "relu6": lambda x: between(x, x, 0, 6, 0, 6),
    "gelu": lambda x: x * (1 + sympy.erf(x / sympy.sqrt(2))) / 2,
    "identity": lambda x: x,
    "exp": sympy.exp,
    "log": sympy.log,
    "sqrt": sympy.sqrt,
    "sin": sympy.sin,
    "cos": sympy.cos,
    "abs": sympy.Abs,
    "tan": sympy.tan,
    "sinh": sympy.sinh,
    "cosh": sympy.cosh,
    "arctan": sympy.atan,
    "arcsinh": sympy.asinh,
    "log1p": lambda x: sympy.log(1 + x),
    "expm1": lambda x: sympy.exp(x) - 1,
    "erf": sympy.erf,
    # SymPy's own sign has a derivative of which it gives no number.
    "sign": lambda x: sympy.Piecewise((1, x > 0), (-1, x < 0), (0, True)),
}


def _exponentials(x: Symbols) -> Symbols:
    return np.frompyfunc(sympy.exp, 1, 1)(x)


def _layer_norm(x: Symbols) -> Symbols:
    centred = x - x.sum() / x.size
    variance = (centred * centred).sum() / x.size
    return centred / sympy.sqrt(variance + exact(VARIANCE_FLOOR))


def _glu(x: Symbols) -> Symbols:
    gated = x.size // 2
    gates = np.frompyfunc(sigmoid, 1, 1)(x[x.size - gated :])
    return np.concatenate([x[:gated] * gates, x[gated : x.size - gated]])


def by_rank(ordered: Callable[..., sympy.Expr]) -> Wholes:
    """The functions that choose entries, of `ordered(k, *entries)`."""

    def max_pool(x: Symbols) -> Symbols:
        pairs = [x[i : i + 2] for i in range(0, x.size, 2)]
        return np.array([p[0] if p.size == 1 else ordered(1, *p) for p in pairs], dtype=object)

    return {
        "sort": lambda x: np.array([ordered(k, *x) for k in range(x.size)], dtype=object),
        "max_pool": max_pool,
        "max": lambda x: ordered(x.size - 1, *x),
        "min": lambda x: ordered(0, *x),
    }


def _moving_average(x: Symbols) -> Symbols:
    sums = [x[max(i - 1, 0) : i + 2].sum() / sympy.Integer(3) for i in range(x.size)]
    return np.array(sums, dtype=object)


def _vector(letter: str, x: Symbols) -> Symbols:
    """Return as many fixed numbers as the last axis has; over a matrix, the same for each row."""
    return indexed(letter, x.shape[-1] if x.ndim else 1).reshape(x.shape[-1:])


# … and to a vector, or to one entry by its place.
WHOLE: Wholes = {
    "dropout": lambda x: x * _vector("m", x),
    "bias": lambda x: x + _vector("b", x),
    "scale": lambda x: x * _vector("s", x),
    "softmax": lambda x: _exponentials(x) / _exponentials(x).sum(),
    "log_softmax": lambda x: x - sympy.log(_exponentials(x).sum()),
    "softmax_with_temperature": lambda x: _exponentials(x / 2) / _exponentials(x / 2).sum(),
    "log_sum_exp": lambda x: sympy.log(_exponentials(x).sum()),
    "rms_norm": lambda x: x / sympy.sqrt((x * x).sum() / x.size + exact(SQUARES_FLOOR)),
    "glu": _glu,
    "normalise": lambda x: x / sympy.sqrt((x * x).sum()),
    "layer_norm": _layer_norm,
    "cumsum": lambda x: np.cumsum(x, dtype=object),
    "reverse": lambda x: x[::-1],
    "moving_average": _moving_average,
    "matrix": lambda x: indexed("A", x.size, x.size) @ x,
    "diagonal_weights": lambda x: indexed("B", x.size, x.size) @ x,
    "sum": lambda x: x.sum(),
    "mean": lambda x: x.sum() / sympy.Integer(x.size),
    **by_rank(Ordered),
}
