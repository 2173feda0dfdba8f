"""The dashboard as an ASGI application: `streamlit run dashboard/server.py`."""

import os

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.api import routes
from dashboard.service import access, hardening, operations, provider, roles
from dashboard.service.compressed import Compressed
from dashboard.service.hardening import Hardened
from dashboard.service.provider import BadSetting, Provider
from dashboard.service.shell import Shell


def say_error(_: Exception) -> bool:
    """Replace Streamlit's English error by a French one; the details are in the server's log."""
    st.error(
        "Cette page n'a pas pu être affichée. Recharger la page ; si cela recommence, prévenir la "
        "personne qui s'occupe de l'observatoire, avec l'adresse de la page."
    )
    return True


def answer_error(_request: Request, _: Exception) -> Response:
    """What the network layer says of a fault of ours; the details are in the server's log."""
    answer = hardening.problem(500, "Une erreur est survenue ; elle est notée dans le journal.")
    answer.headers.update(hardening.headers())  # this answer is made outside the middleware
    return answer


class Farewell:
    """Make the way out an end: the session is forgotten here too, not only by the browser."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """End the login whose cookies come to the logout, then pass the request on."""
        if scope["type"] == "http" and scope["path"].endswith("/auth/logout"):
            access.end(Request(scope).cookies)
        await self.app(scope, receive, send)


def go_home(request: Request) -> Response:
    """`/carte`, which one may type: Streamlit serves its first page at the root only."""
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"./{query}")


def read_settings() -> Provider | None:
    """Read all that the environment says once, so that a mistake stops the start, in French."""
    try:
        hardening.policy(os.environ.get(hardening.EMBED, ""))
        provider.session_seconds()
        roles.table()
        return provider.load()
    except (BadSetting, ValueError) as error:
        raise SystemExit(f"Le tableau de bord ne peut pas démarrer. {error}") from None


ours = read_settings()
app = st.App(
    "app.py",
    secrets=ours.secrets() if ours else None,
    routes=[*operations.ROUTES, *routes.ROUTES, Route("/carte", go_home)],
    middleware=[
        Middleware(Hardened, encrypted=bool(ours and ours.is_encrypted)),
        Middleware(Farewell),
        Middleware(Shell),
        Middleware(Compressed),
    ],
    on_script_error=say_error,
    exception_handlers={Exception: answer_error},
)
