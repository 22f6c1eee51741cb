#!/usr/bin/env bash
# Firefox prints a page before the promises of its `beforeprint` listeners call back.
#
# A listener of `beforeprint` may prepare the page for paper. In Chromium what it does after an
# `await` is printed, too: microtasks run when the listener returns. Firefox prints what the listener
# did before its first `await`, and runs the rest only after `afterprint`. A library whose drawing
# functions are asynchronous (Plotly's are, also without an animation) cannot be used there.
# Found with Firefox 153.8 (ESR) and Chromium 156, driven by Playwright 1.64.0. Needs firefox-esr,
# chromium and pdftotext, as Debian has them.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet playwright==1.64.0
cat >"$folder/page.html" <<'HTML'
<p id="said">loaded</p>
<script>
const say = (text) => { said.textContent += ` ${text}`; };
addEventListener("beforeprint", () => {
  say("listener");
  Promise.resolve().then(() => say("promise"));
});
addEventListener("afterprint", () => say("afterprint"));
</script>
HTML
cat >"$folder/look.py" <<'PY'
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

folder = Path(sys.argv[1])
expected = {
    "firefox": ("loaded listener", "loaded listener afterprint promise"),
    "chromium": ("loaded listener promise", "loaded listener promise afterprint"),
}
same = True
with sync_playwright() as playwright:
    for name, program, channel in (
        ("firefox", "firefox-esr", "moz-firefox"),
        ("chromium", "chromium", None),
    ):
        kind = getattr(playwright, name)
        arguments = ["--no-sandbox"] if name == "chromium" else []
        browser = kind.launch(
            executable_path=shutil.which(program), channel=channel, args=arguments
        )
        page = browser.new_page()
        page.goto((folder / "page.html").as_uri())
        page.pdf(path=folder / "paper.pdf", width="21in", height="29.7in")
        page.wait_for_timeout(500)
        paper = subprocess.check_output(["pdftotext", folder / "paper.pdf", "-"], text=True)
        found = (paper.strip(), page.inner_text("#said"))
        print(f"{name} {browser.version}: on paper {found[0]!r}, later on the page {found[1]!r}")
        same &= found == expected[name]
        browser.close()
sys.exit(0 if same else 1)
PY
"$folder/venv/bin/python" "$folder/look.py" "$folder"
