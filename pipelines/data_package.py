"""What a release's CSV files are, for machines: a Frictionless Data Package with Table Schemas.

Layout: https://specs.frictionlessdata.io/data-package/ and /table-schema/; the words of a schema
(title, description, constraints of each field) are those of schema.data.gouv.fr.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb

from pipelines import releases
from pipelines.checks.mart_rules import KEYS, OPTIONAL
from pipelines.releases import Manifest
from pipelines.tables import Table

NAME = "datapackage.json"
LICENCE = {
    "name": "etalab-2.0",
    "title": "Licence Ouverte 2.0",
    "path": "https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
}
MENTION = {
    "name": "mention",
    "title": "Mention",
    "description": "« Réponses simulées » sur les lignes qui viennent de réponses fictives",
    "type": "string",
}
TYPES = {
    "VARCHAR": "string",
    "VARCHAR[]": "array",
    "TINYINT": "integer",
    "SMALLINT": "integer",
    "INTEGER": "integer",
    "BIGINT": "integer",
    "HUGEINT": "integer",
    "FLOAT": "number",
    "DOUBLE": "number",
    "BOOLEAN": "boolean",
    "DATE": "date",
}
PATTERNS = {"siren_epci": r"\d{9}", "similar_siren_epci": r"\d{9}", "code_insee": r"\d[\dAB]\d{3}"}
SIMULATED = (
    "RÉPONSES SIMULÉES : les réponses à l'enquête de cette version sont fictives, on ne peut rien "
    "en conclure sur une structure ou un territoire."
)


def describe(
    con: duckdb.DuckDBPyConnection, folder: Path, marts: Sequence[Table], manifest: Manifest
) -> dict[str, Any]:
    """Return the descriptor of the exports of `folder`: one resource per <mart>.csv, one GeoJSON.

    The columns' meaning is that of the SQL comments; a primary key is given where a check proves
    it and no part of it can be empty.
    """
    about = "Où en sont les centres sociaux de la Drôme, et les politiques de leurs territoires."
    return {
        "profile": "data-package",
        "name": "observatoire-tecs-drome",
        "id": manifest["release_id"],
        "title": "Observatoire de la Transition Écologique, Citoyenne et Solidaire — Drôme",
        "description": f"{about} {SIMULATED}" if manifest["has_simulated"] else about,
        "version": manifest["release_id"],
        "created": manifest["created_at"],
        "keywords": ["Drôme", "centres sociaux", "transition écologique", "EPCI"],
        "licenses": [LICENCE],
        "sources": _sources(manifest),
        "resources": [*(_resource(con, folder, mart) for mart in marts), _territories(folder)],
    }


def columns(con: duckdb.DuckDBPyConnection, mart: Table) -> dict[str, str]:
    """The columns of a mart in their order, each with its DuckDB type."""
    found = con.execute(f"describe {mart.table}").fetchall()
    return {name: kind for name, kind, *_ in found}


def _sources(manifest: Manifest) -> list[dict[str, str]]:
    """Every source file once, by its title: with its address when it has one."""
    sources: dict[str, dict[str, str]] = {}
    for source in manifest["sources"]:
        address = str(source["address"] or "")
        link = {"path": address} if re.fullmatch(r"https?://\S+", address) else {}
        titled = f"{source['title']} ({source['attribution'] or source['producer']})"
        sources[titled] = {"title": titled, **link}
    return list(sources.values())


def _file(folder: Path, name: str) -> dict[str, Any]:
    path = folder / name
    digest = f"sha256:{releases.sha256(path)}"
    return {"path": name, "encoding": "utf-8", "bytes": path.stat().st_size, "hash": digest}


def _resource(con: duckdb.DuckDBPyConnection, folder: Path, mart: Table) -> dict[str, Any]:
    key = [column for column in KEYS.get(mart.name, ()) if column in mart.columns]
    marked = "is_simulated" in mart.columns
    fields = [_field(name, kind, mart, key) for name, kind in columns(con, mart).items()]
    schema: dict[str, Any] = {"fields": [MENTION, *fields] if marked else fields}
    if key and not OPTIONAL & set(key):
        schema["primaryKey"] = key
    return {
        "profile": "tabular-data-resource",
        "name": mart.name,
        "title": mart.grain.split(",")[0],
        "description": mart.grain,
        "format": "csv",
        "mediatype": "text/csv",
        **_file(folder, f"{mart.name}.csv"),
        "schema": {**schema, "missingValues": [""]},
    }


def _field(name: str, kind: str, mart: Table, key: Sequence[str]) -> dict[str, Any]:
    meaning = mart.columns[name]
    constraints: dict[str, Any] = {}
    if name in key and name not in OPTIONAL:
        constraints["required"] = True
    if name in PATTERNS:
        constraints["pattern"] = PATTERNS[name]
    shape = "geojson" if name.startswith("geometry") else TYPES.get(kind, "string")
    return {
        "name": name,
        "title": re.split(r" \(| ?[;,:] ", meaning)[0],
        "description": meaning,
        "type": shape,
        **({"constraints": constraints} if constraints else {}),
    }


def _territories(folder: Path) -> dict[str, Any]:
    return {
        "name": "territories-geojson",
        "title": "Contours des intercommunalités",
        "description": "Intercommunalités de marts.territories, une par EPCI (WGS 84)",
        "format": "geojson",
        "mediatype": "application/geo+json",
        **_file(folder, "territories.geojson"),
    }
