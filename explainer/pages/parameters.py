"""The parameters of a link that a page does not have: those of other pages, and unknown ones."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from functools import cache
from importlib import import_module
from pathlib import Path

from explainer.networks import NetworkSettings
from explainer.settings import Settings, harmless

FOLDER = Path(__file__).parent
# Sites that pass links on add these, and visitors do not write them.
ADDED = re.compile(
    r"utm_\w+|(fb|g|tw|y)clid|msclkid|gad_source|igshi?d?|li_fat_id|mc_[ce]id|_g[al]|ref|si"
)


@cache
def pages_of() -> dict[str, list[str]]:
    """Return the folders of the pages that have a parameter, for each parameter."""
    pages: dict[str, list[str]] = {}
    for path in sorted(FOLDER.glob("*/settings.py")):
        module = import_module(f"explainer.pages.{path.parent.name}.settings")
        for kind in vars(module).values():
            if isinstance(kind, type) and issubclass(kind, Settings):
                if kind.__module__ == module.__name__:
                    for name in kind.parameters():
                        pages.setdefault(name, []).append(path.parent.name)
    return pages


def unknown(names: Iterable[str], kind: type[Settings]) -> list[str]:
    """Return which names are parameters of no page, and were written by somebody."""
    others = [name for name in names if name not in kind.parameters()]
    return [name for name in others if name not in pages_of() and not ADDED.fullmatch(name)]


def elsewhere(names: Iterable[str], kind: type[Settings]) -> list[str]:
    """Return which names are parameters of one or two other pages.

    Those of the network are of most pages, and the URL carries them along from page to page.
    """
    shared = kind.parameters().keys() | NetworkSettings.parameters().keys()
    return [name for name in names if name not in shared and name in pages_of()]


def complaint(name: str, kind: type[Settings], end: str = ".") -> str:
    """Return a sentence about a parameter that the page does not have.

    It ends with `end`, or with a question if the page has a parameter with a similar name.
    """
    said = f"The link says `{harmless(name)}`, which is"
    if name in pages_of():
        pages = pages_of()[name]
        where = " and ".join(f"/{page}" for page in pages) if len(pages) < 3 else "other pages"
        return f"{said} a parameter of {where}{end}"
    near = difflib.get_close_matches(name, kind.parameters(), 1, 0.6)
    hint = f": is `{near[0]}` meant?" if near else end
    return f"{said} no parameter of the page{hint}"
