"""A worksheet opens from a file, makes no request, and prints no exercise cut in two."""

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from explainer.exports.worksheet import files
from tests.browser.test_accessibility import SERIOUS

STUDENTS = 4


@pytest.mark.parametrize("name", ["worksheet-7.html", "answers-7.html"])
def test_it_opens_alone_and_prints(browser: Browser, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(files(STUDENTS, 7)[name])
    page = browser.new_page()
    asked, said = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"file://{tmp_path / name}")
    assert len(asked) == 1 and said == []
    violations = Axe().run(page).response["violations"]
    assert [v["id"] for v in violations if v["impact"] in SERIOUS] == []
    for format in ("A4", "Letter"):
        pages = len(re.findall(rb"/Type */Page\b", page.pdf(format=format)))
        assert STUDENTS <= pages <= 3 * STUDENTS, (format, pages)
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.close()
