"""The dashboard as its own web page talks to it, without a browser: cookies, and one WebSocket."""

import re
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urlsplit

import httpx
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

XSRF = "_streamlit_xsrf"
QUIET = 30  # seconds


@dataclass
class Visitor:
    """One browser's worth of cookies at one address of the dashboard."""

    server: str
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, **headers: str) -> httpx.Response:
        """One request with the cookies; redirects are not followed, cookies are kept."""
        said = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        answer = httpx.get(self.server + path, headers={**headers, "cookie": said}, timeout=QUIET)
        self.keep(answer)
        return answer

    def keep(self, answer: httpx.Response) -> None:
        """Keep the cookies of an answer, drop those that it deletes."""
        for said in answer.headers.get_list("set-cookie"):
            name, value = said.split(";")[0].split("=", 1)
            self.cookies[name] = value
            if value in ("", '""'):
                del self.cookies[name]

    def open(self) -> ClientConnection:
        """Open the WebSocket as the page does: same origin, with the token against forgery."""
        if XSRF not in self.cookies:
            self.get("/_stcore/health")
        said = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return connect(
            f"ws://{urlsplit(self.server).netloc}/_stcore/stream",
            origin=Origin(self.server),
            subprotocols=[Subprotocol("streamlit"), Subprotocol(self.cookies[XSRF])],
            additional_headers={"cookie": said},
            max_size=None,
        )

    def read(self, page: str, query: str = "") -> str:
        """Run a page and return its words."""
        with self.open() as socket:
            return run(socket, page, query)

    def sign_in(self, sub: str) -> None:
        """Log in as `sub` at the provider, whose form asks for nothing else."""
        with self.open() as socket:
            button = re.search(r"\[Se connecter\]\((\S+)\)", run(socket, "methode"))
            assert button, "no way in"
            place = re.search(r"redirect: (\S+)", run(socket, "methode", press=button[1]))
        assert place, "no way to the provider"
        to_provider = self.get(place[1]).headers["location"]
        back = httpx.post(to_provider, data={"sub": sub}, timeout=QUIET).headers["location"]
        self.get(back.removeprefix(self.server))


def run(socket: ClientConnection, page: str, query: str = "", *, press: str = "") -> str:
    """Ask for a page on an open WebSocket; return the words of all that it sends.

    A button is written [label](id); `press` is the id of the one that was clicked.
    """
    asked = BackMsg()
    if press:
        asked.rerun_script.widget_states.widgets.add(id=press, trigger_value=True)
    asked.rerun_script.page_name = page
    asked.rerun_script.query_string = query
    socket.send(asked.SerializeToString())
    words: list[str] = []
    while True:
        message = ForwardMsg()
        message.ParseFromString(bytes(socket.recv(timeout=QUIET, decode=False)))
        if message.WhichOneof("type") == "delta":
            words.append(_words(message.delta))
        if message.WhichOneof("type") == "auth_redirect":
            words.append(f"redirect: {message.auth_redirect.url}")
        if message.WhichOneof("type") == "script_finished":
            return re.sub(r"\s+", " ", " ".join(words))


def _words(delta: Delta) -> str:
    """What an element says, tags removed."""
    element = delta.new_element
    kind = element.WhichOneof("type")
    said = {
        "html": element.html.body,
        "markdown": element.markdown.body,
        "heading": element.heading.body,
        "alert": element.alert.body,
        "button": f"[{element.button.label}]({element.button.id})",
    }.get(kind or "", "")
    return unescape(re.sub(r"<style>.*?</style>|<[^>]+>", " ", said, flags=re.DOTALL))
