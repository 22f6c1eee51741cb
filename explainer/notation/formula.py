"""The notation of the 160 formulas: signs and parentheses, as text and as NumPy code."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from explainer.compute.formulas import BRACKETINGS, Formula, Join, Middle, Shape, Tree
from explainer.notation.names import Factor, Notation
from explainer.notation.numpy_code import Snippet

# How the two operators are written.
PLAIN = {"∘": " ∘ ", "@": " @ "}
LATEX = {"∘": r" \circ ", "@": r"\,"}
NUMPY = {"∘": " * ", "@": " @ "}


def factors(n: Notation, formula: Formula, middle: Middle) -> list[Factor]:
    """The four factors from the loss to the input."""
    second, first = formula.transposed
    s = n.derivative if middle == "row" else n.activation_matrix
    return [n.error, n.weights("W2", second), s, n.weights("W1", first)]


def signs(n: Notation, formula: Formula, operators: Mapping[str, str] = PLAIN) -> list[str]:
    """The five signs before, between and behind the factors as they are written."""
    written = [operators[sign] for sign in formula.operators]
    spans = [""]
    for token in _tokens(n, BRACKETINGS[formula.bracketing], written):
        if isinstance(token, int):
            spans.append("")
        else:
            spans[-1] += token
    return spans


def written(n: Notation, formula: Formula, middle: Middle) -> str:
    """The formula for a sentence or a label, the derivative of the activation as s."""
    names = (factor.short for factor in factors(n, formula, middle))
    return _joined(signs(n, formula), n.ordered(names))


def latex(n: Notation, formula: Formula, middle: Middle) -> str:
    """LaTeX of the formula; s is the derivative, and a matrix product has no sign."""
    error, second, _, first = (factor.latex for factor in factors(n, formula, middle))
    s = "s" if middle == "row" else r"\operatorname{diag}(s)"
    names = (error, second, s, first)
    return _joined(signs(n, formula, LATEX), n.ordered(names))


def mirrored(n: Notation, bracketing: str) -> str:
    """The name of a bracketing, read from the other side in columns."""
    tokens = _tokens(n, BRACKETINGS[bracketing], ("", "", ""))
    return "".join("abcd"[token] if isinstance(token, int) else token for token in tokens)


def transposes(n: Notation, formula: Formula) -> str:
    """T for each weight matrix that is written transposed, · for each that is not."""
    turned = map(n.written_transposed, n.ordered(formula.transposed))
    return "".join("T" if has_one else "·" for has_one in turned)


def _tokens(
    n: Notation, tree: Tree, operators: Sequence[str], outermost: bool = True
) -> list[str | int]:
    """Factors by number, and the signs between them; columns mirror both."""
    if isinstance(tree, int):
        return [tree]
    first, second = (_tokens(n, side, operators, False) for side in tree)
    place = max(token for token in first if isinstance(token, int))
    left, right = n.ordered((first, second))
    joined = [*left, operators[place], *right]
    return joined if outermost else ["(", *joined, ")"]


def _joined(signs: Iterable[str], names: Iterable[str]) -> str:
    return "".join(sign + name for sign, name in zip(signs, [*names, ""], strict=True))


def sides(n: Notation, join: Join) -> tuple[Shape, Shape]:
    """The shapes on the left and on the right of an operator, as they are written."""
    left, right = join.left, join.right
    return (left, right) if n.rows else (right[::-1], left[::-1])


def snippet(n: Notation, formula: Formula, middle: Middle) -> Snippet:
    """NumPy of the formula, all arrays with two axes."""
    axis = "[np.newaxis, :]" if n.rows else "[:, np.newaxis]"
    error, _, s, _ = factors(n, formula, middle)
    return Snippet(
        f"e = {error.code}{axis}\ns = {s.code}{axis if middle == 'row' else ''}\n"
        f"product = {product_code(n, formula, middle)}",
        "product",
    )


def product_code(n: Notation, formula: Formula, middle: Middle, s: str = "s") -> str:
    """NumPy of the formula of e, s, W1 and W2; `s` is the name of the activation's factor."""
    _, second, _, first = factors(n, formula, middle)
    return _joined(signs(n, formula, NUMPY), n.ordered(("e", second.code, s, first.code)))
