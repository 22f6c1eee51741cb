"""The whole site, downloaded and built, in a real browser without any other network."""

import contextlib
import time
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, expect

from explainer.exports.handout.document import TITLE
from tests.browser.test_accessibility import SERIOUS
from tests.deploy.site import Files, built, hosted

pytestmark = [pytest.mark.nightly, pytest.mark.xdist_group("static")]
FOLDERS = "batches conventions gallery doubts exercises teach"
PAGES = ["", "bench?bench=A+formula", *FOLDERS.split()]
NAMED = (
    # The answer to a deep link is the page with status 404, until the browser caches the site.
    "Failed to load resource: the server responded with a status of 404",
    # The older Streamlit asks a server for a file that Python has already delivered.
    "Client Error: Download Button fetch error",
    "Failed to load resource: net::ERR",
)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Build twice, compare the bytes, and yield the URL of the site."""
    wheels, out = tmp_path_factory.mktemp("wheels"), tmp_path_factory.mktemp("out")
    assert built(out / "one", wheels) == built(out / "two", wheels)
    with hosted(out / "one") as url:
        yield url


@contextlib.contextmanager
def visit(browser: Browser, **more):
    """Open a page whose browser reaches only this machine; fail on errors not in NAMED."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, **more)
    page, wrong = context.new_page(), []

    def only_here(route: Route) -> None:
        here = route.request.url.startswith(("http://127.0.0.1", "data:", "blob:"))
        if not here and not route.request.url.startswith("https://stlite.invalid"):  # unused host
            wrong.append(route.request.url)
        (route.continue_ if here else route.abort)()

    context.route("**", only_here)
    page.on("console", lambda m: m.type == "error" and wrong.append(m.text))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    yield page
    assert [text for text in wrong if not text.startswith(NAMED)] == []
    context.close()


def wait_until_live(page: Page) -> None:
    page.wait_for_selector("#root[data-live]", state="attached", timeout=180_000)
    page.wait_for_selector("[data-test-script-state=notRunning]", state="attached")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_runs(browser, site, path, theme):
    with visit(browser, color_scheme=theme) as page:
        page.goto(f"{site}/{path or '?step=3'}")
        wait_until_live(page)
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 900})
            page.wait_for_timeout(500)
            found = Axe().run(page).response["violations"]
            named = [(v["id"], v["nodes"][0]["html"]) for v in found if v["impact"] in SERIOUS]
            assert named == [], width
        charts = page.locator(".stPlotlyChart:visible")
        for at in range(charts.count()):
            assert charts.nth(at).get_attribute("aria-label")


def test_the_handout_comes_first_and_the_app_takes_its_place(browser, site):
    with visit(browser) as page:
        page.goto(site)
        expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
        expect(page.locator(".whole .main-svg").first).to_be_visible()
        expect(page.locator("#live p")).to_contain_text("MB")
        page.keyboard.press("e")
        step = page.locator("#activation")
        step.get_by_label("Trace an entry").fill("3")
        step.evaluate("element => element.scrollIntoView()")
        top = step.locator("h2").bounding_box()["y"]
        page.get_by_role("button", name="Live: change everything").click()
        wait_until_live(page)
        assert page.url.endswith("?step=5&entry=3&formulation=Element-wise")
        heading = page.locator("#root").get_by_role("heading", name="5. Through the activation")
        expect(page.get_by_text("∂J/∂r[3] = (0.1381)(0.1203) = 0.01662")).to_be_visible()
        page.wait_for_timeout(2500)
        assert abs(heading.bounding_box()["y"] - top) < 60
        page.get_by_role("radio", name="6", exact=True).click()
        expect(page.get_by_role("heading", name="6. Through the input layer")).to_be_visible()
        page.go_back()
        expect(page.get_by_role("heading", name="5. Through the activation")).to_be_visible()
        page.go_forward()
        expect(page.get_by_role("heading", name="6. Through the input layer")).to_be_visible()
        page.reload()
        wait_until_live(page)
        expect(page.get_by_role("heading", name="6. Through the input layer")).to_be_visible()
        page.get_by_text("Take away", exact=True).click()
        page.get_by_role("button", name="NumPy script").click()
        with page.expect_download() as download:
            page.get_by_role("button", name="Save chain-rule-numpy.py").click()
        assert "gradient" in Path(download.value.path()).read_text("utf-8")


@pytest.mark.parametrize("path", ["?step=5", "gallery?function=softmax"])
def test_the_page_itself_is_sent_once(browser, site, path):
    page = browser.new_page()  # not `visit`: routing requests would turn off the browser's cache
    Files.sent.clear()
    page.goto(f"{site}/{path}")
    wait_until_live(page)
    page.wait_for_function("caches.match('/index.html')")
    page.close()
    assert [sent for sent in Files.sent if sent in (f"/{path}", "/index.html")] == [f"/{path}"]


def test_a_second_visit_is_sent_nothing(browser, site):
    with visit(browser) as page:
        page.goto(f"{site}/?step=5")
        wait_until_live(page)
        page.wait_for_timeout(3000)  # for the last fonts and pictures
        Files.sent.clear()
        page.goto(f"{site}/?step=5")
        wait_until_live(page)
        expect(page.get_by_role("heading", name="5. Through the activation")).to_be_visible()
        assert [path for path in Files.sent if not path.endswith("worker.js")] == []


def test_a_typed_function_has_its_formulas_and_none_stops_the_page(browser, site):
    with visit(browser) as page:
        page.goto(f"{site}/gallery?function=your+own")
        wait_until_live(page)
        again = page.get_by_role("button", name="Ask again")
        expect(again).to_be_visible()
        formulas = page.get_by_text("By SymPy, with an index for each entry")
        end = time.monotonic() + 60
        while not formulas.count() and time.monotonic() < end:
            if again.count():
                again.click()
            page.wait_for_timeout(2000)
        expect(formulas).to_be_visible()
        field = page.locator(".st-key-expression input")
        field.fill("sin(softmax(A @ x) ** 7 * (x @ x) ** 5) / sum(exp(x) ** 3)")
        field.press("Enter")
        expect(page.get_by_text("The numbers do not need them")).to_be_visible(timeout=10_000)
