"""The widgets of the gallery: the function, its input, and the nudges."""

from __future__ import annotations

import streamlit as st

from explainer.controls import Widgets, begin_at, following, mark
from explainer.expressions.spellings import CALLABLE
from explainer.pages.gallery.settings import NUMBERS, OWN, GallerySettings
from explainer.pages.typed import typed

WIDGETS = Widgets(GallerySettings)
ALLOWED = (
    "NumPy, PyTorch or JAX as it stands in code (`np.maximum(0, x)`, `F.leaky_relu(x, 0.2)`, "
    "`x.softmax(dim=-1)`), or mathematics (`x·σ(x)`, `1/(1+e^{-x})`). Lines before may define "
    "numbers and functions: Shift and Enter begin a new line. There is also a matrix `A`. The "
    f"functions of this page are {', '.join(CALLABLE)}. In formulas b, s, m and B are the fixed "
    "numbers of bias, scale, dropout and diagonal_weights."
)
AFRESH = {"nudged": None, "anyway": None}  # a new function starts from the defaults


def function_controls() -> None:
    """Draw the widgets for the function and its input."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        WIDGETS.select("function", on_change=WIDGETS.show, kwargs=AFRESH, width=190)
        size = WIDGETS.settings().size
        following("n, how many", 1, len(NUMBERS), size, _resize, key="size", width=140)
        WIDGETS.typed("x", f"x, 1 to {len(NUMBERS)} numbers with commas between", width=320)
    mark(begin_at("function", WIDGETS.settings().function, "nearest"))
    if WIDGETS.settings().function == OWN:
        WIDGETS.lines("expression", on_change=WIDGETS.show, kwargs=AFRESH, help=ALLOWED)
        st.caption(
            "For example `x / np.linalg.norm(x)`, `torch.where(x > 0, x, 0.1 * x)`, "
            "`softmax(A @ x)` or `x·tanh(log(1+eˣ))`."
        )


def _resize(size: int) -> None:
    """Set x to `size` numbers: drop the last ones, or append defaults."""
    numbers = WIDGETS.settings().inputs or []
    kept = [*numbers, *NUMBERS[len(numbers) :]][:size]
    WIDGETS.show(x=typed(kept))


def nudge_buttons() -> None:
    """Draw buttons that nudge the next input or all inputs, undo one nudge, or start again."""
    WIDGETS.clamp("nudged")
    settings = WIDGETS.settings()
    done, inputs = settings.nudged, settings.size
    coming = f"Nudge x[{done}] →" if done < inputs else "All are nudged"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        # Never disabled: it would lose the keyboard focus when the verdict appears.
        after = min(done + 1, inputs)
        WIDGETS.move(coming, "nudged", "forth-ArrowRight", after, type="primary")
        WIDGETS.move("Nudge all", "nudged", "last", inputs, disabled=done == inputs)
        WIDGETS.move("← Back one", "nudged", "back-ArrowLeft", max(done - 1, 0), disabled=done == 0)
        WIDGETS.move("Start again", "nudged", "first", 0, disabled=done == 0)


def nudge_up_to(_: int, input: int) -> None:
    """Nudge all inputs up to and including the clicked one."""
    WIDGETS.show(nudged=input + 1)


def choose(function: str) -> None:
    """Choose a function, and reset the nudges and ∘ anyway."""
    WIDGETS.show(function=function, **AFRESH)
