"""The style sheets contain nothing that browsers or sanitizers are known to break."""

import re
from pathlib import Path

import pytest

from explainer import browser

ROOT = Path(__file__).parent.parent
FILES = [*(ROOT / "explainer").rglob("*.css"), *(ROOT / "deploy").rglob("*.css")]
SHEETS = {path.name: path.read_text("utf-8") for path in FILES if path.parent.name != "browser"}
SHEETS["the page's"] = browser.STYLE
RELATIVE = r"\d(?:cq[whib]|cqmin|cqmax|[sld]?v[whib]|vmin|vmax|r?em|ch|%)"


def angles(css: str) -> list[str]:
    """Return the arguments of each `atan2`, except in comments."""
    found, css = [], re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    for match in re.finditer(r"atan2\(", css):
        depth, end = 1, match.end()
        while depth:
            depth += {"(": 1, ")": -1}.get(css[end], 0)
            end += 1
        found.append(css[match.end() : end - 1])
    return found


@pytest.mark.parametrize("css", SHEETS.values(), ids=SHEETS)
def test_an_angle_is_taken_of_registered_lengths_only(css: str) -> None:
    for inner in angles(css):
        assert not re.search(RELATIVE, inner), inner  # imprecise in WebKit
        first = inner.partition(",")[0].strip()
        assert first in ("var(--across)", "var(--high)"), inner
        assert f"@property {first[4:-1]} " in css


def test_such_an_angle_is_found() -> None:
    with_angles = [name for name, css in SHEETS.items() if angles(css)]
    assert sorted(with_angles) == ["handout.css", "the page's"]
    assert angles("a { --s: tan(atan2(100cqw, var(--w))) }") == ["100cqw, var(--w)"]
    assert re.search(RELATIVE, "100cqw, var(--w)") and re.search(RELATIVE, "var(--r, 48vh), 1px")


def test_the_page_has_a_style_sheet_that_its_sanitizer_keeps() -> None:
    """One such sign, and the whole sheet is dropped: see findings/sanitized-style-sheet.sh."""
    css = browser.STYLE.removeprefix("<style>").removesuffix("</style>")
    assert not re.findall(r"<[\w/!]", css)
