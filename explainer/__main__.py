"""The command line.

python -m explainer export KIND [--link "?D=4&…"] --out FILE
python -m explainer worksheet --students 30 --seed 7 --out DIR
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from explainer.exercises import Difficulty
from explainer.exports import EXPORTS, LayerSubject, Subject
from explainer.exports.files import write_whole
from explainer.exports.worksheet import files
from explainer.pages.teach.settings import TeachSettings
from explainer.settings import Settings, harmless, read_link

PAGES = Path(__file__).parent / "pages"
INSTEAD = r"(: |, so )\w+ = [^:]* is used instead\.$"  # a file holds what was asked for, or is none
FIRST = "walkthrough"  # at the root


class Refused(Exception):
    """Something that was asked for cannot be; its text is one sentence."""


def main(arguments: list[str] | None = None) -> int:
    """Run a command; 0, or 2 after a sentence that says what was wrong."""
    parser = argparse.ArgumentParser(prog="python -m explainer", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    export = commands.add_parser("export", help="write a file that holds a state of the page")
    export.add_argument("kind", choices=EXPORTS)
    export.add_argument(
        "--link", default="", help="of a page, such as ?D=4&activation=tanh or /batches?N=3"
    )
    export.add_argument("--out", type=Path, required=True, metavar="FILE")
    sheets = commands.add_parser("worksheet", help="write worksheets with their answers")
    sheets.add_argument("--students", type=_count, default=30)
    sheets.add_argument("--seed", type=_count, default=1)
    sheets.add_argument("--link", default="", help="of the page for teachers: ?sizes=Equal")
    sheets.add_argument("--out", type=Path, required=True, metavar="DIR")
    asked = parser.parse_args(arguments)
    try:
        if asked.command == "export":
            _write(asked.out, _made(asked.kind, subject_of(asked.link)))
        else:
            _write_sheets(asked.out, asked.students, asked.seed, _difficulty(asked.link))
    except Refused as refused:
        print(refused, file=sys.stderr)
        return 2
    return 0


def subject_of(link: str) -> Subject | LayerSubject:
    """What a page makes of a link to it. Raises `Refused` for what it may not say."""
    is_query = "?" not in link and "=" in link
    before, _, query = ("", "", link) if is_query else link.partition("?")
    page = _page(before)
    kind, make = _maker(page)
    said = parse_qs(query, keep_blank_values=True)
    _refuse_unknown(said, kind)
    settings, refused = read_link(kind(), said)
    if refused:
        raise Refused(f"{refused[0].complaint()}.")
    subject = make(settings, harmless_link(f"/{'' if page == FIRST else page}?{query}"))
    if subject.complaints:
        raise Refused(re.sub(INSTEAD, ".", subject.complaints[0]))
    return subject


def _page(address: str) -> str:
    """The page that an address opens: its last folder; with a / at the end it is the first one."""
    folder = urlsplit(address).path.rpartition("/")[2]
    if folder and not (PAGES / folder / "page.py").exists():
        raise Refused(f"The link opens `{harmless(folder)}`, which is no page.")
    return folder or FIRST


def _maker(page: str) -> tuple[type[Settings], Callable[[Settings, str], Any]]:
    """The settings of a page, and what makes of them what is taken away."""
    if not (PAGES / page / "subject.py").exists():
        raise Refused(f"The page /{page} shows no network and no layer to be taken away.")
    found = import_module(f"explainer.pages.{page}.subject")
    return found.KIND, found.subject_of


def _made(kind: str, subject: Subject | LayerSubject) -> bytes:
    if isinstance(subject, LayerSubject) and not EXPORTS[kind].of_layers:
        raise Refused(f"There is no {kind} of a layer alone.")
    return EXPORTS[kind].make(subject)


def harmless_link(link: str) -> str:
    """The link as an address holds it: nothing of it is code where it is written down."""
    return quote(link, safe="/?&=+%.,-_~", errors="replace")


def _refuse_unknown(said: Iterable[str], kind: type[Settings]) -> None:
    for name in said:
        if name not in kind.parameters():
            raise Refused(f"The link says `{harmless(name)}`, which is no parameter of the page.")


def _count(text: str) -> int:
    """A whole number from 1 to 999."""
    if not re.fullmatch("[0-9]{1,3}", text) or int(text) == 0:
        raise argparse.ArgumentTypeError(f"`{harmless(text)}` is no whole number from 1 to 999")
    return int(text)


def _difficulty(link: str) -> Difficulty:
    """What a link to the page for teachers says of the exercises."""
    said = parse_qs(link.rpartition("?")[2], keep_blank_values=True)
    _refuse_unknown(said, TeachSettings)
    settings, refused = read_link(TeachSettings(), said)
    if refused:
        raise Refused(f"{refused[0].complaint()}.")
    return settings.difficulty


def _write_sheets(out: Path, students: int, seed: int, difficulty: Difficulty) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(f"{out} cannot be a folder: {error.strerror}.") from None
    for name, content in files(students, seed, difficulty).items():
        _write(out / name, content)


def _write(out: Path, content: bytes) -> None:
    """The whole file or nothing."""
    try:
        write_whole(out, content)
    except OSError as error:
        raise Refused(f"{out} cannot be written: {error.strerror}.") from None


if __name__ == "__main__":
    sys.exit(main())
