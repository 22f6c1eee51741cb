"""Names: nodes, gradients, Jacobians, shapes and factors, by convention and formulation.

The numbers never depend on the convention. With `Rows`, as in the question, gradients are rows and
the chain reads from the loss to the input. With `Columns`, as in the answer, every factor is
transposed and the order reversed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeVar

from explainer.compute import Function
from explainer.palette import Palette

T = TypeVar("T")
Convention = Literal["Rows", "Columns"]
Formulation = Literal["Matrix multiply", "Element-wise"]

LATEX = {"x": "x", "r": "r", "h": "h", "theta": r"\theta", "y_hat": r"\hat{y}", "J": "J"}
TEXT = {"x": "x", "r": "r", "h": "h", "theta": "θ", "y_hat": "ŷ", "J": "J"}
SIZE = {"x": "D", "r": "H", "h": "H", "theta": "K", "y_hat": "K", "J": "1"}  # of each node


@dataclass(frozen=True)
class Factor:
    """One factor of the product, written three ways. `sizes` are its rows and columns."""

    text: str  # for a figure, with Plotly's HTML
    latex: str
    code: str
    sizes: tuple[str, str]

    @property
    def short(self) -> str:
        """The text without its HTML, the derivative of the activation as s."""
        if self.sizes == ("1", "K"):
            return "(ŷ−y)"
        shorthand = {("1", "H"): "s", ("H", "H"): "diag(s)"}
        return shorthand.get(self.sizes, re.sub("<[^>]*>", "", self.text))


@dataclass(frozen=True)
class Notation:
    """All that is written about one network, in one convention, formulation and theme."""

    convention: Convention
    formulation: Formulation
    function: Function  # the activation
    palette: Palette

    @property
    def rows(self) -> bool:
        return self.convention == "Rows"

    def ordered(self, factors: Iterable[T]) -> list[T]:
        """Factors from the loss to the input in the order in which they are written."""
        return list(factors) if self.rows else list(factors)[::-1]

    @property
    def shorthand(self) -> bool:
        """Is the activation's Jacobian written as `∘`: wanted, and allowed."""
        return self.formulation == "Element-wise" and self.function.elementwise

    def node(self, name: str) -> str:
        """LaTeX of a node in its colour."""
        return rf"\textcolor{{{self.palette.nodes[name]}}}{{{LATEX[name]}}}"

    def size(self, symbol: str) -> str:
        """LaTeX of D, H, K, 1 or a number of theirs, in the colour of its node."""
        color = self.palette.size(symbol)
        return rf"\textcolor{{{color}}}{{{symbol}}}" if color else symbol

    def gradient(self, name: str) -> str:
        """LaTeX of the gradient of J by a node: ∂J/∂h as a row, ∇ₕJ as a column."""
        if self.rows:
            return rf"\frac{{\partial {self.node('J')}}}{{\partial {self.node(name)}}}"
        return rf"\nabla_{{\!{self.node(name)}}}{self.node('J')}"

    def gradient_text(self, name: str) -> str:
        """The same for a figure."""
        if self.rows:
            return f"∂{self.text('J')}/∂{self.text(name)}"
        return f"∇<sub>{self.text(name)}</sub>{self.text('J')}"

    def gradient_plain(self, name: str) -> str:
        """The same where there is no markup: a label, an alternative text."""
        if self.rows:
            return f"∂J/∂{TEXT[name]}"
        return f"∇J({TEXT[name]})"

    def gradient_inline(self, name: str) -> str:
        """The same in a sentence or a label of Markdown."""
        return f"∂J/∂{TEXT[name]}" if self.rows else f"${self.gradient(name)}$"

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
        """A node for a figure, in its colour."""
        return f'<span style="color:{self.palette.nodes[name]}">{TEXT[name]}</span>'

    def colored(self, latex: str) -> str:
        """LaTeX in which each h and r that is a name, not part of a command, has its colour."""
        return renamed(latex, {name: self.node(name) for name in ("h", "r")})

    @property
    def error(self) -> Factor:
        """∂J/∂θ, fused."""
        return Factor(
            f"{self.text('y_hat')}−y", rf"({self.node('y_hat')}-y)", "(y_hat - y)", ("1", "K")
        )

    @property
    def softmax_jacobian(self) -> Factor:
        """∂ŷ/∂θ, before the fusion."""
        y, y_hat = self.text("y_hat"), self.node("y_hat")
        outer, outer_latex = (
            (f"{y}ᵀ{y}", rf"{y_hat}^{{\top}}{y_hat}")
            if self.rows
            else (f"{y}{y}ᵀ", rf"{y_hat}{y_hat}^{{\top}}")
        )
        return Factor(
            f"diag({y})−{outer}",
            rf"\left(\operatorname{{diag}}({y_hat})-{outer_latex}\right)",
            "np.diag(y_hat) - np.outer(y_hat, y_hat)",
            ("K", "K"),
        )

    @property
    def output_layer(self) -> Factor:
        """∂θ/∂h."""
        return self.weights("2")

    @property
    def input_layer(self) -> Factor:
        """∂r/∂x."""
        return self.weights("1")

    @property
    def derivative(self) -> Factor:
        """The diagonal of ∂h/∂r as a vector: what stands beside the ∘."""
        f = self.function
        latex, text = f.derivative_latex, f.derivative_text
        if not self.rows:  # the outer product of a column with itself
            latex, text = latex.replace(r"h^{\top}h", r"h\,h^{\top}"), text.replace("hᵀh", "hhᵀ")
        if _is_sum(text):
            latex = rf"\left({latex}\right)"
        return Factor(
            text,
            self.colored(latex),
            parenthesised(f.derivative_code),
            ("1", "H"),
        )

    @property
    def activation_matrix(self) -> Factor:
        """∂h/∂r as a matrix."""
        f, s = self.function, self.derivative
        if not f.elementwise:
            return Factor(s.text, s.latex, s.code, ("H", "H"))
        return Factor(
            f"diag({s.text})",
            rf"\operatorname{{diag}}\!\left({self.colored(f.derivative_latex)}\right)",
            f"np.diag({f.derivative_code})",
            ("H", "H"),
        )

    @property
    def activation(self) -> Factor:
        """∂h/∂r as the formulation writes it."""
        return self.derivative if self.shorthand else self.activation_matrix

    @property
    def factors(self) -> tuple[Factor, Factor, Factor, Factor]:
        """Those of the chain, from the loss to the input, as the formulation writes them."""
        return self.error, self.output_layer, self.activation, self.input_layer

    def weights(self, layer: Literal["1", "2"], transposed: bool = True) -> Factor:
        """W₁ or W₂, in rows `transposed` to be the Jacobian of its layer; in columns turned."""
        inputs, outputs = {"1": ("D", "H"), "2": ("H", "K")}[layer]
        sizes = (outputs, inputs) if transposed else (inputs, outputs)
        text, latex, code = {"1": "W₁", "2": "W₂"}[layer], f"W_{layer}", f"W{layer}"
        if self.rows == transposed:
            return Factor(f"{text}ᵀ", rf"{latex}^{{\top}}", f"{code}.T", sizes)
        return Factor(text, latex, code, sizes)


def renamed(latex: str, names: Mapping[str, str]) -> str:
    """LaTeX in which each one-letter name, not part of a command or word, is another."""
    letters = "".join(names)
    return re.sub(rf"(?<![\\a-zA-Z])[{letters}](?![a-zA-Z])", lambda match: names[match[0]], latex)


def _is_sum(text: str) -> bool:
    """Does the text hold a + or − outside of all parentheses?"""
    return bool(re.search("[+−]", re.sub(r"\([^()]*\)", "", text)))


def parenthesised(code: str) -> str:
    """Code that can stand beside @ or *: in parentheses unless it is a single call or name."""
    return code if re.fullmatch(r"[\w.]+(\([^()]*\))?", code) else f"({code})"
