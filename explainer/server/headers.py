"""Headers of every answer: what a browser may do with the page, which Streamlit leaves open."""

from __future__ import annotations

import os
import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from explainer.server import serving

# Who may embed the page besides its own site, which draws a picture in a frame: sources with spaces
# between, such as "https://course.example https://*.school.example".
FRAMES = "EXPLAINER_FRAME_ANCESTORS"
INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)
PAGES_OWN = ("browser.html", "pictures.html")  # scripts that come with `st.html`
NOT_PUBLIC = "/_stcore/metrics"


def inline_scripts() -> list[str]:
    """Every script without an address of its own: Streamlit's page has some, and ours two."""
    here = Path(__file__).parents[1]
    pages = [serving.index(), *((here / name).read_text(encoding="utf-8") for name in PAGES_OWN)]
    return [script for page in pages for script in INLINE.findall(page)]


def hashed(script: str) -> str:
    """What the policy calls an inline script by."""
    return f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"


def policy() -> str:
    """The content-security-policy: what is not named here is not allowed."""
    frames = os.environ.get(FRAMES, "")
    if re.search("[;,\r\n]", frames):
        raise ValueError(f"{FRAMES} is {frames!r}, but sources have spaces between them")
    rules = {
        "default-src": "'none'",
        # Inline by hashes: what somebody else wrote into a page does not run. WebAssembly, which is
        # no `eval`: the library that reads Streamlit's messages counts in it beyond 32 bits.
        "script-src": " ".join(["'self' 'wasm-unsafe-eval'", *map(hashed, inline_scripts())]),
        # Streamlit, KaTeX and Plotly write styles into the page and on elements as they draw.
        "style-src": "'self' 'unsafe-inline'",
        # Plotly's letterings, and a picture on its way to PNG, are written as addresses.
        "img-src": "'self' data:",
        "font-src": "'self' data:",  # the smallest of KaTeX's fonts stands in its style sheet
        "connect-src": "'self'",  # with it the websocket
        "frame-src": "'self'",  # a picture is drawn by the page itself in a light theme, unseen
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": " ".join(dict.fromkeys(["'self'", *frames.split()])),
    }
    return "; ".join(f"{name} {sources}" for name, sources in rules.items())


class Guarded:
    """Puts the headers on every answer, and keeps Streamlit's metrics to itself."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.headers = {
            "Content-Security-Policy": policy(),
            "X-Content-Type-Options": "nosniff",
            # A link holds the state, and no other site needs to know it.
            "Referrer-Policy": "same-origin",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(self.headers)
            await send(message)

        if scope["type"] == "http" and scope["path"].rstrip("/").endswith(NOT_PUBLIC):
            await PlainTextResponse("Not Found", 404)(scope, receive, with_headers)
        else:
            await self.app(scope, receive, with_headers)
