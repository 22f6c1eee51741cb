"""Names: nodes, gradients, Jacobians, shapes and factors, by convention and formulation.

The numbers never depend on the convention. With rows, as in the question, gradients are rows and
the chain reads from the loss to the input. With columns, as in the answer, every factor is
transposed and the order reversed. Either may store its weights as (outputs, inputs), the transposes
of ours: then what was written W is Wᵀ, and the other way round.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal, TypeVar

from explainer.compute import Function
from explainer.compute.arrays import Array
from explainer.notation.functions import WORDS, Words
from explainer.palette import Palette

T = TypeVar("T")
Convention = Literal["rows", "columns", "Wx", "xWT"]
Formulation = Literal["matrix", "elementwise"]
Weights = Literal["W1", "W2"]


@dataclass(frozen=True)
class Writing:
    """The choices of a convention."""

    label: str
    rows: bool  # are gradients rows?
    out_in: bool  # are weights stored as (outputs, inputs)?

    @property
    def stands(self) -> str:
        """The word for a vector's orientation, for a sentence."""
        return "row" if self.rows else "column"

    @property
    def stored(self) -> str:
        """The axes of stored weights, for a sentence."""
        return "outputs × inputs" if self.out_in else "inputs × outputs"


CONVENTIONS: dict[Convention, Writing] = {
    "rows": Writing("Rows", rows=True, out_in=False),
    "columns": Writing("Columns", rows=False, out_in=False),
    "Wx": Writing("Wx", rows=False, out_in=True),
    "xWT": Writing("xWᵀ", rows=True, out_in=True),
}


@dataclass(frozen=True)
class Symbol:
    """The notation of a node or a parameter of the network."""

    latex: str
    text: str
    size: str  # of a node, for one example: D, H, K or 1; of a parameter, that of what it adds to


SYMBOLS = {
    "x": Symbol("x", "x", "D"),
    "r": Symbol("r", "r", "H"),
    "h": Symbol("h", "h", "H"),
    "theta": Symbol(r"\theta", "θ", "K"),
    "y_hat": Symbol(r"\hat{y}", "ŷ", "K"),
    "J": Symbol("J", "J", "1"),
    "W1": Symbol("W_1", "W₁", "H"),
    "b1": Symbol("b_1", "b₁", "H"),
    "W2": Symbol("W_2", "W₂", "K"),
    "b2": Symbol("b_2", "b₂", "K"),
}
NODES = ("x", "r", "h", "theta", "y_hat", "J")  # from the input to the loss
WEIGHTS: dict[Weights, tuple[str, str]] = {
    "W1": ("D", "H"),
    "W2": ("H", "K"),
}  # inputs and outputs of each layer


@dataclass(frozen=True)
class Factor:
    """A factor of the product, written in four ways. `sizes` are its rows and columns."""

    text: str  # for a figure, with Plotly's HTML
    latex: str
    code: str
    sizes: tuple[str, str]
    short: str = ""  # beside others in a line of text, the derivative of the activation as s


