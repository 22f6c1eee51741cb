"""The page for teachers: a route through the pages, links for a class, and worksheets."""

from functools import partial
from urllib.parse import urlencode

import streamlit as st

from explainer import controls
from explainer.exports.worksheet import archive
from explainer.pages.exercises.settings import BUG, MIXED, ExerciseSettings
from explainer.pages.frame import Page
from explainer.pages.teach.controls import WIDGETS, set_controls
from explainer.pages.teach.route import ROUTE
from explainer.pages.teach.settings import TeachSettings
from explainer.settings import address

OF_THE_DIFFICULTY = "sizes", "functions", "convention"


def show_route() -> None:
    """Show the stops in order, each with a button that leads there."""
    minutes = sum(stop.minutes for stop in ROUTE)
    st.markdown(
        f"## A route for {minutes} minutes\n\n{len(ROUTE)} states in order, with what to ask and "
        "what the class will say. Press Back in the browser to return here. On the walkthrough "
        "**P** begins presenting: one idea a screen, the arrow keys or a clicker go on."
    )
    for number, stop in enumerate(ROUTE, start=1):
        label = f"**{number}. {stop.name}**, {stop.minutes} min →"
        controls.state_link(label, stop.state, f"stop-{number}")
        st.markdown(f"**Ask:** {stop.ask} **They say:** {stop.expect}")


def show_class_links(settings: TeachSettings) -> None:
    """Show links to one set for everybody, without verdicts until it is done."""
    st.markdown(
        "## Exercises for the class\n\nA set is fixed by its number: all who open the link get "
        "the same ten, and see no verdict until the tenth is answered."
    )
    chosen = {name: getattr(settings, name) for name in ("set", *OF_THE_DIFFICULTY)}
    for kind in (MIXED, BUG):
        label = ExerciseSettings.parameters()["kind"].text(kind)
        state = address(ExerciseSettings, **chosen, kind=kind, answers="hidden")
        link = controls.other_address(state)
        with st.container(horizontal=True, vertical_alignment="center"):
            copy = f"Copy the link: {label}, set {settings.set}"
            controls.copy_button(copy, slug(label), link)
            st.markdown(f"[Look at it]({link})")


def slug(kind: str) -> str:
    """Return a kind as part of a key."""
    return kind.lower().replace(" ", "-")


def show_worksheets(settings: TeachSettings) -> None:
    """Offer an archive of a sheet for each student, and the answers."""
    st.markdown(
        "## Worksheets\n\nOne file to print, with different numbers for each student, and one with "
        "the answers. Each sheet says its number and its set, and takes up to three pages: print "
        "on one side."
    )
    controls.file_button(
        f"Worksheets for {settings.students}, set {settings.set} (.zip)",
        partial(archive, settings.students, settings.set, settings.difficulty),
        name=f"worksheets-{settings.set}.zip",
        mime="application/zip",
        key="worksheets",
        type="primary",
    )
    parameters = settings.parameters()
    link = urlencode({n: parameters[n].text(getattr(settings, n)) for n in OF_THE_DIFFICULTY})
    st.markdown(
        f"From the command line: `python -m explainer worksheet --students {settings.students} "
        f'--seed {settings.set} --link "?{link}" --out DIR`'
    )


def show() -> None:
    show_route()
    st.markdown("## Which exercises")
    set_controls()
    settings = WIDGETS.settings()
    show_class_links(settings)
    show_worksheets(settings)


PAGE = Page(WIDGETS, show, network=False)
