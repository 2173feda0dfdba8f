"""Open-data exports of a release: each mart as CSV, the territories as GeoJSON, a word to read.

The folder is a Data Package: `datapackage.json` says what every file and column is.
"""

import json
from collections.abc import Sequence
from pathlib import Path

import duckdb

from pipelines import data_package
from pipelines.releases import Manifest
from pipelines.tables import Table

MENTION = "Réponses simulées"
# a text that a spreadsheet would run as a formula (OWASP, « CSV Injection »)
FORMULA = r"^\s*[=+@＝＋－＠-]"


def write(
    con: duckdb.DuckDBPyConnection, folder: Path, marts: Sequence[Table], manifest: Manifest
) -> None:
    """Write <mart>.csv, territories.geojson, LISEZ-MOI.txt and datapackage.json into `folder`.

    CSV is UTF-8 with commas and a header; a list is written as JSON; a text that a spreadsheet
    would take for a formula begins with an apostrophe. A table that can hold simulated answers has
    a first column `mention`, « Réponses simulées » on the lines that come from one.
    """
    folder.mkdir()
    for mart in marts:
        marked = "is_simulated" in mart.columns
        mention = [f"case when is_simulated then '{MENTION}' end as mention"] if marked else []
        cells = [_cell(name, kind) for name, kind in data_package.columns(con, mart).items()]
        path = (folder / f"{mart.name}.csv").as_posix()
        rows = f"select {', '.join(mention + cells)} from {mart.table} order by all"
        con.execute(f"copy ({rows}) to '{path}' (header, delimiter ',')")
    (folder / "territories.geojson").write_text(_geojson(con), "utf-8")
    (folder / "LISEZ-MOI.txt").write_text(_read_me(manifest), "utf-8")
    described = data_package.describe(con, folder, marts, manifest)
    text = json.dumps(described, ensure_ascii=False, indent=2, default=str)
    (folder / data_package.NAME).write_text(text, "utf-8")


def _cell(name: str, kind: str) -> str:
    column = f'"{name}"'
    if kind == "VARCHAR":
        safe = f"if(regexp_matches({column}, '{FORMULA}'), chr(39) || {column}, {column})"
        return f"{safe} as {column}"
    return f"to_json({column}) as {column}" if kind.endswith("[]") else column


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
        "",
        f"{data_package.NAME} décrit chaque fichier et chaque colonne (Frictionless Data Package).",
        "Un texte qu'un tableur prendrait pour une formule commence par une apostrophe.",
    ]
    if manifest["has_simulated"]:
        lines += [
            "",
            f"{MENTION.upper()} : les réponses à l'enquête de cette version sont fictives.",
            "Elles servent à montrer l'outil ; on ne peut rien en conclure sur une structure ou",
            "un territoire. Les lignes concernées portent cette mention.",
        ]
    return "\n".join(lines) + "\n"