@dataclass(frozen=True)
class Notation:
    """The notation of one network, in one convention, formulation and theme."""

    convention: Convention
    formulation: Formulation
    function: Function  # the activation; of a page on one layer its function
    palette: Palette

    @property
    def rows(self) -> bool:
        return CONVENTIONS[self.convention].rows

    @property
    def out_in(self) -> bool:
        return CONVENTIONS[self.convention].out_in

    def stored(self, name: str, array: Array) -> Array:
        """A node, or a parameter (inputs, outputs), as the convention stores it."""
        return array.T if self.out_in and name in WEIGHTS else array

    def ordered(self, factors: Iterable[T]) -> list[T]:
        """Factors from the loss to the input in the order in which they are written."""
        return list(factors) if self.rows else list(factors)[::-1]

    @property
    def shorthand(self) -> bool:
        """True if the activation's Jacobian is written as `∘`: chosen, and allowed."""
        return self.formulation == "elementwise" and self.function.elementwise

    @property
    def words(self) -> Words:
        """The notation of the activation."""
        return WORDS[self.function.name]

    def node(self, name: str) -> str:
        """LaTeX of a node in its colour, or of a parameter, which has none."""
        latex, color = SYMBOLS[name].latex, self.palette.nodes.get(name)
        return rf"\textcolor{{{color}}}{{{latex}}}" if color else latex

    def size(self, symbol: str) -> str:
        """LaTeX of D, H, K, 1 or a number of theirs, in the colour of its node."""
        color = self.palette.size(symbol)
        return rf"\textcolor{{{color}}}{{{symbol}}}" if color else symbol

    def gradient(self, name: str) -> str:
        """LaTeX of the gradient of J with respect to a node or parameter: ∂J/∂h, in columns ∇ₕJ."""
        if self.rows:
            return rf"\frac{{\partial {self.node('J')}}}{{\partial {self.node(name)}}}"
        return rf"\nabla_{{\!{self.node(name)}}}{self.node('J')}"

    def gradient_text(self, name: str) -> str:
        """Return the gradient for a figure."""
        if self.rows:
            return f"∂{self.text('J')}/∂{self.text(name)}"
        return f"∇<sub>{self.text(name)}</sub>{self.text('J')}"

    def gradient_plain(self, name: str) -> str:
        """Return the gradient without markup: for a label, or an alternative text."""
        text = SYMBOLS[name].text
        return f"∂J/∂{text}" if self.rows else f"∇J({text})"

    def gradient_inline(self, name: str) -> str:
        """Return the gradient for a sentence or a label in Markdown."""
        return self.gradient_plain(name) if self.rows else f"${self.gradient(name)}$"

    def jacobian(self, output: str, input: str) -> str:
        """LaTeX of a local Jacobian, transposed in columns."""
        fraction = rf"\frac{{\partial {self.node(output)}}}{{\partial {self.node(input)}}}"
        return fraction if self.rows else rf"\left({fraction}\right)^{{\!\top}}"

    def shape(self, rows: str, columns: str) -> str:
        """LaTeX of a shape, rows × columns of the Jacobian; reversed in columns."""
        first, second = self.ordered((rows, columns))
        return rf"({self.size(first)}\times {self.size(second)})"

    def shape_text(self, rows: int, columns: int, symbols: tuple[str, str]) -> str:
        """A shape for a figure: numbers in their sizes' colours, given as they are drawn."""
        colors = map(self.palette.size, self.ordered(symbols))
        return "×".join(
            f'<span style="color:{color}"><b>{n}</b></span>' if color else str(n)
            for n, color in zip((rows, columns), colors, strict=True)
        )

    def text(self, name: str) -> str:
        """A node for a figure, in its colour, or a parameter, which has none."""
        text, color = SYMBOLS[name].text, self.palette.nodes.get(name)
        return f'<span style="color:{color}">{text}</span>' if color else text

    def colored(self, latex: str) -> str:
        """LaTeX in which each h and r that is a name, not part of a command, has its colour."""
        return renamed(latex, {name: self.node(name) for name in ("h", "r")})

    @property
    def error(self) -> Factor:
        """∂J/∂θ, fused."""
        text, latex = f"{self.text('y_hat')}−y", rf"({self.node('y_hat')}-y)"
        return Factor(text, latex, "(y_hat - y)", ("1", "K"), "(ŷ−y)")

    @property
    def softmax_jacobian(self) -> Factor:
        """∂ŷ/∂θ, before the fusion."""
        y, y_hat = self.text("y_hat"), self.node("y_hat")
        outer = "".join(self.ordered((f"{y}ᵀ", y)))
        outer_latex = "".join(self.ordered((rf"{y_hat}^{{\top}}", y_hat)))
        return Factor(
            f"diag({y})−{outer}",
            rf"\left(\operatorname{{diag}}({y_hat})-{outer_latex}\right)",
            "np.diag(y_hat) - np.outer(y_hat, y_hat)",
            ("K", "K"),
        )

    @property
    def derivative(self) -> Factor:
        """The diagonal of ∂h/∂r as a vector: the operand of ∘."""
        words = self.words
        latex, text = words.derivative_latex, words.derivative_text
        if not self.rows:
            latex, text = words.column_latex or latex, words.column_text or text
        if _is_sum(text):
            latex = rf"\left({latex}\right)"
        code = parenthesised(words.derivative_code)
        return Factor(text, self.colored(latex), code, ("1", "H"), "s")

    @property
    def activation_matrix(self) -> Factor:
        """∂h/∂r as a matrix."""
        words, s = self.words, self.derivative
        if not self.function.elementwise:
            return replace(s, sizes=("H", "H"), short="∂h/∂r")
        return Factor(
            f"diag({s.text})",
            rf"\operatorname{{diag}}\!\left({self.colored(words.derivative_latex)}\right)",
            f"np.diag({words.derivative_code})",
            ("H", "H"),
            "diag(s)",
        )

    @property
    def activation(self) -> Factor:
        """∂h/∂r as the formulation writes it."""
        return self.derivative if self.shorthand else self.activation_matrix

    @property
    def factors(self) -> tuple[Factor, Factor, Factor, Factor]:
        """The factors of the chain, from the loss to the input, as the formulation writes them."""
        return self.error, self.weights("W2"), self.activation, self.weights("W1")

    def weights(self, name: Weights, transposed: bool = True) -> Factor:
        """W₁ or W₂: if `transposed` the Jacobian of its layer, else what the layer multiplies with.

        In columns both are turned.
        """
        inputs, outputs = WEIGHTS[name]
        sizes = (outputs, inputs) if transposed else (inputs, outputs)
        text, latex = SYMBOLS[name].text, SYMBOLS[name].latex
        if self.written_transposed(transposed):
            return Factor(f"{text}ᵀ", rf"{latex}^{{\top}}", f"{name}.T", sizes, f"{text}ᵀ")
        return Factor(text, latex, name, sizes, text)

    def written_transposed(self, jacobian: bool) -> bool:
        """Tell whether a weight matrix has a ᵀ as the layer's Jacobian, or otherwise."""
        return (self.rows == jacobian) != self.out_in

    def weight(self, name: Weights, output: object, input: object) -> str:
        """LaTeX of the weight from an input to an output of its layer."""
        at = (output, input) if self.out_in else (input, output)
        return f"{SYMBOLS[name].latex}[{at[0]}, {at[1]}]"

    def stored_shape(self, name: Weights) -> str:
        """LaTeX of the letters of a weight matrix's shape."""
        sizes = WEIGHTS[name][::-1] if self.out_in else WEIGHTS[name]
        return rf"{self.size(sizes[0])}\times {self.size(sizes[1])}"


def renamed(latex: str, names: Mapping[str, str]) -> str:
    """LaTeX in which each one-letter name, not part of a command or word, is another."""
    letters = "".join(names)
    return re.sub(rf"(?<![\\a-zA-Z])[{letters}](?![a-zA-Z])", lambda match: names[match[0]], latex)


def _is_sum(text: str) -> bool:
    """Tell whether the text has a + or − outside of all parentheses."""
    return bool(re.search("[+−]", re.sub(r"\([^()]*\)", "", text)))


def parenthesised(code: str) -> str:
    """Return code that can be an operand of @ or *: in parentheses unless it is a call or name."""
    return code if re.fullmatch(r"[\w.]+(\([^()]*\))?", code) else f"({code})"
