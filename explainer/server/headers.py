"""The headers of every response: they limit what a browser may do; Streamlit sets no limits."""

from __future__ import annotations

import os
import re
from base64 import b64encode
from hashlib import sha256

from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from explainer import browser
from explainer.server import serving

# Other sites that may embed the page: sources separated by spaces, such as
# "https://course.example https://*.school.example". Its own site always may, to draw pictures.
FRAMES = "EXPLAINER_FRAME_ANCESTORS"
INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)
NOT_PUBLIC = "/_stcore/metrics"


def inline_scripts() -> list[str]:
    """Return every script without a URL: some in Streamlit's page, and our two."""
    pages = (serving.index(), browser.PAGE_SCRIPT, browser.PICTURES_SCRIPT)
    return [script for page in pages for script in INLINE.findall(page)]


def hashed(script: str) -> str:
    """Return the hash that names an inline script in the policy."""
    return f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"


def policy() -> str:
    """Return the content security policy: everything that is not named here is forbidden.

    Raises `ValueError` if the variable `FRAMES` has separators other than spaces.
    """
    frames = os.environ.get(FRAMES, "")
    if re.search("[;,\r\n]", frames):
        raise ValueError(f"{FRAMES} is {frames!r}, but sources have spaces between them")
    rules = {
        "default-src": "'none'",
        # Inline scripts are allowed by hash, so that injected ones do not run. WebAssembly is
        # allowed, but not `eval`: the reader of Streamlit's messages uses it for 64-bit numbers.
        "script-src": " ".join(["'self' 'wasm-unsafe-eval'", *map(hashed, inline_scripts())]),
        # Streamlit, KaTeX and Plotly write styles into the page and on elements.
        "style-src": "'self' 'unsafe-inline'",
        # Plotly's text, and a picture that becomes a PNG, are data URLs.
        "img-src": "'self' data:",
        "font-src": "'self' data:",  # KaTeX's style sheet contains its smallest font
        "connect-src": "'self'",  # this includes the websocket
        "frame-src": "'self'",  # a hidden frame draws the page's pictures in the light theme
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": " ".join(dict.fromkeys(["'self'", *frames.split()])),
    }
    return "; ".join(f"{name} {sources}" for name, sources in rules.items())


class Guarded:
    """Middleware that adds the headers to every response, and hides Streamlit's metrics."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.headers = {
            "Content-Security-Policy": policy(),
            "X-Content-Type-Options": "nosniff",
            # A link holds the state, which other sites need not know.
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
