"""The reader of the page that runs, by Streamlit's own login; what a refused one is told."""

from collections.abc import Callable
from contextlib import suppress
from typing import Literal

import streamlit as st
from streamlit.navigation.page import StreamlitPage
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from dashboard import charts
from dashboard.service import access, provider
from dashboard.service.access import Ended, Reader, Refused
from dashboard.service.roles import LABELS

TOLD = "_session_refused"  # in the session's state: the refusal is logged once


def reader() -> Reader:
    """Return who reads now; a session that is refused reads as anybody. Nothing is shown."""
    try:
        return _identify()
    except Refused:
        return Reader()


def warn() -> None:
    """Say why a session was refused, and note it; nothing when there is nothing to say."""
    try:
        _identify()
    except Refused as error:
        st.warning(f"{error} Vous voyez ce que voit le public ; se connecter de nouveau.")
        if st.session_state.get(TOLD) != str(error):
            st.session_state[TOLD] = str(error)
            who = st.user.get("email") or st.user.get("sub") or access.ANONYMOUS
            access.refuse(Reader(who=str(who)), "session", str(error))


def page(
    path: str, title: str, name: str, *, default: bool = False, hidden: bool = False
) -> StreamlitPage:
    """A page of the dashboard, or its refusal, out of the menu, when it is not for the reader."""
    here = reader()
    if here.may_open(name):
        shown: Literal["hidden", "visible"] = "hidden" if hidden else "visible"
        return st.Page(path, title=title, url_path=name, default=default, visibility=shown)
    return st.Page(_refusal(here, title, name), title=title, url_path=name, visibility="hidden")


def show() -> None:
    """Who reads, and the way in or out, at the head of a page; nothing where nobody logs in."""
    if provider.mode() == provider.OPEN or st.context.is_embedded:
        return
    here = reader()
    with st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center"):
        if here == Reader():
            st.button("Se connecter", on_click=st.login, type="tertiary")
        else:
            st.html(charts.note(f"{LABELS[here.role.name]} · {here.who}"), width="content")
            st.button("Se déconnecter", on_click=st.logout, type="tertiary")


def _identify() -> Reader:
    if provider.mode() == provider.OPEN:
        return Reader()
    if not st.user.get("is_logged_in") and USER_COOKIE_NAME in st.context.cookies:
        with suppress(Ended):  # left by this very page: nothing to warn of
            access.identify_cookies(st.context.cookies)
    return access.identify(st.user.to_dict())


def _refusal(here: Reader, title: str, name: str) -> Callable[[], None]:
    def refused() -> None:
        allowed = " et ".join(f"« {LABELS[role]} »" for role in access.PAGES[name])
        show()
        st.title(title)
        warn()
        st.error(
            f"Cette page est réservée : {allowed}. Vous consultez en tant que "
            f"« {LABELS[here.role.name]} ». Pour y avoir accès, se connecter, ou le demander à la "
            "personne qui s'occupe de l'observatoire."
        )
        access.refuse(here, f"page {name}", "page réservée")

    return refused
