"""The balancer with its own configuration, on loopback, and replicas of the page behind it."""

from __future__ import annotations

import csv
import os
import shutil
import socket
import struct
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.browser.serving import ROOT, wait_for

CONFIGURATION = ROOT / "deploy" / "haproxy.cfg"
HOSTS = ("127.0.0.1", "127.0.0.2")  # of the replicas, which share a port as containers do
MISSING = "no HAProxy found: install one (`apt-get install haproxy`)"


def haproxy() -> str:
    """The path of HAProxy; without one the test is skipped, or fails where it is required."""
    found = shutil.which("haproxy") or shutil.which("haproxy", path="/usr/sbin")
    if not found:
        (pytest.fail if os.environ.get("REQUIRE_BROWSER") else pytest.skip)(MISSING)
    return str(found)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def answer(query: bytes, hosts: tuple[str, ...]) -> bytes:
    """A name server's answer: for an address of version 4 these hosts, else none."""
    end = query.index(b"\0", 12) + 5  # the header, the name, its type and class
    wanted = struct.unpack("!H", query[end - 4 : end - 2])[0] == 1
    found = hosts if wanted else ()
    header = query[:2] + struct.pack("!5H", 0x8180, 1, len(found), 0, 0)
    record = struct.pack("!3HIH", 0xC00C, 1, 1, 1, 4)
    return header + query[12:end] + b"".join(record + socket.inet_aton(host) for host in found)


@contextmanager
def name_server(hosts: tuple[str, ...]) -> Iterator[int]:
    """The port of a name server that knows these hosts under every name."""
    with socket.socket(type=socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", 0))

        def serve() -> None:
            while True:
                query, sender = server.recvfrom(8192)
                if not query:
                    return
                server.sendto(answer(query, hosts), sender)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield server.getsockname()[1]
        server.sendto(b"", server.getsockname())
        thread.join()


@dataclass
class Replicas:
    """Servers of the page, of which each can be killed, stopped and started."""

    port: int
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, host: str) -> None:
        options = [f"--server.port={self.port}", f"--server.address={host}"]
        command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless=true"]
        server = subprocess.Popen([*command, *options], cwd=ROOT, stdout=subprocess.DEVNULL)
        self.running[host] = server
        wait_for(f"http://{host}:{self.port}/_stcore/health", server)

    def kill(self, host: str) -> None:
        """As a machine that fails."""
        self.running[host].kill()
        self.running.pop(host).wait()

    def stop(self, host: str) -> None:
        """As an update does."""
        self.running[host].terminate()
        self.running.pop(host).wait(timeout=30)

    def close(self) -> None:
        for host in list(self.running):
            self.kill(host)


@dataclass
class Balanced:
    """The address of the balancer, and what stands behind it."""

    url: str
    replicas: Replicas
    statistics: Path

    def _servers(self) -> list[dict[str, str]]:
        """What the balancer knows of each replica."""
        with socket.socket(socket.AF_UNIX) as asked:
            asked.connect(str(self.statistics))
            asked.sendall(b"show stat\n")
            lines = asked.makefile().read().removeprefix("# ").strip().splitlines()
        return [row for row in csv.DictReader(lines) if row["svname"].startswith("replica")]

    def up(self) -> int:
        """How many replicas it sends visitors to."""
        return sum(server["status"] == "UP" for server in self._servers())

    def open(self, host: str) -> int:
        """How many requests and websockets are open at a replica now."""
        there = f"{host}:{self.replicas.port}"
        return sum(int(one["scur"]) for one in self._servers() if one["addr"] == there)

    def wait_until_up(self, number: int) -> None:
        end = time.monotonic() + 20
        while self.up() != number:
            assert time.monotonic() < end, f"{self.up()} replicas are up, not {number}"
            time.sleep(0.05)


@contextmanager
def balanced(folder: Path, **environment: str) -> Iterator[Balanced]:
    """Two replicas behind the balancer."""
    executable = haproxy()
    replicas = Replicas(free_port())
    with ExitStack() as stack:
        stack.callback(replicas.close)
        names = stack.enter_context(name_server(HOSTS))
        for host in HOSTS:
            replicas.start(host)
        port, statistics = free_port(), folder / "haproxy.sock"
        # What it tells a test of itself is no part of the file.
        extra = folder / "statistics.cfg"
        extra.write_text(f"global\n    stats socket {statistics} level operator\n")
        settings = {
            "BIND": f"127.0.0.1:{port}",
            "PAGE": f"page:{replicas.port}",
            "RESOLVER": f"127.0.0.1:{names}",
        }
        command = [executable, "-db", "-f", str(CONFIGURATION), "-f", str(extra)]
        balancer = subprocess.Popen(command, env=os.environ | settings | environment)
        stack.callback(balancer.wait)
        stack.callback(balancer.terminate)
        found = Balanced(f"http://127.0.0.1:{port}", replicas, statistics)
        wait_for(f"{found.url}/_stcore/health", balancer)
        found.wait_until_up(len(HOSTS))
        yield found


def status(request: str | urllib.request.Request) -> int:
    """What an address answers with."""
    try:
        with urllib.request.urlopen(request, timeout=10) as answered:
            return int(answered.status)
    except urllib.error.HTTPError as error:
        return error.code
