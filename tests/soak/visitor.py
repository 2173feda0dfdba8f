"""A visitor without a browser: speaks Streamlit's protocol over its websocket, as its page does.

What a visitor keeps is what a browser keeps: the values of the selectors, the address, the messages
that the server need not send again, the fragments that ask to be run every few seconds.
"""

import hashlib
import re
import time
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.Selectbox_pb2 import Selectbox
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

PATIENCE = 60  # seconds for one answer; past that the view has failed
FOOTER = re.compile(r"Version (\d{4}-\d\d-\d\d-\d{6}-\d+)")  # at the foot of every page
WELCOME = 'class="tecs-welcome"'  # a word for a first visit, not a figure
REMEMBERED = 2  # runs of the page for which a message not used any more is kept, as the page does
OVER = (
    ForwardMsg.FINISHED_SUCCESSFULLY,
    ForwardMsg.FINISHED_WITH_COMPILE_ERROR,
    ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY,
)


class FailedView(Exception):
    """The server answered with an error in place of a page, or with no page at all."""


@dataclass
class View:
    """One answer of the server."""

    seconds: float  # from the question to the end of the script, as the visitor waits
    bytes: int = 0  # as sent, before any compression
    elements: dict[tuple[int, ...], str] = field(default_factory=dict)  # by place, their digest
    release: str | None = None  # the one that the foot of the page names
    whole: bool = False  # the page, or one of its fragments


@dataclass
class Visitor:
    """One session; `address`: ws://host:port, `page`: its path, `query`: its filters."""

    address: str
    page: str = ""
    query: str = ""
    selectors: dict[str, Selectbox] = field(default_factory=dict)  # by the key of the filter
    watched: dict[str, float] = field(default_factory=dict)  # fragment → seconds between its runs
    map: str = ""  # the last description of a map that was sent
    _chosen: dict[str, str] = field(default_factory=dict)  # widget → value
    _known: dict[str, tuple[str, int]] = field(default_factory=dict)  # message → digest, last run
    _page_hash: str = ""
    _runs: int = 0
    _socket: ClientConnection | None = None

    async def __aenter__(self) -> Self:
        self._socket = await connect(
            f"{self.address}/_stcore/stream",
            subprotocols=[Subprotocol("streamlit")],
            max_size=None,
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        assert self._socket
        await self._socket.close()

    async def open(self) -> View:
        """Ask for the page."""
        return await self._ask_page()

    async def choose(self, name: str, option: str) -> View:
        """Choose an option of a selector, by its label; the page is run again."""
        self._chosen[self.selectors[name].id] = option
        return await self._ask_page()

    async def watch(self, fragment: str) -> View:
        """Run a fragment again, as the page does every few seconds."""
        every = self.watched.pop(fragment)
        view = await self._ask(fragment)
        if not view.whole:  # else the page was run again, and named its fragments anew
            self.watched[fragment] = every
        return view

    async def _ask_page(self) -> View:
        self.watched.clear()
        return await self._ask()

    async def _ask(self, fragment: str = "") -> View:
        assert self._socket
        question = BackMsg()
        asked = question.rerun_script
        asked.query_string, asked.fragment_id = self.query, fragment
        # as a browser does: the page by its name at first, then by the hash that came with it
        asked.page_script_hash = self._page_hash
        asked.page_name = "" if self._page_hash else self.page
        asked.is_auto_rerun = bool(fragment)
        asked.cached_message_hashes.extend(self._known)
        for widget, value in self._chosen.items():
            asked.widget_states.widgets.add(id=widget, string_value=value)
        start = time.perf_counter()
        await self._socket.send(question.SerializeToString())
        view = View(0)
        while True:
            received = await self._socket.recv(decode=False)
            view.bytes += len(received)
            if self._take(ForwardMsg.FromString(received), view):
                view.seconds = time.perf_counter() - start
                self._forget()
                return view

    def _forget(self) -> None:
        self._runs += 1
        self._known = {
            name: (digest, run)
            for name, (digest, run) in self._known.items()
            if self._runs - run <= REMEMBERED
        }

    def _take(self, message: ForwardMsg, view: View) -> bool:
        """Note what a message says; True when it is the last of the answer."""
        kind = message.WhichOneof("type")
        if kind == "new_session":
            view.elements.clear()  # the script begins anew
        elif kind == "navigation":
            self._page_hash = message.navigation.page_script_hash
        elif kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        elif kind == "auto_rerun":
            self.watched[message.auto_rerun.fragment_id] = message.auto_rerun.interval
        elif kind == "ref_hash":
            digest, _ = self._known[message.ref_hash]
            self._known[message.ref_hash] = (digest, self._runs)
            view.elements[tuple(message.metadata.delta_path)] = digest
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            self._draw(message, view)
        if kind != "script_finished":
            return False
        if message.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
            raise FailedView("the script cannot be compiled")
        view.whole = message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
        return message.script_finished in OVER

    def _draw(self, message: ForwardMsg, view: View) -> None:
        element = message.delta.new_element
        kind = element.WhichOneof("type")
        if kind == "exception" or (kind == "alert" and element.alert.format == element.alert.ERROR):
            raise FailedView(str(element)[:500])
        if kind == "selectbox":
            self._keep(element.selectbox)
        elif kind in ("html", "deck_gl_json_chart", "heading"):
            shown = element.html.body if kind == "html" else element.deck_gl_json_chart.json
            shown = element.heading.body if kind == "heading" else shown
            if kind == "deck_gl_json_chart":
                self.map = shown
            if WELCOME in shown:
                return
            digest = hashlib.sha256(shown.encode()).hexdigest()
            view.elements[tuple(message.metadata.delta_path)] = digest
            if message.metadata.cacheable:
                self._known[message.hash] = (digest, self._runs)
            if kind == "html" and (named := FOOTER.search(shown)):
                view.release = named[1]

    def _keep(self, selector: Selectbox) -> None:
        name = selector.id.rpartition("-")[2]  # Streamlit ends the id with the widget's key
        self.selectors[name] = selector
        if selector.set_value:
            self._chosen[selector.id] = selector.raw_value
