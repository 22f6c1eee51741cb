"""Serving of Streamlit's own page and scripts, so that a visit begins sooner."""

from __future__ import annotations

import gzip
import re
from functools import cache
from pathlib import Path

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

STATIC = Path(st.__file__).parent / "static"
# Below the root, Streamlit first looks for its server in the page's own folder, and waits.
SERVER = "<script>window.__streamlit = {BACKEND_BASE_URL: new URL('./', location).href}</script>"
LATE = ("PlotlyChart",)  # scripts that it requests only to draw the first figure
LEVEL = 4  # of gzip: with 9 the first visitor waits more than twice as long
# A script's name changes with its content.
SCRIPT = re.compile(r"/(static/js/[\w-]+(?:\.[\w-]+)*\.js)")
FOR_EVER = "public, max-age=31536000, immutable"


def index() -> str:
    """Return Streamlit's page with the URL of its server and links to preload `LATE` scripts."""
    scripts = (file for name in LATE for file in (STATIC / "static/js").glob(f"{name}.*.js"))
    links = (
        '<link rel="modulepreload" crossorigin fetchpriority="low" '
        f'href="./static/js/{script.name}">'
        for script in scripts
    )
    page = (STATIC / "index.html").read_text(encoding="utf-8")
    return page.replace("</head>", f"{SERVER}{''.join(links)}</head>", 1)


def routes() -> list[Route]:
    """Return routes that serve that page at the root and at the URL of each of our pages."""
    page = index()

    def answer(request: Request) -> HTMLResponse:
        return HTMLResponse(page, headers={"Cache-Control": "no-cache"})

    folders = (file.parent.name for file in Path(__file__).parents[1].glob("pages/*/page.py"))
    return [Route(f"/{folder}", answer) for folder in ("", *sorted(folders))]


class Compressed:
    """Middleware that sends scripts with gzip, a third of the bytes; Streamlit does not."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        script = _script(scope)
        if script is None:
            await self.app(scope, receive, send)
            return
        headers = {"Content-Encoding": "gzip", "Vary": "Accept-Encoding", "Cache-Control": FOR_EVER}
        body = await run_in_threadpool(compressed, script)
        response = Response(body, headers=headers, media_type="text/javascript")
        await response(scope, receive, send)


def _script(scope: Scope) -> Path | None:
    """Return the requested script; None if it does not exist or the client does not accept gzip."""
    asked = SCRIPT.fullmatch(scope.get("path", "")) if scope["type"] == "http" else None
    if not asked or "gzip" not in Headers(scope=scope).get("accept-encoding", ""):
        return None
    file = STATIC / asked[1]
    return file if file.is_file() else None


@cache  # Streamlit has some 300 scripts, 7 MiB in all
def compressed(script: Path) -> bytes:
    """Return a script with gzip, compressed once for all visitors."""
    return gzip.compress(script.read_bytes(), LEVEL)
