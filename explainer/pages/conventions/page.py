"""Which convention a book uses, and the same network in all of them."""

import numpy as np
import streamlit as st

from explainer import controls
from explainer.exercises.exercise import Product
from explainer.figures.alt import alt_text
from explainer.figures.arrangement import Term
from explainer.figures.cells import number
from explainer.figures.equation import equation
from explainer.notation import CONVENTIONS, Convention
from explainer.notation.phrase_book import AUTHORS, layer, lines
from explainer.pages.conventions.controls import WIDGETS, book_controls
from explainer.pages.conventions.scene import ConventionScene, current_scene
from explainer.pages.parts import largest, show_figure, show_table
from explainer.pages.terms import Items


def show_answer(scene: ConventionScene) -> None:
    """The convention that has both forms, or the shapes that break."""
    forward, _ = scene.forms
    if scene.agrees:
        st.success(f"**{CONVENTIONS[forward].label}**: {_about(forward)}")
        _show_trial(scene, scene.tried(rows=CONVENTIONS[forward].rows))
    elif scene.turned:
        _show_turned(scene)
    else:
        _show_broken(scene)


def _about(convention: Convention) -> str:
    chosen = CONVENTIONS[convention]
    stored = "outputs × inputs" if chosen.out_in else "inputs × outputs"
    gradients = "rows" if chosen.rows else "columns"
    return f"gradients are {gradients}, and W is stored as {stored}, as in {AUTHORS[convention]}."


def _show_turned(scene: ConventionScene) -> None:
    """x and δ of one book are a row and a column: the product holds, and turns the gradient."""
    forward, backward = scene.forms
    in_rows = CONVENTIONS[forward].rows
    said, meant = ("a row", "a column") if in_rows else ("a column", "a row")
    trial, other = scene.tried(rows=in_rows), scene.tried(rows=not in_rows)
    assert other.value is not None
    off = number(scene.off_by(other.value), 2)
    layers = layer(forward), layer(backward)
    begin = f"With δ as {said}, like r,"
    why = _tried(scene, trial, begin)
    st.warning(
        f"**x and δ stand in different ways.** {layers[0].forward} makes r {said}, and "
        f"{layers[1].backward} wants a δ that is {meant}: with it the result is the gradient as "
        f"{meant} (off by {off}). {why} All in one "
        f"way it is **{layers[0].backward}**."
    )
    _show_trial(scene, other)


def _show_broken(scene: ConventionScene) -> None:
    """The two store W in different ways."""
    forward, backward = scene.forms
    in_rows = CONVENTIONS[forward].rows
    said, turned = ("a row", "a column") if in_rows else ("a column", "a row")
    trials = [scene.tried(rows=in_rows), scene.tried(rows=not in_rows)]
    begins = f"With δ as {said}, like r,", f"With δ as {turned},"
    why = " ".join(_tried(scene, trial, begin) for trial, begin in zip(trials, begins, strict=True))
    st.error(
        f"**These two cannot both hold.** With {layer(forward).forward} W is "
        f"{_shape_of(scene)}. {why} It is **{layer(forward).backward}** that goes with "
        f"{layer(forward).forward}; {layer(backward).backward} goes with "
        f"{layer(backward).forward}, and stores W as the transpose."
    )
    shown = next((trial for trial in trials if trial.value is None), trials[0])
    _show_trial(scene, shown)


def _shape_of(scene: ConventionScene) -> str:
    D, H, _ = scene.network.sizes
    out_in = CONVENTIONS[scene.settings.forward].out_in
    return f"{H}×{D}, outputs × inputs" if out_in else f"{D}×{H}, inputs × outputs"


def _tried(scene: ConventionScene, trial: Product, begin: str) -> str:
    """What comes of it: it breaks, or at these sizes it runs by chance."""
    if trial.value is None:
        return f"{begin} {trial.clash}"
    off = scene.off_by(trial.value)
    if not np.isfinite(off):
        return f"{begin} it runs, and gives {trial.value.size} numbers, not the gradient."
    return f"{begin} it runs at these sizes, and is off by {number(off, 2)}."


def _show_trial(scene: ConventionScene, trial: Product) -> None:
    left, right = trial.factors
    items: Items = [
        Term(left.name, left.values),
        "@",
        Term(right.name, right.values),
    ]
    broken = 0 if trial.value is None else None
    if trial.value is not None:
        is_right = scene.off_by(trial.value) < 1e-6
        items += ["=", Term("∂J/∂x" if is_right else "not ∂J/∂x", trial.value)]
    figure = equation(items, limit=largest(items), palette=scene.palette, broken=broken)
    alt = alt_text(items) + ("" if broken is None else f". It breaks: {trial.clash[:-1]}")
    show_figure(figure, alt, key="book")


def show_phrase_book(scene: ConventionScene) -> None:
    """Every line in every convention, the book's first, with the difference of its result."""
    book = scene.settings.forward
    st.markdown(
        "## Phrase-book\n\nThe same network, and the same numbers. A book chooses two things: "
        "whether gradients are rows or columns, and whether weights are stored as inputs × "
        "outputs or as outputs × inputs. Nothing else is different."
    )
    order = [book, *(name for name in CONVENTIONS if name != book)]
    of_all = {name: lines(scene.written(name)) for name in order}
    rows = [(what, *(of_all[name][what] for name in order)) for what in of_all[book]]
    rows.insert(0, ("written so in", *(AUTHORS[name] for name in order)))
    off = (number(scene.errors[name], 2) for name in order)
    rows.append(("differs from central differences by", *off))
    labels = [CONVENTIONS[name].label for name in order]
    show_table(("", f"{labels[0]}, your book", *labels[1:]), rows, key="phrase-book", width=880)
    st.page_link(
        "explainer/pages/walkthrough/page.py",
        label="The whole walkthrough as your book writes it",
        query_params={"convention": labels[0], "step": "6"},
    )
    st.markdown(
        "**Convention**, at the side, writes all pages in one of the four: figures, formulas, "
        "NumPy and shapes."
    )


st.title("Which convention does my book use?")
st.markdown(
    "Books write the same gradient in four ways, and a formula of one beside the layer of another "
    "is wrong. Choose what yours writes: how a layer makes $r$ of $x$ (a bias is added), and how "
    "it goes back from $\\delta$, the gradient with respect to $r$, to the gradient with respect "
    "to $x$."
)
controls.show_refusals(WIDGETS.kind)
SCENE = current_scene()
book_controls()
show_answer(SCENE)
show_phrase_book(SCENE)
