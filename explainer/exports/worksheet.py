"""Worksheets: a print-ready HTML file with one variant for each student, and the answers."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

import numpy as np

from explainer.exercises import KINDS, Difficulty, Exercise, Options, make
from explainer.exports.typeset import STYLE as MATH
from explainer.exports.typeset import typeset, typeset_inline
from explainer.fonts import faces
from explainer.wording import fixed

OF_A_SHEET = 6  # exercises, three pages of paper
STYLE = """
@page { size: auto; margin: 15mm; }
body { font: 11pt/1.45 var(--text-family); color: #111; background: #fff;
  max-width: 180mm; margin: 0 auto; padding: 0 4mm; }
article { break-after: page; } article:last-child { break-after: auto; }
header { display: flex; justify-content: space-between; border-bottom: 1px solid #111; }
h1 { font-size: 15pt; margin: 0; } h2 { font-size: 12pt; margin: 0 0 1mm; }
h2 small { float: right; font-weight: normal; }
section { break-inside: avoid; margin-top: 6mm; }
math[display=block] { margin: 2mm 0; }
ul { list-style: none; padding: 0; margin: 1mm 0; } li { margin: 1mm 0; }
li::before { content: "\\2610\\00a0\\00a0"; }
table { border-collapse: collapse; margin: 2mm 0; }
td { border: 1px solid #111; width: 21mm; height: 9mm; text-align: center; padding: 0; }
.room { height: 20mm; } .room:has(+ table) { height: 25mm; } .answer { font-weight: 600; }
"""


@dataclass(frozen=True)
class Sheet:
    """The worksheet of one student."""

    number: int  # from 1
    seed: int  # that its exercises are made from
    exercises: Sequence[Exercise]


def sheets(students: int, seed: int, difficulty: Difficulty | None = None) -> Iterator[Sheet]:
    """A sheet for each student: the same kinds in the same order, with other numbers."""
    order = [list(KINDS)[at] for at in np.random.default_rng(seed).permutation(len(KINDS))]
    for number in range(1, students + 1):
        own = seed * 1000 + number
        made = [make(kind, own, difficulty) for kind in order[:OF_A_SHEET]]
        yield Sheet(number, own, made)


def files(students: int, seed: int, difficulty: Difficulty | None = None) -> dict[str, bytes]:
    """The sheets and their answers, by the names of the files."""
    made = list(sheets(students, seed, difficulty))
    return {
        f"worksheet-{seed}.html": worksheet(made, seed).encode(),
        f"answers-{seed}.html": answer_key(made, seed).encode(),
    }


def archive(students: int, seed: int, difficulty: Difficulty | None = None) -> bytes:
    """Both files, packed: a .zip."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files(students, seed, difficulty).items():
            packed.writestr(name, content)
    return held.getvalue()


def worksheet(made: Sequence[Sheet], seed: int) -> str:
    """Return all sheets as one HTML file, with page breaks between them."""
    head = f"<h1>The chain rule</h1><span>Name: {'_' * 26}</span>"
    return _document(f"Worksheet {seed}", [_sheet(s, seed, head, _question) for s in made])


def answer_key(made: Sequence[Sheet], seed: int) -> str:
    """The answers of all sheets, each with why it is so."""
    head = "<h1>The chain rule: answers</h1>"
    return _document(f"Answers to worksheet {seed}", [_sheet(s, seed, head, _answer) for s in made])


def _document(title: str, articles: Sequence[str]) -> str:
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{faces()}{STYLE}{MATH}</style>\n</head>\n<body>\n<main>\n"
        + "\n".join(articles)
        + "\n</main>\n</body>\n</html>\n"
    )


def _sheet(sheet: Sheet, seed: int, head: str, part: Callable[[Exercise], str]) -> str:
    inner = "\n".join(
        f"<section>\n<h2>{number}. {escape(KINDS[exercise.kind].label)} "
        f"<small>sheet {sheet.number}, set {seed}</small></h2>\n{part(exercise)}\n</section>"
        for number, exercise in enumerate(sheet.exercises, start=1)
    )
    named = f"<header>{head}<span>Sheet {sheet.number}, set {seed}</span></header>"
    return f"<article>\n{named}\n{inner}\n</article>"


def _question(exercise: Exercise) -> str:
    """The question, and room for the answer."""
    asked = typeset(exercise.prompt)
    form = exercise.form
    if isinstance(form, Options):
        options = "".join(f"<li>{typeset_inline(option)}</li>" for option in form.options)
        return f'{asked}\n<ul>{options}</ul>\n<div class="room"></div>'
    row = f"<tr>{'<td></td>' * form.columns}</tr>"
    return f'{asked}\n<div class="room"></div>\n<table><tbody>{row * form.rows}</tbody></table>'


def _answer(exercise: Exercise) -> str:
    """The answer in full, and the explanation."""
    if isinstance(exercise.form, Options):
        shown = typeset_inline(exercise.answer)
    elif exercise.form.single:
        shown = fixed(exercise.answer, 4)
    else:
        rows = "".join(
            f"<tr>{''.join(f'<td>{fixed(cell, 4)}</td>' for cell in row)}</tr>"
            for row in exercise.answer
        )
        shown = f"<table><tbody>{rows}</tbody></table>"
    return f'<div class="answer">{shown}</div>\n{typeset(exercise.explanation)}'
