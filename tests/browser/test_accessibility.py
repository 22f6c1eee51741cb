"""axe finds no serious violation, in both themes and on a phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import Open

SERIOUS = ("serious", "critical")


def assert_accessible(page: Page) -> None:
    """axe finds no serious violation, every formula is drawn, and nothing scrolls sideways."""
    violations = Axe().run(page).response["violations"]
    found = [
        (v["id"], [node["html"][:200] for node in v["nodes"]])
        for v in violations
        if v["impact"] in SERIOUS
    ]
    assert found == []
    assert page.locator(".katex-error").count() == 0
    main = page.locator("[data-testid=stMain]")
    assert main.evaluate("e => e.scrollWidth - e.clientWidth") == 0


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("step", ["1", "3", "5", "7"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_no_serious_violation(visit: Open, theme: str, step: str, width: int) -> None:
    assert_accessible(visit(theme=theme, step=step, width=width, formulation="Element-wise").page)


def test_every_figure_has_a_name_with_its_shapes(visit: Open) -> None:
    page = visit(step="All").page
    charts = page.locator(".stPlotlyChart:visible")
    for i in range(charts.count()):
        label = charts.nth(i).locator("xpath=..//*[@aria-label]").first.get_attribute("aria-label")
        assert label and "×" in label
