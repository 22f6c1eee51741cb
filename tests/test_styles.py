"""The style sheets contain nothing that browsers or sanitizers are known to break."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SHEETS = [*(ROOT / "explainer").rglob("*.css"), *(ROOT / "deploy").rglob("*.css")]
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


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_an_angle_is_taken_of_registered_lengths_only(sheet: Path) -> None:
    css = sheet.read_text("utf-8")
    for inner in angles(css):
        assert not re.search(RELATIVE, inner), inner  # imprecise in WebKit
        first = inner.partition(",")[0].strip()
        assert first in ("var(--across)", "var(--high)"), inner
        assert f"@property {first[4:-1]} " in css


def test_such_an_angle_is_found() -> None:
    with_angles = [sheet.name for sheet in SHEETS if angles(sheet.read_text("utf-8"))]
    assert sorted(with_angles) == ["handout.css", "style.css"]
    assert angles("a { --s: tan(atan2(100cqw, var(--w))) }") == ["100cqw, var(--w)"]
    assert re.search(RELATIVE, "100cqw, var(--w)") and re.search(RELATIVE, "var(--r, 48vh), 1px")


def test_the_page_has_a_style_sheet_that_its_sanitizer_keeps() -> None:
    """One such sign, and the whole sheet is dropped: see findings/sanitized-style-sheet.sh."""
    css = (ROOT / "explainer/style.css").read_text("utf-8")
    assert not re.findall(r"<[\w/!]", css)
