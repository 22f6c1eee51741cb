"""The server's load from a class: `python -m benchmarks.load --sessions 300`, on Linux.

It needs '.[test]'. The sessions stay at step 5 and press the switch every three seconds; printed
are the time of an answer, and the memory and CPU time of the servers. `--servers 2` runs two
servers behind the balancer of `deploy/local.py`. Machines differ: quote ratios of one run.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from statistics import quantiles

from deploy.local import Replicas, balanced, free_port, hosts
from deploy.session import Session

STATE, SWITCH = "step=5", ("Element-wise", "Matrix multiply")
ARRIVALS = 20  # new sessions a second
WARM = 1000  # reruns before the growth of memory is measured
TICKS = os.sysconf("SC_CLK_TCK")


@contextmanager
def served(number: int) -> Iterator[tuple[str, list[int], list[int]]]:
    """Run `number` servers; yield their URL, their process ids, and the balancer's."""
    port = free_port()
    if number == 1:
        replicas = Replicas(port)
        try:
            replicas.start(*hosts(1))
            yield f"http://127.0.0.1:{port}", [one.pid for one in replicas.running.values()], []
        finally:
            replicas.close()
        return
    with balanced(number, f"127.0.0.1:{port}", NEW_SESSIONS="100000") as (replicas, balancer):
        pids = [one.pid for one in replicas.running.values()]
        yield f"http://127.0.0.1:{port}", pids, [balancer.pid]


def seconds(pids: list[int]) -> float:
    """Return the CPU time that these processes have used, in seconds."""
    stats = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in pids]
    return sum(int(stat[11]) + int(stat[12]) for stat in stats) / TICKS


def mebibytes(pids: list[int]) -> float:
    """Return the resident memory of these processes, in MiB."""
    lines = [line for pid in pids for line in Path(f"/proc/{pid}/status").read_text().splitlines()]
    return sum(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


async def measure(
    asked: argparse.Namespace, url: str, servers: list[int], between: list[int]
) -> None:
    """Drive the sessions, and print the results in a few lines."""
    for _ in range(2 * asked.servers):  # fill the shared caches
        await (first := Session(url, STATE)).run()
        await first.press("formulation", SWITCH[0])
        await first.close()
    before = mebibytes(servers)
    sessions = [Session(url, STATE) for _ in range(asked.sessions)]
    await asyncio.gather(*(arrive(one, at / ARRIVALS) for at, one in enumerate(sessions)))
    opened = warm = mebibytes(servers)
    taken: list[float] = []

    async def visit(session: Session) -> None:
        nonlocal warm
        await asyncio.sleep(random.uniform(0, asked.think))
        for _, option in zip(range(asked.reruns), cycle(SWITCH), strict=False):
            start = time.perf_counter()
            await session.press("formulation", option)
            taken.append((time.perf_counter() - start) * 1e3)
            if len(taken) == WARM:
                warm = mebibytes(servers)
            await asyncio.sleep(asked.think * random.uniform(0.5, 1.5))

    began = time.perf_counter()
    processes = {"servers": servers, "balancer": between, "these visitors": [os.getpid()]}
    used = {name: -seconds(pids) for name, pids in processes.items()}
    await asyncio.gather(*map(visit, sessions))
    wall, reruns, after = time.perf_counter() - began, len(taken), mebibytes(servers)
    used = {name: used[name] + seconds(pids) for name, pids in processes.items()}
    cuts = quantiles(taken, n=20)
    print(f"{reruns} reruns of {asked.sessions} sessions, {reruns / wall:.0f} a second")
    print(f"an answer: p50 {cuts[9]:.0f} ms, p95 {cuts[18]:.0f} ms")
    each = used["servers"] * 1e3 / reruns
    parts = ", ".join(f"{name} {had:.1f}" for name, had in used.items())
    print(f"processor: {each:.1f} ms a rerun; of {wall:.0f} seconds {parts}")
    each = (opened - before) / asked.sessions
    print(f"memory: {before:.0f} MiB, with all sessions {opened:.0f}, {each:.2f} a session")
    if reruns > WARM:
        grown = (after - warm) / (reruns - WARM) * 1000
        print(f"after {WARM} reruns {warm:.0f}, at the end {after:.0f}: {grown:.2f} for 1,000")


async def arrive(session: Session, after: float) -> None:
    await asyncio.sleep(after)
    await session.run()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sessions", type=int, default=100)
    parser.add_argument("--think", type=float, default=3, help="seconds between two presses")
    parser.add_argument("--reruns", type=int, default=10, help="of each session")
    parser.add_argument("--servers", type=int, default=1, help="processes behind one port")
    asked = parser.parse_args()
    with served(asked.servers) as (url, servers, between):
        asyncio.run(measure(asked, url, servers, between))
