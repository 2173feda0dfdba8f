"""The dashboard as an ASGI application: `streamlit run dashboard/server.py`."""

import streamlit as st
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class FrenchPage:
    """Say `lang="fr"` in the page: Streamlit's own HTML says English, whatever the content."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Replace the attribute in HTML answers; same length in bytes, so no header changes."""

        async def send_french(message: Message) -> None:
            if message["type"] == "http.response.body" and b'<html lang="en"' in message["body"]:
                body = message["body"].replace(b'<html lang="en"', b'<html lang="fr"', 1)
                message = {**message, "body": body}
            await send(message)

        await self.app(scope, receive, send_french if scope["type"] == "http" else send)


def say_error(_: Exception) -> bool:
    """Replace Streamlit's English error by a French one; the details are in the server's log."""
    st.error(
        "Cette page n'a pas pu être affichée. Recharger la page ; si cela recommence, prévenir la "
        "personne qui s'occupe de l'observatoire, avec l'adresse de la page."
    )
    return True


app = st.App("app.py", middleware=[Middleware(FrenchPage)], on_script_error=say_error)
