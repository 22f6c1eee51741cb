"""The URL in a real browser: choices are written to it, and its state is shown."""

import re
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.amounts import examples
from tests.browser.conftest import Open
from tests.browser.reader import choose, idle, slider


def in_the_address(page: Page) -> dict[str, str]:
    """Return the parameters in the URL."""
    return dict(parse_qsl(urlsplit(page.url).query, keep_blank_values=True))


def test_what_is_chosen_is_written_into_the_address_and_a_reload_restores_it(visit: Open) -> None:
    page = visit()
    chosen = {"step": "6", "formulation": "Element-wise", "network": "Handwritten digit"}
    for name, option in chosen.items():
        choose(page, name, option)
    assert in_the_address(page) == chosen
    shown = page.locator(".stMain").inner_text()
    assert "6. Through the input layer" in shown
    page.reload()
    idle(page)
    expect(page.locator(".stMain")).to_have_text(shown, use_inner_text=True)
    assert in_the_address(page) == chosen


@pytest.mark.parametrize("path", examples([""], ["", "gallery"]))
def test_a_page_asks_at_once_for_its_server_and_for_what_draws_its_figures(
    visit: Open, path: str
) -> None:
    asked = visit(path).evaluate("performance.getEntriesByType('resource').map((r) => r.name)")
    servers = [url for url in asked if "/_stcore/" in url]
    assert {urlsplit(url).path.count("/") for url in servers} == {2}, servers
    (drawing,) = (at for at, url in enumerate(asked) if "PlotlyChart" in url)
    assert drawing < asked.index(servers[0])


@pytest.mark.parametrize(
    ("path", "link", "said"),
    [
        (
            "",
            {
                "step": "5", "formulation": "Element-wise", "convention": "Columns",
                "activation": "tanh", "D": "3", "H": "4", "K": "6", "seed": "7", "target": "5",
                "entry": "2",
            },
            "[2] =",
        ),
        ("bench",
         {"bench": "A formula", "W2T": "false", "bracketing": "(ab)(cd)", "D": "3", "H": "3"},
         "Legal but wrong"),
        ("batches", {"variable": "b1", "N": "4", "reduction": "Mean", "traced": "3"},
         "∂J/∂b₁[3] ="),
        (
            "gallery",
            {
                "function": "your own", "expression": "softmax(A @ x)", "x": "1, 2, 3",
                "nudged": "3", "eps": "1e-5", "anyway": "true",
            },
            "The entry [",
        ),
    ],
)  # fmt: skip
def test_a_link_opens_its_state_and_stays_as_it_is(
    visit: Open, path: str, link: dict[str, str], said: str
) -> None:
    page = visit(path, **link)
    expect(page.locator(".stMain").get_by_text(said).first).to_be_visible()
    assert in_the_address(page) == link
    for name, value in link.items():
        if slider(page, name).count() and name != "eps":
            expect(slider(page, name)).to_have_value(value)
    expect(page.locator("[data-testid=stAlertContentWarning], .stException")).to_have_count(0)


def test_the_back_button_goes_a_step_back(visit: Open) -> None:
    page = visit(step=2)
    page.keyboard.press("ArrowRight")
    expect(page.locator("h2")).to_have_text("3. From the loss to the logits")
    idle(page)
    page.go_back()
    expect(page.locator("h2")).to_have_text("2. The chain in shapes")


@pytest.mark.parametrize(
    ("path", "link", "named"),
    [
        ("", {"D": "99", "step": ""}, ["D = 99", "step = nothing"]),
        (
            "batches",
            {"variable": "", "reduction": ""},
            ["variable = nothing", "reduction = nothing"],
        ),
    ],
)
def test_a_refused_value_is_named_and_leaves_the_address(
    visit: Open, path: str, link: dict[str, str], named: list[str]
) -> None:
    page = visit(path, seed=7, **link)
    refusals = page.locator("[data-testid=stAlertContentWarning]")
    expect(refusals).to_have_count(len(named))
    for refusal, name in zip(refusals.all(), named, strict=True):
        expect(refusal).to_contain_text(f"The link says {name}, but it must be")
    assert in_the_address(page) == {"seed": "7"}
    expect(page.locator("h2").first).to_be_visible()
    expect(page.locator(".stException")).to_have_count(0)


@pytest.mark.parametrize("path", ["bench", "doubts"])
def test_a_refused_network_leaves_the_visitor_on_the_page(
    tab: Page, server: str, path: str
) -> None:
    tab.goto(f"{server}/{path}?D=99&seed=04")
    expect(tab.get_by_text("The link says D = 99")).to_have_count(int(path == "bench"))
    expect(tab.locator("h1")).to_have_text(
        {"bench": "The formula bench", "doubts": "Common doubts"}[path]
    )
    expect(tab).to_have_url(re.compile(f"/{path}"))


def test_a_value_refused_for_another_network_is_not_read_when_that_network_comes(
    visit: Open,
) -> None:
    page = visit(network="Handwritten digit", seed="9.7")
    refusal = page.locator("[data-testid=stAlertContentWarning]")
    expect(refusal).to_contain_text("seed = 5 is used instead, with the network Random")
    assert in_the_address(page) == {"network": "Handwritten digit"}
    choose(page, "network", "Random")
    expect(slider(page, "seed")).to_have_value("5")
    expect(refusal).to_contain_text("seed = 5 is used instead")
    assert in_the_address(page) == {}


def test_back_from_another_page_comes_to_what_was_left(visit: Open) -> None:
    page = visit(step=5, formulation="Element-wise", seed=7)
    left = page.locator(".stMain").inner_text()
    page.get_by_role("link", name="Formula bench").first.click()
    expect(page.locator("h1")).to_have_text("The formula bench")
    assert in_the_address(page) == {"seed": "7"}
    choose(page, "bench", "A formula")
    choose(page, "op1", "∘")
    there = page.locator(".stMain").inner_text()
    for _ in range(3):
        page.go_back()
    expect(page.locator(".stMain")).to_have_text(left, use_inner_text=True)
    assert in_the_address(page) == {"step": "5", "formulation": "Element-wise", "seed": "7"}
    page.go_forward()
    expect(page.locator("h1")).to_have_text("The formula bench")
    idle(page)
    page.go_forward()
    expect(page.get_by_text("Right: largest error")).to_be_visible()
    idle(page)
    page.go_forward()
    expect(page.locator(".stMain")).to_have_text(there, use_inner_text=True)
    assert in_the_address(page)["op1"] == "∘"


def test_the_settings_stay_from_page_to_page(visit: Open) -> None:
    page = visit(D=6, convention="Columns")
    for link, title, seen in (
        ("Formula bench", "The formula bench", True),
        ("Which Jacobians are diagonal", "Which Jacobians are diagonal?", False),
        ("Walkthrough", "Which product goes in the chain rule?", True),
    ):
        page.get_by_role("link", name=link).first.click()
        expect(page.locator("h1")).to_have_text(title)
        expect(slider(page, "D")).to_be_visible(visible=seen)
        expect(slider(page, "D")).to_have_value("6")
        idle(page)
    columns = page.locator(".st-key-convention").get_by_role("radio", name="Columns")
    expect(columns).to_have_attribute("aria-checked", "true")
    assert in_the_address(page) == {"D": "6", "convention": "Columns"}
