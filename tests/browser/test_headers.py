"""The page runs under its content security policy, and foreign scripts do not."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser, expect

from deploy import trial
from explainer.server import headers
from tests.browser.conftest import Open


def test_formulas_and_figures_are_drawn(visit: Open) -> None:
    page = visit()
    expect(page.locator(".katex:visible").first).to_be_visible()
    expect(page.locator(".js-plotly-plot .main-svg:visible").first).to_be_visible()


def test_a_script_of_somebody_else_does_not_run(
    visit: Open, violations: list[str], errors: list[str]
) -> None:
    page = visit()
    page.evaluate("""() => {
      const script = document.createElement("script");
      script.textContent = "window.stranger = true";
      document.body.append(script);
    }""")
    assert page.evaluate("window.stranger") is None
    assert violations == ["script-src-elem inline"]  # and a test that does not expect it fails
    violations.clear()
    errors.clear()


@pytest.fixture(scope="module")
def course() -> Iterator[str]:
    """Another site, which embeds the page of the URL in its query."""

    class Frame(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            url = self.path.removeprefix("/?")
            self.wfile.write(f'<iframe src="{url}" width="1000" height="700">'.encode())

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Frame) as site:
        threading.Thread(target=site.serve_forever, daemon=True).start()
        yield f"http://localhost:{site.server_port}"
        site.shutdown()


def test_no_other_site_embeds_the_page(browser: Browser, server: str, course: str) -> None:
    page = browser.new_page()
    refused = []
    page.on("console", lambda message: refused.append(message.text))
    page.goto(f"{course}/?{server}")
    assert any("frame-ancestors" in text for text in refused)
    page.close()


def test_a_site_that_is_named_embeds_it(
    browser: Browser, course: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(headers.FRAMES, course)
    with trial.served() as url:
        page = browser.new_page()
        page.goto(f"{course}/?{url}")
        heading = page.frame_locator("iframe").locator("h1:visible").first
        expect(heading).to_have_text("Which product goes in the chain rule?")
        page.close()
