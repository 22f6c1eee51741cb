"""Questions that a page asks: their answers belong to the visit, not to a link."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st


def asked(label: str, options: Sequence[str], answers: dict[str, Any], key: str) -> None:
    """Draw a row of buttons without a parameter; the selected one is stored in `answers[key]`."""
    widget = f"asked-{key}"

    def answer() -> None:
        answers[key] = st.session_state[widget]

    chosen = answers.get(key) if answers.get(key) in options else None  # may be "given up"
    st.segmented_control(
        label, options, key=widget, on_change=answer, default=chosen, required=True
    )


def asked_several(label: str, options: Sequence[str], answers: dict[str, Any], key: str) -> None:
    """Draw the same, but any number of buttons may be selected: the answer is a list."""
    widget = f"asked-{key}"

    def answer() -> None:
        answers[key] = st.session_state[widget]

    chosen = answers.get(key)
    st.pills(label, options, key=widget, on_change=answer, default=chosen, selection_mode="multi")


def asked_list(
    label: str, options: Sequence[str], answers: dict[str, Any], key: str, *, code: bool = False
) -> None:
    """Draw the same as a list, for longer options, with a button that sends the answer.

    Arrow keys select as they move: without the button each option on the way would be an answer.
    """
    widget = f"asked-{key}"

    def answer() -> None:
        if st.session_state[widget] is not None:
            answers[key] = st.session_state[widget]

    chosen = answers.get(key)
    index = options.index(chosen) if chosen in options else None
    with st.form(f"form-{key}", border=False):
        st.radio(
            label, options, index=index, key=widget, format_func=lambda o: f"`{o}`" if code else o
        )
        st.form_submit_button("Check", on_click=answer, key=f"check-{key}", type="primary")


def asked_texts(label: str, rows: int, columns: int, answers: dict[str, Any], key: str) -> None:
    """Draw a grid of text fields with one button that sends them: the answer is rows of texts."""
    cells = [[f"asked-{key}-{i}-{j}" for j in range(columns)] for i in range(rows)]
    held = answers.get(key)
    typed = held if isinstance(held, list) else [[""] * columns] * rows

    def answer() -> None:
        answers[key] = [[st.session_state[cell] for cell in row] for row in cells]

    single = rows * columns == 1
    with st.form(f"form-{key}", border=False):
        if not single:
            st.markdown(f"{label}:")
        for i, row in enumerate(cells):
            with st.container(key=f"fields-{key}-{i}", horizontal=True, gap="small"):
                for j, cell in enumerate(row):
                    st.text_input(
                        label if single else f"row {i}, column {j}",
                        value=str(typed[i][j]),
                        max_chars=20,
                        key=cell,
                        label_visibility="visible" if single else "collapsed",
                        width=160 if single else 72,
                    )
        st.form_submit_button("Check", on_click=answer, key=f"check-{key}", type="primary")


def answered(label: str, answers: dict[str, Any], key: str, answer: str = "") -> None:
    """Draw a button that is itself an answer: `answer`, or else the label."""
    answer_of = {key: answer or label}
    st.button(label, key=f"answered-{key}", on_click=answers.update, args=(answer_of,))


def forget(label: str, answers: dict[str, Any], key: str) -> None:
    """Draw a button that clears all answers."""

    def clear() -> None:
        for question in answers:
            st.session_state[f"asked-{question}"] = None
        answers.clear()

    st.button(label, key=f"forget-{key}", on_click=clear)
