"""Only listed syntax is allowed; anything else is named with its position."""

import ast

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from explainer.compute import FUNCTIONS
from explainer.expressions.parsing import (
    CALLABLE,
    DEEPEST,
    LONGEST,
    PRIMITIVES,
    NotAllowed,
    meaning_of,
    parse,
)

ALLOWED = [
    "x",
    "A @ x",
    "x * sigmoid(x)",
    "x / sum(x)",
    "softmax(A @ x)",
    "cumsum(tanh(x))",
    "-x ** 2 + +3.5",
    "x ** -10",
    "x ** 0.5",
    "x ** +2",
    "1e3 * x",
    " x + 1 ",
    " + ".join(["x"] * 50),
    "(" * 50 + "x" + ")" * 50,
    *(f"{name}(x)" for name in CALLABLE),
]
REFUSED = {
    "": "nothing is written",
    "   ": "nothing is written",
    "x.T": "`x.T` at character 1",
    "  x.T": "`x.T` at character 3",
    "x.__class__.__bases__": "`x.__class__.__bases__` at character 1",
    "__import__(x)": "there is no function __import__",
    "eval(x)": "there is no function eval",
    "x + open(x)": "`open(x)` at character 5",
    "y": "`y` at character 1 is not allowed: the names are x, A",
    "X": "the names are x, A",
    "sum": "`sum` at character 1 is not allowed: a function has its argument in parentheses",
    "sum(x, x)": "each function takes one argument",
    "sum(x, axis=0)": "`=` at character 12",
    "sum(*x)": "without a star",
    "sum()": "takes one argument",
    "sum(sum)(x)": "only numbers",
    "x(x)": "there is no function x",
    "2(x)": "only numbers",
    "lambda: x": "`:` at character 7",
    "x if x else x": "only numbers",
    "x and x": "only numbers",
    "not x": "only numbers",
    "x < 1": "`<` at character 3",
    "x == 1": "`=` at character 3 is not allowed (write the right side alone)",
    "x, x": "without commas",
    "(x,)": "without commas",
    "sum(x for x in x)": "only numbers",
    "[x for x in x]": "entries cannot be picked",
    "x[0]": "`[` at character 2 is not allowed (entries cannot be picked)",
    "{x}": "`{` at character 1",
    "'x'": "`'` at character 1",
    '"x"': '`"` at character 1',
    "f'{x}'": "at character 2",
    "x # hidden": "`#` at character 3",
    "x; x": "`;` at character 2",
    "x\nx": "a character of code 10 at character 2",
    "x\x00": "a character of code 0 at character 2",
    "`x`": "a character of code 96 at character 1",
    "x^2": "`^` at character 2 is not allowed (a power is written **)",
    "x % 2": "`%` at character 3",
    "x // 2": "the operators are",
    "x << 2": "`<` at character 3",
    "~x": "`~` at character 1",
    "x ** x": "a power is a number from −10 to 10",
    "x ** 11": "a power is a number from −10 to 10",
    "x ** -10.5": "a power is a number",
    "x ** 2 ** 2": "a power is a number",
    "x ** (1 + 1)": "a power is a number",
    "x ** True": "a power is a number",
    "9 ** 9 ** 9": "a power is a number",
    "True": "only numbers",
    "x + True": "`True` at character 5",
    "None": "only numbers",
    "...": "only numbers",
    "1j * x": "numbers are real",
    "1e999": "numbers go to 1e+06",
    "9" * 190: "numbers go to 1e+06",
    "x +": "something is missing at its end",
    "x x": "cannot be read as an expression from character 3 on",
    "  x x": "cannot be read as an expression from character 5 on",
    "(x": "a parenthesis is not closed",
    "x)": "a parenthesis is closed that was never opened",
    "x - (await x)": "only numbers",
    "-" * 150 + "x": "nested too deeply",
    "abs(" * 30 + "x" + ")" * 30: "nested too deeply",
    "x" * 201: "it has 201 characters, and 200 are the most",
    "x" * 100_000: "it has 100000 characters",
    # Look-alikes: Python itself would read some of these as x, and ² as an error.
    "𝐱": "`𝐱` at character 1",
    "ｘ": "`ｘ` at character 1",
    "х": "`х` at character 1",
    "x − 1": "`−` at character 3 is not allowed (minus is written -)",
    "2·x": "(a product is written *)",
    "x²": "(a square is written **2)",
    "σ(x)": "(write sigmoid(x))",
    "x\u200b": "a character of code 8203 at character 2",
    "x\u202e": "a character of code 8238 at character 2",
}


