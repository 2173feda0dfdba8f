"""How the service is reached and who vouches for its readers: settings, from the environment only.

A secret is a variable or, better, a file that a variable names (`…_FILE`); none is ever logged.
"""

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

OPEN, OIDC = "open", "oidc"
SHORTEST_SECRET = 32  # characters


class BadSetting(Exception):
    """A variable that cannot be used; its text is French and quotes no secret."""


@dataclass(frozen=True)
class Provider:
    """An OpenID Connect provider, and the address to which it sends the readers back."""

    metadata: str  # TECS_OIDC_METADATA: https://…/.well-known/openid-configuration
    client_id: str  # TECS_OIDC_CLIENT_ID
    address: str  # TECS_ADDRESS: the public address of the dashboard, https://tecs.example.fr
    client_secret: str = field(repr=False)  # TECS_OIDC_CLIENT_SECRET, or …_FILE
    cookie_secret: str = field(repr=False)  # TECS_COOKIE_SECRET, or …_FILE: signs the sessions

    def secrets(self) -> dict[str, Any]:
        """The same, as st.login wants it: given to st.App, never written."""
        return {
            "auth": {
                "redirect_uri": f"{self.address}/oauth2callback",
                "cookie_secret": self.cookie_secret,
                "client_id": self.client_id,
                "client_secret": self.client_secret,
                "server_metadata_url": self.metadata,
            }
        }

    @property
    def origin(self) -> str:
        """The address without its path, as st.login writes it in the sessions."""
        parts = urlsplit(self.address)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def is_encrypted(self) -> bool:
        """Whether readers come by HTTPS: then no cookie may travel otherwise."""
        return self.address.startswith("https://")


def mode() -> str:
    """TECS_ACCESS: « open » (default: nobody logs in) or « oidc »."""
    said = os.environ.get("TECS_ACCESS", OPEN)
    if said not in (OPEN, OIDC):
        raise BadSetting(f"TECS_ACCESS : « {said} » n'est ni « {OPEN} » ni « {OIDC} ».")
    return said


def load() -> Provider | None:
    """Return the provider, None when access is open; raises BadSetting for what is missing."""
    if mode() == OPEN:
        return None
    address = _needed("TECS_ADDRESS").rstrip("/")
    local = urlsplit(address).hostname in ("localhost", "127.0.0.1")
    if not address.startswith("https://") and not local:
        raise BadSetting("TECS_ADDRESS doit commencer par https:// : une session voyagerait nue.")
    cookie_secret = _secret("TECS_COOKIE_SECRET")
    if len(cookie_secret) < SHORTEST_SECRET:
        raise BadSetting(f"TECS_COOKIE_SECRET : {SHORTEST_SECRET} caractères au moins.")
    return Provider(
        metadata=_needed("TECS_OIDC_METADATA"),
        client_id=_needed("TECS_OIDC_CLIENT_ID"),
        address=address,
        client_secret=_secret("TECS_OIDC_CLIENT_SECRET"),
        cookie_secret=cookie_secret,
    )


def session_seconds() -> int:
    """TECS_SESSION_HOURS (default 8): how long a login lasts."""
    said = os.environ.get("TECS_SESSION_HOURS", "8")
    if not said.isdecimal() or int(said) < 1:
        raise BadSetting("TECS_SESSION_HOURS : un nombre entier d'heures, 1 ou plus.")
    return int(said) * 3600


def _needed(name: str) -> str:
    found = os.environ.get(name, "").strip()
    if not found:
        raise BadSetting(f"{name} n'est pas réglée ; TECS_ACCESS=oidc la demande.")
    return found


def _secret(name: str) -> str:
    path = os.environ.get(f"{name}_FILE")
    if not path:
        return _needed(name)
    try:
        return Path(path).read_text("utf-8").strip()
    except OSError as error:
        raise BadSetting(f"{name}_FILE : ce fichier ne peut être lu ({error.strerror}).") from error
