"""The whole site, downloaded and built, on a file server on this machine."""

from __future__ import annotations

import contextlib
import functools
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

from deploy.static.__main__ import main


class Files(http.server.SimpleHTTPRequestHandler):
    """A typical server of static files."""

    extensions_map = {  # noqa: RUF012
        **http.server.SimpleHTTPRequestHandler.extensions_map,
        ".mjs": "text/javascript",
        ".wasm": "application/wasm",
    }
    sent: list[str] = []  # noqa: RUF012

    def log_message(self, *_: object) -> None:
        """Log nothing."""

    def do_GET(self) -> None:
        self.sent.append(self.path)
        super().do_GET()

    def send_error(self, code: int, *rest: object) -> None:  # type: ignore[override]
        page = (Path(self.directory) / "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)


def built(site: Path, wheels: Path) -> dict[Path, bytes]:
    """Build the site, and return its files as a mapping from path to content."""
    assert main([str(site), "--wheels", str(wheels)]) == 0
    return {p.relative_to(site): p.read_bytes() for p in site.rglob("*") if p.is_file()}


@contextlib.contextmanager
def hosted(site: Path) -> Iterator[str]:
    """Serve the site, and yield its URL."""
    handler = functools.partial(Files, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
