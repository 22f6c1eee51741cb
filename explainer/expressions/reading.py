"""The reader of typed functions: NumPy, PyTorch and JAX as they stand in code, and mathematics.

Python's own parser reads the text, but Python never runs it: each part is looked up in a list and
becomes a part of a tree. Names that lines before define are put in where they are used.
"""

from __future__ import annotations

import ast
import difflib
import inspect
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from explainer.expressions import code
from explainer.expressions.signs import Plain
from explainer.expressions.spellings import (
    DROPPED,
    KEYWORDS,
    MODULES,
    NAMES,
    OF_A_LIBRARY,
    Unread,
    power,
)
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
    Size,
    Where,
    walk,
)

DEEPEST = 40  # parts within parts, with definitions put in
LARGEST = 400  # parts, with definitions put in
LARGEST_POWER = 10
LARGEST_NUMBER = 1e9
MOST_ENTRIES = 64  # of a literal array
NOTHING = "nothing is written, and an expression of x is needed"
TOO_DEEP = f"it is nested too deeply, and {DEEPEST} parts within parts are the most"
TOO_LARGE = f"written out it has more than {LARGEST} parts"
OPERATORS = {type(operator): sign for sign, operator in code.OPERATORS.items()}
COMPARISONS = {type(operator): sign for sign, operator in code.COMPARISONS.items()}
INPUTS = {"input", "inputs", "inp", "logits", "scores", "vec", "vector", "data", "arr", "array"}
CONSTANTS = {"pi": math.pi, "e": math.e}
ONLY = "only numbers, x, A, + - * / @ **, comparisons and the functions are"
Function = ast.FunctionDef | ast.Lambda


class NotAllowed(ValueError):
    """A sentence that names the part of a text that is not allowed, and its place."""


