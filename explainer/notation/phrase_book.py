"""The phrase-book: the same network as a convention writes it, line by line."""

from __future__ import annotations

from dataclasses import dataclass, replace

from explainer.notation import batches, latex
from explainer.notation.names import CONVENTIONS, SYMBOLS, WEIGHTS, Convention, Notation
from explainer.notation.numpy_code import whole

AUTHORS: dict[Convention, str] = {
    "rows": "the question of this explainer",
    "columns": "many textbooks",
    "Wx": "many books on deep learning",
    "xWT": "PyTorch's `Linear`",
}


@dataclass(frozen=True)
class LayerForm:
    """A layer as a book writes it, without the numbers of layers: its product, and the way back."""

    forward: str  # xW, of which r is made when b is added
    backward: str  # δWᵀ, where δ is the gradient with respect to r


def layer(convention: Convention) -> LayerForm:
    """Return the lines by which one convention differs from the others."""
    chosen = CONVENTIONS[convention]
    turned, plain = ("W", "Wᵀ") if chosen.rows == chosen.out_in else ("Wᵀ", "W")
    if chosen.rows:
        return LayerForm(f"x{plain}", f"δ{turned}")
    return LayerForm(f"{plain}x", f"{turned}δ")


def lines(n: Notation) -> dict[str, str]:
    """LaTeX, or code between backticks, of each thing by what it is, for one example."""
    short = replace(n, formulation="elementwise")
    r, _, theta, _, _ = (f"{left} = {right}" for left, right in latex.equations(n))
    stored = ", ".join(f"${SYMBOLS[name].latex}\\;({n.stored_shape(name)})$" for name in WEIGHTS)
    return {
        "weights are stored as": stored,
        "the first layer": f"${r}$",
        "the second layer": f"${theta}$",
        "back to the logits": f"$\\delta_2={n.gradient('theta')}={n.node('y_hat')}-y$",
        "back to $r$": f"$\\delta_1={n.gradient('r')}={batches.first_delta(n)}$",
        **{
            f"back to ${SYMBOLS[name].latex}$": f"${n.gradient(name)}={batches.in_deltas(n, name)}$"
            for name in ("W2", "W1")
        },
        "back to the input": f"${n.gradient('x')}={batches.in_deltas(n, 'x')}$",
        "the same in NumPy": f"`{whole(short)}`",
    }
