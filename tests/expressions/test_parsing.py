"""Only listed syntax is allowed; anything else is named with its position."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from explainer.compute import FUNCTIONS
from explainer.expressions.parsing import LONGEST, parse
from explainer.expressions.reading import DEEPEST, NotAllowed
from explainer.expressions.spellings import CALLABLE, PRIMITIVES
from explainer.expressions.tree import meaning_of

# What is typed, and how it is read.
READ = {
    "x": "x",
    "A @ x": "A @ x",
    "-x ** 2 + +3.5": "-x ** 2 + 3.5",
    "x ** -10": "x ** -10",
    "1e3 * x": "1000 * x",
    " x + 1 ": "x + 1",
    "x  # hidden": "x",
    # the libraries' names
    "np.exp(x) / np.sum(np.exp(x), axis=-1, keepdims=True)": "exp(x) / sum(exp(x))",
    "numpy.tanh(x)": "tanh(x)",
    "torch.nn.functional.relu(x)": "relu(x)",
    "F.leaky_relu(x, negative_slope=0.01, inplace=True)": "leaky_relu(x)",
    "F.leaky_relu(x, 0.2)": "where(x > 0, x, 0.2 * x)",
    "nn.ReLU()(x)": "relu(x)",
    "nn.LeakyReLU(0.2)(x)": "where(x > 0, x, 0.2 * x)",
    "nn.functional.gelu(x)": "gelu(x)",
    "F.gelu(x, approximate='tanh')": "gelu_tanh(x)",
    "jax.nn.gelu(x)": "gelu_tanh(x)",
    "jax.nn.gelu(x, approximate=False)": "gelu(x)",
    "F.elu(x, alpha=0.5)": "where(x > 0, x, 0.5 * expm1(x))",
    "F.softplus(x, beta=2)": "softplus(2 * x) / 2",
    "F.hardtanh(x, -2, 2)": "minimum(maximum(x, -2), 2)",
    "torch.softmax(x, dim=-1)": "softmax(x)",
    "scipy.special.expit(x)": "sigmoid(x)",
    "jnp.logaddexp(0, x)": "softplus(x)",
    "torch.clamp(x, min=0)": "maximum(x, 0)",
    "np.clip(x, a_min=0, a_max=6)": "minimum(maximum(x, 0), 6)",
    "torch.clip(x, min=0)": "maximum(x, 0)",
    "torch.norm(x, p=1)": "sum(abs(x))",
    "F.normalize(x, p=1, dim=0)": "x / sum(abs(x))",
    "jax.nn.standardize(x, epsilon=0.5)": ("(x - mean(x)) / sqrt(mean((x - mean(x)) ** 2) + 0.5)"),
    "np.clip(x, 0, 6)": "minimum(maximum(x, 0), 6)",
    "math.sqrt(2.0 / math.pi) * x": "sqrt(2 / pi) * x",
    "np.linalg.norm(x)": "sqrt(sum(x ** 2))",
    "x / x.norm()": "x / sqrt(sum(x ** 2))",
    "x.std()": "sqrt(mean((x - mean(x)) ** 2))",
    "torch.relu(x) / x.std()": "relu(x) / sqrt(sum((x - mean(x)) ** 2) / (len(x) - 1))",
    "torch.var(x, unbiased=False)": "mean((x - mean(x)) ** 2)",
    "np.var(x, ddof=1)": "sum((x - mean(x)) ** 2) / (len(x) - 1)",
    "F.layer_norm(x, x.shape)": "layer_norm(x)",
    "F.layer_norm(x, x.shape[-1:], eps=0.5)": (
        "(x - mean(x)) / sqrt(mean((x - mean(x)) ** 2) + 0.5)"
    ),
    "F.normalize(x, dim=0)": "normalise(x)",
    "x.sub(x.max()).exp()": "exp(x - max(x))",
    "x - x.max(dim=-1, keepdim=True).values": "x - max(x)",
    "x - x.max(-1, keepdim=True)[0]": "x - max(x)",
    "x.mul(x).pow(2)": "(x * x) ** 2",
    "x.sum() / x.shape[0] + len(x) + x.size(-1)": "sum(x) / len(x) + len(x) + len(x)",
    "x.T @ x": "x @ x",
    "x[::-1]": "reverse(x)",
    "np.where(x > 0, x, 0)": "where(x > 0, x, 0)",
    "x * (x > 0)": "x * (x > 0)",
    "(0 < x) & (x < 1)": "(0 < x) * (x < 1)",
    "(x < 0) | (x > 1) | (x > 2)": "maximum(maximum(x < 0, x > 1), x > 2)",
    "x.reshape(-1) + x.t().flatten()": "x + x",
    "0 < x < 1": "(0 < x) * (x < 1)",
    "x if x > 0 else 0.1 * x": "where(x > 0, x, 0.1 * x)",
    "max(0, x)": "maximum(0, x)",
    "min(6, max(0, x))": "minimum(6, maximum(0, x))",
    "np.e ** x": "exp(x)",
    "2 ** x": "exp(x * log(2))",
    "x ** x": "exp(x * log(x))",
    "x ** (1 / 2)": "x ** 0.5",
    "x ** 2 ** 2": "x ** 4",
    "np.array([1.0, -2.0]) * x": "[1.0, -2.0] * x",
    "torch.tensor([[1., 2.], [3., 4.]]) @ x": "[[1.0, 2.0], [3.0, 4.0]] @ x",
    # lines
    "alpha = 0.1\nnp.where(x > 0, x, alpha * x)": "where(x > 0, x, 0.1 * x)",
    "beta = 1.5; x * sigmoid(beta * x)": "x * sigmoid(1.5 * x)",
    "y = x * sigmoid(x)": "x * sigmoid(x)",
    "f = lambda x: x ** 3": "x ** 3",
    "lambda t: t * np.tanh(t)": "x * tanh(x)",
    "f(x) = x * tanh(x)": "x * tanh(x)",
    "return np.maximum(x, 0)": "maximum(x, 0)",
    "def swish(x, beta=1.0):\n    return x * torch.sigmoid(beta * x)": "x * sigmoid(1 * x)",
    "import numpy as np\ndef softmax(z):\n    e = np.exp(z - np.max(z))\n    return e / e.sum()": (
        "exp(x - max(x)) / sum(exp(x - max(x)))"
    ),
    "def s(z):\n    return 1 / (1 + np.exp(-z))\ns(x) * (1 - s(x))": (
        "1 / (1 + exp(-x)) * (1 - 1 / (1 + exp(-x)))"
    ),
    "    z = x\n    z *= 2\n    z + 1": "x * 2 + 1",
    "np.maximum(0, z)": "maximum(0, x)",
    "np.exp(logits) / np.exp(logits).sum()": "exp(x) / sum(exp(x))",
    # mathematics
    "x^2": "x ** 2",
    "x²": "x ** 2",
    "x − 1": "x - 1",
    "x·σ(x)": "x * sigmoid(x)",
    "σ(x)(1−σ(x))": "sigmoid(x) * (1 - sigmoid(x))",
    "eˣ": "exp(x)",
    "e⁻ˣ": "exp(-x)",
    "1/(1+e^{-x})": "1 / (1 + exp(-x))",
    "e^(2x)": "exp(2 * x)",
    "|x|": "abs(x)",
    "x / (1 + |x|)": "x / (1 + abs(x))",
    "x/‖x‖": "x / sqrt(sum(x ** 2))",
    "√(x² + 1)": "sqrt(x ** 2 + 1)",
    "2x": "2 * x",
    "2 sin(x)": "2 * sin(x)",
    "x tanh(x)": "x * tanh(x)",
    "2(x + 1)(x - 1)": "2 * (x + 1) * (x - 1)",
    "x(1 - x)": "x * (1 - x)",
    "½ x": "1 / 2 * x",
    "2πx": "2 * pi * x",
    "ln(1 + eˣ)": "log(1 + exp(x))",
    "x ≥ 0": "x >= 0",
    "α = 0.2; x·tanh(αx)": "x * tanh(0.2 * x)",
}
ALLOWED = [
    *READ,
    " + ".join(["x"] * 50),
    "(" * 50 + "x" + ")" * 50,
    *(f"{name}(x)" for name in CALLABLE),
]
REFUSED = {
    "": "nothing is written",
    "   ": "nothing is written",
    "A.T @ x": "`A.T` at character 1",
    "x.__class__.__bases__": "`x.__class__.__bases__` at character 1",
    "__import__(x)": "there is no function `__import__`",
    "x.reshape(2, 2)": "only reshape(-1) is read",
    "A.transpose() @ x": "only a vector stays as it is",
    "np.ravel(A)": "only a vector stays as it is",
    "x.astype(int)": "`int` at character 10",
    "np.max(x, 1)": "x has one axis",
    "x.select(0, 1)": "there is no function select",
    "__zz__(x)": "there is no function `__zz__` here",
    "_a_ = 1; y_y + x": "the names are x, A, `_a_`",
    "eval(x)": "there is no function eval",
    "x + open(x)": "`open(x)` at character 5",
    "y": "`y` at character 1 is not allowed: the names are x, A",
    "x + yy": "the names are x, A",
    "sum": "`sum` at character 1 is not allowed: a function has its argument in parentheses",
    "np.sum + x": "`np.sum` at character 1 is not allowed: a function has its argument",
    "np.tnah(x)": "there is no function tnah here; tanh is near",
    "np.fft(x)": "there is no function fft here",
    "sum(x, x)": "x has one axis",
    "np.sum(x, axis=2)": "x has one axis",
    "np.sum(x, where=x > 0)": "it has no argument where here",
    "F.softmax(x, dim=-1, hard=True)": "it has no argument",
    "sum(*x)": "without a star",
    "sum()": "arguments are missing",
    "sum(sum)(x)": "a function has its argument in parentheses",
    "lambda: x": "too many arguments",
    "x if x else x": "a comparison such as x > 0 is needed here",
    "x and x": "a comparison such as x > 0 is needed here",
    "not x": "a comparison such as x > 0 is needed here",
    "x, x": "without commas",
    "(x,)": "without commas",
    "[x]": "an array holds numbers",
    "[[1, 2], [3]]": "the rows of an array are equally long",
    "sum(x for x in x)": "only numbers",
    "[x for x in x]": "only numbers",
    "x[0]": "`x[0]` at character 1 is not allowed: entries cannot be picked",
    "{x}": "`{` at character 1",
    "'x'": "nothing is written",
    "'x' + x": "only numbers",
    "for i in x: x": "a line is an assignment",
    "while True: x": "a line is an assignment",
    "x\x00": "a character of code 0 at character 2",
    "`x`": "a character of code 96 at character 1",
    "x % 2": "the operators are",
    "x // 2": "the operators are",
    "x << 2": "the operators are",
    "x ** 11": "a power is a number from −10 to 10",
    "x ** -10.5": "a power is a number",
    "x ** True": "only numbers",
    "9 ** 9 ** 9": "a power is a number",
    "True": "only numbers",
    "x + True": "`True` at character 5",
    "None": "only numbers",
    "...": "only numbers",
    "1e999": "numbers go to 1e+09",
    "np.inf * x": "numbers are finite",
    "9" * 190: "numbers go to 1e+09",
    "x +": "something is missing at its end",
    "1 1": "cannot be read as an expression from character 3 on",
    "  1 1": "cannot be read as an expression from character 5 on",
    "# x": "nothing is written",
    "(x": "a parenthesis is not closed",
    "x)": "a parenthesis is closed that was never opened",
    "x - (await x)": "only numbers",
    "-" * 150 + "x": "nested too deeply",
    "abs(" * 45 + "x" + ")" * 45: "nested too deeply",
    "x" * 100_000: "it has 100000 characters",
    "def f(x): return f(x)": "without an end",
    "f = lambda a, b: a + b": "b has no value",
    "".join("x = x * x + x\n" for _ in range(12)) + "x": "written out it has",
    "a = 1\nnp.tan2(x)": "`np.tan2(x)` at character 1 of line 2",
    "F.layer_norm(x, x.shape, weight=x)": "a weight and a bias are not read here",
    "np.linalg.norm(x, ord=3)": "the order of a norm is 1 or 2",
    # Look-alikes: Python itself would read some of these as x.
    "𝐱": "`𝐱` at character 1",
    "ｘ": "`ｘ` at character 1",
    "х": "`х` at character 1",
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


def test_it_is_read_as_it_is_meant_and_what_the_page_writes_is_read_alike():
    for text, code in READ.items():
        expression = parse(text)
        assert expression.code == code, text
        again = parse(expression.code)
        assert (again.tree, again.code) == (expression.tree, code), text


def test_what_is_taken_for_granted_is_said():
    assert parse("np.sum(x, axis=1)").notes == (
        "axis 1 is read as the only axis of x, which is one vector here",
    )
    assert parse("torch.std(x)").notes == ("std is over n − 1, as in PyTorch",)
    assert parse("np.std(x)").notes == ()


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
    parse("1000000000 * x")
    with pytest.raises(NotAllowed, match="numbers go to 1e\\+09"):
        parse("1000000001 * x")
    parse("x" + " " * (LONGEST - 1))
    with pytest.raises(NotAllowed):
        parse("x" + " " * LONGEST)


def test_a_long_sum_is_no_nest_and_a_sum_within_a_sum_is():
    parse("x" + "+x" * 90)
    with pytest.raises(NotAllowed, match="nested"):
        parse("x+(" * 45 + "x" + ")" * 45)


@pytest.mark.parametrize(
    "text",
    [
        "m = x > 0\n" + "m = m & m\n" * 60 + "m",
        "a = 1\n" + "a = a + a\n" * 60 + "x ** a",
        "d = lambda m: m + m\n" + "d(" * 100 + "x" + ")" * 100,
        "d = lambda m: m & m\n" + "d(" * 100 + "x > 0" + ")" * 100,
        "p = lambda m: m ** m\n" + "p(" * 100 + "x" + ")" * 100,
    ],
)
def test_what_grows_with_each_definition_is_refused_before_it_is_large(text):
    with pytest.raises(NotAllowed, match=r"written out it has more|nested too deeply"):
        parse(text)


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


@given(st.text(alphabet="xA0123456789.+-*/@() ,_esumabtnh<>=[]|²ˣσ\n", max_size=60))
@example("x\n  x")
@example("||x||")
@example("x^{^{x}}")
def test_any_text_of_allowed_characters_is_parsed_or_refused(text):
    try:
        expression = parse(text)
    except NotAllowed:
        return
    assert parse(expression.code).tree == expression.tree


class Written:
    """An algebra of texts: the parser's result with all its parentheses."""

    def number(self, value, name):
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
        parse("(" * 45 + "x" + "**2)" * 45)


def test_what_is_written_on_paper_has_a_hint():
    for text, hint in (
        ("1 1", "cannot be read"),
        ("sin x", "in parentheses, as in sin(x)"),
        ("\\sigma(x)", "formulas are written as code"),
    ):
        assert hint in (refusal(text) or ""), text
