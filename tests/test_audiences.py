"""Each audience has a database of its own, and opens no other."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dashboard import snapshot
from dashboard.snapshot import Snapshot
from pipelines.settings import SQL
from pipelines.sources.tabular import frame, read_table
from pipelines.tables import load_tables

ROYANS, DIOIS = "200067767", "242600534"
MARTS = {table.name for table in load_tables() if table.layer == "marts"}


def declared() -> dict[str, str]:
    table = frame(read_table(SQL / "reference" / "audiences.csv", "audiences.csv"))
    return dict(zip(table["mart"], table["audience"], strict=True))


@pytest.fixture
def release(world: Path) -> Snapshot:
    served = (world / "published" / "current").read_text("utf-8").strip()
    return Snapshot(world / "published" / served, served)


def opened(path: Path) -> dict[str, int]:
    """The tables of a database, with their rows."""
    with duckdb.connect(path, read_only=True) as con:
        names = con.execute("select table_name from duckdb_tables()").fetchall()
        counts = {}
        for (name,) in names:
            (counts[name],) = con.execute(f"select count(*) from marts.{name}").fetchone() or (0,)
    return counts


def test_every_mart_says_who_sees_it_and_why() -> None:
    assert declared().keys() == MARTS


def test_a_database_holds_the_marts_of_its_audience_and_the_manifest_says_so(
    release: Snapshot,
) -> None:
    manifest: dict[str, Any] = json.loads((release.folder / "manifest.json").read_text("utf-8"))
    for part in manifest["audiences"]:
        said = {table["name"].removeprefix("marts."): table["rows"] for table in part["tables"]}
        assert opened(release.folder / part["file"]) == said
        kind = part["audience"].partition(":")[0]
        own = {mart for mart, seen in declared().items() if seen == kind}
        assert said.keys() == (MARTS if kind == "comite" else own)
    files = {
        path.relative_to(release.folder).as_posix() for path in release.folder.rglob("*.duckdb")
    }
    assert files == {part["file"] for part in manifest["audiences"]}
    sums = (release.folder / "SHA256SUMS").read_text("utf-8")
    assert all(f"  {file}\n" in sums for file in files)


def test_a_partner_opens_the_public_figures_and_his_own_territory(release: Snapshot) -> None:
    partner = replace(release, audience=f"partenaire:{ROYANS}")
    assert partner.rows("from marts.maturity_drome") == release.rows("from marts.maturity_drome")
    assert partner.has("opportunities")
    assert {row["siren_epci"] for row in partner.rows("from marts.opportunities")} <= {ROYANS}
    assert not replace(release, audience=f"partenaire:{DIOIS}").rows("from marts.opportunities")


@pytest.mark.parametrize("mart", ["robustness_by_epci", "mentoring", "opportunities"])
def test_the_public_has_no_mart_of_the_others(release: Snapshot, mart: str) -> None:
    assert not release.has(mart)
    with pytest.raises(duckdb.CatalogException):
        release.rows(f"from marts.{mart}")


@pytest.mark.parametrize("audience", ["", "admin", "partenaire:", "partenaire:../x", "comite:1"])
def test_an_unknown_audience_opens_nothing(audience: str) -> None:
    with pytest.raises(ValueError, match=audience or "^$"):
        snapshot.files(audience)


def test_everything_is_open_as_long_as_every_answer_is_fictive(
    world: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TECS_DATA", str(world))
    found = snapshot.current()
    assert found
    assert found.audience == "comite"
    assert snapshot.open_to_all({**found.manifest, "has_real_answers": True}) == "public"
