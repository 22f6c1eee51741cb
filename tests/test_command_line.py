"""`python -m explainer` writes the whole file, or prints one sentence that says why not."""

import ast
import json
import subprocess
import sys

import pytest

from explainer.__main__ import main
from explainer.exports import EXPORTS
from explainer.exports.files import write_whole


@pytest.mark.parametrize("kind", EXPORTS)
def test_each_kind_is_written(kind, tmp_path):
    out = tmp_path / "file"
    link = "?step=5&activation=tanh&convention=Wx&formulation=Element-wise"
    assert main(["export", kind, "--link", link, "--out", str(out)]) == 0
    assert out.stat().st_size > 1000


def test_a_script_from_the_command_line_runs(tmp_path):
    script = tmp_path / "a.py"
    address = "http://localhost:8501/?D=3&H=2&K=2"
    command = [sys.executable, "-m", "explainer", "export", "numpy", "--link", address]
    subprocess.run([*command, "--out", script], check=True)
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True)
    assert "gradient =" in done.stdout


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("?D=99", "The link says D = `99`, but it must be one whole number from 1 to 12."),
        ("/bench?D=99&op1=@", "The link says D = `99`"),
        ("?foo=1", "The link says `foo`, which is no parameter of the page."),
        ("D=2&D=3", "The link says D = `2` and `3`, but it must be said once"),
        ("?D=2?H=3", "The link says D = `2?H=3`"),
        ("?activation=", "The link says activation = nothing, but it must be one of sigmoid"),
    ],
)
def test_a_bad_link_gets_one_sentence_and_leaves_no_file(link, said, tmp_path, capsys):
    out = tmp_path / "file"
    assert main(["export", "numpy", "--link", link, "--out", str(out)]) == 2
    printed = capsys.readouterr()
    assert printed.err.startswith(said) and printed.err.count("\n") == 1
    assert not out.exists() and not printed.out


def test_a_link_of_another_page_gives_its_network(tmp_path):
    out = tmp_path / "a.json"
    assert main(["export", "json", "--link", "/bench?bench=A+formula&D=2", "--out", str(out)]) == 0
    assert len(json.loads(out.read_text(encoding="utf-8"))["x"]) == 2


@pytest.mark.parametrize(
    ("link", "function"),
    [
        ("", "sigmoid"),
        ("/", "sigmoid"),
        ("http://localhost:8501", "sigmoid"),
        ("https://host.example/site/?activation=tanh", "tanh"),
        ("activation=tanh", "tanh"),
        ("/gallery", "sigmoid"),
        ("http://localhost:8501/conventions", "sigmoid"),
        ("https://host.example/site/gallery?function=softmax", "softmax"),
    ],
)
def test_an_address_opens_its_page(link, function, tmp_path):
    out = tmp_path / "a.json"
    assert main(["export", "json", "--link", link, "--out", str(out)]) == 0
    assert json.loads(out.read_text(encoding="utf-8"))["activation"] == function


def test_a_worksheet_refuses_a_bad_difficulty(tmp_path, capsys):
    for link, said in (
        ("?sizes=Huge", "sizes = `Huge`"),
        ("?foo=1", "`foo`, which is no"),
        ("/exercises?set=4", "opens `exercises`, and worksheets are made on `teach`"),
        ("/nowhere?set=4", "`nowhere`, which is no page"),
        ("/?set=4", "opens `walkthrough`"),
    ):
        assert main(["worksheet", "--link", link, "--out", str(tmp_path / "out")]) == 2
        assert said in capsys.readouterr().err and not (tmp_path / "out").exists()


def test_a_folder_that_is_not_there_gets_a_sentence_too(tmp_path, capsys):
    assert main(["export", "json", "--out", str(tmp_path / "none" / "file")]) == 2
    assert "cannot be written" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [[], ["export"], ["export", "word", "--out", "a"], ["fly"]])
def test_an_unknown_command_ends_with_status_2(arguments, capsys):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    printed = capsys.readouterr().err
    assert printed.startswith("python -m explainer") and printed.count("\n") == 1


EVIL = """/bench?D=4&zz="'''"
print(1)"""


