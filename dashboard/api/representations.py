"""The rows of a resource as JSON, GeoJSON or CSV: a page of them, with what must be said."""

import json
from collections.abc import Callable
from dataclasses import dataclass

from dashboard import french
from dashboard.api.asked import Asked
from dashboard.api.resources import Resource, matches
from dashboard.exports import geography, tables
from dashboard.exports.shown import LICENCE, MASKING, Shown
from dashboard.fiche.section import GEOMETRY, cited
from dashboard.snapshot import Snapshot


@dataclass(frozen=True)
class Page:
    """The rows asked for, out of how many, and their table as every export takes it."""

    shown: Shown
    asked: Asked
    total: int


@dataclass(frozen=True)
class Format:
    """One way to write a page: the end of the address, the media type, the writer."""

    suffix: str
    media_type: str
    write: Callable[[Page], bytes]


def turn_to(resource: Resource, release: Snapshot, asked: Asked) -> Page:
    """Filter the rows and take the page asked for, in the order of the query."""
    columns = resource.columns(release)
    rows = [
        row
        for row in resource.read(release)
        if all(matches(row, resource.filters[name], v) for name, v in asked.filters.items())
    ]
    shape = resource.shape(release)
    page = [
        {**{name: row[name] for name in columns}, GEOMETRY: shape(row)}
        for row in rows[asked.offset : asked.offset + asked.limit]
    ]
    said = ", ".join(f"{name} = {value}" for name, value in asked.filters.items()) or "aucun"
    shown = Shown(
        title=resource.title,
        columns={name: name for name in columns},
        rows=page,
        release_id=release.release_id,
        created_at=release.manifest["created_at"],
        sources=cited(release, *resource.sources),
        filters=f"{said} ; lignes {asked.offset + 1} et suivantes sur {len(rows)}",
        simulated=resource.has_answers and any(row["is_simulated"] for row in page),
        geometry=GEOMETRY,
    )
    return Page(shown, asked, len(rows))


def _json(page: Page) -> bytes:
    """Values as they are: numbers, booleans, lists, null; dates in ISO 8601."""
    shown = page.shown
    content = {
        "release": shown.release_id,
        "created_at": shown.created_at,
        "simulated": shown.simulated,
        "mention": french.SIMULATED_TEXT if shown.simulated else None,
        "licence": LICENCE,
        "masking": MASKING,
        "sources": shown.sources,
        "total": page.total,
        "limit": page.asked.limit,
        "offset": page.asked.offset,
        "items": [{name: row[name] for name in shown.columns} for row in shown.rows],
    }
    return json.dumps(content, ensure_ascii=False, default=str).encode()


def _csv(page: Page) -> bytes:
    return (tables.csv_french if page.asked.french else tables.csv_standard)(page.shown)


JSON = Format("", "application/json", _json)
GEOJSON = Format(".geojson", "application/geo+json", lambda page: geography.geojson(page.shown))
CSV = Format(".csv", "text/csv", _csv)
FORMATS = (JSON, GEOJSON, CSV)
