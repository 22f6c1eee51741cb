"""A real server's log of an error, and the message to its visitor."""

import json
import subprocess
import sys
from pathlib import Path

from deploy.local import ROOT, free_port, wait_for
from deploy.session import AGENT, Session, run

FAILING = Path(__file__).with_name("failing_app.py")


async def visit(url):
    session = Session(url, "step=5&convention=Columns")
    shown = await session.run()
    await session.close()
    return shown


def test_an_error_is_one_line_and_the_visitor_sees_nothing_of_it(tmp_path):
    port = free_port()
    options = ["--server.headless=true", f"--server.port={port}", "--server.address=127.0.0.1"]
    command = [sys.executable, "-m", "streamlit", "run", str(FAILING), *options]
    written = tmp_path / "stderr"
    with (
        written.open("w") as errors,
        subprocess.Popen(command, cwd=ROOT, stdout=errors, stderr=errors) as server,
    ):
        try:
            wait_for(f"http://127.0.0.1:{port}/_stcore/health", server)
            shown = run(visit(f"http://127.0.0.1:{port}"))
        finally:
            server.terminate()
    (line,) = [one for one in written.read_text().splitlines() if "RuntimeError" in one]
    said = json.loads(line)
    assert said["message"] == "nothing is ready for step activation"
    assert said["state"] == {"step": "5", "convention": "Columns"}
    assert AGENT not in written.read_text()
    assert "127.0.0.1" not in line
    assert not any("nothing is ready" in one for one in shown)
