"""The communes are one coverage and the EPCI are their official members, or the checks are red."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas
import pandas as pd
import pytest
import shapely

from pipelines.checks import (
    commune_passage,
    communes,
    coverage_defects,
    department,
    epci,
    epci_members,
)
from pipelines.checks.finding import Finding
from pipelines.checks.suite import Suite
from pipelines.checks.validation import validate
from pipelines.errors import UnusableInput
from pipelines.settings import ROOT, Settings
from pipelines.sources import territories
from tests.conftest import copy_world
from tests.sql.small_warehouse import build, edit

SUITES = (
    communes.SUITE,
    epci_members.SUITE,
    epci.SUITE,
    commune_passage.SUITE,
    department.SUITE,
    coverage_defects.SUITE,
)
Change = Callable[[geopandas.GeoDataFrame], geopandas.GeoDataFrame]
# Great Expectations imports modules of the standard library that are on their way out
pytestmark = pytest.mark.filterwarnings("ignore:module 'sre_:DeprecationWarning")


def settings(data: Path) -> Settings:
    return Settings(data=data, demonstration="always")


def redraw(data: Path, change: Change) -> None:
    """Rewrite communes.parquet as `change` makes it."""
    path = data / "geo" / "communes.parquet"
    change(geopandas.read_parquet(path)).to_parquet(path)


def failures(data: Path, *suites: Suite) -> list[Finding]:
    with build(data, *(suite.table for suite in SUITES)) as con:
        findings = [finding for suite in suites for finding in validate(con, suite)]
    assert not [finding.error for finding in findings if finding.error]
    return [finding for finding in findings if not finding.passed]


def change_shape(code: str, change: Callable[[Any], Any]) -> Change:
    def apply(rows: geopandas.GeoDataFrame) -> geopandas.GeoDataFrame:
        chosen = rows["code_insee"] == code
        rows.loc[chosen, "geometry"] = [change(shape) for shape in rows.loc[chosen, "geometry"]]
        return rows

    return apply


def test_the_tiny_world_is_one_coverage(tmp_path: Path) -> None:
    assert failures(copy_world(tmp_path), *SUITES) == []


def test_the_shipped_territories_are_one_coverage_with_their_official_members(
    tmp_path: Path,
) -> None:
    data = copy_world(tmp_path)
    shutil.copytree(ROOT / "data" / "geo", data / "geo", dirs_exist_ok=True)
    [finding] = failures(data, *SUITES)
    assert (finding.blocking, finding.column) == (False, "town_hall_distance_m")


def test_the_shipped_territories_are_the_sixteen_epci_of_the_drome() -> None:
    tables = territories.read(settings(ROOT / "data"))
    assert tuple(tables) == territories.TABLES
    assert len(tables["communes"]) == len(tables["epci_members"]) == 492
    assert len(tables["epci_shapes"]) == 16
    assert tables["coverage_defects"].empty
    passage = tables["commune_passage"]
    [veronne] = passage[passage["code_ancien"] == "26371"].to_dict("records")
    assert (veronne["code_insee"], veronne["annee_cog"]) == ("26289", "2025")
    shown = shapely.from_geojson(tables["epci_shapes"]["geometry"].tolist())
    assert shapely.is_valid(shown).all()
    assert shapely.coverage_is_valid(shown)


def test_veronne_is_part_of_saillans() -> None:
    rows = geopandas.read_parquet(ROOT / "data/geo/communes.parquet").set_index("code_insee")
    veronne = shapely.Point(5.211, 44.757)
    assert rows.geometry["26289"].contains(veronne)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        pytest.param(
            change_shape(
                "26113", lambda die: die.difference(shapely.box(5.04, 44.94, 5.05, 44.95))
            ),
            "Trou de 0,9 km² entre Die (26113)",
            id="a hole inside a commune",
        ),
        pytest.param(
            change_shape("26113", lambda die: die.difference(shapely.box(5.09, 44.94, 5.2, 44.95))),
            "et Saint-Julien-en-Quint (26308)",
            id="a hole between two communes",
        ),
        pytest.param(
            change_shape("26113", lambda die: die.union(shapely.box(5.1, 44.94, 5.101, 44.941))),
            "Recouvrement de 8761 m² entre Die (26113) et Saint-Julien-en-Quint (26308)",
            id="an overlap",
        ),
        pytest.param(
            lambda rows: rows[rows["code_insee"] != "26223"],
            "Oriol-en-Royans (26223) est membre de « CC du Royans-Vercors » mais n'y est pas",
            id="a missing member",
        ),
        pytest.param(
            lambda rows: rows.replace({"siren_epci": {"242600534": "200067767"}}),
            "Die (26113) est dessinée dans l'EPCI 200067767, qui ne la compte pas",
            id="an extra member",
        ),
        pytest.param(
            change_shape("26113", lambda _: shapely.Point(5.05, 44.95)),
            "Die (26113) est membre de « CC du Diois » mais n'y est pas dessinée",
            id="a commune without a polygon",
        ),
    ],
)
def test_a_planted_defect_turns_the_coverage_red_and_is_told(
    change: Change, said: str, tmp_path: Path
) -> None:
    data = copy_world(tmp_path)
    redraw(data, change)
    found = [finding for finding in failures(data, coverage_defects.SUITE) if finding.blocking]
    assert said in "\n".join(map(str, found))
    assert "geo/" in "\n".join(map(str, found))


def test_a_hole_that_is_a_declared_enclave_is_no_defect(tmp_path: Path) -> None:
    data = copy_world(tmp_path)
    redraw(
        data,
        change_shape("26113", lambda die: die.difference(shapely.box(5.04, 44.94, 5.05, 44.95))),
    )
    [hole] = territories.read(settings(data))["coverage_defects"].to_dict("records")
    place = f"{hole['longitude']},{hole['latitude']}"
    enclaves = data / "geo" / "enclaves.csv"
    head = "longitude,latitude,surface_m2,communes\n"
    enclaves.write_text(f"{head}{place},{hole['area_m2']},Ailleurs (99999)\n", "utf-8")
    assert failures(data, coverage_defects.SUITE) == []
    enclaves.write_text(f"{head}{place},{hole['area_m2']},\n", "utf-8")
    assert [finding.column for finding in failures(data, coverage_defects.SUITE)] == ["hole"]


@pytest.mark.parametrize(
    ("suite", "file", "old", "new"),
    [
        (epci_members.SUITE, "epci_membres.csv", "CA,26347", "CA,26113"),
        (epci.SUITE, "epci_membres.csv", "Saillans,1300", "Saillans,1301"),
        (
            commune_passage.SUITE,
            "communes_passage.csv",
            "fusion,2025\n",
            "fusion,2025\n26371,Véronne,26113,Die,fusion,2025\n",
        ),
        (commune_passage.SUITE, "communes_passage.csv", "26371", "26113"),
        (department.SUITE, "departement.csv", "26,Drôme", "99,Ailleurs"),
    ],
)
def test_a_planted_fault_turns_its_suite_red(
    suite: Suite, file: str, old: str, new: str, tmp_path: Path
) -> None:
    data = copy_world(tmp_path)
    edit(data / "geo" / file, old, new)
    assert any(finding.blocking for finding in failures(data, suite))


def test_a_commune_drawn_twice_is_refused(tmp_path: Path) -> None:
    data = copy_world(tmp_path)
    redraw(data, lambda rows: pd.concat([rows, rows.iloc[:1]]))
    [finding] = failures(data, communes.SUITE)
    assert finding.meaning == "Une commune est présente deux fois."
    assert finding.examples == (
        "geo/communes.parquet, ligne 1 : code_insee = « 07324 »",
        "geo/communes.parquet, ligne 8 : code_insee = « 07324 »",
    )


def test_the_map_knows_the_epci_as_a_whole_and_their_part_in_the_department(
    tmp_path: Path,
) -> None:
    """Arche Agglo is two cells, of which one, and 6,000 of 16,000 people, are in the Drôme."""
    with build(copy_world(tmp_path), "marts.territories", "marts.department") as con:
        row = con.execute(
            """select name, short_name, official_name, nature, population, population_drome,
                communes, communes_drome, mostly_in_drome, pcaet_required, cog_year, geometry,
                geometry_drome
            from marts.territories where siren_epci = '200073096'"""
        ).fetchone()
        department_shape = con.execute("select geometry from marts.department").fetchone()
    assert row
    assert row[:-2] == (
        "Communauté d'agglomération Arche Agglo",
        "Arche Agglo",
        "CA Arche Agglo",
        "CA",
        16000,
        6000,
        2,
        1,
        False,
        False,
        2026,
    )
    whole, part = (shapely.from_geojson(text) for text in row[-2:])
    assert whole.equals(shapely.box(4.8, 45, 5, 45.1))
    assert part.equals(shapely.box(4.9, 45, 5, 45.1))
    assert department_shape
    assert shapely.from_geojson(department_shape[0]).equals(shapely.box(4.9, 44.9, 5.2, 45.1))


def test_a_town_hall_far_from_its_commune_gives_way_to_a_point_inside(tmp_path: Path) -> None:
    """Die's stands 10 km south of Die, Oriol's is unknown; Saillans' is where it was."""
    data = copy_world(tmp_path)

    def misplace(rows: geopandas.GeoDataFrame) -> geopandas.GeoDataFrame:
        rows.loc[rows["code_insee"] == "26113", ["longitude", "latitude"]] = [5.01, 44.81]
        rows.loc[rows["code_insee"] == "26223", ["longitude", "latitude"]] = [None, None]
        rows.loc[rows["code_insee"] == "26289", ["longitude", "latitude"]] = [4.91, 44.91]
        return rows

    redraw(data, misplace)
    with build(data, "marts.communes") as con:
        query = "select longitude, latitude from marts.communes where code_insee = ?"
        places = [con.execute(query, [code]).fetchone() for code in ("26113", "26223", "26289")]
    assert places == [(5.05, 44.95), (5.15, 45.05), (4.91, 44.91)]
    assert [f.failures for f in failures(data, communes.SUITE) if not f.blocking] == [1, 1]


