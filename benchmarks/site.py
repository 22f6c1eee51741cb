"""The static site's cost for a visitor: `python -m benchmarks.site SITE`.

SITE was built by `python -m deploy.static SITE`. This needs '.[test]' and a Chromium, which reports
the CPU time of its processes. First a worker computes for 3 seconds: if it gets less CPU time, the
machine is busy with something else.
"""

import functools
import gzip
import http.server
import sys
import threading
from collections import Counter
from pathlib import Path
from statistics import median
from time import perf_counter

from playwright.sync_api import CDPSession, Page

from deploy import trial

CPU, BYTES = 18, 26_000_000  # limits of a first visit
FIGURE = "#root[data-live] .stPlotlyChart .main-svg:visible"
DRAWN = """(title) => {
  const seen = (css) => [...document.querySelectorAll(css)].filter((e) => e.checkVisibility());
  return seen("h2").some((e) => e.textContent.startsWith(title))
    && document.querySelector("[data-test-script-state=notRunning]")
    && !seen(".stPlotlyChart:not(:has(svg))").length;
}"""
KNOWN = """() => new Promise((resolve) => { new Worker(URL.createObjectURL(new Blob([
  "const end = Date.now() + 3000; while (Date.now() < end); postMessage(0)"
]))).onmessage = resolve; })"""


@functools.cache
def packed(path: Path) -> bytes:
    return gzip.compress(path.read_bytes())


class Host(http.server.SimpleHTTPRequestHandler):
    """A host that compresses every file and records the bytes that it sends."""

    protocol_version = "HTTP/1.1"
    sent: list[int] = []  # noqa: RUF012

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        body = packed(path) if path.exists() else b""
        self.send_response(200 if body else 404)
        length, kind = str(len(body)), self.guess_type(path)
        for header in ("Type", kind), ("Encoding", "gzip"), ("Length", length):
            self.send_header(f"Content-{header[0]}", header[1])
        self.end_headers()
        self.wfile.write(body)
        self.sent.append(len(body))

    def log_message(self, *_: object) -> None:
        """Print nothing."""


def cpu(chromium: CDPSession) -> Counter[str]:
    """Return the CPU seconds that each type of browser process has used."""
    used: Counter[str] = Counter()
    for process in chromium.send("SystemInfo.getProcessInfo")["processInfo"]:
        used[process["type"]] += process["cpuTime"]
    return used


def visit(page: Page, url: str, chromium: CDPSession) -> float:
    """Open a URL and wait for its first live figure; return the CPU seconds used."""
    Host.sent.clear()
    before, began = cpu(chromium), perf_counter()
    page.goto(url)
    page.locator(FIGURE).first.wait_for(timeout=180_000)
    used, seconds = cpu(chromium) - before, perf_counter() - began
    page.wait_for_timeout(3000)  # its last letters and pictures
    kinds = ", ".join(f"{kind} {of:.1f}" for kind, of in used.most_common())
    print(f"  {used.total():.1f} s of CPU ({kinds}), {seconds:.1f} s, {sum(Host.sent):,} bytes")
    return used.total()


def answer(page: Page, step: int) -> float:
    """Choose a step; return the milliseconds until it is drawn and the script has ended."""
    began = perf_counter()
    page.get_by_role("radio", name=str(step), exact=True).click()
    page.wait_for_function(DRAWN, arg=f"{step}. ", polling="raf")
    return (perf_counter() - began) * 1e3


if __name__ == "__main__":
    for path in filter(Path.is_file, Path(sys.argv[1]).rglob("*")):
        packed(path)
    host = functools.partial(Host, directory=sys.argv[1])
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), host)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_address[1]}/?step=5&D=5"
    with trial.browser() as browser:
        chromium, page = browser.new_browser_cdp_session(), browser.new_page()
        before = cpu(chromium)
        page.evaluate(KNOWN)
        print(f"3 seconds in a worker: {(cpu(chromium) - before).total():.1f} s of CPU")
        print(f"First visit, until a figure is live; limits {CPU} s of CPU, {BYTES:,} bytes:")
        used, sent = visit(page, url, chromium), sum(Host.sent)
        taken = [answer(page, step) for step in (6, 7, 1, 2, 3, 4, 5) * 2]
        print(f"A click: {median(taken):.0f} ms until all is drawn, at most {max(taken):.0f} ms")
        print("Second visit:")
        visit(page, url, chromium)
    assert used <= CPU and sent <= BYTES