def refusal(text):
    """Return the refusal of a text; None for an allowed text."""
    try:
        parse(text)
    except NotAllowed as refused:
        return str(refused)
    return None


def test_what_is_on_the_list_is_parsed():
    for text in ALLOWED:
        assert parse(text).text == text


def test_what_is_not_is_named_with_its_place():
    for text, said in REFUSED.items():
        found = refusal(text)
        assert found is not None and said in found, (ascii(text)[:80], found)
        assert len(found) < 200, found
        assert found.isprintable(), ascii(found)


def test_every_function_of_the_table_can_be_called():
    assert {f.identifier for f in FUNCTIONS.values()} <= set(CALLABLE)
    assert set(PRIMITIVES) <= set(CALLABLE)
    assert all(name.isidentifier() and name.isascii() for name in CALLABLE)


def nested(depth):
    """Return texts of this depth: by signs, by arguments, and on both sides of an operator."""
    signs, calls = "-" * (depth - 1) + "x", "exp(" * (depth - 1) + "x" + ")" * (depth - 1)
    left, right = "x", "x"
    for at in range(depth - 1):
        left, right = f"({left}){'+*'[at % 2]}x", f"x{'+*'[at % 2]}({right})"
    return signs, calls, left, right


def test_the_limits_are_where_they_are_said_to_be():
    for deepest, deeper in zip(nested(DEEPEST), nested(DEEPEST + 1), strict=True):
        parse(deepest)
        with pytest.raises(NotAllowed, match=f"{DEEPEST} parts within parts"):
            parse(deeper)
    parse("1000000 * x")
    with pytest.raises(NotAllowed, match="numbers go to 1e\\+06"):
        parse("1000001 * x")
    parse("x" + " " * (LONGEST - 1))
    with pytest.raises(NotAllowed):
        parse("x" + " " * LONGEST)


def test_a_long_sum_is_no_nest_and_a_sum_within_a_sum_is():
    parse("x" + "+x" * 90)
    with pytest.raises(NotAllowed, match="nested"):
        parse("x+(" * 25 + "x" + ")" * 25)


@given(st.text(max_size=220))
@example("(" * 199)
@example("x" + ")" * 199)
@example("-" * 199)
@example("0" * 200)
@example("x.x" * 60)
@example("1_" * 60)
@example("0x" * 60)
@example("1e" + "9" * 150)
def test_any_text_is_parsed_or_refused_in_one_printable_sentence(text):
    try:
        parse(text)
    except NotAllowed as refusal:
        assert str(refusal).isprintable()
        assert len(str(refusal)) < 250
        assert str(refusal).count("`") % 2 == 0


@given(st.text(alphabet="xA0123456789.+-*/@() ,_esumabtnh", max_size=60))
def test_any_text_of_allowed_characters_is_parsed_or_refused(text):
    try:
        tree = parse(text).tree
    except NotAllowed:
        return
    kinds = {type(node) for node in ast.walk(tree)}
    assert kinds <= {
        *(ast.Name, ast.Load, ast.Constant, ast.UnaryOp, ast.BinOp, ast.Call, ast.USub, ast.UAdd),
        *(ast.Add, ast.Sub, ast.Mult, ast.Div, ast.MatMult, ast.Pow),
    }


class Written:
    """An algebra of texts: the parser's result with all its parentheses."""

    def number(self, value):
        return f"{value:g}"

    def name(self, name):
        return name

    def negative(self, value):
        return f"(-{value})"

    def binary(self, sign, left, right, at):
        return f"({left} {sign} {right})"

    def power(self, base, exponent, at):
        return f"({base} ** {exponent:g})"

    def call(self, function, argument, at):
        return f"{function}({argument})"


def test_precedence_is_pythons():
    for text, understood in (
        ("x + 2 * x", "(x + (2 * x))"),
        ("x - x - x", "((x - x) - x)"),
        ("-x ** 2", "(-(x ** 2))"),
        ("x ** -2 / x", "((x ** -2) / x)"),
        ("A @ x * x", "((A @ x) * x)"),
        ("+sum(x) / -3", "(sum(x) / (-3))"),
    ):
        assert meaning_of(parse(text).tree, Written()) == understood, text


def test_powers_of_powers_are_nested():
    with pytest.raises(NotAllowed, match="nested"):
        parse("(" * 25 + "x" + "**2)" * 25)


def test_what_is_written_on_paper_has_a_hint():
    for text, hint in (
        ("2x", "twice x is written 2 * x"),
        ("2 sin(x)", "twice x is written 2 * x"),
        ("x x", "cannot be read"),
        ("sin x", "in parentheses, as in sin(x)"),
    ):
        assert hint in (refusal(text) or ""), text
