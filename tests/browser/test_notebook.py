"""The output of a notebook under VS Code's rules: no script, style or frame from elsewhere."""

import json
import re

from playwright.sync_api import Browser, expect

from explainer import explain
from explainer.compute import Network

# `backLayerWebView.ts`: the outputs' page is in a frame; its rules also hold in its own frames.
RULES = (
    "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'; style-src 'unsafe-inline'; "
    "img-src https: http: data:; font-src https:; connect-src https:; child-src https: data:"
)
SANDBOX = "allow-scripts allow-same-origin allow-forms allow-pointer-lock allow-downloads"
OUTPUT = """
<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="%s">
<div></div><script>document.querySelector("div").innerHTML = %s</script>
"""


def test_the_output_of_a_cell_draws_and_switches_in_vs_code(browser: Browser) -> None:
    found = explain(Network.random(3, 4, 2, 0, "tanh"), [0.5, -1.0, 0.3], [0, 1])
    html = json.dumps(found._repr_mimebundle_()["text/html"]).replace("</", "<\\/")
    with browser.new_page() as page:
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.route("http://outputs/", lambda route: route.fulfill(body=OUTPUT % (RULES, html)))
        page.set_content(f'<iframe sandbox="{SANDBOX}" width="950" src="http://outputs/"></iframe>')
        shown = page.frame_locator("iframe").frame_locator("iframe")
        expect(shown.locator(".main-svg").first).to_be_visible()
        figure = shown.locator(".whole .figure").first
        expect(figure).to_have_attribute("aria-label", re.compile("4×4, diagonal"))
        shown.get_by_text("Element-wise", exact=True).click()
        expect(figure).to_have_attribute("aria-label", re.compile(r"1−h∘h \(1×4\)"))
        shown.get_by_text("Element-wise", exact=True).press("e")
        expect(figure).to_have_attribute("aria-label", re.compile("4×4, diagonal"))
        assert [text for text in said if "can escape its sandboxing" not in text] == []
