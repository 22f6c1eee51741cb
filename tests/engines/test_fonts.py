"""Paper, figures, slides and a phone's page keep their layout with any fonts of a machine."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from deploy import trial
from explainer.exports.worksheet import files
from tests.browser.reader import CHAIN, idle, overflows, overlaps
from tests.browser.test_presenting import MEASURE, settled

# One family each, from Debian's fonts-dejavu-core, fonts-noto-core and fonts-liberation,
# whose letters are as wide as those of Arial and Times.
FOLDER = Path("/usr/share/fonts/truetype")
CONFIGURATION = """<?xml version="1.0"?>
<fontconfig>
<dir>{fonts}</dir><cachedir>{cache}</cachedir>
<include ignore_missing="yes">/etc/fonts/conf.d</include>
</fontconfig>
"""
STUDENTS = 4


@pytest.fixture(
    scope="module",
    params=["dejavu", "liberation", pytest.param("noto", marks=pytest.mark.nightly)],
)
def alone(
    browser: Browser,
    playwright: Playwright,
    tmp_path_factory: pytest.TempPathFactory,
    request: pytest.FixtureRequest,
) -> Iterator[Browser]:
    """Start a Chromium on a machine with only one family of fonts."""
    fonts = FOLDER / request.param
    if not fonts.exists():
        pytest.skip(f"no fonts in {fonts}")
    folder = tmp_path_factory.mktemp(request.param)
    configuration = folder / "fonts.conf"
    configuration.write_text(CONFIGURATION.format(fonts=fonts, cache=folder), encoding="utf-8")
    executable = trial.chromium(playwright)
    assert executable
    environment = {**os.environ, "FONTCONFIG_FILE": str(configuration)}
    with trial.launched(playwright, executable, environment) as started:
        yield started


@pytest.fixture
def tab(alone: Browser) -> Iterator[Page]:
    page = alone.new_page(viewport={"width": 1280, "height": 800})
    yield page
    page.close()


@pytest.mark.parametrize("name", ["worksheet-7.html", "answers-7.html"])
def test_a_worksheet_takes_as_many_pages(tab: Page, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(files(STUDENTS, 7)[name])
    tab.goto(f"file://{tmp_path / name}")
    for format in ("A4", "Letter"):
        pages = len(re.findall(rb"/Type */Page\b", tab.pdf(format=format)))
        assert STUDENTS <= pages <= 3 * STUDENTS, (format, pages)


@pytest.mark.parametrize(
    "link",
    [
        pytest.param("step=All", marks=pytest.mark.nightly),
        pytest.param("step=All&D=12&H=12&K=12&convention=Columns", marks=pytest.mark.nightly),
    ],
)
def test_no_text_lies_over_another_and_a_phone_does_not_scroll(
    tab: Page, server: str, link: str
) -> None:
    tab.goto(f"{server}/?{link}")
    idle(tab)
    assert overlaps(tab) == []
    tab.set_viewport_size({"width": 390, "height": 800})
    idle(tab)
    assert not overflows(tab.locator("[data-testid=stMain]"))
    expect(tab.locator(f"{CHAIN} .scroll-hint")).not_to_be_visible()


@pytest.mark.nightly
def test_every_slide_fits(tab: Page, server: str) -> None:
    tab.goto(f"{server}/?present=true")
    tab.set_viewport_size({"width": 1024, "height": 768})
    idle(tab)
    for slide in range(1, 24):
        settled(tab, slide)
        found = tab.evaluate(MEASURE)
        assert found["scrolls"] <= 0 and found["room"] >= 0, (slide, found)
        tab.keyboard.press("ArrowRight")
