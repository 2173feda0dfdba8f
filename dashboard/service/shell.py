"""The page that carries all the others: Streamlit's, said in French, lighter and drawn sooner."""

import json
import re
from functools import cache
from pathlib import Path

import streamlit as st
from starlette.datastructures import MutableHeaders
from starlette.responses import FileResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

STATIC = Path(st.__file__).parent / "static"
CODE = STATIC / "static" / "js"
ASSETS = Path(__file__).parent / "assets"
MAP_PAGES = ("/", "/pratiques", "/et_si")
# Streamlit's code of what a page is made of, which it asks for only when the elements have come
PARTS = ("Html", "PageLink", "Selectbox", "Button", "DownloadButton")
IMPORT = re.compile(r"(?:from|import)[`\"']\./([\w.-]+\.js)[`\"']")
MAP_PARTS = ("DeckGlJsonChart", "webgl-device")
# ours in the place of Streamlit's, a tenth of the bytes (dashboard/service/fonts.py)
FONTS = {"SourceSansVF-Upright": "text.woff2", "MaterialSymbols-Rounded": "icons.woff2"}
# these addresses stay when our files change
DAY = {"cache-control": "public, max-age=86400"}
ITS_OWN = b'<div id="root">'  # in Streamlit's page and no other
FRENCH = {
    '<html lang="en">': '<html lang="fr">',
    "<title>Streamlit</title>": "<title>Observatoire TECS — Drôme</title>",
    r"<link\s+rel=\"service-desc\"[^>]*>": "",  # a door that dashboard/service/hardening.py closes
    r"<noscript>.*</noscript>": "<noscript><p>L'observatoire a besoin de JavaScript. Sans lui, ses "
    'données se lisent par <a href="./api/v1/openapi.json">son API</a>.</p></noscript>',
}


class Shell:
    """Answer with our page where Streamlit answers with its own; pass everything else on."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Ask for the whole page as plain text, and replace it."""
        start: Message | None = None

        async def send_ours(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = message
                return
            if start and ITS_OWN in message.get("body", b""):
                message = {**message, "body": page(is_map=scope["path"] in MAP_PAGES)}
                headers = MutableHeaders(scope=start)
                headers["content-length"] = str(len(message["body"]))
                del headers["etag"], headers["last-modified"]  # they are those of Streamlit's
            if start:
                await send(start)
                start = None
            await send(message)

        if scope["type"] == "http" and scope["path"] in FILES:
            await FILES[scope["path"]](scope, receive, send)
            return
        if scope["type"] != "http" or not _asks_for_page(scope):
            await self.app(scope, receive, send)
            return
        bare = [h for h in scope["headers"] if not h[0].startswith((b"accept-enc", b"if-"))]
        await self.app({**scope, "headers": bare}, receive, send_ours)


@cache
def page(*, is_map: bool) -> bytes:
    """Streamlit's page in French, with our scripts before its own."""
    text = (STATIC / "index.html").read_text("utf-8")
    for english, french in FRENCH.items():
        text = re.sub(english, french, text, flags=re.DOTALL)
    parts = [_code(name) for name in (*PARTS, *(MAP_PARTS if is_map else ()))]
    addresses = json.dumps([_address(part) for part in parts])
    ours = (
        '<script src="./french.js"></script>\n    '
        f"<script src=\"./early.js\" data-code='{addresses}'></script>\n    "
    )
    more = [path for path in sorted(_needed(parts)) if path.name not in text]
    links = "".join(
        f'  <link rel="modulepreload" fetchpriority="low" crossorigin href="{_address(path)}">\n  '
        for path in more
    )
    text = text.replace('<script type="module"', f'{ours}<script type="module"', 1)
    return text.replace("</head>", f"{links}</head>", 1).encode()


def _needed(parts: list[Path]) -> set[Path]:
    """These parts of the code and all that they import."""
    found: set[Path] = set()
    while parts:
        found.update(parts)
        imported = {
            CODE / name for path in parts for name in IMPORT.findall(path.read_text("utf-8"))
        }
        parts = list(imported - found)
    return found


def _code(part: str) -> Path:
    """A part of Streamlit's code, whose file carries a hash."""
    [path] = CODE.glob(f"{part}.*.js")
    return path


def _address(path: Path) -> str:
    return f"./{path.relative_to(STATIC).as_posix()}"


def _asks_for_page(scope: Scope) -> bool:
    return any(name == b"accept" and b"text/html" in value for name, value in scope["headers"])


def _font(name: str, ours: str) -> tuple[str, FileResponse]:
    """The address of Streamlit's font, and our file."""
    [path] = STATIC.glob(f"static/media/{name}.*.woff2")
    file = FileResponse(ASSETS / ours, headers=DAY, media_type="font/woff2")
    return f"/{path.relative_to(STATIC).as_posix()}", file


FILES = {
    **{
        f"/{name}": FileResponse(ASSETS / name, headers=DAY, media_type="text/javascript")
        for name in ("french.js", "early.js")
    },
    **dict(_font(*pair) for pair in FONTS.items()),
}
