"""The answer about a book: its convention, or the shapes that do not fit."""

from __future__ import annotations

import numpy as np
import streamlit as st

from explainer.derivation.parts import largest
from explainer.exercises.exercise import Product
from explainer.figures.alt import alt_text
from explainer.figures.equation import equation
from explainer.figures.term import Term
from explainer.notation import CONVENTIONS, Convention
from explainer.notation.phrase_book import AUTHORS, layer
from explainer.pages.conventions.scene import ConventionScene
from explainer.pages.parts import show_figure
from explainer.terms import Items
from explainer.wording import number


def show_answer(shown: ConventionScene) -> None:
    """Show the convention that fits the given forms, or the result of two that do not fit."""
    if shown.book:
        _show_book(shown, shown.book)
    elif shown.forms:
        forward, backward = shown.forms
        same = CONVENTIONS[forward].out_in == CONVENTIONS[backward].out_in
        (_show_turned if same else _show_broken)(shown, forward, backward)


def _show_book(shown: ConventionScene, book: Convention) -> None:
    chosen, forms = CONVENTIONS[book], layer(book)
    st.success(
        f"**{chosen.label}**: {forms.forward} goes with {forms.backward}. Gradients are "
        f"{chosen.stands}s, and W is stored as {chosen.stored}, as in "
        f"{AUTHORS[book]}."
    )
    _show_trial(shown, shown.tried(book, book, rows=chosen.rows))


def _show_turned(shown: ConventionScene, forward: Convention, backward: Convention) -> None:
    """Show two forms that store W alike, one for rows and one for columns: δ must be turned."""
    in_rows = CONVENTIONS[forward].rows
    given, meant = _stands(in_rows), _stands(not in_rows)
    trial = shown.tried(forward, backward, rows=in_rows)
    other = shown.tried(forward, backward, rows=not in_rows)
    there, back = layer(forward), layer(backward)
    st.warning(
        f"**{there.forward} makes r {given}, and {back.backward} wants a δ that is {meant}.** With "
        f"such a δ {_came_of(shown, other)} With δ as {given}, like r, {_came_of(shown, trial)} "
        f"Written with {'row' if in_rows else 'column'}s alone it is **{there.backward}**."
    )
    _show_trial(shown, other)


def _show_broken(shown: ConventionScene, forward: Convention, backward: Convention) -> None:
    """Show two forms that store W in different ways, so that they do not fit."""
    in_rows = CONVENTIONS[forward].rows
    trials = [shown.tried(forward, backward, rows=rows) for rows in (in_rows, not in_rows)]
    there, back = layer(forward), layer(backward)
    why = (
        f"With δ as {_stands(in_rows)}, like r, {_came_of(shown, trials[0])} With δ as "
        f"{_stands(not in_rows)} {_came_of(shown, trials[1])}"
    )
    rule = (
        f"**{there.backward}** goes with {there.forward}; {back.backward} goes with "
        f"{back.forward}, where W is stored as the transpose."
    )
    nothing = not shown.scene.chain["r"].gradient.any()
    if nothing or all(map(shown.is_gradient, trials)):
        reason = "δ is 0" if nothing else "W is one number"
        st.warning(f"**Here nobody can tell**: {reason}. {why} At other numbers {rule}")
    else:
        st.error(
            f"**These two cannot both hold.** With {there.forward}, W is "
            f"{_stored(shown, forward)}. {why} {rule}"
        )
    _show_trial(shown, next((trial for trial in trials if trial.value is None), trials[0]))


def _stands(rows: bool) -> str:
    return "a row" if rows else "a column"


def _stored(shown: ConventionScene, forward: Convention) -> str:
    D, H, _ = shown.scene.network.sizes
    book = CONVENTIONS[forward]
    return f"{f'{H}×{D}' if book.out_in else f'{D}×{H}'}, {book.stored}"


def _came_of(shown: ConventionScene, trial: Product) -> str:
    """Say that the product breaks, gives the gradient, or gives something else."""
    if trial.value is None:
        return trial.clash
    off = shown.off_by(trial.value)
    if not np.isfinite(off):
        return f"it runs, and gives {trial.value.size} numbers, not the gradient."
    if shown.is_gradient(trial):
        stands = _stands(trial.value.shape[0] == 1)
        return f"it gives the gradient as {stands}: central differences differ by {number(off, 2)}."
    return f"it runs at these sizes, and is off by {number(off, 2)}."


def _show_trial(shown: ConventionScene, trial: Product) -> None:
    left, right = (Term(factor.name, factor.values) for factor in trial.factors)
    items: Items = [left, "@", right]
    broken = 0 if trial.value is None else None
    if trial.value is not None:
        stands: Convention = "rows" if trial.value.shape[0] == 1 else "columns"
        name = shown.written(stands).gradient_text("x")
        name = name if shown.is_gradient(trial) else f"not {name}"
        items += ["=", Term(name, trial.value)]
    figure = equation(items, limit=largest(items), palette=shown.scene.palette, broken=broken)
    alt = alt_text(items) + ("" if broken is None else f". It breaks: {trial.clash[:-1]}")
    show_figure(figure, alt, key="book")
