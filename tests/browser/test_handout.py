"""The handout opens from a file, makes no request, plays, traces, and can be printed."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from explainer.__main__ import main
from tests.amounts import examples
from tests.browser.test_accessibility import SERIOUS


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("handout") / "handout.html"
    assert main(["export", "handout", "--out", str(out)]) == 0
    return out


@pytest.fixture(params=examples(["dark"], ["light", "dark"]))
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


def outlined(page: Page, step: str) -> list[float]:
    """Return the left edge of the traced entry's outline in the figure of a step."""
    path = page.locator(f"#{step} .figure:visible .scatterlayer .js-line").last.get_attribute("d")
    assert path
    return [float(x) for x in re.findall(r"[ML]([\d.]+),", path)]


def test_a_figure_that_was_hidden_follows_its_slider_and_the_theme(opened: Page) -> None:
    step = opened.locator("#loss")
    step.scroll_into_view_if_needed()
    expect(step.locator(".figure:visible .main-svg").first).to_be_visible()
    first = outlined(opened, "loss")
    opened.keyboard.press("e")
    expect(step.get_by_text("wrong[0] = ")).to_be_visible()
    slider = step.get_by_label("Trace an entry")
    slider.fill("2")
    opened.keyboard.press("Tab")
    opened.keyboard.press("e")
    expect(step.get_by_text("∂J/∂θ[2] = ").filter(visible=True)).to_be_visible()
    opened.wait_for_function(
        "before => before !== document.querySelector('#loss "
        ".figure .scatterlayer .js-line').getAttribute('d')",
        arg="",
    )
    opened.wait_for_timeout(300)
    assert min(outlined(opened, "loss")) > min(first)
    ink = opened.locator(".whole .figure .textpoint text").last
    before = ink.evaluate("element => getComputedStyle(element).fill")
    dark = opened.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    opened.emulate_media(color_scheme="light" if dark else "dark")
    opened.evaluate("scrollTo(0, 0)")
    opened.wait_for_timeout(500)
    assert ink.evaluate("element => getComputedStyle(element).fill") != before


def test_presses_faster_than_the_play_end_where_the_switch_is(opened: Page) -> None:
    chain = opened.locator(".whole .figure")
    for _ in range(5):
        opened.keyboard.press("e")
        opened.wait_for_timeout(60)
    opened.locator("#forward").get_by_label("Trace an entry").fill("2")
    expect(chain.locator("text", has_text="1×5").first).to_be_visible()
    opened.wait_for_timeout(1500)
    assert "h∘(1−h)" in words(chain) and "diag(h∘(1−h))" not in words(chain)


def test_a_network_of_one_input_has_its_paths_and_paper_its_chain(
    browser: Browser, tmp_path: Path
) -> None:
    out = tmp_path / "small.html"
    link = "?D=1&H=2&K=3&formulation=Element-wise"
    assert main(["export", "handout", "--link", link, "--out", str(out)]) == 0
    page = browser.new_page(viewport={"width": 390, "height": 800})
    page.goto(f"file://{out}")
    expect(page.locator(".miniature .main-svg").first).to_be_visible()
    fold = page.locator("#forward details").first
    fold.locator("summary").click()
    fold.get_by_label("to θ, entry").fill("2")
    expect(fold.get_by_text("From x[0] to θ[2] there are 2 paths")).to_be_visible()
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator(".whole .main-svg").first).to_be_visible()
    overflows = page.locator(".box:visible").evaluate_all(
        "all => all.map((e) => getComputedStyle(e).overflowX)"
    )
    assert len(overflows) >= 7 and set(overflows) == {"visible"}
    page.close()


def words(figure) -> list[str]:  # type: ignore[no-untyped-def]
    """Return the Plotly text of a figure, which an animation changes."""
    return [text for text in figure.locator(".textpoint text").all_text_contents() if text.strip()]
