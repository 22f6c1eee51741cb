"""The parts of an article, drawn with Streamlit."""

from __future__ import annotations

from collections.abc import Callable, Collection

import streamlit as st

from explainer import controls
from explainer.derivation.graph import paths
from explainer.derivation.labels import GRAPH, tracing
from explainer.derivation.parts import (
    Code,
    Details,
    Either,
    Figure,
    Part,
    Parts,
    Paths,
    Prose,
    SourceCode,
    Table,
    Tracer,
)
from explainer.pages.parts import show_code, show_either, show_figure, show_source, show_table
from explainer.pages.walkthrough.controls import WIDGETS, path_controls, trace
from explainer.scene import Scene


def show(scene: Scene, parts: Parts, unseen: Collection[str] = ()) -> None:
    """Show the parts in order, except texts and graphs that give away an unseen factor."""
    for part in parts:
        if not (isinstance(part, Prose | Paths) and set(part.tells) & set(unseen)):
            _show(scene, part, unseen)


def _show(scene: Scene, part: Part, unseen: Collection[str]) -> None:
    match part:
        case Prose(markdown, tone):
            _show_text(markdown, tone)
        case Figure(key, drawn, clickable):
            act = trace if clickable else None
            show_figure(drawn.figure, drawn.alt, key=key, act=act, follows=drawn.follows)
        case Either(key, parameter, figures):
            pairs = [(drawn.figure, drawn.alt) for drawn in figures]
            show_either(parameter, pairs, key=key, act=trace)
        case Tracer(name):
            _show_tracer(name)
        case Code(text):
            show_code(text)
        case SourceCode(key, functions):
            show_source(key, *functions)
        case Table(key, header, rows):
            show_table(header, rows, key=key, numbers=True)
        case Details(title, parts):
            with st.expander(title):
                show(scene, parts, unseen)
        case Paths(key, gradients):
            _show_paths(scene, key, gradients=gradients)


def _show_text(markdown: str, tone: str) -> None:
    tones: dict[str, Callable[[str], object]]
    tones = {"right": st.success, "wrong": st.error, "source": st.caption}
    tones.get(tone, st.markdown)(markdown)


def _show_tracer(name: str) -> None:
    """Draw a slider for the traced entry, if one step is shown; all steps share one above them."""
    settings = WIDGETS.settings()
    if settings.step != "all" and not settings.present:
        WIDGETS.slider("entry", tracing(name))


def _show_paths(scene: Scene, key: str, *, gradients: bool) -> None:
    settings = WIDGETS.settings()
    alone = settings.step != "all"
    # Decided once per step: the fold would close if `expanded` changed while a slider moves.
    graphs = controls.kept("graphs", settings.step)
    chosen = graphs.setdefault(key, bool(settings.start or settings.end))
    fold = st.expander(
        GRAPH,
        key=f"graph-{key}",
        on_change="rerun",
        expanded=chosen and alone,
    )
    if not fold.open:
        return
    with fold:
        if alone:
            path_controls()
        D, _, K = scene.network.sizes  # if the network became smaller, use its last units
        ends = min(settings.start, D - 1), min(settings.end, K - 1)
        drawn, caption = paths(scene, *ends, gradients=gradients)
        show_figure(drawn.figure, drawn.alt, key=f"graph-{key}")
        st.markdown(caption)
