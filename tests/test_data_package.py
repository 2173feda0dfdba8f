"""The open data of a release, read back by the library of the standard it claims to follow."""

import csv
import json
from pathlib import Path

import pytest
from frictionless import Package, validate

from pipelines.data_package import NAME
from pipelines.settings import SQL
from pipelines.sources.tabular import frame, read_table
from tests.conftest import tecs

AUDIENCES = frame(read_table(SQL / "reference" / "audiences.csv", "audiences.csv"))
PUBLIC = set(AUDIENCES["mart"][AUDIENCES["audience"] == "public"])


def exports(data: Path) -> Path:
    served = (data / "published" / "current").read_text("utf-8").strip()
    return data / "published" / served / "exports"


def test_the_release_is_a_valid_data_package(world: Path) -> None:
    report = validate(str(exports(world) / NAME))
    assert report.valid, report.flatten(["name", "type", "message"])


def test_every_published_table_and_column_is_described_in_french(world: Path) -> None:
    package = Package(str(exports(world) / NAME))
    tables = [resource for resource in package.resources if resource.format == "csv"]
    assert {resource.name for resource in tables} == PUBLIC
    for resource in tables:
        assert "une ligne" in str(resource.description).lower()
        with (exports(world) / str(resource.path)).open(encoding="utf-8", newline="") as file:
            header = next(csv.reader(file))
        assert [field.name for field in resource.schema.fields] == header
        assert all(field.title and field.description for field in resource.schema.fields)


def test_the_package_says_its_version_licence_sources_and_what_is_simulated(world: Path) -> None:
    said = json.loads((exports(world) / NAME).read_text("utf-8"))
    assert said["version"] == (world / "published" / "current").read_text("utf-8").strip()
    assert said["licenses"][0]["name"] == "etalab-2.0"
    manifest = json.loads((exports(world).parent / "manifest.json").read_text("utf-8"))
    cited = "\n".join(source["title"] for source in said["sources"])
    assert all(source["title"] in cited for source in manifest["sources"])
    assert "RÉPONSES SIMULÉES" in said["description"]


def test_types_and_keys_are_those_of_the_marts(world: Path) -> None:
    package = Package(str(exports(world) / NAME))
    maturity = package.get_resource("maturity_by_epci").schema
    assert maturity.primary_key == ["siren_epci", "wave", "theme"]
    assert {name: maturity.get_field(name).type for name in ("siren_epci", "wave", "score")} == {
        "siren_epci": "string",
        "wave": "integer",
        "score": "number",
    }
    assert package.get_resource("practices").schema.get_field("themes").type == "array"


@pytest.mark.long
def test_a_name_that_a_spreadsheet_would_run_is_neutralised(fresh_world: Path) -> None:
    path = fresh_world / "raw" / "policies" / "2026" / "politiques.csv"
    spoilt = path.read_text("utf-8").replace("PAT de Royans Vercors", "=1+1 Royans Vercors")
    path.write_text(spoilt, "utf-8")
    assert tecs(fresh_world, "run").returncode == 0
    text = (exports(fresh_world) / "policies_by_epci.csv").read_text("utf-8")
    assert "'=1+1 Royans Vercors" in text
    assert ",=1+1" not in text
    assert validate(str(exports(fresh_world) / NAME)).valid
