"""The parts that share a screen, at each size, and the page on paper."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.amounts import examples
from tests.browser.conftest import Open
from tests.browser.reader import CHAIN, choose, click_entry, idle, overlaps, resize

SWITCH, STEPS = ".st-key-formulation", ".st-key-step"


def assert_on_screen(page: Page, *selectors: str) -> None:
    """Assert that each element lies within the window."""
    size = page.viewport_size
    assert size
    for selector in selectors:
        box = page.locator(selector).first.bounding_box()
        assert box, selector
        assert 0 <= box["x"] and box["x"] + box["width"] <= size["width"], selector
        assert 0 <= box["y"] and box["y"] + box["height"] <= size["height"], selector


def test_the_style_sheet_arrives_and_registers_its_lengths(visit: Open) -> None:
    page = visit(step=5)
    across = page.locator(".st-key-box-whole .stElementContainer:has(.stPlotlyChart)").evaluate(
        "e => getComputedStyle(e).getPropertyValue('--across')"
    )
    assert re.fullmatch(r"[\d.]+px", across), across  # 100cqw if it is not registered


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 800)])
def test_the_first_screen_answers(visit: Open, width: int, height: int) -> None:
    page = visit(width=width, height=height)
    answer = "p:has-text('Each factor is a Jacobian')"
    assert_on_screen(page, "h1", ".katex-display", answer, CHAIN, SWITCH)
    expect(page.get_by_text("25 → 5 multiplications")).to_be_in_viewport(ratio=1)


def test_a_step_shares_its_screen_with_chain_and_switch_and_keeps_the_switch(visit: Open) -> None:
    page = visit(width=1280, height=720, step=4)
    assert_on_screen(page, CHAIN, SWITCH, STEPS, "h2")
    foot = page.locator(".st-key-move-step-forth-PageDown button")
    foot.scroll_into_view_if_needed()
    assert_on_screen(page, SWITCH, STEPS)
    foot.click()
    expect(page.locator("h2")).to_have_text("5. Through the activation")
    idle(page)
    assert_on_screen(page, CHAIN, SWITCH, STEPS, "h2")


TRACED = {"2": "shapes-0", "3": "loss-0", "5": "activation", "6": "input", "7": "results"}
NEAR = [
    (
        "gallery",
        {"function": "softmax", "nudged": "4"},
        [
            ("move-nudged-forth", "verdict"),
            *((f"move-nudged-{to}", "nudge") for to in ("forth", "last", "back", "first")),
            *((name, "nudge") for name in ("nudged", "function", "x", "size")),
            ("eps", "errors"),
            ("anyway", "layer"),
        ],
    ),
    (
        "bench",
        {"bench": "A formula"},
        [(name, "verdict") for name in ("op1", "W2T", "op2", "s", "op3", "W1T")]
        + [("bracketing", "verdict"), ("hadamard", "verdict"), ("bracketing", "formula")]
        + [("trap", "verdicts"), ("box-verdicts", "chosen")],
    ),
    ("doubts", {"doubt": "Softmax", "tried": "A"}, [("tried", "attempt")]),
    (
        "batches",
        {},
        [(name, "fold") for name in ("N", "reduction", "variable", "folded", "traced")]
        + [("a", "hadamard"), ("b", "dot"), ("v", "box-v"), ("choose-v", "box-v")]
        + [("units", "cells")],
    ),
]


@pytest.mark.parametrize(("path", "link", "pairs"), examples(NEAR[::3], NEAR))
def test_what_is_pressed_stands_on_one_screen_with_what_it_changes(
    visit: Open, path: str, link: dict[str, str], pairs: list[tuple[str, str]]
) -> None:
    page = visit(path, **link)
    for width in (1280, 390):
        resize(page, width)
        for pressed, changed in pairs:
            assert_near(page, pressed, changed)


def test_the_tracer_of_each_step_stands_at_its_figure(visit: Open) -> None:
    page = visit()
    for step, figure in TRACED.items():
        choose(page, "step", step)
        for width in (1280, 390):
            resize(page, width)
            assert_near(page, "entry", figure)


def assert_near(page: Page, pressed: str, changed: str) -> None:
    """Check that both fit into a window of 800 pixels, 60 of which are Streamlit's bar."""
    boxes = [
        page.locator(f".st-key-{pressed}, [class*='st-key-{pressed}-']").first.bounding_box(),
        page.locator(f".st-key-box-{changed}, .st-key-{changed}").first.bounding_box(),
    ]
    assert all(boxes), (pressed, changed)
    top = min(box["y"] for box in boxes if box)
    bottom = max(box["y"] + box["height"] for box in boxes if box)
    size = page.viewport_size
    assert size
    assert bottom - top <= 800 - 60, (size, pressed, changed)
    assert all(box["x"] + box["width"] <= size["width"] for box in boxes if box)


