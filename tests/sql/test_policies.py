"""The policies of the tiny world, state by state, computed by hand as of 23 November 2026."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.conftest import TINY_WORLD, copy_world
from tests.sql.small_warehouse import build, edit

ROYANS, DIOIS, ARCHE, CRESTOIS = "200067767", "242600534", "200073096", "200040509"
FILE = "raw/policies/2026/politiques.csv"
MART, LINES = "marts.policies_by_epci", "staging.policy_lines"
OBLIGATIONS = "staging.policy_obligations"


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    data = copy_world(tmp_path_factory.mktemp("policies"), TINY_WORLD)
    with build(data, MART, LINES, OBLIGATIONS) as con:
        yield con


def one(con: duckdb.DuckDBPyConnection, columns: str, siren: str, which: str) -> tuple[Any, ...]:
    """The one row of an EPCI for a scheme (PAT-DIOIS) or for a policy that has no scheme."""
    rows = con.execute(
        f"select {columns} from {MART} "
        "where siren_epci = ? and coalesce(dispositif_id, policy) = ?",
        [siren, which],
    ).fetchall()
    assert len(rows) == 1
    return tuple(rows[0])


@pytest.mark.parametrize(
    ("siren", "which", "state", "expires_on"),
    [
        (ROYANS, "PAT-ROYANS-VERCORS", "in_force", "2029"),  # level 2 of 2024, five years
        (CRESTOIS, "PAT-CRESTOIS", "in_force", "2026"),  # level 1 of 2023: to the end of 2026
        (ARCHE, "PAT-DROME", "to_renew", "2025"),  # level 2 of 2020: 2025 is over
        (DIOIS, "PAT-DIOIS", "in_force", None),  # 2021 is the first label's: no term
        (ROYANS, "CTE-ROYANS-VERCORS", "to_renew", "2024-02"),  # February 2020, four years
        (ARCHE, "CTE-NORD-ARDECHE", "superseded", "2023-09-13"),  # its CRTE is in force
        (ARCHE, "CRTE-ARCHE", "in_force", None),  # signed, no date: no term
        (ARCHE, "PCAET-ARCHE", "to_renew", "2025-04-04"),  # 4 April 2019, six years
        (CRESTOIS, "PCAET-CRESTOIS", "in_preparation", None),
        (CRESTOIS, "TEPCV-BIOVALLEE", "unknown", None),
        (DIOIS, "CTE", "unknown", None),  # absent from one list is not absent
        (ROYANS, "CRTE", "unknown", None),  # « inconnu » in the file
        (CRESTOIS, "CTE", "unknown", None),  # not in the file at all
    ],
)
def test_the_state_is_what_the_rules_give_at_the_date_of_reception(
    con: duckdb.DuckDBPyConnection, siren: str, which: str, state: str, expires_on: str | None
) -> None:
    found = one(con, "state, expires_on, as_of", siren, which)
    assert found == (state, expires_on, date(2026, 11, 23))


@pytest.mark.parametrize(
    ("siren", "which", "share"),
    [(ARCHE, "PAT-DROME", 0.5), (DIOIS, "PAT-DROME", 1.0), (DIOIS, "PAT-DIOIS", None)],
)
def test_the_share_of_communes_is_the_source_s_or_unknown(
    con: duckdb.DuckDBPyConnection, siren: str, which: str, share: float | None
) -> None:
    assert one(con, "coverage_share", siren, which) == (share,)


def test_the_four_policies_are_there_for_every_epci_and_nothing_is_doubled(
    con: duckdb.DuckDBPyConnection,
) -> None:
    core = con.execute(
        f"select siren_epci, string_agg(distinct policy, ' ' order by policy) from {MART} "
        "where is_core group by 1"
    ).fetchall()
    assert dict(core) == dict.fromkeys((ROYANS, DIOIS, ARCHE, CRESTOIS), "CRTE CTE PAT PCAET")
    # 13 facts in the file, and 5 gaps: PCAET of Royans and Diois, CRTE of Diois and Crestois,
    # CTE of Crestois
    assert con.execute(f"select count(*) from {MART}").fetchone() == (18,)


def test_what_was_not_found_says_unknown_and_never_no(con: duckdb.DuckDBPyConnection) -> None:
    said = one(con, "status_label, state_label, confidence_label, epci_role_label", CRESTOIS, "CTE")
    assert said == ("Inconnu", "Inconnu", "Rien de trouvé à ce jour", "Inconnu")
    (label, state) = one(con, "status_label, state_label", DIOIS, "CTE")
    assert label == "Absent de la liste de 2019, vague de 2020 non vérifiée"
    assert state == "Inconnu"


def test_an_ambiguous_year_is_told_in_the_note(con: duckdb.DuckDBPyConnection) -> None:
    (note,) = one(con, "note", ARCHE, "PAT-DROME")
    assert "l'échéance calculée est un minimum" in note


def test_the_obligation_comes_from_the_population_and_for_the_pcaet_alone(
    con: duckdb.DuckDBPyConnection,
) -> None:
    # the largest EPCI of the tiny world has 16,000 inhabitants
    rows = con.execute(f"select distinct policy, is_required from {MART} where is_core").fetchall()
    assert set(rows) == {("PAT", None), ("CTE", None), ("CRTE", None), ("PCAET", False)}


def test_a_source_that_disagrees_with_the_population_is_told(tmp_path: Path) -> None:
    data = copy_world(tmp_path)
    edit(data / "raw/policies/2026/obligations_pcaet.csv", "PCAET,non,16000", "PCAET,oui,21000")
    with build(data, OBLIGATIONS) as con:
        told = con.execute(
            f"select siren_epci, disagreement from {OBLIGATIONS} where disagreement is not null"
        ).fetchall()
    said = "la source dit oui pour 21000 habitants, le seuil dit non pour 16000 habitants"
    assert told == [(ARCHE, said)]


@pytest.mark.parametrize(
    ("old", "new", "reason", "blocks"),
    [
        (
            "200067767,CRTE",
            "20006776,CRTE",
            "Colonne « siren_epci » : trouvé « 20006776 », attendu un SIREN de 9 chiffres.",
            True,
        ),
        (
            "200067767,CRTE",
            "200067776,CRTE",
            "Colonne « siren_epci » : trouvé « 200067776 », "
            "attendu un SIREN dont la clé de contrôle est juste.",
            True,
        ),
        (
            "200067767,CRTE",  # Val de Drôme: a right number, of an EPCI that is not in this world
            "242600252,CRTE",
            "Colonne « siren_epci » : trouvé « 242600252 », "
            "attendu le SIREN d'un des EPCI couverts.",
            True,
        ),
        (
            "242600534,CTE,,,,,,,absent",
            "242600534,CTE,,,,,,,absente",
            "Colonne « status » : trouvé « CTE absente_liste_2019_vague_2020_non_verifiee », "
            "attendu un code de policy_statuses.csv.",
            True,
        ),
        (
            "membre",
            "meneur",
            "Colonne « role » : trouvé « meneur », attendu un code de policy_roles.csv, ou rien.",
            True,
        ),
        (
            "2015,2019-04-04",
            "2015,2019-02-30",
            "Colonne « adopted_date » : trouvé « 2019-02-30 », "
            "attendu une date passée, AAAA-MM-JJ.",
            False,
        ),
        (
            "2015,2019-04-04",
            "2015,2029-04-04",
            "Colonne « adopted_date » : trouvé « 2029-04-04 », "
            "attendu une date passée, AAAA-MM-JJ.",
            False,
        ),
        (
            "couvert,1,2",
            "couvert,3,2",
            "Colonne « communes_covered » : trouvé « 3/2 », "
            "attendu une part entière du nombre de communes.",
            False,
        ),
    ],
)
def test_a_slip_makes_a_rejected_line_with_its_reason(
    tmp_path: Path, old: str, new: str, reason: str, blocks: bool
) -> None:
    data = copy_world(tmp_path)
    edit(data / FILE, old, new)
    with build(data, LINES) as con:
        rejected = con.execute(
            f"select source_file, reject_reason, blocking_reason from {LINES} "
            "where reject_reason is not null"
        ).fetchall()
        assert con.execute(f"select count(*) from {LINES}").fetchone() == (13,)
    assert rejected == [(FILE, reason, reason if blocks else None)]


def test_all_the_slips_of_a_line_are_told_at_once(tmp_path: Path) -> None:
    data = copy_world(tmp_path)
    edit(data / FILE, "200040509,TEPCV", "20004050,TEPVC")
    edit(data / FILE, "2015,2015", "15,2015")
    with build(data, LINES) as con:
        (reason,) = con.execute(
            f"select reject_reason from {LINES} where reject_reason is not null"
        ).fetchall()[0]
    assert [part.split(" » ")[0] for part in reason.split("Colonne « ")[1:]] == [
        "policy",
        "siren_epci",
        "start_date",
        "status",
    ]
