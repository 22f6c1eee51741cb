"""The page of conventions: the one that a book uses, and the same network in all of them."""

import streamlit as st

from explainer import controls
from explainer.notation import CONVENTIONS
from explainer.notation.phrase_book import AUTHORS, lines
from explainer.pages.conventions.answer import show_answer
from explainer.pages.conventions.controls import WIDGETS, book_controls
from explainer.pages.conventions.scene import ConventionScene, current_scene
from explainer.pages.conventions.subject import subject_of
from explainer.pages.frame import Page
from explainer.pages.parts import show_table
from explainer.pages.walkthrough.settings import WalkthroughSettings
from explainer.settings import address
from explainer.wording import number


def show_phrase_book(shown: ConventionScene) -> None:
    """Show every formula in every convention, the book's first, and the error of the result."""
    st.markdown(
        "## Phrase-book\n\nThe same network, and the same numbers. A book chooses two things: "
        "whether gradients are rows or columns, and whether weights are stored as inputs × "
        "outputs or as outputs × inputs. Nothing else is different."
    )
    first = shown.book or shown.settings.convention
    order = [first, *(name for name in CONVENTIONS if name != first)]
    of_all = {name: lines(shown.written(name)) for name in order}
    rows = [(what, *(of_all[name][what] for name in order)) for what in of_all[first]]
    rows.insert(0, ("written so in", *(AUTHORS[name] for name in order)))
    off = (number(shown.errors[name], 2) for name in order)
    rows.append(("differs from central differences by", *off))
    labels = [CONVENTIONS[name].label for name in order]
    whose = ", your book" if shown.book else ", chosen at the side"
    show_table(("", labels[0] + whose, *labels[1:]), rows, key="phrase-book")
    whole = address(WalkthroughSettings, convention=first, step="all")
    label = f"The whole walkthrough written as {labels[0]} →"
    controls.state_link(label, whole, "written-so")
    st.markdown(
        "**Convention**, in the sidebar, writes all pages in one of the four: figures, formulas, "
        "NumPy and shapes."
    )


def show() -> None:
    st.markdown(
        "Books write the same gradient in four ways, and a formula of one beside the layer of "
        "another is wrong. Say what yours writes: how a layer makes $r$ from $x$ (a bias is "
        "added), and how it goes back from $\\delta$, the gradient with respect to $r$, to the "
        "gradient with respect to $x$. One of the two is enough for an answer; with both it is "
        "checked."
    )
    shown = current_scene()
    book_controls()
    show_answer(shown)
    show_phrase_book(shown)


PAGE = Page(WIDGETS, show, subject_of)
