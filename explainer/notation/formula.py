"""How one of the 160 formulas is written: its signs and parentheses, as text and as NumPy."""

from __future__ import annotations

from dataclasses import dataclass

from explainer.compute.formulas import BRACKETINGS, Formula, Join, Middle, Shape, Tree
from explainer.notation.names import Factor, Notation
from explainer.notation.numpy_code import Snippet

MIRROR = str.maketrans("()", ")(")


@dataclass(frozen=True)
class WrittenFormula:
    """Four factors as they stand from left to right, with what stands before, between and after."""

    factors: list[Factor]
    signs: list[str]  # five

    @property
    def text(self) -> str:
        """For a sentence or a label, the derivative of the activation as s."""
        names = [factor.short for factor in self.factors]
        return "".join(sign + name for sign, name in zip(self.signs, [*names, ""], strict=True))


def factors(n: Notation, formula: Formula, middle: Middle) -> list[Factor]:
    """The four factors from the loss to the input."""
    second, first = formula.transposed
    s = n.derivative if middle == "row" else n.activation_matrix
    return [n.error, n.weights("W2", second), s, n.weights("W1", first)]


def written(n: Notation, formula: Formula, middle: Middle) -> WrittenFormula:
    """The formula as the convention writes it; columns mirror it."""
    signs = [""]
    for token in _tokens(BRACKETINGS[formula.bracketing], formula):
        if isinstance(token, int):
            signs.append("")
        else:
            signs[-1] += token
    if not n.rows:
        signs = [sign[::-1].translate(MIRROR) for sign in signs[::-1]]
    return WrittenFormula(n.ordered(factors(n, formula, middle)), signs)


def mirrored(n: Notation, bracketing: str) -> str:
    """The name of a bracketing, read from the other side in columns."""
    return bracketing if n.rows else bracketing[::-1].translate(MIRROR)


def transposes(n: Notation, formula: Formula) -> str:
    """T for each weight matrix that is written transposed, · for each that is not."""
    second, first = formula.transposed
    texts = n.ordered((n.weights("W2", second).text, n.weights("W1", first).text))
    return "".join("T" if text.endswith("ᵀ") else "·" for text in texts)


def _tokens(tree: Tree, formula: Formula, outermost: bool = True) -> list[str | int]:
    """Factors by number, and the signs between them."""
    if isinstance(tree, int):
        return [tree]
    left, right = (_tokens(side, formula, False) for side in tree)
    place = next(token for token in left[::-1] if isinstance(token, int))
    joined = [*left, f" {formula.operators[place]} ", *right]
    return joined if outermost else ["(", *joined, ")"]


def sides(n: Notation, join: Join) -> tuple[Shape, Shape]:
    """The shapes on the left and on the right of an operator, as they are written."""
    left, right = join.left, join.right
    return (left, right) if n.rows else (right[::-1], left[::-1])


def snippet(n: Notation, formula: Formula, middle: Middle) -> Snippet:
    """NumPy of the formula, all arrays with two axes."""
    axis = "[np.newaxis, :]" if n.rows else "[:, np.newaxis]"
    error, *_ = factors(n, formula, middle)
    s = f"{n.derivative.code}{axis}" if middle == "row" else n.activation_matrix.code
    product = written(n, formula, middle)
    names = [_name(n, factor) for factor in product.factors]
    signs = [sign.replace("∘", "*") for sign in product.signs]
    whole = "".join(sign + name for sign, name in zip(signs, [*names, ""], strict=True))
    return Snippet(f"e = {error.code}{axis}\ns = {s}\nproduct = {whole}", "product")


def _name(n: Notation, factor: Factor) -> str:
    """What the snippet calls a factor."""
    if factor == n.error:
        return "e"
    return "s" if factor in (n.derivative, n.activation_matrix) else factor.code
