"""What every response says to browsers: only ourselves, nothing guessed, no power of the device.

And what no request may do: this service is read-only, so anything but GET and HEAD is refused.
"""

import base64
import hashlib
import os
import re
from functools import cache
from pathlib import Path

import streamlit
from starlette.datastructures import MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

EMBED = "TECS_EMBED"  # origins that may show the pages in a frame, separated by spaces
READING = ("GET", "HEAD")
# Streamlit's own operator page; ours is /metrics
CLOSED = ("/_stcore/metrics", "/_stcore/agent/")
FEATURES = (
    *("accelerometer", "autoplay", "camera", "display-capture", "geolocation", "gyroscope"),
    *("hid", "magnetometer", "microphone", "midi", "payment", "serial", "usb"),
)
TITLES = {
    400: "Demande incorrecte",
    401: "Session expirée",
    403: "Accès refusé",
    404: "Introuvable",
    405: "Méthode refusée",
    500: "Erreur",
    503: "Indisponible",
}
SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
ORIGIN = re.compile(r"https?://[A-Za-z0-9.*-]+(:[0-9]+)?")  # nothing that could end the directive


class Hardened:
    """Add the security headers to every response, and refuse what a reader never sends."""

    def __init__(self, app: ASGIApp, *, encrypted: bool = False) -> None:
        """`encrypted`: readers come by HTTPS, and no cookie may travel otherwise."""
        self.app = app
        self.encrypted = encrypted

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 405 (a method that writes) or 404 (a closed path)."""

        async def send_hardened(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(headers())
                if self.encrypted:
                    message["headers"] = [_only_encrypted(header) for header in message["headers"]]
            await send(message)

        if scope["type"] != "http":
            await self.app(scope, receive, send)
        elif scope["method"] not in READING:
            await problem(405, "Ce service se lit : seules GET et HEAD sont admises.")(
                scope, receive, send_hardened
            )
        elif scope["path"].startswith(CLOSED):
            await problem(404, "Cette adresse n'existe pas.")(scope, receive, send_hardened)
        else:
            await self.app(scope, receive, send_hardened)


def problem(status: int, detail: str) -> JSONResponse:
    """A refusal that machines and people read (RFC 9457), in French."""
    allow = {"allow": ", ".join(READING)} if status == 405 else {}  # noqa: PLR2004 # RFC 9110
    return JSONResponse(
        {"type": "about:blank", "title": TITLES[status], "status": status, "detail": detail},
        status,
        allow,
        media_type="application/problem+json",
    )


def headers() -> dict[str, str]:
    """The security headers, the same for pages, files, API and errors."""
    return {
        "content-security-policy": policy(os.environ.get(EMBED, "")),
        "x-content-type-options": "nosniff",
        "referrer-policy": "same-origin",
        "permissions-policy": ", ".join(f"{name}=()" for name in FEATURES),
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
    }


@cache
def policy(embedders: str) -> str:
    """The Content-Security-Policy; `embedders` are added to the one who may frame us: ourselves.

    Styles may be inline: Streamlit and our own HTML write them so. Scripts may not, but the one
    line of Streamlit's page, known by its hash; the map needs WebAssembly. Raises ValueError on
    what is no origin.
    """
    for origin in embedders.split():
        if not ORIGIN.fullmatch(origin):
            raise ValueError(f"{EMBED} : « {origin} » n'est pas une origine (https://example.org).")
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' 'wasm-unsafe-eval' {_inline_scripts()}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "worker-src 'self' blob:",
            "manifest-src 'self'",
            "media-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            " ".join(("frame-ancestors 'self'", *embedders.split())),
        )
    )


def _only_encrypted(header: tuple[bytes, bytes]) -> tuple[bytes, bytes]:
    """Streamlit does not mark its cookies « Secure »."""
    name, value = header
    marked = name.lower() == b"set-cookie" and b"; secure" not in value.lower()
    return (name, value + b"; Secure") if marked else header


def _inline_scripts() -> str:
    """The hashes of the scripts that stand in Streamlit's own page, comments of HTML left out."""
    page = (Path(streamlit.__file__).parent / "static" / "index.html").read_text("utf-8")
    page = re.sub(r"<!--.*?-->", "", page, flags=re.DOTALL)
    digests = (hashlib.sha256(script.encode()) for script in SCRIPT.findall(page))
    return " ".join(f"'sha256-{base64.b64encode(d.digest()).decode()}'" for d in digests)
