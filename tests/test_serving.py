"""The beginning of a visit: Streamlit's page, with its server's URL and what to load."""

import asyncio
import gzip
import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from explainer.server import serving
from tests.pages.kinds import PAGES


def test_all_that_is_added_to_the_page_is_there_and_nothing_is_lost():
    index = serving.index()
    scripts = re.findall(r"modulepreload[^>]+ href=\"\./(static/js/[^\"]+)", index)
    assert all((serving.STATIC / script).exists() for script in scripts)
    assert sum("PlotlyChart" in script for script in scripts) == 1
    plain = (serving.STATIC / "index.html").read_text(encoding="utf-8")
    kept = plain.split("</head>")
    assert index.startswith(kept[0])
    assert index.endswith(kept[1])


def test_it_is_served_at_the_root_and_at_every_page():
    pages = {f"/{path.parent.name}" for path in PAGES.glob("*/page.py")}
    assert {route.path for route in serving.routes()} == {"/", *pages}


def test_a_streamlit_that_is_built_otherwise_is_served_without_it(tmp_path, monkeypatch):
    (tmp_path / "index.html").write_text("<html><head></head><body></body></html>")
    monkeypatch.setattr(serving, "STATIC", tmp_path)
    assert "modulepreload" not in serving.index()
    assert serving.SERVER in serving.index()


def run(coroutine):
    """Run a coroutine in a new thread: a browser's test may have a loop in this one."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, coroutine).result()


def answer(path, encoding):
    """Return what `Compressed` answers for a path: headers and body, or the app below it."""
    sent = []

    async def below(scope, receive, send):
        sent.append("not compressed")

    async def send(message):
        sent.append(message)

    headers = [(b"accept-encoding", encoding)]
    scope = {"type": "http", "method": "GET", "path": path, "headers": headers}
    run(serving.Compressed(below)(scope, None, send))
    if sent == ["not compressed"]:
        return None, sent[0]
    start, body = sent
    return {name.decode(): value.decode() for name, value in start["headers"]}, body["body"]


def test_a_script_is_sent_compressed_and_is_the_same():
    script = next((serving.STATIC / "static/js").glob("PlotlyChart.*.js"))
    headers, body = answer(f"/static/js/{script.name}", b"gzip, deflate, br")
    assert headers["content-encoding"] == "gzip"
    assert headers["content-length"] == str(len(body))
    assert headers["content-type"].startswith("text/javascript")
    assert gzip.decompress(body) == script.read_bytes()
    assert len(body) < script.stat().st_size / 3
    assert answer(f"/static/js/{script.name}", b"identity") == (None, "not compressed")


@pytest.mark.parametrize(
    "path", ["/", "/_stcore/health", "/static/js/none.js", "/static/js/../../index.html.js"]
)
def test_all_else_is_left_to_streamlit(path):
    assert answer(path, b"gzip") == (None, "not compressed")


def test_a_visit_through_a_websocket_is_left_to_streamlit():
    reached = []

    async def below(scope, receive, send):
        reached.append(scope["type"])

    scope = {"type": "websocket", "path": "/_stcore/stream", "headers": []}
    run(serving.Compressed(below)(scope, None, None))
    assert reached == ["websocket"]
