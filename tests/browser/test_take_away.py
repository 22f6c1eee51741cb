"""Take away: the same menu on every page, with files of the state on screen."""

import re
import subprocess
import sys
from collections import Counter
from math import ceil
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page, expect

from explainer.derivation.chain import drawn_chain
from explainer.exports import EXPORTS
from explainer.networks import example, scene_of
from explainer.pages.walkthrough.settings import WalkthroughSettings
from explainer.palette import LIGHT
from explainer.wording import cell_text
from tests.amounts import examples
from tests.browser.conftest import Open
from tests.browser.reader import QUIET, choose

PAGES = ["", "bench", "batches", "conventions", "gallery", "doubts", "exercises", "teach"]
WITHOUT_FILES = {"doubts", "exercises", "teach"}


@pytest.mark.parametrize("path", examples(["gallery", "teach"], PAGES))
def test_every_page_has_the_menu(visit: Open, path: str) -> None:
    link = {"doubt": "Softmax"} if path == "doubts" else {}
    page = visit(path, **link)
    page.get_by_text("Take away", exact=True).click()
    expect(page.get_by_role("button", name="Copy the link to this state")).to_be_visible()
    expect(page.locator("body[data-ready]")).to_have_count(1)  # the page's own script runs
    files = page.locator("[class*=st-key-take-]:has(> .stDownloadButton)")
    of_layers = sum(export.of_layers for export in EXPORTS.values())
    count = {"gallery": of_layers}.get(path, len(EXPORTS))
    expect(files).to_have_count(0 if path in WITHOUT_FILES else count)


def saved_script(page: Page, folder: Path) -> tuple[str, str]:
    """Return the NumPy script of the state, and its output."""
    with page.expect_download() as download:
        page.get_by_role("button", name="NumPy script").click()
    script = folder / "script.py"
    download.value.save_as(script)
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True)
    return script.read_text(encoding="utf-8"), done.stdout


def test_the_script_of_the_state_on_screen_runs_and_the_link_opens_it(
    visit: Open, tmp_path: Path
) -> None:
    page = visit(step=5, activation="tanh")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    choose(page, "formulation", "Element-wise")
    page.get_by_text("Take away", exact=True).click()
    code, printed = saved_script(page, tmp_path)
    assert "gradient =" in printed
    assert "(1 - h**2)" in code
    assert "np.diag" not in code.partition("# 5. ")[2]
    page.get_by_role("button", name="Copy the link").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    page.get_by_role("button", name="Copied").click()  # again, before its name changes back
    expect(page.get_by_role("button", name="Copy the link")).to_be_visible()
    page.evaluate(QUIET)
    copied = page.evaluate("navigator.clipboard.readText()")
    assert parse_qs(urlsplit(copied).query) == {
        "step": ["5"], "activation": ["tanh"], "formulation": ["Element-wise"],
    }  # fmt: skip


def test_what_a_part_of_a_page_changes_is_in_the_link_and_in_the_files(
    visit: Open, tmp_path: Path
) -> None:
    page = visit("batches", N=2)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_text("Take away", exact=True).click()
    expect(page.get_by_role("button", name="NumPy script")).to_be_visible()
    typed = page.get_by_label("a, 1 to 5 numbers")
    typed.fill("7, 8")
    typed.press("Enter")
    expect(page.locator("[data-copies=copy-link]")).to_have_attribute(
        "data-text", re.compile(r"a=7%2C\+8")
    )
    page.evaluate(QUIET)
    assert "outer = [[  7.  21. -14.]" in saved_script(page, tmp_path)[1]


def test_the_copied_link_is_that_of_the_state_whatever_the_address_says(visit: Open) -> None:
    page = visit(step=5, H=6, K=4)
    page.get_by_text("Take away", exact=True).click()
    copied = page.locator("[data-copies=copy-link]")
    expect(copied).to_have_attribute("data-text", re.compile("K=4"))
    page.evaluate("history.replaceState(null, '', '?step=5&H=9')")  # without K, and with a wrong H
    page.keyboard.press("e")
    expect(copied).to_have_attribute("data-text", re.compile("formulation"))
    assert parse_qs(urlsplit(copied.get_attribute("data-text") or "").query) == {
        "step": ["5"], "H": ["6"], "K": ["4"], "formulation": ["Element-wise"],
    }  # fmt: skip


def test_what_is_to_be_predicted_is_not_given_away(visit: Open) -> None:
    page = visit(predict="Let me predict", step=5)
    page.get_by_text("Take away", exact=True).click()
    expect(page.get_by_role("button", name="Copy the link to this state")).to_be_visible()
    expect(page.locator(".stDownloadButton")).to_have_count(0)


def picture(page: Page, key: str, kind: str) -> bytes:
    page.get_by_text("Take away", exact=True).click()
    with page.expect_download() as download:
        page.locator(f"[data-picture={key}][data-kind={kind}]").click()
    assert download.value.suggested_filename == f"chain-rule-{key}.{kind.lower()}"
    return Path(download.value.path()).read_bytes()


def unnamed(svg: bytes) -> str:
    """Return the drawing without the names that Plotly generates for it."""
    return re.sub(r"(clip|defs-|topdefs-|legend|trace|g)[0-9a-f]{6}", r"\1", svg.decode())


def test_a_picture_is_dark_on_white_in_both_themes_and_holds_every_number(visit: Open) -> None:
    state = {"step": 5, "convention": "Columns", "formulation": "Element-wise"}
    of_day, of_night = (
        picture(visit(theme=theme, **state), "activation", "SVG") for theme in ("light", "dark")
    )
    assert unnamed(of_day) == unnamed(of_night)
    root = ElementTree.fromstring(of_day)
    ground = root.find("{*}rect")
    assert ground is not None and ground.get("fill") == LIGHT.background
    written = ["".join(text.itertext()).strip() for text in root.findall(".//{*}text")]
    found = Counter(word for word in written if re.fullmatch(r"[−.\d]+", word))
    network = example(WalkthroughSettings(convention="columns"))
    link = network.chain["r"]
    vectors = (network.derivative, link.upstream, link.gradient)
    assert found == Counter(cell_text(float(value)) for vector in vectors for value in vector)


def test_a_picture_of_points_is_twice_as_large(visit: Open) -> None:
    png = picture(visit(), "whole", "PNG")
    assert png.startswith(b"\x89PNG")
    width, height = (int.from_bytes(png[at : at + 4], "big") for at in (16, 20))
    settings = WalkthroughSettings()
    scene = scene_of(settings, LIGHT)
    layout = drawn_chain(scene).figure.layout
    assert (width, height) == (2 * ceil(layout.width), 2 * ceil(layout.height))


@pytest.mark.parametrize(
    "path", examples(["gallery", "conventions"], ["bench", "batches", "gallery", "conventions"])
)
def test_every_figure_that_is_seen_has_its_pictures(visit: Open, path: str) -> None:
    link = {"bench": "A formula"} if path == "bench" else {}
    page = visit(path, **link)
    page.get_by_text("Take away", exact=True).click()
    seen = page.locator(".stPlotlyChart:visible")
    expect(page.locator("[data-picture][data-kind=SVG]")).to_have_count(seen.count())
    assert seen.count() or path == "conventions"
