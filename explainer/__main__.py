"""The command line.

python -m explainer export KIND [--link "?D=4&…"] --out FILE
python -m explainer worksheet --students 30 --seed 7 --out DIR
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from urllib.parse import parse_qs

from explainer.exports import EXPORTS, Subject
from explainer.exports.worksheet import files
from explainer.networks import example
from explainer.pages.scene import notation_of
from explainer.pages.walkthrough.settings import WalkthroughSettings
from explainer.palette import LIGHT
from explainer.settings import harmless, read_link


class Refused(Exception):
    """Something that was asked for cannot be; its text is one sentence."""


def main(arguments: list[str] | None = None) -> int:
    """Run a command; 0, or 2 after a sentence that says what was wrong."""
    parser = argparse.ArgumentParser(prog="python -m explainer", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    export = commands.add_parser("export", help="write a file that holds a state of the page")
    export.add_argument("kind", choices=EXPORTS)
    export.add_argument(
        "--link", default="", help="of the walkthrough, such as ?D=4&activation=tanh"
    )
    export.add_argument("--out", type=Path, required=True, metavar="FILE")
    sheets = commands.add_parser("worksheet", help="write worksheets with their answers")
    sheets.add_argument("--students", type=_count, default=30)
    sheets.add_argument("--seed", type=_count, default=1)
    sheets.add_argument("--out", type=Path, required=True, metavar="DIR")
    asked = parser.parse_args(arguments)
    try:
        if asked.command == "export":
            _write(asked.out, EXPORTS[asked.kind].make(subject_of(asked.link)))
        else:
            _write_sheets(asked.out, asked.students, asked.seed)
    except Refused as refused:
        print(refused, file=sys.stderr)
        return 2
    return 0


def subject_of(link: str) -> Subject:
    """The network of a link to the walkthrough. Raises `Refused` for what it may not say."""
    query = link.partition("?")[2] if "?" in link else link
    said = parse_qs(query, keep_blank_values=True)
    known = WalkthroughSettings.parameters()
    for name in said:
        if name not in known:
            raise Refused(f"The link says `{harmless(name)}`, which is no parameter of the page.")
    settings, refused = read_link(WalkthroughSettings(), said)
    if refused:
        raise Refused(refused[0].sentence().partition(f": {refused[0].name} = ")[0] + ".")
    return Subject(example(settings), notation_of(settings, LIGHT, settings.formulation), query)


def _count(text: str) -> int:
    """A whole number from 1 to 999."""
    if not re.fullmatch("[0-9]{1,3}", text) or int(text) == 0:
        raise argparse.ArgumentTypeError(f"`{harmless(text)}` is no whole number from 1 to 999")
    return int(text)


def _write_sheets(out: Path, students: int, seed: int) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(f"{out} cannot be a folder: {error.strerror}.") from None
    for name, content in files(students, seed).items():
        _write(out / name, content)


def _write(out: Path, content: bytes) -> None:
    """The whole file or nothing."""
    try:
        out.write_bytes(content)
    except OSError as error:
        raise Refused(f"{out} cannot be written: {error.strerror}.") from None


if __name__ == "__main__":
    sys.exit(main())
