"""The parts every step is made of: a figure, its formula, its NumPy, its source."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any

import numpy as np
import plotly.graph_objects as go
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from explainer import controls
from explainer.figures.alt import alt_text
from explainer.figures.arrangement import Term
from explainer.figures.equation import equation
from explainer.notation import Snippet, snippets
from explainer.pages.terms import Items
from explainer.scene import Scene
from explainer.settings import SLUGS


def current_scene() -> Scene:
    """What the widgets say now, in the colours of the browser's theme."""
    return Scene.of(controls.settings(), controls.palette())


def show_heading(title: str, *formulas: str) -> None:
    """The title of a step and the LaTeX of what it draws, as one element: each takes its time."""
    st.markdown(f"## {title}\n\n" + "\n\n".join(f"$$\n{formula}\n$$" for formula in formulas))


def show_figure(
    figure: go.Figure,
    alt: str,
    *,
    key: str,
    clickable: bool = False,
    on_select: Callable[[], None] | None = None,
) -> None:
    """A figure in its own width, in a box that scrolls sideways where the screen is narrower.

    A click on a cell traces its entry if it is `clickable`, or calls `on_select`.
    """
    chart = f"figure-{key}"
    select: dict[str, Any] = {}
    if clickable or on_select:
        on_select = on_select or controls.on_entry_click(chart)
        select = {"on_select": on_select, "selection_mode": "points"}
    width = round(figure.layout.width)
    with wide(key, width, marked(figure)):
        st.plotly_chart(
            figure,
            width=width,
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


def marked(figure: go.Figure) -> float | None:
    """The middle of what the figure marks, in pixels from the left."""
    shapes = figure.to_dict()["layout"].get("shapes", [])
    return next(((s["x0"] + s["x1"]) / 2 for s in shapes if s.get("name") == "mark"), None)


def wide(key: str, width: int, begin: float | None = None) -> DeltaGenerator:
    """A box that scrolls sideways where it is narrower than what it holds, `width` in pixels.

    It begins with what is `begin` pixels from the left.
    """
    box = st.container(key=f"box-{key}")
    # What scrolls must be reached by the keyboard: this, seen only where it scrolls, can be.
    mark = "" if begin is None else f' data-mark="{begin:.0f}"'
    hint = f".stElementContainer:has(.hint-{key})"
    box.html(
        f'<div class="scroll-hint hint-{key}" tabindex="0"{mark}>Scrolls sideways →</div>'
        f"<style>@container (min-width: {width}px) {{{hint} {{display: none}}}}</style>"
    )
    return box


def show_equation(
    scene: Scene, items: Items, *, key: str, limit: float | None = None, clickable: bool = False
) -> None:
    """An equation figure with its alternative text."""
    figure = equation(items, limit=limit or scene.limit, palette=scene.palette)
    show_figure(figure, alt_text(items), key=key, clickable=clickable)


def show_equation_of(items: Items, key: str, on_select: Callable[[], None] | None = None) -> None:
    """An equation figure with a scale of its own, and its alternative text."""
    arrays = [item.values for item in items if isinstance(item, Term)]
    limit = max(float(np.abs(array).max()) for array in arrays) or 1.0
    figure = equation(items, limit=limit, palette=controls.palette())
    show_figure(figure, alt_text(items), key=key, on_select=on_select)


def show_table(
    header: Sequence[str], rows: Iterable[Sequence[str]], *, key: str, width: int
) -> None:
    """A table in a box that scrolls where the screen is narrower than `width` pixels."""
    lines = [header, ["---"] * len(header), *rows]
    with wide(key, width):
        st.markdown("\n".join("| " + " | ".join(line) + " |" for line in lines))


def show_code(scene: Scene, step: int, result: Any) -> None:
    """The NumPy of the step, and what it gives."""
    show_snippet(snippets(scene.notation)[step], result)


def show_snippet(snippet: Snippet, result: Any) -> None:
    """NumPy, and what it gives as a comment."""
    with np.printoptions(precision=4, suppress=False, threshold=12, edgeitems=3, linewidth=60):
        result = result + 0.0 if isinstance(result, np.ndarray) else result  # a zero has no sign
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
