"""The balancer with its own file: the requests it allows, and a restart of all replicas."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
import websockets

from deploy.local import ROOT, START, answer, free_port, wait_for
from deploy.session import Session, run
from tests.deploy.balancer import HOSTS, Balanced, balanced, haproxy, status

FEW = 12  # new sessions per address in 10 seconds


@pytest.fixture(scope="module")
def balancer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Balanced]:
    with balanced(tmp_path_factory.mktemp("balancer"), NEW_SESSIONS="2000") as running:
        yield running


def asked(url: str, method: str, body: bytes) -> urllib.request.Request:
    return urllib.request.Request(url, data=body, method=method)


def test_a_name_servers_answer_holds_both_replicas() -> None:
    question = b"\x04page\x00\x00\x01\x00\x01"
    found = answer(b"\x12\x34\x01\x00\x00\x01" + bytes(6) + question, HOSTS)
    assert found.startswith(b"\x12\x34\x81\x80\x00\x01\x00\x02")
    assert found.endswith(bytes([127, 0, 0, 2]))


def test_pages_are_answered_and_metrics_are_not_public(balancer: Balanced) -> None:
    with urllib.request.urlopen(f"{balancer.url}/gallery") as page:
        assert "replica=" in page.headers["Set-Cookie"]
        assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert status(f"{balancer.url}/_stcore/health") == 200
    assert status(f"{balancer.url}/_stcore/metrics") == 404


def test_what_nobody_needs_to_send_is_refused(balancer: Balanced) -> None:
    for method in ("POST", "PUT", "DELETE"):
        assert status(asked(f"{balancer.url}/_stcore/upload_file/a/b", method, b"x")) == 405
    assert status(asked(balancer.url, "GET", bytes(2000))) == 413
    assert status(f"{balancer.url}/?search={'x' * 20_000}") == 400


async def restart_under(sessions: list[Session], balancer: Balanced) -> list[list[str]]:
    """Run all sessions while each replica is replaced; return what differs from before."""
    before = [list(await session.run()) for session in sessions]
    done = threading.Event()

    async def visit(session: Session, expected: list[str]) -> list[str]:
        while True:
            last = done.is_set()  # one more run when all are back
            if await session.run() != expected:
                return session.seen
            if last:
                return []
            await asyncio.sleep(1)

    visits = asyncio.gather(*map(visit, sessions, before))
    await asyncio.gather(asyncio.to_thread(roll, balancer, done), visits)
    for session in sessions:
        await session.close()
    assert len(set(map(tuple, before))) == len(sessions)  # each is in a different state
    return [seen for seen in await visits if seen]


def roll(balancer: Balanced, done: threading.Event) -> None:
    """Restart the replicas one by one, each when the balancer knows that the last is back."""
    try:
        for host in HOSTS:
            balancer.replicas.stop(host)
            balancer.replicas.start(host)
            balancer.wait_until_up(len(HOSTS))
    finally:
        done.set()


@pytest.mark.parametrize("number", [4, pytest.param(50, marks=pytest.mark.nightly)])
def test_a_rolling_restart_loses_no_state(balancer: Balanced, number: int) -> None:
    states = [f"step={i % 7 + 1}&seed={i}&activation=tanh" for i in range(number)]
    sessions = [Session(balancer.url, state) for state in states]
    assert run(restart_under(sessions, balancer)) == []
    # Each replica was stopped once, so each session has reconnected at least once.
    assert all(session.restarts for session in sessions)


async def refused(url: str) -> int:
    """Return the status for one session more than an address may begin."""
    for _ in range(FEW):
        await Session(url, "").connect()
    with pytest.raises(websockets.InvalidStatus) as too_many:
        await Session(url, "").connect()
    return too_many.value.response.status_code


def test_new_sessions_of_one_address_are_limited(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    with balanced(tmp_path_factory.mktemp("limited"), NEW_SESSIONS=str(FEW)) as limited:
        assert run(refused(limited.url)) == 429
        assert status(limited.url) == 200  # the page itself is still answered


def children(parent: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]


def test_one_command_serves_on_all_cores_and_takes_its_servers_along() -> None:
    haproxy()
    port = free_port()
    command = [sys.executable, "-m", "deploy.local", "--servers", "2", f"--port={port}"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) as running:
        wait_for(f"http://127.0.0.1:{port}/_stcore/health", running)
        started = children(running.pid)
        assert len(started) == 3  # with the balancer
        os.kill(started[0], signal.SIGKILL)
        end = time.monotonic() + START
        while len(now := children(running.pid)) != 3 or started[0] in now:
            assert time.monotonic() < end, now
            time.sleep(0.1)
        assert status(f"http://127.0.0.1:{port}/gallery") == 200
        running.terminate()
    assert not [pid for pid in {*started, *now} if Path(f"/proc/{pid}").exists()]