@pytest.mark.parametrize("kind", ["numpy", "pytorch", "jax", "json"])
@pytest.mark.parametrize("link", ["/batches?D=4&a=[1;\n2]", "/a\udcff/?D=4", r"C:\Users/?D=4"])
def test_nothing_of_a_link_is_code_where_it_is_written_down(kind, link, tmp_path):
    out = tmp_path / "file"
    assert main(["export", kind, "--link", link, "--out", str(out)]) == 0
    text = out.read_text(encoding="utf-8")
    if kind == "json":
        assert json.loads(text)["link"].isascii()
    else:
        head = ast.get_docstring(ast.parse(text))
        assert head.count("\n") == 4 and "print(1)" not in text


@pytest.mark.parametrize(
    ("link", "said"),
    [
        (EVIL, "The link says `zz`, which is no parameter of the page."),
        ("/batches?a=1,x", "a must be 1 to 5 numbers from −100 to 100 with commas between, and "),
        ("/batches?v=1", "v must be 3 numbers"),
        ("/gallery?x=abc", "x must be 1 to 8 numbers"),
        (
            "/gallery?function=your+own&expression=x**y",
            "Your function: `y` at character 4 is not",
        ),
        ("/gallery?function=normalise&x=0,0", "normalise has no value or no derivative at this x."),
        ("/gallry?D=4", "The link opens `gallry`, which is no page."),
        ("/BATCHES?N=3", "The link opens `BATCHES`, which is no page."),
        ("/gallery?D=3", "The link says `D`, which is a parameter of other pages."),
        ("/teach?sizes=Equal", "The page /teach shows no network and no layer to be taken away."),
    ],
)
def test_what_a_page_would_use_something_else_for_is_refused(link, said, tmp_path, capsys):
    assert main(["export", "numpy", "--link", link, "--out", str(tmp_path / "file")]) == 2
    printed = capsys.readouterr().err
    assert printed.startswith(said) and printed.endswith(".\n") and printed.count("\n") == 1
    assert "instead" not in printed and not list(tmp_path.iterdir())


def test_of_a_layer_there_is_no_handout(tmp_path, capsys):
    link = "/gallery?function=softmax"
    assert main(["export", "handout", "--link", link, "--out", str(tmp_path / "file")]) == 2
    assert capsys.readouterr().err == "There is no handout of a layer alone.\n"


def test_a_file_is_whole_or_as_it_was(tmp_path, monkeypatch):
    out = tmp_path / "old"
    out.write_text("mine")
    write_whole(out, b"new")
    assert out.read_bytes() == b"new"

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", full)
    assert main(["export", "json", "--out", str(out)]) == 2
    assert out.read_bytes() == b"new" and [path.name for path in tmp_path.iterdir()] == ["old"]


def test_a_link_to_a_file_stays_and_what_it_leads_to_is_written(tmp_path):
    real, link = tmp_path / "real", tmp_path / "link"
    real.write_text("old")
    link.symlink_to(real)
    write_whole(link, b"new")
    assert link.is_symlink() and real.read_bytes() == b"new"


def test_what_is_no_file_is_written_as_it_comes():
    command = [sys.executable, "-m", "explainer", "export", "json", "--out", "/dev/stdout"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert len(json.loads(done.stdout)["x"]) == 4


def test_of_worksheets_and_answers_both_are_written_or_none(tmp_path, capsys):
    (tmp_path / "answers-1.html").mkdir()
    assert main(["worksheet", "--students", "1", "--out", str(tmp_path)]) == 2
    assert capsys.readouterr().err.endswith("cannot be written: Is a directory.\n")
    assert [path.name for path in tmp_path.iterdir()] == ["answers-1.html"]


def test_worksheets_are_those_of_the_link(tmp_path):
    link = "/teach?set=4&students=2&sizes=Equal"
    assert main(["worksheet", "--link", link, "--out", str(tmp_path)]) == 0
    sheets = (tmp_path / "worksheet-4.html").read_text(encoding="utf-8")
    assert sheets.count("<article>") == 2
    answers = (tmp_path / "answers-4.html").read_text(encoding="utf-8")
    assert answers.count("The chain rule: answers") == 2 and "Name:" not in answers
