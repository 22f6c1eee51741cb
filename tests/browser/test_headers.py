"""The page runs under its content-security-policy, and what is not its own does not."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser, Page, expect

from deploy import trial
from explainer.server import headers
from tests.browser.conftest import Open
from tests.browser.reader import idle
from tests.browser.test_take_away import PAGES

NOTE = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.violations.push(`${event.violatedDirective} ${event.blockedURI}`);
});
"""


@pytest.fixture(scope="module")
def noted(only_tab: Page) -> None:
    """From now on the tab notes what the policy forbids."""
    only_tab.add_init_script(NOTE)


@pytest.mark.parametrize("path", PAGES)
def test_no_page_does_what_the_policy_forbids(noted: None, visit: Open, path: str) -> None:
    page = visit(path, **{"doubt": "Softmax"} if path == "doubts" else {})
    page.get_by_text("Take away", exact=True).click()
    expect(page.get_by_role("button", name="Copy the link to this state")).to_be_visible()
    idle(page)
    expect(page.locator("body[data-ready]")).to_have_count(1)  # the page's own script
    assert page.evaluate("window.violations") == []


def test_formulas_and_figures_are_drawn(visit: Open) -> None:
    page = visit()
    expect(page.locator(".katex:visible").first).to_be_visible()
    expect(page.locator(".js-plotly-plot .main-svg:visible").first).to_be_visible()


def test_a_script_of_somebody_else_does_not_run(browser: Browser, server: str) -> None:
    page = browser.new_page()
    page.add_init_script(NOTE)
    page.goto(server)
    idle(page)
    page.evaluate("""() => {
      const script = document.createElement("script");
      script.textContent = "window.stranger = true";
      document.body.append(script);
    }""")
    assert page.evaluate("window.stranger") is None
    assert page.evaluate("window.violations") == ["script-src-elem inline"]
    page.close()


@pytest.fixture(scope="module")
def course() -> Iterator[str]:
    """Another site, which shows the page whose address it is asked with in a frame."""

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
