"""A tree as Python code: as the page reads it back, and over NumPy for the exports."""

from __future__ import annotations

import ast

from explainer.compute.function import identifier
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

OPERATORS: dict[str, ast.operator] = {
    "+": ast.Add(),
    "-": ast.Sub(),
    "*": ast.Mult(),
    "/": ast.Div(),
    "@": ast.MatMult(),
}
COMPARISONS: dict[str, ast.cmpop] = {
    "<": ast.Lt(),
    "<=": ast.LtE(),
    ">": ast.Gt(),
    ">=": ast.GtE(),
    "==": ast.Eq(),
    "!=": ast.NotEq(),
}
WEIGHTED = {identifier(name) for name in ("dropout", "bias", "scale", "matrix", "diagonal weights")}


def short_code(node: Node) -> str:
    """Return the tree as somebody would type it here."""
    return ast.unparse(_Short().of(node))


def numpy_code(node: Node) -> str:
    """Return NumPy code over x, A and the functions by their names, which other libraries take too.

    Constants are floats, and arguments without x or A are arrays.
    """
    code = ast.unparse(_NumPy().of(node))
    return code if depends(node) else f"np.asarray({code})"


def depends(node: Node) -> bool:
    """Tell whether x or A occurs in a part."""
    return any(isinstance(part, Name) for part in walk(node))


class _Short:
    def of(self, node: Node) -> ast.expr:
        match node:
            case Number():
                return self.number(node)
            case Literal():
                return ast.parse(repr(node.array.tolist()), mode="eval").body
            case Size():
                return _call("len", _name("x"))
            case Name(name):
                return _name(name)
            case Negative(part):
                return ast.UnaryOp(ast.USub(), self.of(part))
            case Binary(sign, left, right):
                return ast.BinOp(self.of(left), OPERATORS[sign], self.of(right))
            case Power(base, exponent):
                return ast.BinOp(self.of(base), ast.Pow(), ast.Constant(_plain(exponent)))
            case Compare():
                return self.compare(node)
            case Call():
                return self.call(node)
            case Larger(left, right):
                return self.larger(node.function, left, right)
            case Where():
                return self.where(node)
        raise TypeError(f"{node} is no part of an expression")

    def number(self, node: Number) -> ast.expr:
        return _name(node.name) if node.name else ast.Constant(_plain(node.value))

    def condition(self, node: Compare) -> ast.Compare:
        return ast.Compare(self.of(node.left), [COMPARISONS[node.sign]], [self.of(node.right)])

    def compare(self, node: Compare) -> ast.expr:
        return self.condition(node)

    def call(self, node: Call) -> ast.expr:
        return _call(node.function, self.of(node.argument))

    def larger(self, function: str, left: Node, right: Node) -> ast.expr:
        return _call(function, self.of(left), self.of(right))

    def where(self, node: Where) -> ast.expr:
        return _call("where", *map(self.of, node.parts))


class _NumPy(_Short):
    def of(self, node: Node) -> ast.expr:
        return _np("asarray", super().of(node)) if isinstance(node, Literal) else super().of(node)

    def number(self, node: Number) -> ast.expr:
        return _np_name(node.name) if node.name else ast.Constant(float(node.value))

    def array(self, node: Node) -> ast.expr:
        code = self.of(node)
        return code if depends(node) or isinstance(node, Literal) else _np("asarray", code)

    def compare(self, node: Compare) -> ast.expr:
        return _np("where", self.condition(node), ast.Constant(1.0), ast.Constant(0.0))

    def condition(self, node: Compare) -> ast.Compare:
        left = self.array(node.left)
        return ast.Compare(left, [COMPARISONS[node.sign]], [self.of(node.right)])

    def call(self, node: Call) -> ast.expr:
        argument = self.array(node.argument)
        if node.function in WEIGHTED:
            argument = _np("atleast_1d", argument)
        return _call(node.function, argument)

    def larger(self, function: str, left: Node, right: Node) -> ast.expr:
        return _np(function, self.array(left), self.array(right))

    def where(self, node: Where) -> ast.expr:
        asked = node.condition
        condition = self.condition(asked) if isinstance(asked, Compare) else None
        if condition is None:
            condition = ast.Compare(self.array(asked), [ast.NotEq()], [ast.Constant(0.0)])
        return _np("where", condition, self.of(node.then), self.of(node.otherwise))


def _plain(value: float) -> float | int:
    return int(value) if value == int(value) and abs(value) < 1e6 else value


def _name(name: str) -> ast.Name:
    return ast.Name(name)


def _np_name(name: str) -> ast.expr:
    return ast.Attribute(ast.Name("np"), name)


def _call(function: str, *arguments: ast.expr) -> ast.Call:
    return ast.Call(ast.Name(function), list(arguments), [])


def _np(function: str, *arguments: ast.expr) -> ast.Call:
    return ast.Call(_np_name(function), list(arguments), [])
