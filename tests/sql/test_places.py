"""Where an answer comes from: a code, a postal code or a name, of today or of yesterday."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines import warehouse
from pipelines.settings import ROOT
from tests.conftest import copy_world
from tests.sql.small_warehouse import build as build_registers
from tests.sql.small_warehouse import edit
from tests.sql.survey_warehouse import build, read_world
from tests.sql.test_matching import FILE, Connection, write


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("places") / "warehouse.duckdb"
    read_world(path)
    return path


@pytest.fixture
def con(file: Path, tmp_path: Path) -> Iterator[Connection]:
    shutil.copy(file, tmp_path / "warehouse.duckdb")
    with warehouse.connect(tmp_path / "warehouse.duckdb") as connection:
        yield connection


def place(con: Connection, **answers: str | None) -> tuple[str | None, str | None]:
    """The commune of line 2 of 2020 and what prevents it from having one."""
    write(con, 2, **answers)
    build(con, "staging")
    found = con.execute(
        "select code_insee, fault from staging.survey_places "
        "where source_file = ? and source_row = '2'",
        [FILE],
    ).fetchall()
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"code_insee": "26307"}, "26307"),
        ({"code_insee": "26371"}, "26289"),  # Véronne, before it joined Saillans
        ({"commune": "veronne"}, "26289"),
        ({"code_insee": "7324"}, "07324"),  # a spreadsheet took the zero away
        ({"code_postal": "7300"}, "07324"),
        ({"code_postal": "26340"}, "26289"),
        ({"commune": "ST-JULIEN EN QUINT"}, "26308"),
        ({"commune": "26190 Saint-Jean-en-Royans"}, "26307"),
        ({"commune": "Oriol-en-Royans (26190)"}, "26223"),
        ({"code_postal": "26150", "commune": "Die"}, "26113"),
        ({"code_insee": "26150", "commune": "Die"}, "26113"),  # a postal code in the wrong box
        ({"code_insee": "26340"}, "26289"),
        ({"code_insee": "26307", "commune": "Hameau des Marmottes"}, "26307"),
    ],
)
def test_a_commune_is_found_by_what_is_unambiguous(
    con: Connection, given: dict[str, str], expected: str
) -> None:
    assert place(con, **given) == (expected, None)


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        (
            {"code_postal": "26190"},
            "« 26190 » désigne 2 communes, dont "
            "Oriol-en-Royans (26223), Saint-Jean-en-Royans (26307).",
        ),
        (
            {"code_insee": "26307", "commune": "Die"},
            "« 26307 Die » désigne des communes différentes : "
            "Die (26113), Saint-Jean-en-Royans (26307).",
        ),
        (
            {"code_postal": "26340", "commune": "Die"},
            "« 26340 Die » désigne des communes différentes : Die (26113), Saillans (26289).",
        ),
        (
            {"commune": "Saint-Jean-en-Royan"},
            "Commune « Saint-Jean-en-Royan » introuvable au COG ; proche : "
            "Saint-Jean-en-Royans (26307), Saint-Julien-en-Quint (26308), Oriol-en-Royans (26223).",
        ),
        ({"code_insee": "75056"}, "Commune « 75056 » introuvable au COG."),
        ({"commune": None}, None),
    ],
)
def test_what_is_not_sure_has_no_commune_but_at_most_three_proposals(
    con: Connection, given: dict[str, str | None], fault: str | None
) -> None:
    assert place(con, **given) == (None, fault)


def test_an_ambiguous_commune_rejects_an_answer_matched_by_its_name_only(con: Connection) -> None:
    place(con, code_postal="26190", structure_name="Structure de démonstration 01")
    reason = "select reject_reason from staging.survey_respondent_lines where source_row = '2'"
    found = con.execute(f"{reason} and source_file = ?", [FILE]).fetchall()
    assert str(found[0][0]).startswith("« 26190 » désigne 2 communes")


def test_the_registry_settles_an_ambiguous_postal_code_of_a_structure_it_knows(
    con: Connection,
) -> None:
    place(con, code_postal="26190", structure_id="DEMO-01")
    found = con.execute(
        "select reject_reason, answered_code_insee from staging.survey_respondent_lines "
        "where source_row = '2' and source_file = ?",
        [FILE],
    ).fetchall()
    assert found == [(None, "26307")]


def test_a_structure_of_puy_saint_martin_counts_in_montelimar_which_it_joined(
    tmp_path: Path,
) -> None:
    """The commune left Val de Drôme: the members' table of the COG says so, nothing else."""
    data = copy_world(tmp_path, ROOT / "data")
    registry = data / "raw/structures/2026/structures.csv"
    edit(
        registry,
        "S07,EVS Valdequint,evs,evs,2013,Saint-Julien-en-Quint,26308",
        "S07,EVS Valdequint,evs,evs,2013,Puy-Saint-Martin,",
    )
    with build_registers(data, "staging.structures", "staging.epci_members") as con:
        found = con.execute(
            "select code_insee, siren_epci from staging.structures where structure_id = 'S07'"
        ).fetchall()
        members = con.execute(
            "select siren_epci from staging.epci_members where name = 'Puy-Saint-Martin'"
        ).fetchall()
    assert found == [("26258", "200040459")]
    assert members == [("200040459",)]
