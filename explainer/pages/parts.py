"""The parts every step is made of: a figure, its formula, its NumPy, its source, the tracer."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import plotly.graph_objects as go
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from explainer import controls
from explainer.compute import Step
from explainer.compute.validation import Array
from explainer.digits import load_digits
from explainer.figures.alt import alt_text
from explainer.figures.cells import number
from explainer.figures.equation import equation
from explainer.figures.pictures import digit_pictures
from explainer.notation import snippets
from explainer.pages.terms import Items
from explainer.scene import Scene
from explainer.settings import SLUGS

SHOWN_PRODUCTS = 6  # of a traced sum; the rest is one number


def show_heading(title: str, *formulas: str) -> None:
    """The title of a step and the LaTeX of what it draws, as one element: each takes its time."""
    st.markdown(f"## {title}\n\n" + "\n\n".join(f"$$\n{formula}\n$$" for formula in formulas))


def show_figure(figure: go.Figure, alt: str, *, key: str, clickable: bool = False) -> None:
    """A figure in its own width, in a box that scrolls sideways where the screen is narrower."""
    chart = f"figure-{key}"
    select: dict[str, Any] = {}
    if clickable:
        select = {"on_select": controls.on_entry_click(chart), "selection_mode": "points"}
    with wide(key):
        st.plotly_chart(
            figure,
            width=round(figure.layout.width),
            key=chart,
            alt=alt,
            theme=None,  # the colours are the palette's; Streamlit's would be merged for nothing
            config={"displayModeBar": False},
            **select,
        )


def show_in_both(
    scene: Scene,
    draw: Callable[[Scene], tuple[go.Figure, str]],
    *,
    key: str,
    clickable: bool = False,
) -> None:
    """A figure as both formulations draw it; the page hides the other one.

    A chart that changes is destroyed and rebuilt by the browser. Here none does, so the switch is
    as fast as a line of text.
    """
    for formulation, slug in SLUGS.items():
        figure, alt = draw(scene.written_as(formulation))
        show_figure(figure, alt, key=f"{key}-{slug}", clickable=clickable)


def hide_other_formulation(scene: Scene) -> None:
    """Of the figures drawn in both formulations, leave the current one."""
    for formulation, slug in SLUGS.items():
        if formulation != scene.settings.formulation:
            box = f'[class*="st-key-box-"][class*="-{slug}"]'
            st.html(f"<style>{box} {{display: none}}</style>")


def wide(key: str) -> DeltaGenerator:
    """A box that scrolls sideways where the screen is narrower than what it holds."""
    box = st.container(key=f"box-{key}")
    # What scrolls must be reached by the keyboard: this, seen on narrow screens alone, can be.
    box.html('<div class="scroll-hint" tabindex="0">Scrolls sideways →</div>')
    return box


def show_equation(
    scene: Scene, items: Items, *, key: str, limit: float | None = None, clickable: bool = False
) -> None:
    """An equation figure with its alternative text."""
    figure = equation(items, limit=limit or scene.limit, palette=scene.palette)
    show_figure(figure, alt_text(items), key=key, clickable=clickable)


def show_code(scene: Scene, step: int, result: Any) -> None:
    """The NumPy of the step, and what it gives."""
    snippet = snippets(scene.notation)[step]
    with np.printoptions(precision=4, suppress=False, threshold=12, edgeitems=3, linewidth=60):
        printed = str(result).replace("\n", "\n# ")
    code = f"{snippet.code}\n\n# {snippet.result} =\n# {printed}"
    st.code(code, language="python", wrap_lines=True)


def show_source(key: str, *functions: Callable[..., Any]) -> None:
    """The compute functions behind a step, folded, and sent only when unfolded."""
    fold = st.expander("The compute functions behind it", key=f"source-{key}", on_change="rerun")
    if fold.open:
        fold.code("\n\n\n".join(map(_source, functions)), language="python", wrap_lines=True)


@cache
def _source(function: Callable[..., Any]) -> str:
    return inspect.cleandoc("\n" + inspect.getsource(function))


def traced(
    scene: Scene, step: Step, draw: Callable[[int], None], *, elementwise: bool = False
) -> None:
    """A figure drawn for the entry that is traced, the choice of the entry, and its sum."""
    place = st.container()
    name = scene.notation.gradient_plain(step.input)
    size = step.result.size
    if scene.settings.step == "All":  # one slider for all steps stands above them
        entry = min(scene.settings.entry, size - 1)
    else:
        entry = controls.entry_slider(size, f"Trace an entry of {name} (or click it in the figure)")
    with place:
        draw(entry)
    column = np.asarray(step.jacobian)[:, entry]
    among = slice(entry, entry + 1) if elementwise else slice(None)
    pair = (step.upstream[among], column[among])
    written = sum_of_products(*(pair if scene.notation.rows else pair[::-1]))
    st.markdown(f"{name}[{entry}] = {written} = **{number(step.result[entry])}**")


def sum_of_products(left: Array, right: Array) -> str:
    """`Σ left · right` written out; of a long sum the largest products, the rest as one number."""
    products = left * right
    shown = np.sort(np.argsort(-np.abs(products), kind="stable")[:SHOWN_PRODUCTS])
    text = " + ".join(f"({number(left[i])})({number(right[i])})" for i in shown)
    more = len(products) - len(shown)
    if more:
        rest = products.sum() - products[shown].sum()
        text += f" + ({number(rest)}, the other {more} products)"
    return text


def show_digit(scene: Scene, *, key: str, gradient: bool = False) -> None:
    """The image, what the network makes of it, and beside it ∂J/∂x as a picture."""
    digits, v = load_digits(), scene.values
    side = round(scene.x.size**0.5)
    name = scene.notation.gradient_text("x")
    found = scene.chain.gradient.reshape(side, side) if gradient else None
    alt = f"The handwritten digit, {side}×{side} pixels"
    if found is not None:
        at = np.unravel_index(np.argmax(np.abs(found)), found.shape)
        alt += (
            f", and {scene.notation.gradient_plain('x')} as a picture of the same size, entries "
            f"from {number(found.min())} to {number(found.max())}, the largest in size at row "
            f"{at[0]}, column {at[1]}"
        )
    figure = digit_pictures(scene.x.reshape(side, side), found, name=name, palette=scene.palette)
    show_figure(figure, alt, key=key)
    guess = int(np.argmax(v.y_hat))
    text = (
        f"Held-out image {scene.settings.image}, labelled {scene.target}; the network says {guess} "
        f"with probability {v.y_hat[guess]:.3f}. It was trained on other images and reads "
        f"{digits.held_out_right} of {digits.held_out_total} held-out ones right."
    )
    if gradient:
        text += " Blue: more ink there raises the loss. Orange: it lowers it."
    st.markdown(text)
