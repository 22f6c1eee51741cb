"""The page for teachers in the browser: a stop of the route, a link for a class, worksheets."""

import zipfile
from pathlib import Path

from playwright.sync_api import expect

from tests.amounts import screens
from tests.browser.conftest import Open
from tests.browser.reader import QUIET, idle
from tests.browser.test_accessibility import assert_accessible


@screens("dark", 390)
def test_it_is_accessible_and_a_stop_leads_there_and_back(
    visit: Open, theme: str, width: int
) -> None:
    page = visit("teach", theme=theme, width=width, D=7)
    assert_accessible(page, widths=(width,), figures=False)
    page.get_by_role("button", name="6. The collapse").click()
    expect(page.get_by_role("heading", name="5. Through the activation")).to_be_visible()
    page.evaluate(QUIET)
    assert "step=5" in page.url and "D=" not in page.url
    page.go_back()
    expect(page.get_by_role("heading", name="A route for 15 minutes")).to_be_visible()


def test_a_class_gets_one_link_and_its_sheets(visit: Open, tmp_path: Path) -> None:
    page = visit("teach", set=7, students=3)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy the link: All kinds, set 7").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "/exercises?" in copied and "answers=hidden" in copied and "set=7" in copied
    idle(page)  # until the press of the button above has been answered
    with page.expect_download() as download:
        page.get_by_role("button", name="Worksheets for 3, set 7").click()
    download.value.save_as(tmp_path / "sheets.zip")
    with zipfile.ZipFile(tmp_path / "sheets.zip") as packed:
        assert packed.namelist() == ["worksheet-7.html", "answers-7.html"]
    page.goto(copied)
    expect(page.get_by_text("0 of 10 answered.")).to_be_visible()