EXTREMES = [
    {"D": "12", "H": "12", "K": "12", "convention": "Columns"},
    {"H": "1", "D": "1", "K": "2", "formulation": "Element-wise"},
    {"network": "Handwritten digit"},
]


@pytest.mark.parametrize("link", examples(EXTREMES[:1], EXTREMES))
def test_no_text_lies_over_another_at_extreme_sizes(visit: Open, link: dict[str, str]) -> None:
    assert overlaps(visit(step="All", **link)) == []


def scale(figure: Locator) -> float:
    """Return the scale at which a figure is shown."""
    found: float = figure.locator(".main-svg").first.evaluate(
        "e => e.getBoundingClientRect().width / e.getAttribute('width')"
    )
    return found


def room_beside(page: Page) -> list[int]:
    """Return the margins of animated figures: Plotly makes room for a button outside."""
    found: list[int] = page.locator("[data-shows]").evaluate_all(
        "all => all.flatMap((e) => { const s = e._fullLayout._size; return [s.l, s.r, s.t, s.b]; })"
    )
    return found


def test_figures_fill_their_column_and_take_clicks_at_every_size(visit: Open) -> None:
    page = visit(width=1920, step=6)
    assert scale(page.locator(CHAIN)) == pytest.approx(1.6, abs=0.1)
    assert scale(page.locator(".st-key-box-input")) == pytest.approx(1.6)
    click_entry(page, ".st-key-box-input", 2)
    expect(page.get_by_text("∂J/∂x[2] =")).to_be_visible()
    for width, height in ((1024, 768), (390, 800)):
        page.set_viewport_size({"width": width, "height": height})
        page.locator("h1").scroll_into_view_if_needed()
        idle(page)
        assert scale(page.locator(CHAIN)) <= 1
        assert_on_screen(page, f"{CHAIN} .main-svg")


PRINTED_PAGES = [
    ("", {"step": "All"}, 8),
    ("bench", {"bench": "A formula"}, 4),
    ("batches", {}, 6),
    ("gallery", {}, 5),
    ("doubts", {"doubt": "Softmax", "tried": "A"}, 1),
]


@pytest.mark.parametrize(("path", "link", "most"), examples(PRINTED_PAGES[:2], PRINTED_PAGES))
def test_on_paper_stands_what_is_read_and_nothing_else(
    visit: Open, path: str, link: dict[str, str], most: int
) -> None:
    page = visit(path, **link)
    for format in ("A4", "Letter"):
        pages = len(re.findall(rb"/Type */Page\b", page.pdf(format=format)))
        assert 1 <= pages <= most, (format, pages)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 700, "height": 1000})  # about the paper without margins
    idle(page)
    pressed = "[data-testid=stSidebar], button, [role=slider], [role=radio], .scroll-hint"
    expect(page.locator(pressed).filter(visible=True)).to_have_count(0)
    figures = page.locator(".js-plotly-plot:visible")
    assert figures.count() >= 1
    for box in (figure.bounding_box() for figure in figures.all()):
        assert box and box["x"] >= 0 and box["x"] + box["width"] <= 700
    page.emulate_media(media="screen")


# The texts of each animated figure; Firefox does not wait, not even for promises, before it prints.
PRINTED = """() => {
  dispatchEvent(new Event("beforeprint"));
  const figures = [...document.querySelectorAll(".js-plotly-plot:has(.updatemenu-button)")];
  return figures.map((e) => {
    const texts = [...e.querySelectorAll(".textpoint text")];
    return [e.dataset.shows, texts.map((text) => text.textContent).join("")];
  });
}"""


@pytest.mark.parametrize("width", examples([390], [1280, 390]))
def test_paper_has_the_end_of_each_play_at_once_after_a_press(visit: Open, width: int) -> None:
    page = visit(width=width, step=5)
    page.keyboard.press("e")
    page.wait_for_selector("[data-plays]", state="attached")
    figures = page.evaluate(PRINTED)
    assert [shows for shows, _ in figures] == ["1"] * 3  # chain, miniature, step
    assert all("∘" in said and "diag" not in said for _, said in figures), figures
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    idle(page)
    expect(page.locator("[data-shows='1']:visible")).to_have_count(2)


def test_the_chain_begins_as_the_link_says_and_never_shows_the_other(visit: Open) -> None:
    page = visit(step=5, formulation="Element-wise")
    follow = page.locator("[data-shows]:visible")
    shown = follow.evaluate_all("all => all.map((e) => e.dataset.shows)")
    assert shown == ["1"] * 2  # the chain and the step
    expect(page.locator("[data-shows='1']")).to_have_count(3)  # with the hidden miniature
    assert room_beside(page) == [0] * 4 * 3
    choose(page, "formulation", "Matrix multiply")
    page.go_back()
    idle(page)
    expect(page.locator(SWITCH).get_by_role("radio", name="Element-wise")).to_be_checked()
    expect(page.locator(".js-plotly-plot[data-shows='1']")).to_have_count(3)
    expect(page).to_have_url(re.compile("formulation=Element-wise"))
