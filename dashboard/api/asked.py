"""What a request asks for, checked: filters that exist, a page that can be counted."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from dashboard import french
from dashboard.api.resources import Resource, options
from dashboard.snapshot import Snapshot

LIMIT, OFFSET, SPREADSHEET = "limit", "offset", "tableur"
DEFAULT_LIMIT, MOST = 100, 1000
FARTHEST = 999_999
FRENCH = "fr"


class Misunderstood(Exception):
    """A request that says something we do not know; its text is French."""


@dataclass(frozen=True)
class Asked:
    """The filters (parameter → value), the page, and the dialect of a CSV."""

    filters: Mapping[str, str]
    limit: int
    offset: int
    french: bool = False

    def query(self, offset: int) -> str:
        """The same question from another row on, as the end of an address."""
        dialect = {SPREADSHEET: FRENCH} if self.french else {}
        return urlencode({**self.filters, **dialect, LIMIT: self.limit, OFFSET: offset})


def understand(
    params: QueryParams, resource: Resource, release: Snapshot, *, is_csv: bool
) -> Asked:
    """Read the parameters; raises Misunderstood for an unknown, repeated or impossible one."""
    known = [*resource.filters, LIMIT, OFFSET, *([SPREADSHEET] if is_csv else [])]
    said = dict(params.multi_items())
    for name in said:
        if name not in known:
            raise Misunderstood(
                f"{french.quoted(name)} n'est pas un paramètre. Connus : {', '.join(known)}."
            )
    if len(said) < len(params.multi_items()):
        raise Misunderstood("Un paramètre est donné deux fois.")
    filters = {name: said[name] for name in resource.filters if name in said}
    for name, value in filters.items():
        choices = options(release, resource, name)
        if value not in choices:
            raise Misunderstood(
                f"{french.quoted(value)} n'est pas un choix possible pour « {name} ». "
                f"Possibles : {', '.join(choices)}."
            )
    if said.get(SPREADSHEET, FRENCH) != FRENCH:
        raise Misunderstood(f"« {SPREADSHEET} » ne peut être que « {FRENCH} ».")
    return Asked(
        filters,
        _number(said.get(LIMIT), LIMIT, 1, MOST, DEFAULT_LIMIT),
        _number(said.get(OFFSET), OFFSET, 0, FARTHEST, 0),
        SPREADSHEET in said,
    )


def _number(said: str | None, name: str, least: int, most: int, default: int) -> int:
    if said is None:
        return default
    if not re.fullmatch("[0-9]{1,6}", said) or not least <= int(said) <= most:
        raise Misunderstood(f"« {name} » est un nombre entier, de {least} à {most}.")
    return int(said)
