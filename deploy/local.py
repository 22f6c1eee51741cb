"""Several servers of the page behind the balancer, on one Linux machine with HAProxy.

python -m deploy.local [--servers 2] [--port 8080]

Python uses one core, so the default is a server for each core. Like a container, each server has
its own loopback address, and the balancer finds them by name.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[1]
CONFIGURATION = ROOT / "deploy" / "haproxy.cfg"
START = 60  # seconds that a server may take to start


def haproxy() -> str | None:
    """Return the path of HAProxy or None; Debian installs it in /usr/sbin, often not in PATH."""
    return shutil.which("haproxy") or shutil.which("haproxy", path="/usr/sbin")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + START
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=1):
                return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"no answer from {address} in {START} s")


def answer(query: bytes, hosts: Sequence[str]) -> bytes:
    """Return a name server's answer: these hosts for a query of type A, otherwise no records."""
    end = query.index(b"\0", 12) + 5  # the header, the name, its type and class
    wanted = struct.unpack("!H", query[end - 4 : end - 2])[0] == 1
    found = hosts if wanted else ()
    header = query[:2] + struct.pack("!5H", 0x8180, 1, len(found), 0, 0)
    record = struct.pack("!3HIH", 0xC00C, 1, 1, 1, 4)
    return header + query[12:end] + b"".join(record + socket.inet_aton(host) for host in found)


@contextmanager
def name_server(hosts: Sequence[str]) -> Iterator[int]:
    """Run a name server that returns these hosts for every name; yield its port."""
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
    """Servers of the page; each can be killed, stopped and started."""

    port: int
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, host: str) -> None:
        options = [f"--server.port={self.port}", f"--server.address={host}"]
        command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless=true"]
        server = subprocess.Popen([*command, *options], cwd=ROOT, stdout=subprocess.DEVNULL)
        self.running[host] = server
        wait_for(f"http://{host}:{self.port}/_stcore/health", server)

    def kill(self, host: str) -> None:
        """Kill a server, like a machine that fails."""
        self.running[host].kill()
        self.running.pop(host).wait()

    def stop(self, host: str) -> None:
        """Terminate a server, as an update does."""
        self.running[host].terminate()
        self.running.pop(host).wait(timeout=30)

    def close(self) -> None:
        for host in list(self.running):
            self.kill(host)


def hosts(number: int) -> list[str]:
    """Return the addresses of `number` servers, which share a port as containers do."""
    return [f"127.0.0.{at + 1}" for at in range(number)]


@contextmanager
def balanced(
    number: int, bind: str, *more: Path, **environment: str
) -> Iterator[tuple[Replicas, subprocess.Popen[bytes]]]:
    """Run `number` servers behind the balancer, which reads its file and then the files `more`."""
    executable = haproxy()
    if executable is None:
        raise RuntimeError("no HAProxy found: install one (`apt-get install haproxy`)")
    replicas = Replicas(free_port())
    with ExitStack() as stack:
        stack.callback(replicas.close)
        names = stack.enter_context(name_server(hosts(number)))
        for host in hosts(number):
            replicas.start(host)
        settings = {
            "BIND": bind,
            "PAGE": f"page:{replicas.port}",
            "RESOLVER": f"127.0.0.1:{names}",
            "REPLICAS": str(number),
        }
        files = [part for file in (CONFIGURATION, *more) for part in ("-f", str(file))]
        command = [executable, "-db", *files]
        balancer = subprocess.Popen(command, env=os.environ | settings | environment)
        stack.callback(balancer.wait)
        stack.callback(balancer.terminate)
        wait_for(f"http://127.0.0.1:{bind.rpartition(':')[2]}/_stcore/health", balancer)
        yield replicas, balancer


def main() -> None:
    """Serve until stopped; restart a server that ends."""
    parser = argparse.ArgumentParser(prog="python -m deploy.local", description=__doc__)
    parser.add_argument("--servers", type=int, default=os.cpu_count())
    parser.add_argument("--port", type=int, default=8080)
    asked = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())  # so that the servers stop too
    with balanced(asked.servers, f"*:{asked.port}") as (replicas, balancer):
        print(f"{asked.servers} servers at http://localhost:{asked.port}", flush=True)
        while balancer.poll() is None:
            time.sleep(1)
            for host, server in list(replicas.running.items()):
                if server.poll() is not None:
                    replicas.start(host)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        pass
