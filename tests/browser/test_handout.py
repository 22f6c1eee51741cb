"""The handout opens from a file, asks for nothing, plays, traces, and is printed."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from explainer.__main__ import main
from tests.browser.test_accessibility import SERIOUS


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("handout") / "handout.html"
    assert main(["export", "handout", "--out", str(out)]) == 0
    return out


@pytest.fixture(params=["light", "dark"])
def opened(browser: Browser, file: Path, request: pytest.FixtureRequest) -> Iterator[Page]:
    page = browser.new_page(color_scheme=request.param, viewport={"width": 1280, "height": 800})
    asked, said = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(f"file://{file}")
    expect(page.locator(".whole .main-svg").first).to_be_visible()
    yield page
    assert [url for url in asked if not url.startswith(("data:", "blob:"))] == [f"file://{file}"]
    assert said == []
    page.close()


def test_it_plays_traces_and_is_read_aloud(opened: Page) -> None:
    violations = Axe().run(opened).response["violations"]
    assert [(v["id"], v["nodes"][0]["html"]) for v in violations if v["impact"] in SERIOUS] == []
    chain, step = opened.locator(".whole .figure"), opened.locator("#activation")
    expect(chain).to_have_attribute("aria-label", re.compile(r"diag\(h∘\(1−h\)\) \(5×5, diagonal"))
    assert "diag(h∘(1−h))" in words(chain)
    opened.keyboard.press("e")
    expect(chain).to_have_attribute("aria-label", re.compile(r"h∘\(1−h\) \(1×5\)"))
    expect(chain.locator("text", has_text="1×5").first).to_be_visible()
    assert "diag(h∘(1−h))" not in words(chain)
    step.scroll_into_view_if_needed()
    expect(step.locator(".figure .main-svg").first).to_be_visible()
    step.get_by_label("Trace an entry").fill("3")
    expect(step.get_by_text("∂J/∂r[3] = (0.1381)(0.1203) = 0.01662")).to_be_visible()
    expect(step.get_by_text("∂J/∂r[0] =").filter(visible=True)).to_have_count(0)
    opened.get_by_role("radio", name="Matrix multiply").check(force=True)
    expect(step.get_by_text("∂J/∂r[3] = (−0.5639)(0)")).to_be_visible()


def test_a_click_in_a_figure_traces_the_entry(opened: Page) -> None:
    step = opened.locator("#input")
    step.scroll_into_view_if_needed()
    figure = step.locator(".figure")
    expect(figure.locator(".main-svg").first).to_be_visible()
    target = figure.locator(".scatterlayer .points").last.locator("path").nth(1)
    box = target.bounding_box()
    assert box
    opened.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(step.locator("output").first).to_have_text("1")
    expect(step.get_by_text("∂J/∂x[1] = (−0.08807)")).to_be_visible()


def test_a_phone_needs_no_sideways_scrolling_and_paper_gets_all_figures(opened: Page) -> None:
    opened.set_viewport_size({"width": 390, "height": 800})
    expect(opened.locator(".miniature .main-svg").first).to_be_visible()
    assert opened.evaluate("document.documentElement.scrollWidth") <= 390
    opened.set_viewport_size({"width": 1280, "height": 800})
    pages = len(re.findall(rb"/Type */Page\b", opened.pdf(format="A4")))
    assert 4 <= pages <= 12
    seen = opened.locator(".figure:visible")
    drawn = opened.locator(".figure:visible:has(.main-svg)")
    assert drawn.count() == seen.count() >= 7


def words(figure) -> list[str]:  # type: ignore[no-untyped-def]
    """What is written in it as text of Plotly's: what an animation changes."""
    return [text for text in figure.locator(".textpoint text").all_text_contents() if text.strip()]
