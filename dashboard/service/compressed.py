"""Streamlit's code compressed once, at the installation, as far as Brotli goes, and served so.

`python -m dashboard.service.compressed` writes a `.br` beside each file that a first visit loads:
half a minute at most, a fifth less to send. Without these files nothing changes but the weight.
"""

import re
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import FileResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.service import shell

FILE = re.compile(r'"\./(static/[^"]+\.(?:js|css))"')
LEAST = 4_000  # bytes: what is smaller is not worth a file
KINDS = {".js": "text/javascript", ".css": "text/css"}
HEADERS = {
    "content-encoding": "br",
    "vary": "Accept-Encoding",
    # as Streamlit says of these files, whose names carry a hash
    "cache-control": "public, immutable, max-age=31536000",
}


class Compressed:
    """Answer with a compressed file where there is one and the browser reads it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.files = {
            f"/{path.relative_to(shell.STATIC).with_suffix('').as_posix()}": _response(path)
            for path in shell.STATIC.glob("static/*/*.br")
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is not compressed, and what is asked for otherwise."""
        file = self.files.get(scope["path"]) if scope["type"] == "http" else None
        if file and "br" in re.split(r"[ ,;]+", Headers(scope=scope).get("accept-encoding", "")):
            await file(scope, receive, send)
        else:
            await self.app(scope, receive, send)


def compress() -> None:
    """Write the compressed files that are not there yet."""
    import brotli

    for address in sorted(set(FILE.findall(shell.page(is_map=True).decode()))):
        path = shell.STATIC / address
        target = path.with_name(f"{path.name}.br")
        if path.stat().st_size >= LEAST and not target.exists():
            target.write_bytes(brotli.compress(path.read_bytes()))


def _response(path: Path) -> FileResponse:
    kind = KINDS[path.with_suffix("").suffix]
    return FileResponse(path, headers=HEADERS, media_type=kind)


if __name__ == "__main__":
    compress()
