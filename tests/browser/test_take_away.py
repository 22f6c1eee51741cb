"""Take away: the same menu on every page, whose files are those of the state on screen."""

import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from explainer.exports import EXPORTS
from tests.browser.conftest import Open
from tests.browser.reader import QUIET, choose

PAGES = ["", "bench", "batches", "conventions", "gallery", "doubts", "exercises", "teach"]
WITHOUT_NETWORK = {"gallery", "doubts", "exercises", "teach"}


@pytest.mark.parametrize("path", PAGES)
def test_every_page_has_the_menu(visit: Open, path: str) -> None:
    link = {"doubt": "Softmax"} if path == "doubts" else {}
    page = visit(path, **link)
    page.get_by_text("Take away", exact=True).click()
    expect(page.get_by_role("button", name="Copy the link to this state")).to_be_visible()
    files = page.locator("[class*=st-key-take-]:has(> .stDownloadButton)")
    expect(files).to_have_count(0 if path in WITHOUT_NETWORK else len(EXPORTS))


def test_the_script_of_the_state_on_screen_runs_and_the_link_opens_it(
    visit: Open, tmp_path: Path
) -> None:
    page = visit(step=5, activation="tanh")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    choose(page, "formulation", "Element-wise")
    page.get_by_text("Take away", exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("button", name="NumPy script").click()
    script = tmp_path / "script.py"
    download.value.save_as(script)
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True)
    assert "gradient =" in done.stdout
    assert "(1 - h**2)" in script.read_text(encoding="utf-8")
    assert "np.diag" not in script.read_text(encoding="utf-8").partition("# 5. ")[2]
    page.get_by_role("button", name="Copy the link").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    page.get_by_role("button", name="Copied").click()  # once more, before it says its name again
    expect(page.get_by_role("button", name="Copy the link")).to_be_visible()
    page.evaluate(QUIET)
    copied = page.evaluate("navigator.clipboard.readText()")
    assert parse_qs(urlsplit(copied).query) == {
        "step": ["5"], "activation": ["tanh"], "formulation": ["Element-wise"],
    }  # fmt: skip


def test_what_is_to_be_predicted_is_not_given_away(visit: Open) -> None:
    page = visit(predict="Let me predict", step=5)
    page.get_by_text("Take away", exact=True).click()
    expect(page.get_by_role("button", name="Copy the link to this state")).to_be_visible()
    expect(page.locator(".stDownloadButton")).to_have_count(0)