@pytest.mark.parametrize(
    ("siren", "short"),
    [
        ("242600534", "Diois"),
        ("200067767", "Royans-Vercors"),
        ("200040509", "Crestois et Pays de Saillans Cœur de Drôme"),
    ],
)
def test_a_short_name_has_neither_nature_nor_article(
    siren: str, short: str, tmp_path: Path
) -> None:
    with build(copy_world(tmp_path), "marts.territories") as con:
        query = "select short_name from marts.territories where siren_epci = ?"
        assert con.execute(query, [siren]).fetchone() == (short,)


def test_all_that_is_wrong_in_the_folder_is_said_at_once(tmp_path: Path) -> None:
    data = copy_world(tmp_path)
    (data / "geo" / "communes.parquet").write_text("code_insee;nom", "utf-8")
    (data / "geo" / "communes_passage.csv").unlink()
    edit(data / "geo" / "epci_membres.csv", "siren_epci", "siren")
    with pytest.raises(UnusableInput) as caught:
        territories.read(settings(data))
    said = str(caught.value)
    assert "geo/communes.parquet : ce fichier n'est pas un GeoParquet lisible." in said
    assert "geo/communes_passage.csv : fichier introuvable." in said
    assert "Renommer « siren » en « siren_epci » ?" in said


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda rows: rows.drop(columns="population"), "la colonne « population » manque."),
        (lambda rows: rows.to_crs(2154), "le système de coordonnées ne convient pas."),
        (lambda rows: rows.iloc[:0], "ce fichier ne contient aucune commune."),
    ],
)
def test_another_parquet_is_refused(change: Change, said: str, tmp_path: Path) -> None:
    data = copy_world(tmp_path)
    redraw(data, change)
    with pytest.raises(UnusableInput, match=said):
        territories.read(settings(data))
