"""The README is short, and its links and those of the other documents lead somewhere."""

import re
from pathlib import Path

import pytest

from explainer.compute import FUNCTIONS
from explainer.compute.formulas import FORMULAS
from explainer.exercises import BUGS, KINDS
from explainer.pages.doubts.table import DOUBTS
from explainer.pages.teach.route import ROUTE

ROOT = Path(__file__).parents[1]
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]


def links(text):
    """Return the targets of Markdown links and pictures that are not URLs."""
    return [to for to in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in to]


def test_the_readme_has_at_most_120_lines():
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 120


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_leads_to_a_file(document):
    for to in links(document.read_text(encoding="utf-8")):
        assert (document.parent / to).exists(), to


def test_the_readme_leads_to_every_document():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    named = {ROOT / to for to in links(readme)}
    assert set(DOCUMENTS) - {ROOT / "README.md"} <= named
    assert links("[a](b.md) ![c](d.png) [e](https://f.example)") == ["b.md", "d.png"]


def test_the_rooms_of_the_architecture_are_there():
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    named = re.findall(r"^ {6,8}([\w.]+(?:/|\.\w+))", text, re.M)
    assert len(named) > 20
    for name in named:
        assert list((ROOT / "explainer").rglob(name.rstrip("/"))), name


@pytest.mark.parametrize(
    "counted",
    [
        f"There are {len(FUNCTIONS)} layers",
        f"There are {len(DOUBTS)} doubts",
        f"all {len(FORMULAS)} formulas",
        f"Exercises of {len(KINDS)} kinds",
        f"{len(BUGS)} derivations",
        f"{len(ROUTE)} states for {sum(stop.minutes for stop in ROUTE)} minutes",
    ],
)
def test_what_the_documents_count_is_there(counted):
    text = (ROOT / "docs" / "pages.md").read_text(encoding="utf-8")
    assert counted in " ".join(text.split())
