"""The dashboard as an ASGI application: `streamlit run dashboard/server.py`."""

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard import hardening, operations
from dashboard.api import routes
from dashboard.hardening import Hardened


class FrenchPage:
    """Say `lang="fr"` in the page: Streamlit's own HTML says English, whatever the content."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Replace the attribute in the page; same length in bytes, so no header changes."""

        async def send_french(message: Message) -> None:
            if message["type"] == "http.response.body" and b'<html lang="en"' in message["body"]:
                body = message["body"].replace(b'<html lang="en"', b'<html lang="fr"', 1)
                message = {**message, "body": body}
            await send(message)

        if scope["type"] != "http" or not _asks_for_page(scope):
            await self.app(scope, receive, send)
            return
        # asked for as plain text: Streamlit compresses some of these 8 kB under our feet
        headers = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        await self.app({**scope, "headers": headers}, receive, send_french)


def _asks_for_page(scope: Scope) -> bool:
    return any(name == b"accept" and b"text/html" in value for name, value in scope["headers"])


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


app = st.App(
    "app.py",
    routes=[*operations.ROUTES, *routes.ROUTES],
    middleware=[Middleware(Hardened), Middleware(FrenchPage)],
    on_script_error=say_error,
    exception_handlers={Exception: answer_error},
)
