"""A browser as the server sees it: a websocket that sends runs and reads answers."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, TypeVar

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

T = TypeVar("T")
AGENT = "A browser of Ada"
WIDGETS = {"button_group", "checkbox", "selectbox", "slider"}  # the kinds on the first page


def state_of(kind: str, widget: Any) -> WidgetState:
    """Return what a browser sends of an untouched widget, by the message that draws it."""
    state, is_set = WidgetState(id=widget.id), widget.set_value
    if kind == "button_group":
        default = [widget.options[at].content for at in widget.default]
        state.string_array_value.data.extend(widget.raw_values if is_set else default)
    elif kind == "selectbox":
        state.string_value = widget.raw_value if is_set else widget.options[widget.default]
    elif kind == "slider":
        state.double_array_value.data.extend(widget.value if is_set else widget.default)
    else:
        state.bool_value = widget.value if is_set else widget.default
    return state


def run(coroutine: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine in a new thread: a browser's test may have a loop in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, coroutine).result()


@dataclass
class Session:
    """A visit to a state of the first page, which reconnects when its server is gone."""

    url: str
    query: str
    cookie: str = ""
    restarts: int = 0
    seen: list[str] = field(default_factory=list)  # in the last run: headings, texts and errors
    page: str = ""  # its hash; without it another page would run
    widgets: dict[str, WidgetState] = field(default_factory=dict)
    fragments: dict[str, str] = field(default_factory=dict)  # by widget
    kept: set[str] = field(default_factory=set)  # hashes of large messages, each sent only once
    socket: websockets.ClientConnection | None = None

    async def connect(self) -> None:
        """Open the websocket with the balancer's cookie, within 30 seconds."""
        headers = {"Cookie": self.cookie} if self.cookie else {}
        address = f"{self.url.replace('http', 'ws')}/_stcore/stream"
        self.socket = await websockets.connect(
            address,
            additional_headers=headers,
            user_agent_header=AGENT,
            max_size=None,
            compression=None,
            open_timeout=30,
        )
        response = self.socket.response
        given = response.headers.get_all("Set-Cookie") if response else []
        self.cookie = next((one.split(";")[0] for one in given if "replica=" in one), self.cookie)

    async def press(self, key: str, option: str) -> list[str]:
        """Press an option of a segmented control, and return what the run of its fragment shows."""
        (name,) = [name for name in self.widgets if name.endswith(f"-{key}")]
        self.widgets[name].string_array_value.data[:] = [option]
        return await self.run(self.fragments[name])

    async def run(self, fragment: str = "") -> list[str]:
        """Run the script and return what it shows; if the server goes away, run it all again."""
        while True:
            try:
                if self.socket is None:
                    fragment = ""
                    await self.connect()
                return await self._run(fragment)
            except websockets.ConnectionClosed:
                self.restarts += 1
                self.socket = None

    async def _run(self, fragment: str) -> list[str]:
        assert self.socket is not None
        message = BackMsg()
        message.rerun_script.query_string = self.query
        message.rerun_script.page_script_hash = self.page
        message.rerun_script.fragment_id = fragment
        message.rerun_script.cached_message_hashes.extend(self.kept)
        message.rerun_script.widget_states.widgets.extend(self.widgets.values())
        await self.socket.send(message.SerializeToString())
        self.seen = []
        async with asyncio.timeout(60):
            while True:
                answer = ForwardMsg.FromString(bytes(await self.socket.recv(decode=False)))
                kind = answer.WhichOneof("type")
                if kind == "script_finished":
                    return self.seen
                if kind == "navigation":
                    self.page = answer.navigation.page_script_hash
                if answer.metadata.cacheable:
                    self.kept.add(answer.hash)
                self._note(answer.delta.new_element, answer.delta.fragment_id)

    def _note(self, element: Element, fragment: str) -> None:
        kind = element.WhichOneof("type")
        if kind in {"heading", "markdown", "exception"}:
            shown = getattr(element, kind)
            self.seen.append(shown.message if kind == "exception" else shown.body)
        elif kind in WIDGETS:
            widget = getattr(element, kind)
            self.fragments[widget.id] = fragment
            if widget.set_value or widget.id not in self.widgets:
                self.widgets[widget.id] = state_of(kind, widget)

    async def close(self) -> None:
        if self.socket is not None:
            await self.socket.close()
