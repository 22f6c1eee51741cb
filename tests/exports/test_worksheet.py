"""Worksheets: every sheet has its own numbers, and the key has the right answers."""

import re
from html import unescape

import numpy as np
import pytest

from explainer.__main__ import main
from explainer.exercises import Difficulty, Options
from explainer.exports.typeset import typeset
from explainer.exports.worksheet import OF_A_SHEET, answer_key, files, sheets, worksheet
from explainer.notation import CONVENTIONS


def articles(document):
    return re.findall(r"<article>.*?</article>", document, re.DOTALL)


def answers(article):
    """Return the answers of the key, exercise by exercise: a text, or rows of numbers."""
    for section in re.findall(r"<section>.*?</section>", article, re.DOTALL):
        shown = re.search(r'<div class="answer">(.*?)</div>', section, re.DOTALL)[1]
        rows = re.findall("<tr>(.*?)</tr>", shown)
        cells = [re.findall("<td>(.*?)</td>", row) for row in rows]
        yield [[_number(cell) for cell in row] for row in cells] if cells else unescape(shown)


def _number(text):
    return float(text.replace("−", "-"))


@pytest.mark.parametrize("convention", CONVENTIONS)
def test_the_answers_of_the_key_pass_the_check_of_every_sheet(convention):
    made = list(sheets(30, 7, Difficulty("equal", "any", convention)))
    pages = articles(answer_key(made, 7))
    assert len(pages) == len(made) == 30
    for sheet, page in zip(made, pages, strict=True):
        assert f"Sheet {sheet.number}, set 7" in page
        found = list(answers(page))
        assert len(found) == OF_A_SHEET
        for exercise, answer in zip(sheet.exercises, found, strict=True):
            if not isinstance(exercise.form, Options) and isinstance(answer, str):
                answer = _number(answer)
            assert exercise.check(answer).right, (sheet.number, exercise.kind, answer)


def test_each_student_has_other_numbers_and_the_same_kinds():
    made = list(sheets(40, 3))
    kinds = {tuple(one.kind for one in sheet.exercises) for sheet in made}
    assert len(kinds) == 1 and len(set(*kinds)) == OF_A_SHEET
    prompts = [tuple(one.prompt for one in sheet.exercises) for sheet in made]
    assert len(set(prompts)) == 40


def test_a_set_is_always_the_same_and_another_is_another():
    assert files(5, 7) == files(5, 7)
    assert set(files(5, 7)) == {"worksheet-7.html", "answers-7.html"}
    assert files(5, 7)["worksheet-7.html"] != files(5, 8)["worksheet-8.html"]


def test_it_asks_for_nothing_outside_and_shows_no_answer():
    made = list(sheets(8, 1))
    document = worksheet(made, 1)
    assert not re.search(r"(src|href)=|@import|url\((?!data:)", document)
    assert "<script" not in document
    for sheet, page in zip(made, articles(document), strict=True):
        assert page.count("<section>") == OF_A_SHEET
        for exercise in sheet.exercises:
            assert exercise.explanation not in unescape(page)


def test_formulas_are_mathml_and_nothing_is_left_of_latex():
    for document in files(10, 2).values():
        text = re.sub("<math.*?</math>", "", document.decode(), flags=re.DOTALL)
        assert "$" not in text and "\\begin" not in text
    assert typeset("a < b and $x_1$\n\n$$\ny=2\n$$\n").count("<math") == 2
    assert "&lt;" in typeset("a < b")


def test_the_command_writes_both_files(tmp_path):
    out = tmp_path / "new" / "folder"
    arguments = ["worksheet", "--students", "3", "--seed", "9", "--out", str(out)]
    assert main(arguments) == 0
    assert sorted(file.name for file in out.iterdir()) == ["answers-9.html", "worksheet-9.html"]


@pytest.mark.parametrize(
    ("name", "value"), [("--students", "0"), ("--seed", "x"), ("--seed", "-1")]
)
def test_a_number_that_is_none_ends_with_status_2(name, value, tmp_path, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["worksheet", name, value, "--out", str(tmp_path / "out")])
    assert ended.value.code == 2 and not (tmp_path / "out").exists()
    assert "is no whole number from 1 to 999" in capsys.readouterr().err


def test_a_file_in_the_place_of_the_folder_gets_a_sentence(tmp_path, capsys):
    (tmp_path / "out").write_text("")
    assert main(["worksheet", "--out", str(tmp_path / "out")]) == 2
    assert "cannot be a folder" in capsys.readouterr().err


def test_every_cell_of_a_table_has_room():
    matrix = next(
        one for sheet in sheets(1, 7) for one in sheet.exercises if one.kind == "jacobian"
    )
    document = worksheet(list(sheets(1, 7)), 7)
    (section,) = re.findall(
        r"<section>\n<h2>\d\. A whole Jacobian.*?</section>", document, re.DOTALL
    )
    assert section.count("<td></td>") == np.size(matrix.answer)