@dataclass
class Reader:
    """Reads the statements of one text."""

    typed: str
    plain: Plain
    variable: str  # the name of the input in the text
    names: dict[str, Node] = field(default_factory=dict)
    defined: dict[str, Function] = field(default_factory=dict)
    libraries: frozenset[str] = frozenset()
    notes: list[str] = field(default_factory=list)
    _open: int = 0  # functions that are being put in

    def program(self, body: Sequence[ast.stmt]) -> Node:
        """Return the tree of the last statement: what is returned, or else the last value."""
        result: Node | None = None
        last: str | None = None
        for statement in body:
            match statement:
                case ast.Import() | ast.ImportFrom() | ast.Pass():
                    continue
                case ast.Expr(ast.Constant(value=str())):
                    continue
                case ast.FunctionDef(name=name):
                    self.defined[name] = statement
                    result, last = None, name
                case ast.Assign(targets=[ast.Name(id=name)], value=ast.Lambda() as made):
                    self.defined[name] = made
                    result, last = None, name
                case (
                    ast.Assign(targets=[ast.Name(id=name)], value=value)
                    | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value)
                ):
                    result, last = self.part(value), None
                    self.names[name] = checked(result)  # it may be used often
                case ast.AugAssign(target=ast.Name(id=name) as target, op=op, value=value):
                    if type(op) not in OPERATORS:
                        raise self.refused(statement, "the operators are + - * / @ **")
                    before = self.part(ast.copy_location(ast.Name(name), target))
                    made_of = Binary(OPERATORS[type(op)], before, self.part(value))
                    result, last = made_of, None
                    self.names[name] = checked(result)  # it may be used often
                case ast.Return(value=ast.expr() as value):
                    return self._value(value)
                case ast.Expr(value=value):
                    result, last = self._value(value), None
                case _:
                    raise self.refused(
                        statement, "a line is an assignment, a def, or the value itself"
                    )
        if last is not None:
            return self._applied(last, [Name("x")], body[-1])
        if result is None:
            raise NotAllowed(NOTHING)
        return result

    def _value(self, value: ast.expr) -> Node:
        if isinstance(value, ast.Lambda):
            return self._inlined(value, [Name("x")], {}, value)
        if isinstance(value, ast.Tuple):
            raise self.refused(value, "it is one expression, without commas")
        return self.part(value)

    def part(self, node: ast.expr) -> Node:
        """Return the tree of an expression, with its place."""
        return self._read(node).placed(self._span(node))

    def _read(self, node: ast.expr) -> Node:
        match node:
            case ast.Constant(value=bool()):
                raise self.refused(node, ONLY)
            case ast.Constant(value=int() | float() as value):
                if not abs(value) <= LARGEST_NUMBER:
                    raise self.refused(node, f"numbers go to {LARGEST_NUMBER:g}")
                return Number(float(value))
            case ast.Constant(value=complex()):
                raise self.refused(node, "numbers are real")
            case ast.Name(id=name):
                return self._named(name, node)
            case ast.UnaryOp(op=ast.USub(), operand=part):
                return Negative(self.part(part))
            case ast.UnaryOp(op=ast.UAdd(), operand=part):
                return self.part(part)
            case ast.UnaryOp(op=ast.Not() | ast.Invert(), operand=part):
                return Compare("==", self._condition(part), Number(0.0))
            case ast.BinOp(left=left, op=ast.Pow(), right=right):
                return self._power(self.part(left), self.part(right), node)
            case ast.BinOp(left=left, op=ast.BitAnd(), right=right):
                return Binary("*", self._condition(left), self._condition(right))
            case ast.BinOp(left=left, op=ast.BitOr(), right=right):
                return Larger(self._condition(left), self._condition(right))
            case ast.BinOp(left=left, op=op, right=right):
                if type(op) not in OPERATORS:
                    raise self.refused(node, "the operators are + - * / @ **")
                return Binary(OPERATORS[type(op)], self.part(left), self.part(right))
            case ast.BoolOp(op=op, values=values):
                return self._together([self._condition(value) for value in values], op)
            case ast.Compare():
                return self._comparison(node)
            case ast.IfExp(test=test, body=body, orelse=orelse):
                return Where(self._condition(test), self.part(body), self.part(orelse))
            case ast.List() | ast.Tuple():
                return self._literal(node)
            case ast.Attribute():
                return self._attribute(node)
            case ast.Subscript():
                return self._picked(node)
            case ast.Call():
                return self._call(node)
        raise self.refused(node, ONLY)

    def _together(self, parts: Sequence[Node], op: ast.boolop) -> Node:
        found = parts[0]
        for part in parts[1:]:
            is_and = isinstance(op, ast.And)
            found = Binary("*", found, part) if is_and else Larger(found, part)
        return found

    def _condition(self, node: ast.expr) -> Node:
        """Return a part that is 1 or 0. Raises `NotAllowed` for other numbers."""
        found = checked(self.part(node))
        if not _is_condition(found):
            raise self.refused(node, "a comparison such as x > 0 is needed here")
        return found

    def _comparison(self, node: ast.Compare) -> Node:
        sides = [self.part(side) for side in (node.left, *node.comparators)]
        compared: list[Node] = []
        for op, left, right in zip(node.ops, sides, sides[1:], strict=False):
            if type(op) not in COMPARISONS:
                raise self.refused(node, "comparisons are < <= > >= == !=")
            compared.append(Compare(COMPARISONS[type(op)], left, right, span=self._span(node)))
        return self._together(compared, ast.And())

    def _named(self, name: str, node: ast.expr) -> Node:
        if name in self.names:
            return self.names[name]
        if name == self.variable:
            return Name("x")
        if name == "A":
            return Name("A")
        if name in CONSTANTS:
            return Number(CONSTANTS[name], name)
        if name in self.defined or name.lower() in NAMES:
            raise self.refused(node, "a function has its argument in parentheses")
        names = map(_plain, [self.variable, "A", *self.names])
        raise self.refused(node, f"the names are {', '.join(names)} and the functions")

    def _power(self, base: Node, exponent: Node, node: ast.expr) -> Node:
        found = power(checked(base), checked(exponent))
        size = getattr(found, "exponent", 0.0)
        if not abs(size) <= LARGEST_POWER:
            raise self.refused(
                node, f"a power is a number from −{LARGEST_POWER} to {LARGEST_POWER}"
            )
        return found

    def _literal(self, node: ast.List | ast.Tuple) -> Node:
        rows = [self._entries(entry) for entry in node.elts]
        is_matrix = bool(rows) and all(isinstance(row, list) for row in rows)
        if is_matrix and len({len(row) for row in rows if isinstance(row, list)}) == 1:
            flat = [entry for row in rows if isinstance(row, list) for entry in row]
            shape: tuple[int, ...] = (len(rows), len(flat) // len(rows))
        elif any(isinstance(row, list) for row in rows):
            raise self.refused(node, "the rows of an array are equally long")
        else:
            flat, shape = [row for row in rows if isinstance(row, float)], (len(rows),)
        if not 0 < len(flat) <= MOST_ENTRIES:
            raise self.refused(node, f"an array holds 1 to {MOST_ENTRIES} numbers")
        return Literal(tuple(flat), shape)

    def _entries(self, node: ast.expr) -> float | list[float]:
        if isinstance(node, ast.List | ast.Tuple):
            found = [self._entries(entry) for entry in node.elts]
            if any(isinstance(entry, list) for entry in found):
                raise self.refused(node, "an array has one or two axes")
            return [entry for entry in found if isinstance(entry, float)]
        match self.part(node):
            case Number(value=value):
                return value
            case Negative(Number(value=value)):
                return -value
        raise self.refused(node, "an array holds numbers")

    def _attribute(self, node: ast.Attribute) -> Node:
        module = self._module(node)
        if module and node.attr in CONSTANTS:
            return Number(CONSTANTS[node.attr], node.attr)
        if module and node.attr == "inf":
            raise self.refused(node, "numbers are finite")
        if module:
            raise self.refused(node, "a function has its argument in parentheses")
        if node.attr in ("T", "values", "mT"):
            found = checked(self.part(node.value))
            if node.attr == "values" or not any(
                isinstance(part, Literal | Name) and part != Name("x") for part in walk(found)
            ):
                return found
            raise self.refused(node, "only x has no axes to exchange: write the matrix turned")
        if node.attr in ("size", "numel"):
            return self._size(node.value, node)
        raise self.refused(node, ONLY)

    def _size(self, of: ast.expr, node: ast.expr) -> Node:
        if self.part(of) != Name("x"):
            raise self.refused(node, "only the size of x is read")
        return Size()

    def _picked(self, node: ast.Subscript) -> Node:
        """Return the part of `x.shape[0]`, of `x.max(…)[0]` and of `x[::-1]`."""
        match node.value, node.slice:
            case ast.Attribute(value=of, attr="shape"), _:
                return self._size(of, node)
            case ast.Call(), ast.Constant(value=0):
                found = self.part(node.value)
                if isinstance(found, Call) and found.function in ("max", "min", "sort"):
                    return found
            case value, ast.Slice(lower=None, upper=None, step=ast.expr() as step):
                if ast.unparse(step) == "-1":
                    return Call("reverse", self.part(value))
        raise self.refused(node, "entries cannot be picked")

    def _call(self, node: ast.Call) -> Node:
        match node.func:
            case ast.Name(id=name) if name in self.defined:
                return self._applied(name, [self.part(a) for a in node.args], node, node.keywords)
            case ast.Name(id="len"):
                if len(node.args) == 1:
                    return self._size(node.args[0], node)
            case ast.Name(id=name):
                return self._spelled(name, "", node.args, node)
            case ast.Lambda() as made:
                return self._inlined(made, [self.part(a) for a in node.args], {}, node)
            case ast.Attribute(attr=name) as function:
                if library := self._module(function):
                    return self._spelled(name, library, node.args, node)
                if name in ("size", "numel"):
                    return self._size(function.value, node)
                return self._spelled(name, self._only_library, [function.value, *node.args], node)
            case ast.Call(func=ast.Attribute(attr=name) as maker, args=more, keywords=keywords):
                if library := self._module(maker):  # nn.LeakyReLU(0.2)(x)
                    whole = ast.copy_location(ast.Call(maker, [], [*keywords]), node)
                    return self._spelled(name, library, [*node.args, *more], whole)
        raise self.refused(node, ONLY)

    @property
    def _only_library(self) -> str:
        """The library of a method: the one that the text names, if it names only one."""
        return next(iter(self.libraries)) if len(self.libraries) == 1 else "numpy"

    def _module(self, node: ast.Attribute) -> str:
        """Return the library of `np.linalg.norm`; empty for a method such as `x.mean`."""
        inner: ast.expr = node.value
        while isinstance(inner, ast.Attribute):
            inner = inner.value
        if not isinstance(inner, ast.Name) or inner.id in self.names or inner.id == self.variable:
            return ""
        return MODULES.get(inner.id, "")

    def _spelled(self, name: str, library: str, args: Sequence[ast.expr], node: ast.Call) -> Node:
        """Return the part that a function of a library stands for."""
        maker = NAMES.get(name) or NAMES.get(name.lower())
        if maker is None:
            near = difflib.get_close_matches(name.lower(), NAMES, 1)
            hint = f"; {_plain(near[0])} is near" if near else ""
            raise self.refused(node, f"there is no function {_plain(name)} here{hint}")
        given = [self._argument(argument) for argument in args]
        named = {
            KEYWORDS.get(keyword.arg or "", keyword.arg or ""): self._argument(keyword.value)
            for keyword in node.keywords
            if keyword.arg not in DROPPED
        }
        more = {"library": library} if name.lower() in OF_A_LIBRARY else {}
        try:
            bound = inspect.signature(maker).bind(*given, **named, **more)
        except TypeError as error:
            raise self.refused(
                node, f"{_plain(name)} does not take this: {_reason(error)}"
            ) from None
        self._check_axis(bound.arguments, node)
        try:
            found = maker(*bound.args, **bound.kwargs)
        except Unread as error:
            raise self.refused(node, str(error)) from None
        if not isinstance(found, Node):
            raise self.refused(node, f"{name} takes x first")
        if name.lower() in ("var", "std") and library == "torch":
            self._note(f"{name} is over n − 1, as in PyTorch")
        return found

    def _argument(self, node: ast.expr) -> object:
        """Return an argument: a part, or a bool, a text or None that a library takes."""
        match node:
            case ast.Constant(value=bool() | str() | None as value):
                return value
            case ast.Starred():
                raise self.refused(node, "one argument, without a star")
            case ast.Attribute(attr="shape" | "float32" | "float64" | "dtype"):
                return None
            case ast.Subscript(value=ast.Attribute(attr="shape"), slice=ast.Slice()):
                return None
            case ast.Name(id="float"):
                return None
        return self.part(node)

    def _check_axis(self, arguments: Mapping[str, object], node: ast.Call) -> None:
        axis = arguments.get("axis")
        match axis:
            case None | Number(value=0.0) | Negative(Number(value=1.0)):
                return
            case Number(value=1.0):
                self._note("axis 1 is read as the only axis of x, which is one vector here")
                return
        raise self.refused(node, "x has one axis: 0, or −1 from the end")

    def _applied(
        self,
        name: str,
        arguments: Sequence[Node],
        node: ast.AST,
        keywords: Iterable[ast.keyword] = (),
    ) -> Node:
        named = {k.arg: self.part(k.value) for k in keywords if k.arg}
        return self._inlined(self.defined[name], arguments, named, node)

    def _inlined(
        self,
        function: Function,
        arguments: Sequence[Node],
        named: Mapping[str, Node],
        node: ast.AST,
    ) -> Node:
        """Return the body of a function with its arguments put in."""
        if self._open >= 8:
            raise self.refused(node, "functions call each other without an end")
        parameters = [a.arg for a in (*function.args.posonlyargs, *function.args.args)]
        defaults = function.args.defaults
        optional = parameters[len(parameters) - len(defaults) :]
        values = dict(zip(optional, map(self.part, defaults), strict=True))
        for parameter, default in zip(
            function.args.kwonlyargs, function.args.kw_defaults, strict=True
        ):
            parameters.append(parameter.arg)
            if default is not None:
                values[parameter.arg] = self.part(default)
        if parameters[:1] == ["self"]:
            parameters = parameters[1:]
        values |= {**dict(zip(parameters, arguments, strict=False)), **named}
        missing = [name for name in parameters if name not in values]
        if missing or len(arguments) > len(parameters):
            what = "it has too many arguments"
            if missing:
                what = f"{_plain(missing[0])} has no value"
            raise self.refused(node, what)
        inner = Reader(
            self.typed,
            self.plain,
            "" if self.variable in parameters else self.variable,
            self.names | values,
            self.defined,
            self.libraries,
            self.notes,
            self._open + 1,
        )
        if isinstance(function, ast.Lambda):
            return checked(inner.part(function.body))
        return checked(inner.program(function.body))

    def _note(self, note: str) -> None:
        if note not in self.notes:
            self.notes.append(note)

    def _span(self, node: ast.AST) -> tuple[int, int]:
        lines = self.plain.text.split("\n")
        starts = [0]
        for line in lines:
            starts.append(starts[-1] + len(line) + 1)
        start = starts[getattr(node, "lineno", 1) - 1] + getattr(node, "col_offset", 0)
        end = starts[(getattr(node, "end_lineno", 1) or 1) - 1] + (
            getattr(node, "end_col_offset", 0) or 0
        )
        return self.plain.span(start, end)

    def refused(self, node: ast.AST, problem: str) -> NotAllowed:
        """Return the refusal of a part, with its place."""
        return NotAllowed(f"{part_at(self.typed, self._span(node))} is not allowed: {problem}")


def part_at(text: str, span: tuple[int, int]) -> str:
    """A part and its place, counted from 1, for a sentence: `log(x)` at character 5."""
    part = " ".join(text[slice(*span)].split())
    lines = text[: span[0]].count("\n")
    place = span[0] - (text.rfind("\n", 0, span[0]) + 1) + 1
    of_line = f" of line {lines + 1}" if lines or "\n" in text.strip("\n") else ""
    return f"`{part if len(part) <= 40 else part[:39] + '…'}` at character {place}{of_line}"


def _is_condition(node: Node) -> bool:
    match node:
        case Compare():
            return True
        case Binary("*", left, right) | Larger(left, right):
            return _is_condition(left) and _is_condition(right)
    return False


def _plain(name: str) -> str:
    """Return a name that Markdown shows as it is written: underscores would make it bold."""
    return f"`{name}`" if "_" in name else name


def _reason(error: TypeError) -> str:
    text = str(error)
    if "unexpected keyword" in text:
        return f"it has no argument {_plain(text.split()[-1].strip(chr(39)))} here"
    return "arguments are missing" if "missing" in text else "there are too many arguments"


def checked(node: Node) -> Node:
    """Return the tree. Raises `NotAllowed` if it is too large or too deep to be worked out."""
    count = 0
    waiting = [(node, 1)]
    while waiting:
        part, depth = waiting.pop()
        count += 1
        if depth > DEEPEST:
            raise NotAllowed(TOO_DEEP)
        if count > LARGEST:
            raise NotAllowed(TOO_LARGE)
        for inner in part.parts:
            # A long sum or product is a chain, and not a nest.
            chained = isinstance(part, Binary) and inner is part.left and _alike(part, inner)
            waiting.append((inner, depth if chained else depth + 1))
    return node


def _alike(part: Binary, inner: Node) -> bool:
    return isinstance(inner, Binary) and (part.sign in "+-") == (inner.sign in "+-")


def variable_of(body: Sequence[ast.stmt]) -> str:
    """Return the name of the input: x, or the only name that is used and nowhere defined."""
    names = _free_names(body)
    (name,) = names if len(names) == 1 else ("x",)
    is_alone = isinstance(body[-1], ast.Expr) and isinstance(body[-1].value, ast.Name)
    is_usual = len(name) <= 2 or name.lower() in INPUTS
    return name if is_usual and not is_alone and name.lower() not in NAMES else "x"


def _free_names(body: Sequence[ast.stmt]) -> list[str]:
    """Return the names that are used and nowhere defined, in the order in which they occur."""
    bound = {"A", "len", *CONSTANTS, *MODULES}
    used: list[str] = []
    called: set[str] = set()
    for statement in body:
        for node in ast.walk(statement):
            match node:
                case ast.Name(id=name, ctx=ast.Store()):
                    bound.add(name)
                case ast.arg(arg=name):
                    bound.add(name)
                case ast.FunctionDef(name=name) | ast.alias(asname=str() as name):
                    bound.add(name)
                case ast.Call(func=ast.Name(id=name)):
                    called.add(name)
                case ast.Name(id=name):
                    used.append(name)
    return [name for name in dict.fromkeys(used) if name not in bound | called]


def named_libraries(body: Sequence[ast.stmt]) -> frozenset[str]:
    """Return the libraries whose modules occur."""
    names = (n.id for s in body for n in ast.walk(s) if isinstance(n, ast.Name))
    return frozenset(MODULES[name] for name in names if name in MODULES)
