"""The tracer: one entry of a result, chosen by click or slider, and the sum it is made of."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import streamlit as st

from explainer.compute import Link
from explainer.compute.validation import Array
from explainer.figures.cells import number
from explainer.notation import Factor
from explainer.pages.parts import show_equation, sum_of_products
from explainer.pages.scene import Scene
from explainer.pages.terms import Items
from explainer.pages.walkthrough.controls import WIDGETS, trace
from explainer.pages.walkthrough.terms import link_items


def traced(name: str, size: int, draw: Callable[[int], None]) -> int:
    """A figure drawn for the entry that is traced, and below it the choice of that entry.

    With all steps shown, one slider above them chooses for each: the last entry where there are
    fewer.
    """
    settings = WIDGETS.settings()
    entry = min(settings.entry, size - 1)
    draw(entry)
    if settings.step != "all" and not settings.present:
        WIDGETS.slider("entry", f"Trace an entry of {name} (or click it in the figure)")
    return entry


def show_traced(items: Items, *, key: str, limit: float) -> None:
    """An equation figure of which a click traces an entry."""
    show_equation(items, key=key, limit=limit, act=trace)


def show_link(scene: Scene, link: Link, written: Factor, *, key: str) -> int:
    """One link as a matrix product, and the entry that is traced."""

    def draw(entry: int) -> None:
        show_traced(link_items(scene, link, written, entry), key=key, limit=scene.limit)

    return traced(scene.notation.gradient_inline(link.input), link.gradient.size, draw)


def show_link_sum(scene: Scene, link: Link, entry: int) -> None:
    """An entry of a link's gradient as the sum of products that it is."""
    name = scene.notation.gradient_inline(link.input)
    column = np.asarray(link.jacobian)[:, entry]
    show_total(scene, f"{name}[{entry}]", link.upstream, column, link.gradient[entry])


def show_total(scene: Scene, name: str, left: Array, right: Array, total: float) -> None:
    """An entry as the sum of products that it is."""
    written = sum_of_products(*scene.notation.ordered((left, right)))
    st.markdown(f"{name} = {written} = **{number(total)}**")
