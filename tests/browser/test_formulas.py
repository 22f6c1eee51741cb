"""KaTeX renders every formula: a browser shows an error as red source."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from deploy import trial


@pytest.fixture(scope="session")  # the tab still shows it when the next test begins
def formulas(browser: Browser) -> Iterator[str]:
    with trial.served(Path(__file__).with_name("latex_app.py")) as url:
        yield url


def test_every_formula_is_rendered_and_a_wrong_one_would_be_seen(tab: Page, formulas: str) -> None:
    tab.goto(formulas)
    expect(tab.locator(".st-key-wrong .katex-error")).to_have_count(1)
    expect(tab.locator("h1")).to_have_text(re.compile(r"^\d{3} formulas$"))
    count = int(tab.locator("h1").inner_text().split()[0])
    right = tab.locator(".st-key-right")
    expect(right.locator(".katex-display")).to_have_count(count)
    expect(right.locator(".katex-error")).to_have_count(0)
    assert not any("\\" in text for text in right.locator(".katex-html").all_text_contents())
