"""The parser of typed expressions of x: each part is checked against a short list.

Python's own parser reads the text, but Python never runs it: `meaning_of` walks the tree.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from typing import Protocol, TypeVar

from explainer.compute import FUNCTIONS

LONGEST = 200  # characters
DEEPEST = 20  # parts within parts
LARGEST_POWER = 10
LARGEST_NUMBER = 1e6
TOO_DEEP = f"it is nested too deeply, and {DEEPEST} parts within parts are the most"
# Under the names by which NumPy knows them; the first four give a number.
PRIMITIVES = ("sum", "mean", "max", "min", "exp", "log", "sqrt", "sin", "cos", "abs")
TABLE = {
    function.identifier: function for name, function in FUNCTIONS.items() if name not in PRIMITIVES
}
CALLABLE = (*TABLE, *PRIMITIVES)
OPERATORS: dict[type[ast.operator], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.MatMult: "@",
}
STRANGE = re.compile(r"[^A-Za-z0-9_.+\-*/@(), ]")
HINTS = {
    "^": "a power is written **",
    "−": "minus is written -",
    "–": "minus is written -",
    "·": "a product is written *",
    "×": "a product is written *",
    "∘": "a product entry by entry is written *",
    "²": "a square is written **2",
    "√": "a root is written sqrt(x)",
    "σ": "write sigmoid(x)",
    "[": "entries cannot be picked",
    "=": "write the right side alone",
}


POWER = 2  # its rank


class NotAllowed(ValueError):
    """A sentence that names the part of an expression that is not allowed, and its place."""


@dataclass(frozen=True)
class Expression:
    """A text that was checked, and its tree."""

    text: str
    tree: ast.expr

    @property
    def functions(self) -> set[str]:
        """The names of the functions that are called."""
        calls = (node for node in ast.walk(self.tree) if isinstance(node, ast.Call))
        return {call.func.id for call in calls if isinstance(call.func, ast.Name)}

    def part(self, node: ast.AST) -> str:
        """A part and its place, counted from 1, for a sentence: `log(x)` at character 5."""
        stripped = self.text.lstrip(" ")
        code = ast.get_source_segment(stripped, node) or stripped
        place = getattr(node, "col_offset", 0) + len(self.text) - len(stripped) + 1
        return f"`{code if len(code) <= 40 else code[:39] + '…'}` at character {place}"


T = TypeVar("T")


class Algebra(Protocol[T]):
    """The meaning of an expression's parts: numbers or formulas. `at` is the part, for errors."""

    def number(self, value: float) -> T: ...
    def name(self, name: str) -> T: ...
    def negative(self, value: T) -> T: ...
    def binary(self, sign: str, left: T, right: T, at: ast.AST) -> T: ...
    def power(self, base: T, exponent: float, at: ast.AST) -> T: ...
    def call(self, function: str, argument: T, at: ast.AST) -> T: ...


def meaning_of(node: ast.expr, algebra: Algebra[T]) -> T:
    """Return the meaning of a checked tree in an algebra."""
    match node:
        case ast.Name(id=name):
            return algebra.name(name)
        case ast.BinOp(left=base, op=ast.Pow(), right=exponent):
            return algebra.power(meaning_of(base, algebra), _exponent(exponent) or 0.0, node)
        case ast.BinOp(left=left, op=op, right=right):
            sign = OPERATORS[type(op)]
            return algebra.binary(sign, meaning_of(left, algebra), meaning_of(right, algebra), node)
        case ast.UnaryOp(op=op, operand=operand):
            value = meaning_of(operand, algebra)
            return algebra.negative(value) if isinstance(op, ast.USub) else value
        case ast.Call(func=ast.Name(id=name), args=[argument]):
            return algebra.call(name, meaning_of(argument, algebra), node)
        case ast.Constant(value=int() | float() as value):
            return algebra.number(float(value))
    raise AssertionError(f"{ast.dump(node)} was let through")


