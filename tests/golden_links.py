"""The links that were ever published, one for each parameter and value, and what they open.

`python -m tests.golden_links` adds new ones. None is ever removed or changed: a link that a teacher
has sent keeps its meaning.
"""

from pathlib import Path
from urllib.parse import urlencode

from explainer.settings import Choice, Flag, Text, Whole
from tests.pages.kinds import KINDS

FILE = Path(__file__).with_name("golden_links.tsv")


def published():
    """(page, query, name, value as Python writes it) of every link in the file."""
    return [tuple(line.split("\t")) for line in FILE.read_text(encoding="utf-8").splitlines()]


def values(parameter, settings):
    """The values of a parameter that have a link: all of a choice, the ends of a range."""
    match parameter:
        case Choice():
            return list(parameter.labels)
        case Flag():
            return [False, True]
        case Whole():
            return sorted({parameter.low, parameter.highest(settings)})
        case Text():
            return ["1"]
    raise TypeError(f"{parameter} has no links")


def current():
    """The links of today's parameters and values, in the form of the file."""
    for page, kind in KINDS.items():
        for name, parameter in kind.parameters().items():
            for value in values(parameter, kind()):
                yield page, urlencode({name: parameter.text(value)}), name, repr(value)


if __name__ == "__main__":
    old = published() if FILE.exists() else []
    new = [link for link in current() if link not in old]
    with FILE.open("a", encoding="utf-8") as file:
        file.writelines("\t".join(link) + "\n" for link in new)
    print(f"{len(new)} links added to {len(old)}")
