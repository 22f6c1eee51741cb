"""The command line.

python -m explainer export KIND [--link "?D=4&…"] --out FILE
python -m explainer worksheet --students 30 --seed 7 --out DIR
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn, TypeVar
from urllib.parse import parse_qs, quote, urlsplit

from explainer.exercises import Difficulty
from explainer.exports import EXPORTS, LayerSubject, Subject
from explainer.exports.files import write_all
from explainer.exports.worksheet import files
from explainer.pages.gallery.layer import Unusable
from explainer.pages.parameters import complaint
from explainer.pages.teach.settings import TeachSettings
from explainer.settings import Settings, harmless, read_link

PAGES = Path(__file__).parent / "pages"
FIRST, TEACHERS = "walkthrough", "teach"  # the page FIRST is at the root
S = TypeVar("S", bound=Settings)


class Refused(Exception):
    """An error for a request that cannot be met; its text is one sentence."""


class _Parser(argparse.ArgumentParser):
    """A parser that reports an error in one sentence, as everything here does."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}; --help says what can be asked for.\n")


def main(arguments: list[str] | None = None) -> int:
    """Run a command; return 0, or 2 after printing a sentence that says what is wrong."""
    parser = _Parser(prog="python -m explainer", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    export = commands.add_parser("export", help="write a file that holds a state of the page")
    export.add_argument("kind", choices=EXPORTS)
    export.add_argument(
        "--link", default="", help="of a page, such as ?D=4&activation=tanh or /batches?N=3"
    )
    export.add_argument("--out", type=Path, required=True, metavar="FILE")
    sheets = commands.add_parser("worksheet", help="write worksheets with their answers")
    sheets.add_argument("--students", type=_count, help="how many, if not as the link says")
    sheets.add_argument("--seed", type=_count, help="the set, if not as the link says")
    sheets.add_argument("--link", default="", help="of the page for teachers: ?sizes=Equal&set=7")
    sheets.add_argument("--out", type=Path, required=True, metavar="DIR")
    asked = parser.parse_args(arguments)
    try:
        if asked.command == "export":
            _write({asked.out: _made(asked.kind, subject_of(asked.link))})
        else:
            teacher = _teachers(asked.link)
            students, seed = asked.students or teacher.students, asked.seed or teacher.set
            _write_sheets(asked.out, students, seed, teacher.difficulty)
    except Refused as refused:
        print(refused, file=sys.stderr)
        return 2
    return 0


def subject_of(link: str) -> Subject | LayerSubject:
    """Return the subject that a link describes. Raises `Refused` for an invalid link."""
    page, query = _parts(link, FIRST)
    kind, make = _maker(page)
    settings = _settings(kind, query)
    try:
        subject = make(settings, harmless_link(f"/{'' if page == FIRST else page}?{query}"))
    except Unusable as refusal:
        raise Refused(f"{refusal}.") from None
    if isinstance(subject, Subject) and subject.refused:  # a file never holds another value instead
        raise Refused(f"{subject.refused[0].complaint()}.")
    return subject


def _parts(link: str, start: str) -> tuple[str, str]:
    """Return the page that a link opens, the last folder of its path, and its query."""
    is_query = "?" not in link and "=" in link
    before, _, query = ("", "", link) if is_query else link.partition("?")
    folder = urlsplit(before).path.rpartition("/")[2]
    if folder and not (PAGES / folder / "page.py").exists():
        raise Refused(f"The link opens `{harmless(folder)}`, which is no page.")
    return folder or (FIRST if before else start), query


def _settings(kind: type[S], query: str) -> S:
    values = parse_qs(query, keep_blank_values=True)
    _refuse_unknown(values, kind)
    settings, refused = read_link(kind(), values)
    if refused:
        raise Refused(f"{refused[0].complaint()}.")
    return settings


def _maker(page: str) -> tuple[type[Settings], Callable[[Settings, str], Any]]:
    """Return a page's settings class, and the function that makes the subject of its files."""
    if not (PAGES / page / "subject.py").exists():
        raise Refused(f"The page /{page} shows no network and no layer to be taken away.")
    module = import_module(f"explainer.pages.{page}.subject")
    return module.KIND, module.subject_of


def _made(kind: str, subject: Subject | LayerSubject) -> bytes:
    if isinstance(subject, LayerSubject) and not EXPORTS[kind].of_layers:
        raise Refused(f"There is no {kind} of a layer alone.")
    return EXPORTS[kind].make(subject)


def harmless_link(link: str) -> str:
    """Return the link quoted as in a URL, so that no part of it is code in a file."""
    return quote(link, safe="/?&=+%.,-_~", errors="replace")


def _refuse_unknown(names: Iterable[str], kind: type[Settings]) -> None:
    for name in names:
        if name not in kind.parameters():
            raise Refused(complaint(name, kind))


def _count(text: str) -> int:
    """Return a whole number from 1 to 999, for argparse."""
    if not re.fullmatch("[0-9]{1,3}", text) or int(text) == 0:
        raise argparse.ArgumentTypeError(f"`{harmless(text)}` is no whole number from 1 to 999")
    return int(text)


def _teachers(link: str) -> TeachSettings:
    """Return the settings that a link to the page for teachers holds."""
    page, query = _parts(link, TEACHERS)
    if page != TEACHERS:
        raise Refused(f"The link opens `{page}`, and worksheets are made on `{TEACHERS}`.")
    return _settings(TeachSettings, query)


def _write_sheets(out: Path, students: int, seed: int, difficulty: Difficulty) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(f"{out} cannot be a folder: {error.strerror}.") from None
    _write({out / name: made for name, made in files(students, seed, difficulty).items()})


def _write(contents: Mapping[Path, bytes]) -> None:
    """Write each file whole; write none if one of them cannot be prepared."""
    try:
        write_all(contents)
    except OSError as error:
        named = " and ".join(map(str, contents))
        raise Refused(f"{named} cannot be written: {error.strerror}.") from None


if __name__ == "__main__":
    sys.exit(main())