def parse(text: str) -> Expression:
    """The expression that a text is. Raises `NotAllowed` for anything else."""
    if not text.strip(" "):
        raise NotAllowed("nothing is written, and an expression of x is needed")
    if len(text) > LONGEST:
        raise NotAllowed(f"it has {len(text)} characters, and {LONGEST} are the most")
    if strange := STRANGE.search(text):
        raise NotAllowed(_strange(strange[0], strange.start() + 1))
    try:
        tree = ast.parse(text.strip(" "), mode="eval").body
    except SyntaxError as error:
        raise NotAllowed(_unreadable(text, error)) from None
    except (MemoryError, RecursionError):  # Python's parser has limits of its own
        raise NotAllowed(TOO_DEEP) from None
    expression = Expression(text, tree)
    _check(expression, tree, depth=1)
    return expression


def _strange(character: str, place: int) -> str:
    plain = character.isprintable() and character not in "`\\"
    name = f"`{character}`" if plain else f"a character of code {ord(character)}"
    hint = f" ({HINTS[character]})" if character in HINTS else ""
    return f"{name} at character {place} is not allowed{hint}"


def _unreadable(text: str, error: SyntaxError) -> str:
    missing = text.count("(") - text.count(")")
    if missing:
        return f"a parenthesis is {'not closed' if missing > 0 else 'closed that was never opened'}"
    if not error.offset:
        return "something is missing at its end"
    if re.search(r"[0-9)] *[A-Za-z(]", text):
        return "a sign is missing between two parts: twice x is written 2 * x"
    if re.search(rf"\b({'|'.join(CALLABLE)}) +[A-Za-z0-9]", text):
        return "a function has its argument in parentheses, as in sin(x)"
    place = len(text) - len(text.lstrip(" ")) + error.offset
    return f"it cannot be read as an expression from character {min(place, len(text))} on"


def _check(expression: Expression, node: ast.expr, depth: int) -> None:
    """Raise `NotAllowed` for a part that is not on the list, at any depth."""
    if depth > DEEPEST:
        raise NotAllowed(TOO_DEEP)
    if problem := _problem(node):
        raise NotAllowed(f"{expression.part(node)} is not allowed: {problem}")
    match node:
        case ast.BinOp(left=left, op=op, right=right):
            # A long sum or product is a chain, and not a nest.
            chained = isinstance(left, ast.BinOp) and _rank(left.op) == _rank(op) != POWER
            _check(expression, left, depth if chained else depth + 1)
            _check(expression, right, depth + 1)
        case ast.UnaryOp(operand=inner) | ast.Call(args=[inner]):
            _check(expression, inner, depth + 1)


def _rank(op: ast.operator) -> int:
    return 0 if isinstance(op, ast.Add | ast.Sub) else 1 if type(op) in OPERATORS else POWER


def _problem(node: ast.expr) -> str | None:
    """Why a part is not on the list; the parts within it are another matter."""
    match node:
        case ast.Name(id="x" | "A"):
            return None
        case ast.Name(id=name):
            called = "a function has its argument in parentheses" if name in CALLABLE else ""
            return called or "the names are x, A (a fixed matrix) and the functions"
        case ast.Constant(value=complex()):
            return "numbers are real"
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
            return None if abs(value) <= LARGEST_NUMBER else f"numbers go to {LARGEST_NUMBER:g}"
        case ast.UnaryOp(op=ast.USub() | ast.UAdd()):
            return None
        case ast.BinOp(op=ast.Pow(), right=right):
            size = _exponent(right)
            fits = size is not None and abs(size) <= LARGEST_POWER
            return None if fits else f"a power is a number from −{LARGEST_POWER} to {LARGEST_POWER}"
        case ast.BinOp(op=op):
            return None if type(op) in OPERATORS else "the operators are + - * / @ **"
        case ast.Call(func=ast.Name(id=name)) if name not in CALLABLE:
            return f"there is no function {name} here"
        case ast.Call(func=ast.Name(), args=[argument], keywords=[]):
            return None if not isinstance(argument, ast.Starred) else "one argument, without a star"
        case ast.Call(func=ast.Name()):
            return "each function takes one argument"
        case ast.Tuple():
            return "it is one expression, without commas"
    return "only numbers, x, A, + - * / @ ** and the functions are"


def _exponent(node: ast.expr) -> float | None:
    """The number that an exponent is, with its sign; None for anything else."""
    match node:
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
            return float(value)
        case ast.UnaryOp(op=ast.USub() | ast.UAdd() as sign, operand=ast.Constant(value=inner)):
            size = _exponent(ast.Constant(inner))
            return size if size is None or isinstance(sign, ast.UAdd) else -size
    return None
