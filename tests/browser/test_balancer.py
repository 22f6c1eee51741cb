"""A visit through the balancer: its files, and a replica that dies during the visit."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Response, WebSocket, expect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.browser.reader import ACTIVATION, choose, idle
from tests.deploy.balancer import HOSTS, Balanced, balanced

WITHIN = 5  # seconds until the page has run at the other replica
STEP = "/?step=5&activation=tanh&formulation=Element-wise"


@pytest.fixture(scope="module")
def balancer(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Balanced]:
    with balanced(tmp_path_factory.mktemp("balancer")) as running:
        yield running


@pytest.fixture
def answers() -> list[Response]:
    """The responses to the page, in order."""
    return []


@pytest.fixture
def visitor(browser: Browser, balancer: Balanced, answers: list[Response]) -> Iterator[Page]:
    """A page with its own cookies; at the end, fail if an answer was an error."""
    for host in HOSTS:
        if host not in balancer.replicas.running:
            balancer.replicas.start(host)
    balancer.wait_until_up(len(HOSTS))
    context = browser.new_context()
    page = context.new_page()
    page.on("response", lambda answer: answers.append(answer))
    yield page
    refused = [(one.status, one.url) for one in answers if one.status >= 400]
    context.close()
    # Below the root, Streamlit first asks in the page's own folder.
    assert [one for one in refused if "/teach/_stcore/" not in one[1]] == []


def host_of(balancer: Balanced) -> str:
    """Return the visitor's replica: the one whose websocket is open."""
    (host,) = [host for host in HOSTS if balancer.open(host)]
    return host


def saved(page: Page, button: str) -> bytes:
    with page.expect_download() as download:
        page.get_by_role("button", name=button).click()
    return Path(download.value.path()).read_bytes()


def fail(page: Page, balancer: Balanced) -> float:
    """Kill the page's replica, wait for its run at the other; return the seconds."""
    gone, runs = host_of(balancer), []

    def note(frame: str | bytes) -> None:
        if isinstance(frame, bytes) and ForwardMsg.FromString(frame).HasField("script_finished"):
            runs.append(time.monotonic())

    def listen(socket: WebSocket) -> None:
        socket.on("framereceived", note)

    page.on("websocket", listen)
    began = time.monotonic()
    balancer.replicas.kill(gone)
    while not runs:  # until then the page still shows the dead replica's run
        assert time.monotonic() < began + WITHIN, "the page has not run again"
        page.wait_for_timeout(20)
    page.remove_listener("websocket", listen)
    idle(page)
    assert host_of(balancer) != gone
    seconds = time.monotonic() - began
    print(f"A page stood again {seconds:.1f} s after its replica was killed.")  # pytest -rP
    return seconds


def test_a_replica_that_fails_takes_no_state_and_no_file_with_it(
    visitor: Page, balancer: Balanced
) -> None:
    visitor.goto(balancer.url + STEP)
    idle(visitor)
    choose(visitor, "convention", "Columns")
    visitor.get_by_text("Take away", exact=True).click()
    before = saved(visitor, "NumPy script")
    idle(visitor)
    address, words = visitor.url, visitor.locator(".stMain").inner_text()
    assert fail(visitor, balancer) < WITHIN
    assert visitor.url == address
    assert visitor.locator(".stMain").inner_text() == words
    expect(visitor.locator(f"{ACTIVATION} .main-svg").first).to_be_visible()
    assert saved(visitor, "NumPy script") == before
    choose(visitor, "formulation", "Matrix multiply")
    assert "formulation" not in visitor.url


@pytest.mark.nightly
def test_a_file_that_was_offered_before_can_still_be_had(visitor: Page, balancer: Balanced) -> None:
    visitor.goto(f"{balancer.url}/teach?set=7")
    idle(visitor)
    name = visitor.locator(".stDownloadButton button").first.inner_text()
    assert fail(visitor, balancer) < WITHIN
    assert saved(visitor, name)
