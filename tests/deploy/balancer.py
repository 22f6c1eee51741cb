"""The balancer with its own configuration, on loopback, with replicas of the page behind it."""

from __future__ import annotations

import csv
import os
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from deploy import local
from deploy.local import Replicas, free_port

HOSTS = local.hosts(2)
MISSING = "no HAProxy found: install one (`apt-get install haproxy`)"


def haproxy() -> str:
    """Return the path of HAProxy; without it skip the test, or fail where it is required."""
    found = local.haproxy()
    if not found:
        (pytest.fail if os.environ.get("REQUIRE_BROWSER") else pytest.skip)(MISSING)
    return str(found)


@dataclass
class Balanced:
    """The URL of the balancer, and the replicas behind it."""

    url: str
    replicas: Replicas
    statistics: Path

    def _servers(self) -> list[dict[str, str]]:
        """Return the balancer's data on each replica."""
        with socket.socket(socket.AF_UNIX) as asked:
            asked.connect(str(self.statistics))
            asked.sendall(b"show stat\n")
            lines = asked.makefile().read().removeprefix("# ").strip().splitlines()
        return [row for row in csv.DictReader(lines) if row["svname"].startswith("replica")]

    def up(self) -> int:
        """Return the number of replicas that get visitors."""
        return sum(server["status"] == "UP" for server in self._servers())

    def open(self, host: str) -> int:
        """Return how many requests and websockets a replica has open."""
        there = f"{host}:{self.replicas.port}"
        return sum(int(one["scur"]) for one in self._servers() if one["addr"] == there)

    def wait_until_up(self, number: int) -> None:
        end = time.monotonic() + 20
        while self.up() != number:
            assert time.monotonic() < end, f"{self.up()} replicas are up, not {number}"
            time.sleep(0.05)


@contextmanager
def balanced(folder: Path, **environment: str) -> Iterator[Balanced]:
    """Start two replicas behind the balancer."""
    haproxy()
    port, statistics = free_port(), folder / "haproxy.sock"
    # The statistics socket is only for the tests, so it is not in the configuration.
    extra = folder / "statistics.cfg"
    extra.write_text(f"global\n    stats socket {statistics} level operator\n")
    with local.balanced(len(HOSTS), f"127.0.0.1:{port}", extra, **environment) as (replicas, _):
        found = Balanced(f"http://127.0.0.1:{port}", replicas, statistics)
        found.wait_until_up(len(HOSTS))
        yield found


def status(request: str | urllib.request.Request) -> int:
    """Return the status of a URL's response."""
    try:
        with urllib.request.urlopen(request, timeout=10) as answered:
            return int(answered.status)
    except urllib.error.HTTPError as error:
        return error.code
