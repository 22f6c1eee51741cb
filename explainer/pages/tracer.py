"""The tracer: one entry of a result, chosen by click or slider, and the sum it is made of."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import streamlit as st

from explainer import controls
from explainer.compute import Step
from explainer.compute.validation import Array
from explainer.figures.cells import number
from explainer.notation import Factor
from explainer.pages.parts import show_equation
from explainer.pages.terms import link_items
from explainer.scene import Scene

SHOWN_PRODUCTS = 6  # of a traced sum; the rest is one number


def traced(name: str, size: int, draw: Callable[[int], None]) -> int:
    """A figure drawn for the entry that is traced, and below it the choice of that entry.

    With all steps shown, one slider above them chooses for each: the last entry where there are
    fewer.
    """
    settings = controls.settings()
    entry = min(settings.entry, size - 1)
    draw(entry)
    if settings.step != "All":
        controls.entry_slider(f"Trace an entry of {name} (or click it in the figure)")
    return entry


def show_link(
    scene: Scene, step: Step, written: Factor, *, key: str, limit: float | None = None
) -> None:
    """One link as a matrix product, traced."""
    name = scene.notation.gradient_inline(step.input)

    def draw(entry: int) -> None:
        items = link_items(scene, step, written, entry)
        show_equation(scene, items, key=key, limit=limit, clickable=True)

    entry = traced(name, step.result.size, draw)
    column = np.asarray(step.jacobian)[:, entry]
    show_sum(scene, f"{name}[{entry}]", step.upstream, column, step.result[entry])


def show_sum(scene: Scene, name: str, left: Array, right: Array, total: float) -> None:
    """An entry as the sum of products that it is."""
    written = sum_of_products(*scene.notation.ordered((left, right)))
    st.markdown(f"{name} = {written} = **{number(total)}**")


def sum_of_products(*factors: Array) -> str:
    """`Σ a · b · …` written out; of a long sum the largest products, the rest as one number."""
    products = np.prod(factors, axis=0)
    shown = np.arange(products.size)
    if products.size > SHOWN_PRODUCTS:
        largest = np.argsort(-np.abs(products), kind="stable")[:SHOWN_PRODUCTS]
        shown = np.sort(largest[products[largest] != 0])
    texts = ["".join(f"({number(factor[i])})" for factor in factors) for i in shown]
    if more := products.size - shown.size:
        rest = np.delete(products, shown).sum()  # not by a difference, which would round
        texts.append(f"({number(rest)}, the other {more} products)")
    return " + ".join(texts)
