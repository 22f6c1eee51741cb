"""KaTeX renders every formula: in a browser an error would stand there as red source."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from explainer.compute import ACTIVATIONS, FUNCTIONS
from tests.browser import serving


@pytest.fixture(scope="module")
def formulas(browser: Browser) -> Iterator[str]:
    with serving.served(Path(__file__).with_name("latex_app.py")) as url:
        yield url


def test_every_formula_is_rendered_without_an_error(browser: Browser, formulas: str) -> None:
    page = browser.new_page()
    page.goto(formulas)
    expect(page.get_by_text("The end")).to_be_visible()
    expect(page.locator(".katex-display")).to_have_count(
        13 * len(ACTIVATIONS) * 2 * 2 + 2 * len(FUNCTIONS) + 2 * 10
    )
    expect(page.locator(".katex-error")).to_have_count(0)
    assert not any("\\" in text for text in page.locator(".katex-html").all_inner_texts())
    page.close()


def test_a_formula_that_is_wrong_would_be_seen(browser: Browser, wrong: str) -> None:
    page = browser.new_page()
    page.goto(wrong)
    expect(page.locator(".katex-error")).to_have_count(1)
    page.close()


@pytest.fixture
def wrong(browser: Browser, tmp_path: Path) -> Iterator[str]:
    app = tmp_path / "wrong_app.py"
    app.write_text("import streamlit as st\nst.markdown(r'$\\frac{1}{$')\n")
    with serving.served(app) as url:
        yield url
