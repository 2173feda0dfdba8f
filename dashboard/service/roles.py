"""What a person who has logged in is to us: by the table of the roles, else by a claim.

The table (TECS_ROLES, a CSV outside the repository) has the columns email, role, siren_epci. It is
read again when it changes: who is taken out of it loses the role at the next rerun. A claim
(TECS_ROLE_CLAIM names it) holds « steward », « comite » or « partenaire:<siren_epci> », or a list;
it is as old as the login.
"""

import csv
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from dashboard.service.provider import BadSetting

PUBLIC, PARTNER, STEWARD, COMITE = "public", "partenaire", "steward", "comite"
LABELS = {
    PUBLIC: "Public",
    PARTNER: "Partenaire territorial",
    STEWARD: "Gestion des données",
    COMITE: "Comité de pilotage",
}
COLUMNS = ["email", "role", "siren_epci"]
SIREN = re.compile("[0-9]{9}")


@dataclass(frozen=True)
class Role:
    """One of the four roles; a partner's has his EPCI, and no other has one."""

    name: str = PUBLIC
    siren_epci: str = ""

    def __post_init__(self) -> None:
        """Raise ValueError for a role that does not exist."""
        if self.name not in LABELS or bool(self.siren_epci) != (self.name == PARTNER):
            raise ValueError(self.name)
        if self.siren_epci and not SIREN.fullmatch(self.siren_epci):
            raise ValueError(self.siren_epci)


def role_of(claims: Mapping[str, Any]) -> Role:
    """Return the role of a person, Role() (public) when nothing gives one.

    An e-mail counts only when the provider says that it is verified, or TECS_EMAIL_TRUSTED=oui
    says it for a provider that never lets a person choose it. Raises BadSetting when the table
    cannot be read: the caller must then give nothing.
    """
    email = str(claims.get("email", "")).strip().casefold()
    trusted = os.environ.get("TECS_EMAIL_TRUSTED") == "oui"
    verified = claims.get("email_verified") is True or (
        trusted and claims.get("email_verified") is None
    )
    if email and verified and (found := table().get(email)):
        return found
    return _claimed(claims)


def table() -> Mapping[str, Role]:
    """The table of the roles, by e-mail in small letters; empty when TECS_ROLES is not set."""
    name = os.environ.get("TECS_ROLES")
    if not name:
        return {}
    try:
        stat = Path(name).stat()
        return _read(name, stat.st_mtime_ns, stat.st_size)
    except OSError as error:
        raise BadSetting(f"TECS_ROLES : ce fichier ne peut être lu ({error.strerror}).") from error


@lru_cache(maxsize=2)
def _read(path: str, _moved: int, _size: int) -> Mapping[str, Role]:
    """Read the table; raises BadSetting at the first line that says nothing we know."""
    with Path(path).open(encoding="utf-8-sig", newline="") as file:
        lines = csv.DictReader(file)
        if lines.fieldnames != COLUMNS:
            raise BadSetting(f"TECS_ROLES : colonnes attendues : {','.join(COLUMNS)}.")
        found: dict[str, Role] = {}
        for number, line in enumerate(lines, start=2):
            email = (line["email"] or "").strip().casefold()
            try:
                role = Role((line["role"] or "").strip(), (line["siren_epci"] or "").strip())
            except ValueError:
                role = None
            if role is None or not email or email in found:
                raise BadSetting(f"TECS_ROLES : la ligne {number} ne peut être comprise.")
            found[email] = role
    return found


def _claimed(claims: Mapping[str, Any]) -> Role:
    """The highest role that the claim names; what it says besides is not for us."""
    said = claims.get(os.environ.get("TECS_ROLE_CLAIM", "")) or []
    words = [said] if isinstance(said, str) else said
    found = [Role()]
    for word in words if isinstance(words, list) else []:
        name, _, siren = str(word).partition(":")
        try:
            found.append(Role(name, siren))
        except ValueError:
            continue
    return max(found, key=lambda role: list(LABELS).index(role.name))
