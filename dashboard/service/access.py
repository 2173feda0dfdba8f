"""Who reads, and what that opens: the one place that decides, on the server.

Pages, downloads, embedded pages and the API all ask here; what a role may see of the figures is in
the databases that it opens (snapshot.files), what it may open of the pages in `PAGES`.
"""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from streamlit.auth_util import get_cookie_with_chunks
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from dashboard import snapshot
from dashboard.service import audit, provider
from dashboard.service.provider import OPEN, BadSetting
from dashboard.service.roles import COMITE, PARTNER, STEWARD, Role, role_of
from dashboard.snapshot import Snapshot

ANONYMOUS = "anonyme"
CLOCKS = 300  # seconds by which the provider's clock may be ahead of ours
# the pages that are not for everybody once people log in
PAGES = {"qualite": (STEWARD, COMITE), "opportunites": (PARTNER, COMITE)}

_ended: dict[tuple[str, int], float] = {}  # the logins that were logged out of, until when


class Refused(Exception):
    """A session that is not, or no longer, one of ours; its text is French."""


class Ended(Refused):
    """A session that was logged out of."""


@dataclass(frozen=True)
class Reader:
    """Who reads: the role, and for the audit log the person. `claims` are those of the login."""

    role: Role = field(default_factory=Role)
    who: str = ANONYMOUS
    claims: Mapping[str, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def audience(self) -> str | None:
        """Whose databases are opened; None where nobody logs in: what the release allows all."""
        if provider.mode() == OPEN:
            return None
        if self.role.name == PARTNER:
            return f"{snapshot.PARTNER}:{self.role.siren_epci}"
        return snapshot.COMITE if self.role.name == COMITE else snapshot.PUBLIC

    def may_open(self, page: str) -> bool:
        """Whether this reader opens a page; all of them where nobody logs in."""
        return provider.mode() == OPEN or self.role.name in PAGES.get(page, (self.role.name,))

    def still(self) -> bool:
        """Whether the session still opens what it opened: to be asked before a late download."""
        try:
            return identify(self.claims) == self
        except Refused:
            return False


def identify(claims: Mapping[str, Any]) -> Reader:
    """Return the reader whom these claims of a login name; without any, anybody.

    Raises Refused when the login is too old, was logged out of, or the roles cannot be read: a
    table that is broken gives nothing.
    """
    if provider.mode() == OPEN or not claims.get("is_logged_in"):
        return Reader()
    who = str(claims.get("email") or claims.get("sub") or "?")
    issued, now = claims.get("iat"), time.time()
    if not isinstance(issued, int | float) or issued > now + CLOCKS:
        raise Refused("Cette session n'est pas datée.")
    if _login(claims) in _ended:
        raise Ended("Votre session est terminée.")
    if now - issued > provider.session_seconds():
        raise Refused("Votre session est terminée.")
    try:
        return Reader(role_of(claims), who, claims)
    except BadSetting as error:
        raise Refused("Les rôles ne peuvent être lus pour l'instant.") from error


def identify_cookies(cookies: Mapping[str, str]) -> Reader:
    """Return the reader whose session the cookies hold, as st.login wrote it; anybody without.

    Raises Refused for a session that another wrote, or that identify() refuses.
    """
    if USER_COOKIE_NAME not in cookies or not (ours := provider.load()):
        return Reader()

    def signed(name: str) -> bytes | None:
        said = cookies.get(name, "").encode("latin-1", "replace")
        return decode_signed_value(ours.cookie_secret, name, said)

    found = get_cookie_with_chunks(signed, USER_COOKIE_NAME)
    claims = json.loads(found) if found else None
    if not isinstance(claims, dict) or claims.get("origin") != ours.origin:
        raise Refused("Cette session n'est pas de nous.")
    return identify(claims)


def end(cookies: Mapping[str, str]) -> None:
    """Forget the login that the cookies hold: a copy of them opens nothing any more.

    Known to this process only: after a restart, a copy counts again until it is too old.
    """
    try:
        claims = identify_cookies(cookies).claims
    except Refused:
        return
    now = time.time()
    for login in [login for login, until in _ended.items() if until < now]:
        del _ended[login]
    if claims:
        _ended[_login(claims)] = now + provider.session_seconds()


def choose(reader: Reader, asked: str = "") -> Snapshot | None:
    """Return the release asked for ("": the served one), opened for this reader and no other.

    A partner whose territory is not in the release sees what the public sees.
    """
    found = snapshot.choose(asked, reader.audience)
    if found and not all(
        (found.folder / name).is_file() for name in snapshot.files(found.audience)
    ):
        return replace(found, audience=snapshot.PUBLIC)
    return found


def refuse(reader: Reader, what: str, why: str) -> None:
    """Note a refusal."""
    audit.refuse(reader.who, reader.role.name, what, why)


def _login(claims: Mapping[str, Any]) -> tuple[str, int]:
    return str(claims.get("sub")), int(claims["iat"])
