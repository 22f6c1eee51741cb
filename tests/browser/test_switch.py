"""The switch plays the collapse in the page; the text follows from the server."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, WebSocket, WebSocketRoute, expect

from tests.amounts import examples
from tests.browser.conftest import Open
from tests.browser.reader import ACTIVATION, alt, choose, click_entry, idle, press

CHAIN = ".st-key-box-whole"


@pytest.fixture
def unheard(tab: Page) -> Iterator[list[str]]:
    """A list; while it is not empty, the page's messages do not reach the server."""
    held: list[str] = []

    def connect(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()
        socket.on_message(lambda message: None if held else server.send(message))
        server.on_message(socket.send)

    tab.route_web_socket(re.compile("_stcore/stream"), connect)
    yield held
    held.clear()


@pytest.fixture
def received(tab: Page) -> Iterator[list[bytes]]:
    """The messages from the server to the page."""
    messages: list[bytes] = []

    def listen(socket: WebSocket) -> None:
        socket.on("framereceived", lambda message: messages.append(bytes(message)))

    tab.on("websocket", listen)
    yield messages
    tab.remove_listener("websocket", listen)


def heights(page: Page, box: str) -> int:
    """Return on how many lines the squares of the diagonal are."""
    points = page.locator(f"{box} .scatterlayer .trace:has(.textpoint) .point")
    tops = points.evaluate_all("all => all.map((e) => Math.round(e.getBoundingClientRect().y))")
    assert len(tops) == 5
    return len(set(tops))


def test_chain_and_step_collapse_together_while_the_server_is_silent(
    visit: Open, unheard: list[str]
) -> None:
    page = visit(step=5)
    assert [heights(page, box) for box in (CHAIN, ACTIVATION)] == [5, 5]
    unheard.append("silent")
    page.keyboard.press("e")
    for box in (CHAIN, ACTIVATION):
        sign = page.locator(f"{box} .textpoint").get_by_text(re.compile("∘$"))
        expect(sign.first).to_be_visible()
        assert heights(page, box) == 1
    expect(page.locator(f"{CHAIN} .textpoint").get_by_text("((", exact=True)).to_be_visible()
    page.locator(".st-key-formulation").get_by_role("radio", name="Matrix multiply").click()
    expect(page.locator(f"{CHAIN} .textpoint").get_by_text("@", exact=True).first).to_be_visible()
    assert [heights(page, box) for box in (CHAIN, ACTIVATION)] == [5, 5]


@pytest.mark.parametrize(("step", "box"), examples([(3, "loss")], [(2, "shapes"), (3, "loss")]))
def test_the_figure_of_a_step_without_a_collapse_changes_with_it(
    visit: Open, unheard: list[str], step: int, box: str
) -> None:
    page = visit(step=step)
    figures = [page.locator(f".st-key-box-{box}-{at} .main-svg").first for at in (0, 1)]
    for at in (0, 1, 0):
        expect(figures[at]).to_be_visible()
        expect(figures[1 - at]).to_be_hidden()
        unheard.append("silent")
        page.keyboard.press("e")


def test_with_reduced_motion_the_end_is_shown_at_once(visit: Open, unheard: list[str]) -> None:
    page = visit(step=5)
    page.emulate_media(reduced_motion="reduce")
    unheard.append("silent")
    page.keyboard.press("e")
    page.evaluate("() => new Promise((done) => setTimeout(done, 150))")  # the slide takes 700 ms
    assert [heights(page, box) for box in (CHAIN, ACTIVATION)] == [1, 1]
    page.emulate_media(reduced_motion="no-preference")


def test_figure_sum_code_and_link_agree_after_the_switch(visit: Open) -> None:
    page = visit(step=5)
    assert "5×5, diagonal, 20 of 25 entries zero" in alt(page, CHAIN)
    for option, code, sign in (
        ("Element-wise", "dJ_dh * (h * (1 - h))", "∘"),
        ("Matrix multiply", "np.diag(h * (1 - h))", "@"),
    ):
        choose(page, "formulation", option)
        expect(page.locator(".stCode").first).to_contain_text(code)
        named = [alt(page, box) for box in (CHAIN, ACTIVATION)]
        assert [f" {sign} " in name for name in named] == [True, True], named
        assert ("∘ h∘" in named[0]) == (option == "Element-wise")
        products = page.get_by_text("∂J/∂r[0] =").inner_text().count(")(")
        assert products == (1 if option == "Element-wise" else 5)
        assert ("formulation" in page.url) == (option == "Element-wise")


def assert_agree(page: Page, elementwise: bool) -> None:
    """Check that switch, figures, sum, code and link all show the same formulation."""
    idle(page)
    option = "Element-wise" if elementwise else "Matrix multiply"
    switch = page.locator(".st-key-formulation").get_by_role("radio", name=option)
    expect(switch).to_have_attribute("aria-checked", "true")
    expect(page.locator(f"[data-shows='{int(elementwise)}']:visible")).to_have_count(2)
    code = "dJ_dh * (h * (1 - h))" if elementwise else "np.diag(h * (1 - h))"
    expect(page.locator(".stCode").first).to_contain_text(code)
    products = page.get_by_text("∂J/∂r[0] =").inner_text().count(")(")
    assert products == (1 if elementwise else 5)
    assert ("formulation=" in page.url) == elementwise


def test_back_forward_and_reload_end_with_all_in_agreement_though_quick(visit: Open) -> None:
    page = visit(step=5)
    page.keyboard.press("e")
    page.wait_for_timeout(60)
    page.evaluate("history.back()")
    page.wait_for_timeout(600)  # for late changes
    assert_agree(page, elementwise=False)
    page.evaluate("history.forward()")
    assert_agree(page, elementwise=True)
    page.reload()
    assert_agree(page, elementwise=True)


@pytest.mark.parametrize(("presses", "lines"), examples([(5, 1)], [(2, 5), (5, 1)]))
def test_the_picture_follows_quick_presses_to_the_last(
    visit: Open, presses: int, lines: int
) -> None:
    page = visit(step=5)
    for _ in range(presses):
        page.keyboard.press("e")
        page.wait_for_timeout(200)
    expect(page.locator("[data-plays]")).to_have_count(0)
    idle(page)
    assert ("formulation=Element-wise" in page.url) == (lines == 1)
    sign = page.locator(f"{CHAIN} .textpoint").get_by_text("((", exact=True)
    expect(sign).to_be_visible(visible=lines == 1)
    assert [heights(page, box) for box in (CHAIN, ACTIVATION)] == [lines] * 2


def test_the_server_sends_nothing_of_the_chain_for_the_switch_or_an_entry(
    visit: Open, received: list[bytes]
) -> None:
    page = visit(step=5)
    assert any(b"box-whole" in message for message in received)
    for change in (
        lambda: choose(page, "formulation", "Element-wise"),
        lambda: click_entry(page, ACTIVATION, 2),
    ):
        received.clear()
        change()
        idle(page)
        assert 10 < len(received) < 25  # elements, containers, and messages about the run
        assert not any(b"box-whole" in message for message in received)
    expect(page.get_by_text("∂J/∂r[2] =")).to_be_visible()
    received.clear()
    choose(page, "step", "4")
    expect(page.get_by_role("heading", name="4. Through the output layer")).to_be_visible()
    idle(page)
    assert any(b"box-whole" in message for message in received)


def test_what_is_open_follows_the_switch_and_a_refusal_goes_with_it(visit: Open) -> None:
    page = visit(step=5, formulation="Elementwise")
    expect(page.locator(".stAlert")).to_contain_text("Elementwise")
    page.get_by_text("Take away", exact=True).click()
    formula = page.locator("[data-copies=copy-formula]")
    for option, written in (("Element-wise", r"^(?!.*diag)."), ("Matrix multiply", "diag")):
        choose(page, "formulation", option)
        expect(page.locator(".stAlert")).to_have_count(0)
        expect(formula).to_have_attribute("data-text", re.compile(written, re.S))


def test_with_all_steps_a_click_moves_the_slider_and_the_link_and_stays_at_the_next_press(
    visit: Open,
) -> None:
    page = visit(step="All")
    click_entry(page, ACTIVATION, 4)
    expect(page).to_have_url(re.compile(r"entry=4"))
    expect(page.get_by_role("slider", name="Trace this entry in every step")).to_have_value("4")
    choose(page, "formulation", "Element-wise")
    expect(page.get_by_text("∂J/∂r[4] =")).to_be_visible()
    expect(page).to_have_url(re.compile(r"entry=4"))
    page.get_by_text("Take away", exact=True).click()
    copied = page.locator("[data-copies=copy-link]")
    expect(copied).to_have_attribute("data-text", re.compile(r"entry=4"))
    page.get_by_role("slider", name="H, hidden units").press("ArrowLeft")
    expect(copied).to_have_attribute("data-text", re.compile(r"H=4"))
    expect(copied).not_to_have_attribute("data-text", re.compile(r"entry=4"))


def test_a_prediction_and_back_leaves_each_part_once(visit: Open) -> None:
    page = visit(step=5)
    parts = (".st-key-signs", ".st-key-switch", ".st-key-take-away", "h2")
    for option in ("Let me predict", "Show me") * 2:
        choose(page, "predict", option)
        for part in parts:
            expect(page.locator(part)).to_have_count(1)
        shown = option == "Show me"
        expect(page.locator(f"{ACTIVATION} .main-svg").first).to_be_visible(visible=shown)
        expect(page.get_by_text("What shape does ∂h/∂r have?")).to_be_visible(visible=not shown)
    page.keyboard.press("p")
    expect(page.locator(".st-key-slide-shown")).to_be_visible()
    page.keyboard.press("p")
    idle(page)
    for part in parts:
        expect(page.locator(part)).to_have_count(1)


@pytest.mark.parametrize("pause", examples([0], [0, 120]))
def test_quick_presses_leave_switch_text_and_address_alike(visit: Open, pause: int) -> None:
    page = visit(step=5, entry=3)
    for _ in range(2):
        page.keyboard.press("p")
        idle(page)
    for presses in (2, 3, 2):
        press(page, "e", presses, pause)
        idle(page)
        switch = page.locator(".st-key-formulation [aria-checked=true]").inner_text()
        short = switch == "Element-wise"
        address = re.compile("formulation=Element-wise" if short else r"^(?!.*formulation)")
        expect(page).to_have_url(address)  # the last press may still be on its way
        shown = page.get_by_text("∂J/∂r[3] = (0.1381)(0.1203)")
        expect(shown).to_be_visible(visible=short)
        idle(page)
        assert switch == page.locator(".st-key-formulation [aria-checked=true]").inner_text()
        assert ("formulation=Element-wise" in page.url) == short


AT_ONCE = """(keys) => {
  for (const key of keys)
    document.body.dispatchEvent(new KeyboardEvent("keydown", { key, code: key, bubbles: true }));
}"""


@pytest.mark.parametrize("keys", [["e", "ArrowRight"], ["ArrowRight", "e"]])
def test_keys_at_once_for_two_parts_of_the_page_are_both_obeyed(
    visit: Open, keys: list[str]
) -> None:
    page = visit()
    question = page.locator(".st-key-question")
    expect(question).to_contain_text("How can you know?")
    page.evaluate(AT_ONCE, keys)
    expect(page.get_by_role("heading", name="2. The chain in shapes")).to_be_visible()
    expect(question).not_to_contain_text("How can you know?")
    expect(page).to_have_url(re.compile(r"formulation=Element-wise&step=2$|step=2&form.*-wise$"))


def test_keys_at_once_are_for_the_page_that_the_one_before_makes(visit: Open) -> None:
    page = visit(formulation="Element-wise", step=6)
    page.evaluate(AT_ONCE, ["p", "e", "ArrowLeft", "p", "p", "ArrowRight"])
    expect(page.get_by_text("16 of 23", exact=True)).to_be_visible()
    expect(page).to_have_url(re.compile(r"\?present=true&slide=16$"))
    idle(page)
    expect(page.locator(".st-key-step")).to_have_count(0)
