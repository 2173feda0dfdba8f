"""Open-data exports of a release: each mart as CSV, the territories as GeoJSON, a word to read."""

import json
from collections.abc import Sequence
from pathlib import Path

import duckdb

from pipelines.releases import Manifest
from pipelines.tables import Table

MENTION = "Réponses simulées"


def write(
    con: duckdb.DuckDBPyConnection, folder: Path, marts: Sequence[Table], manifest: Manifest
) -> None:
    """Write the exports into `folder`: <mart>.csv, territories.geojson and LISEZ-MOI.txt.

    CSV is UTF-8 with commas and a header. A table that can hold simulated answers has a first
    column `mention`, « Réponses simulées » on the lines that come from one.
    """
    folder.mkdir()
    for mart in marts:
        marked = "is_simulated" in mart.columns
        mention = f"case when is_simulated then '{MENTION}' end as mention, " if marked else ""
        path = (folder / f"{mart.name}.csv").as_posix()
        rows = f"select {mention}* from {mart.table} order by all"
        con.execute(f"copy ({rows}) to '{path}' (header, delimiter ',')")
    (folder / "territories.geojson").write_text(_geojson(con), "utf-8")
    (folder / "LISEZ-MOI.txt").write_text(_read_me(manifest), "utf-8")


def _geojson(con: duckdb.DuckDBPyConnection) -> str:
    """The territories as a FeatureCollection, EPSG:4326, one feature per EPCI."""
    cursor = con.execute(
        "select * exclude (geometry, geometry_drome), geometry from marts.territories order by all"
    )
    names = [column[0] for column in cursor.description or ()][:-1]
    features = [
        {
            "type": "Feature",
            "properties": dict(zip(names, row[:-1], strict=True)),
            "geometry": json.loads(row[-1]),
        }
        for row in cursor.fetchall()
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)


def _read_me(manifest: Manifest) -> str:
    """What this is, when, under which licence, from which sources, and what is simulated."""
    credits = sorted({s["attribution"] or s["producer"] for s in manifest["sources"]})
    lines = [
        "Observatoire TECS — Transition Écologique, Citoyenne et Solidaire",
        "des centres sociaux de la Drôme",
        "",
        f"Version {manifest['release_id']}, produite le {manifest['created_at']} (UTC).",
        "Licence Ouverte 2.0 (etalab-2.0). Sources à citer :",
        *(f"- {credit}" for credit in credits),
    ]
    if manifest["has_simulated"]:
        lines += [
            "",
            f"{MENTION.upper()} : les réponses à l'enquête de cette version sont fictives.",
            "Elles servent à montrer l'outil ; on ne peut rien en conclure sur une structure ou",
            "un territoire. Les lignes concernées portent cette mention.",
        ]
    return "\n".join(lines) + "\n"
