"""Present mode: every slide fits the screen, and keys go on, back, to ∘ and out."""

import re

import pytest
from playwright.sync_api import Page, expect

from explainer.pages.walkthrough.settings import SLIDES
from tests.amounts import examples
from tests.browser.conftest import Open
from tests.browser.reader import QUIET
from tests.browser.test_accessibility import assert_accessible

SIZES = [(1024, 768), (1280, 720), (1920, 1080)]
SMALLEST = 24  # pixels, of prose; and of a number in a cell:
CELL = 12
MEASURE = """() => {
  const main = document.querySelector(".stMain");
  const box = (name) => document.querySelector(`.st-key-${name}`).getBoundingClientRect();
  const shown = document.querySelector(".st-key-slide-shown");
  const prose = [...shown.querySelectorAll("p, li")].filter((p) => p.innerText.trim());
  // The lettering of a figure is an image.
  const sizes = [...shown.querySelectorAll(".stPlotlyChart image")]
    .filter((image) => image.getBoundingClientRect().width > 0)
    .filter((image) => image.getAttribute("href").startsWith("data:image/svg"))
    .flatMap((image) => {
      const holder = document.createElement("div");
      holder.innerHTML = decodeURIComponent(image.getAttribute("href").split(",").slice(1).join());
      document.body.append(holder);
      const drawn = holder.firstElementChild.getBoundingClientRect().width;
      const scale = image.getBoundingClientRect().width / drawn;
      const found = [...holder.querySelectorAll("text")]
        .filter((text) => /^[−0-9.]+$/.test(text.textContent))
        .map((text) => parseFloat(getComputedStyle(text).fontSize) * scale);
      holder.remove();
      return found;
    });
  return {
    scrolls: main.scrollHeight - main.clientHeight,
    room: box("slides").top - box("slide-shown").bottom,
    prose: Math.min(...prose.map((p) => parseFloat(getComputedStyle(p).fontSize)), 999),
    cell: Math.min(...sizes, 999),
  };
}"""


def settled(page: Page, slide: int) -> None:
    expect(page.get_by_text(f"{slide} of {len(SLIDES)}", exact=True)).to_be_visible()
    page.evaluate(QUIET)


@pytest.mark.parametrize(("width", "height"), examples(SIZES[:1], SIZES))
def test_every_slide_fits_and_can_be_read_from_afar(visit: Open, width: int, height: int) -> None:
    page = visit(present="true")
    page.set_viewport_size({"width": width, "height": height})
    with_numbers = 0
    for slide in range(1, len(SLIDES) + 1):
        settled(page, slide)
        found = page.evaluate(MEASURE)
        assert found["scrolls"] <= 0 and found["room"] >= 0, (slide, found)
        assert found["prose"] >= SMALLEST, (slide, found)
        assert found["cell"] >= CELL, (slide, found)
        with_numbers += found["cell"] < 999
        page.keyboard.press(["ArrowRight", "PageDown"][slide % 2])
    assert with_numbers >= 6


def test_keys_lead_on_and_back_to_the_circle_and_out_at_the_same_step(visit: Open) -> None:
    page = visit(step=5)
    page.keyboard.press("p")
    at = SLIDES.index(("activation", "product")) + 1
    settled(page, at)
    expect(page.locator("[data-testid=stSidebar]")).to_be_hidden()
    assert "present=true" in page.url
    page.keyboard.press("ArrowRight")
    settled(page, at + 1)
    expect(page.get_by_text("(0.1381)(0)")).to_be_visible()
    page.keyboard.press("e")
    expect(page.get_by_text("(0.1381)(0)")).to_have_count(0)
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
    settled(page, at - 2)
    expect(page.get_by_role("heading", name="4. Through the output layer")).to_be_visible()
    page.keyboard.press("p")
    expect(page.locator("[data-testid=stSidebar]")).to_be_visible()
    page.evaluate(QUIET)  # for a moment the titles of the slide and of the step are both shown
    expect(page.get_by_role("heading", name="4. Through the output layer")).to_be_visible()
    expect(page).not_to_have_url(re.compile("present"))
    assert "step=4" in page.url


@pytest.mark.parametrize("link", [{}, {"step": 6}])
def test_the_step_of_a_slide_that_a_link_opened_is_in_the_link_when_it_is_left(
    visit: Open, link: dict[str, int]
) -> None:
    at = SLIDES.index(("output", "sum")) + 1
    page = visit(present="true", slide=at, **link)
    settled(page, at)
    page.keyboard.press("p")
    expect(page.get_by_role("heading", name="4. Through the output layer")).to_be_visible()
    expect(page).to_have_url(re.compile(r"\?step=4$"))
    step = page.locator(".st-key-step").get_by_role("radio", name="4")
    expect(step).to_have_attribute("aria-checked", "true")


def test_the_address_says_what_each_key_does_in_and_out_of_a_presentation(visit: Open) -> None:
    page = visit(step=4)
    presents, elementwise = False, False
    for key in "pepepep":
        page.keyboard.press(key)
        presents, elementwise = presents ^ (key == "p"), elementwise ^ (key == "e")
        expect(page.locator(".st-key-slide-shown")).to_have_count(int(presents))
        page.evaluate(QUIET)
        said = {"present=true": presents, "formulation=Element-wise": elementwise}
        wanted = "".join(f"(?{'=' if so else '!'}.*{text})" for text, so in said.items())
        expect(page).to_have_url(re.compile(f"^{wanted}"))


def test_a_presentation_begins_at_the_step_and_not_where_the_link_was_before(visit: Open) -> None:
    page = visit(slide=9)
    page.keyboard.press("p")
    settled(page, 1)
    expect(page).to_have_url(re.compile(r"\?present=true$"))


def test_all_steps_are_there_again_when_the_question_is_left(visit: Open) -> None:
    page = visit(step="All")
    page.keyboard.press("p")
    settled(page, 1)
    page.keyboard.press("p")
    expect(page.locator("h2")).to_have_count(7)
    expect(page).to_have_url(re.compile(r"\?step=All$"))


@pytest.mark.parametrize("theme", examples(["dark"], ["light", "dark"]))
def test_a_slide_is_accessible_and_its_questions_wait(visit: Open, theme: str) -> None:
    page = visit(theme=theme, present="true", slide=SLIDES.index(("output", "product")))
    assert_accessible(page, widths=(1280,), figures=False)
    expect(page.get_by_text("What shape does ∂θ/∂h have?")).to_be_hidden()
    page.get_by_text("Ask the class before step 4").click()
    expect(page.get_by_text("What shape does ∂θ/∂h have?")).to_be_visible()
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate(QUIET)
        found = page.evaluate(MEASURE)
        assert found["scrolls"] <= 0 and found["room"] >= 0, (width, found)
