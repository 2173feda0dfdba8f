"""Official files against the hand-kept facts of the tiny world: what is read, kept, told."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.conftest import copy_world
from tests.sources.official import receive
from tests.sql.small_warehouse import build, edit

ROYANS, DIOIS, ARCHE, CRESTOIS = "200067767", "242600534", "200073096", "200040509"
MART, TOLD = "marts.policies_by_epci", "marts.policy_disagreements"
LINES = "staging.official_policy_lines"


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    data = receive(copy_world(tmp_path_factory.mktemp("official")))
    with build(data, MART, TOLD, LINES) as con:
        yield con


def facts(con: duckdb.DuckDBPyConnection, columns: str, siren: str, policy: str) -> list[Any]:
    found = con.execute(
        f"select {columns} from {MART} where siren_epci = ? and policy = ? order by dispositif_id",
        [siren, policy],
    ).fetchall()
    return list(found)


def told(con: duckdb.DuckDBPyConnection) -> list[Any]:
    columns = "siren_epci, dispositif_id, field, hand, official, retained"
    return con.execute(f"select {columns} from {TOLD} order by all").fetchall()


def reasons(con: duckdb.DuckDBPyConnection, layout: str) -> dict[int, str | None]:
    """What became of each line of a file, by its number."""
    found = con.execute(
        f"select cast(source_row as integer), reject_reason from {LINES} where layout = ?", [layout]
    ).fetchall()
    return dict(sorted(found))


def test_every_line_is_kept_or_has_its_reason(con: duckdb.DuckDBPyConnection) -> None:
    elsewhere = "Hors territoire : aucun EPCI couvert."
    nowhere = "Aucun territoire : ni SIREN, ni code de commune."
    assert reasons(con, "ademe-pcaet-v1") == {
        2: None,
        3: None,
        4: elsewhere,
        5: nowhere,
        6: "Aucun SIREN de neuf chiffres dans « CC du Diois ».",
    }
    assert reasons(con, "ademe-pcaet-v2") == {2: None, 3: None, 4: "Identifiant vide."}
    assert reasons(con, "france-pat") == {2: None, 3: None, 4: None, 5: elsewhere, 6: nowhere}
    assert reasons(con, "anct-crte") == {
        2: None,
        3: None,
        4: None,
        5: "Ligne d'une commune : le contrat se lit à l'EPCI.",
        6: "Déjà donnée ligne 3.",
        7: None,
        8: elsewhere,
    }


def test_two_co_bearers_of_a_plan_each_have_it(con: duckdb.DuckDBPyConnection) -> None:
    plan = ("ADEME-PCAET-V1-101", "porteur", "unknown", "Déposé à l'ADEME, état à vérifier")
    for siren in (ROYANS, DIOIS):
        columns = "dispositif_id, epci_role, state, status_label"
        assert facts(con, columns, siren, "PCAET") == [plan]


def test_an_unreadable_date_and_an_unknown_state_are_kept_unknown_and_said(
    con: duckdb.DuckDBPyConnection,
) -> None:
    [(start, note)] = facts(con, "start_date, note", ROYANS, "PCAET")
    assert start is None
    assert note == "Date illisible dans le fichier officiel : « 31/02/2016 »."
    doubts = con.execute(
        f"select unknown_state, unread_date from {LINES} where unknown_state is not null"
    ).fetchall()
    assert doubts == [("En lévitation", "31/02/2016")]


def test_the_share_of_a_pat_comes_from_its_communes_former_codes_included(
    con: duckdb.DuckDBPyConnection,
) -> None:
    columns = "dispositif_id, coverage_share, epci_role"
    found = {name: rest for name, *rest in facts(con, columns, CRESTOIS, "PAT")}
    assert found["FRANCE-PAT-3"] == [1.0, "couvert"]  # Véronne, now in Saillans
    assert found["PAT-DROME"] == [1.0, "couvert"]
    assert facts(con, columns, ROYANS, "PAT") == [("PAT-ROYANS-VERCORS", 1.0, "porteur")]


def test_a_contract_is_dated_and_an_unsigned_one_is_unknown(
    con: duckdb.DuckDBPyConnection,
) -> None:
    columns = "dispositif_id, state, epci_role, adopted_date"
    shared = "ANCT-CRTE-CRTE-84-26-2"
    assert facts(con, columns, DIOIS, "CRTE") == [(shared, "in_force", "membre", "2021-12-20")]
    assert facts(con, columns, CRESTOIS, "CRTE") == [(shared, "in_force", "membre", "2021-12-20")]
    alone = ("ANCT-CRTE-CRTE-84-26-3", "unknown", "porteur", None)
    assert facts(con, columns, ROYANS, "CRTE") == [alone]  # and « rien trouvé » steps aside


def test_what_agrees_completes_the_hand_kept_fact(con: duckdb.DuckDBPyConnection) -> None:
    columns = "dispositif_id, status, adopted_date, source, note"
    assert facts(con, columns, ARCHE, "CRTE") == [
        (
            "CRTE-ARCHE",
            "signe",
            "2021-07-12",
            "Source de test",
            "Figure aussi dans : Périmètre des CRTE (inventé), arrêté au 17 juillet 2025.",
        )
    ]
    # the level of the label is not in the official file: it is not lost
    [(status, expires_on)] = facts(con, "status, expires_on", ROYANS, "PAT")
    assert (status, expires_on) == ("labellise_niveau_2", "2029")


def test_a_disagreement_keeps_both_and_the_more_recent_is_retained(
    con: duckdb.DuckDBPyConnection,
) -> None:
    assert told(con) == [
        (CRESTOIS, "FRANCE-PAT-3", "dispositif", "PAT du Crestois", "PAT de Saillans", "both"),
        (
            CRESTOIS,
            "PCAET-CRESTOIS",
            "status",
            "Documents publiés en 2024, adoption non vérifiée",
            "Adopté",
            "official",  # received on 24 November 2026, the hand-kept file on the 23rd
        ),
        # the PAT list was closed in February 2025, before the hand-kept file
        (ARCHE, "PAT-DROME", "communes_covered", "1 sur 2", "2 sur 2", "hand"),
        (ARCHE, "PCAET-ARCHE", "status", "Adopté", "Archivé", "official"),
    ]
    assert facts(con, "status_label, state", CRESTOIS, "PCAET") == [("Adopté", "in_force")]
    assert [share for (share,) in facts(con, "coverage_share", ARCHE, "PAT")] == [0.5]


def test_an_older_plan_stands_beside_the_one_that_follows_it(
    con: duckdb.DuckDBPyConnection,
) -> None:
    assert facts(con, "dispositif_id, state, start_date", ARCHE, "PCAET") == [
        ("ADEME-PCAET-V2-100", "in_preparation", "2024-04-04"),
        ("PCAET-ARCHE", "ended", "2015-04-04"),
    ]


def test_not_to_be_in_an_official_file_contradicts_nothing(tmp_path: Path) -> None:
    data = receive(copy_world(tmp_path), "anct-crte")
    path = data / "raw/policies/2026-anct-crte/liste-crte.csv"
    header, *lines = path.read_text("utf-8").splitlines()
    path.write_text("\n".join([header, lines[-1]]), "utf-8")  # Brittany alone
    with build(data, MART, TOLD) as con:
        assert told(con) == []
        assert facts(con, "dispositif_id, state", ARCHE, "CRTE") == [("CRTE-ARCHE", "in_force")]
        assert facts(con, "state", DIOIS, "CRTE") == [("unknown",)]


def test_an_older_official_file_gives_way_to_the_newer_one(tmp_path: Path) -> None:
    data = receive(copy_world(tmp_path), "anct-crte")
    folder = data / "raw/policies"
    shutil.copytree(folder / "2026-anct-crte", folder / "2025-anct-crte")
    edit(folder / "2025-anct-crte/source.toml", "2025-07-17", "2024-07-17")
    edit(folder / "2025-anct-crte/liste-crte.csv", "12-07-2021", "12-07-2020")
    with build(data, MART, LINES) as con:
        assert facts(con, "adopted_date", ARCHE, "CRTE") == [("2021-07-12",)]
        gone = con.execute(
            f"select distinct source_file, reject_reason from {LINES}"
            " where reject_reason like 'Remplacée%'"
        ).fetchall()
    assert gone == [
        (
            "raw/policies/2025-anct-crte/liste-crte.csv",
            "Remplacée : le même fichier officiel, arrêté plus tard, a été reçu.",
        )
    ]


def test_a_more_recent_hand_kept_fact_wins_over_the_official_one(tmp_path: Path) -> None:
    data = receive(copy_world(tmp_path), "ademe-pcaet-v2")
    edit(
        data / "raw/policies/2026-ademe-pcaet-v2/source.toml",
        "personal_data",
        "stated_on = 2026-01-01\npersonal_data",
    )
    with build(data, MART, TOLD) as con:
        found = [row for row in told(con) if row[0] == CRESTOIS]
        assert [row[-1] for row in found] == ["hand"]
        assert facts(con, "state", CRESTOIS, "PCAET") == [("in_preparation",)]


def test_a_settled_match_is_no_longer_to_be_reconciled(tmp_path: Path) -> None:
    data = receive(copy_world(tmp_path), "france-pat")
    with build(data) as con:
        con.execute(
            "insert into reference.policy_dispositifs (layout, official_id, dispositif_id)"
            " values ('france-pat', '3', 'PAT-CRESTOIS')"
        )
        from pipelines import tables
        from tests.sql.small_warehouse import needed

        for table in needed({MART, TOLD}):
            tables.create(con, table)
        assert [row for row in told(con) if row[2] == "dispositif"] == []
        found = facts(con, "dispositif_id, coverage_share", CRESTOIS, "PAT")
        assert found == [("PAT-CRESTOIS", 1.0), ("PAT-DROME", 1.0)]
