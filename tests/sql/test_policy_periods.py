"""The states of a policy one after the other, dated by hand as tests/world/EXPECTED.md does."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.conftest import TINY_WORLD, copy_world
from tests.sources.official import receive
from tests.sql.small_warehouse import build, edit

ROYANS, DIOIS, ARCHE, CRESTOIS = "200067767", "242600534", "200073096", "200040509"
FILE = "raw/policies/2026/politiques.csv"
MARTS = ("marts.policy_periods", "marts.policies_by_epci")
Connection = duckdb.DuckDBPyConnection
Period = tuple[str, str | None, str | None]


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    with build(copy_world(tmp_path_factory.mktemp("periods"), TINY_WORLD), *MARTS) as con:
        yield con


@pytest.fixture(scope="module", params=["hand-kept", "official files"])
def any_world(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Connection]:
    data = copy_world(tmp_path_factory.mktemp("any"), TINY_WORLD)
    with build(receive(data) if request.param != "hand-kept" else data, *MARTS) as con:
        yield con


def periods(con: Connection, siren: str, which: str) -> list[Period]:
    return con.execute(
        "select state, valid_from::varchar, valid_to::varchar from marts.policy_periods"
        " where siren_epci = ? and coalesce(dispositif_id, policy) = ? order by period",
        [siren, which],
    ).fetchall()


@pytest.mark.parametrize(
    ("siren", "which", "expected"),
    [
        (
            ROYANS,
            "CTE-ROYANS-VERCORS",
            [
                ("unknown", None, "2019-01-01"),
                ("in_preparation", "2019-01-01", "2020-02-01"),
                ("in_force", "2020-02-01", "2024-03-01"),  # four years, to the end of the month
                ("to_renew", "2024-03-01", None),
            ],
        ),
        (
            CRESTOIS,
            "PAT-CRESTOIS",
            [
                ("unknown", None, "2023-01-01"),
                ("in_force", "2023-01-01", "2027-01-01"),  # three years, to the end of the year
                ("to_renew", "2027-01-01", None),
            ],
        ),
        (
            ARCHE,
            "CTE-NORD-ARDECHE",
            [
                ("unknown", None, "2019-09-13"),
                ("in_force", "2019-09-13", "2023-09-14"),
                ("to_renew", "2023-09-14", "2026-11-23"),
                ("superseded", "2026-11-23", None),  # its CRTE is signed, on no known date
            ],
        ),
        (
            ARCHE,
            "PCAET-ARCHE",
            [
                ("unknown", None, "2015-01-01"),
                ("in_preparation", "2015-01-01", "2019-04-04"),
                ("in_force", "2019-04-04", "2025-04-05"),
                ("to_renew", "2025-04-05", None),
            ],
        ),
        (
            DIOIS,
            "PAT-DIOIS",  # 2021 is the first label's: no term
            [("unknown", None, "2021-01-01"), ("in_force", "2021-01-01", None)],
        ),
        (
            CRESTOIS,
            "PCAET-CRESTOIS",  # no date: known since the file
            [("unknown", None, "2026-11-23"), ("in_preparation", "2026-11-23", None)],
        ),
        (CRESTOIS, "TEPCV-BIOVALLEE", [("unknown", None, None)]),
        (ROYANS, "CRTE", [("unknown", None, None)]),
    ],
)
def test_the_states_follow_one_another_at_their_dates(
    con: Connection, siren: str, which: str, expected: list[Period]
) -> None:
    assert periods(con, siren, which) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2020-06-01", [(ARCHE, "CTE"), (ARCHE, "PAT"), (ARCHE, "PCAET"), (DIOIS, "PAT"),
                        (ROYANS, "CTE")]),
        ("2024-02-29", [(ARCHE, "PAT"), (ARCHE, "PCAET"), (CRESTOIS, "PAT"), (DIOIS, "PAT"),
                        (ROYANS, "CTE"), (ROYANS, "PAT")]),
        ("2024-03-01", [(ARCHE, "PAT"), (ARCHE, "PCAET"), (CRESTOIS, "PAT"), (DIOIS, "PAT"),
                        (ROYANS, "PAT")]),
        ("2018-12-31", []),
    ],
)  # fmt: skip
def test_what_is_in_force_on_a_day_is_one_question(
    con: Connection, day: str, expected: list[tuple[str, str]]
) -> None:
    found = con.execute(
        "select distinct siren_epci, policy from marts.policy_periods where state = 'in_force'"
        " and valid_from <= ?::date and (valid_to is null or ?::date < valid_to)",
        [day, day],
    ).fetchall()
    assert sorted(found) == sorted(expected)


def test_the_state_of_today_is_that_of_the_policies_by_epci(any_world: Connection) -> None:
    differing = any_world.execute(
        "select p.siren_epci, p.dispositif_id, p.state, e.state from marts.policies_by_epci as e"
        " join marts.policy_periods as p on (p.siren_epci, p.policy) = (e.siren_epci, e.policy)"
        " and p.dispositif_id is not distinct from e.dispositif_id"
        " and coalesce(p.valid_from <= e.as_of, true) and coalesce(e.as_of < p.valid_to, true)"
        " where p.state <> e.state or p.state_label <> e.state_label"
    ).fetchall()
    assert differing == []


def test_periods_leave_no_day_out_and_share_none(any_world: Connection) -> None:
    facts: dict[Any, list[tuple[date | None, date | None]]] = {}
    for siren, policy, which, first, last in any_world.execute(
        "select siren_epci, policy, dispositif_id, valid_from, valid_to"
        " from marts.policy_periods order by siren_epci, policy, dispositif_id, period"
    ).fetchall():
        facts.setdefault((siren, policy, which), []).append((first, last))
    assert len(facts) > 10
    for found in facts.values():
        assert (found[0][0], found[-1][1]) == (None, None)
        assert [last for _, last in found[:-1]] == [first for first, _ in found[1:]]
        assert all(first < last for first, last in found if first and last)


def test_a_contract_ends_the_day_its_successor_is_signed(tmp_path: Path) -> None:
    data = copy_world(tmp_path)
    edit(data / FILE, "CA Arche Agglo,porteur,,,signe,,", "CA Arche Agglo,porteur,,,signe,,2021-07")
    with build(data, *MARTS) as con:
        assert periods(con, ARCHE, "CTE-NORD-ARDECHE") == [
            ("unknown", None, "2019-09-13"),
            ("in_force", "2019-09-13", "2021-07-01"),
            ("superseded", "2021-07-01", None),
        ]
        label = "select state_label, basis from marts.policy_periods where state = 'superseded'"
        assert con.execute(label).fetchall() == [
            ("Remplacé par le CRTE", "CRTE attesté en vigueur")
        ]


def test_a_start_that_is_the_adoption_said_less_precisely_is_no_preparation(
    tmp_path: Path,
) -> None:
    data = copy_world(tmp_path)
    edit(data / FILE, "adopte,2015,2019-04-04", "adopte,2019,2019-04-04")
    with build(data, *MARTS) as con:
        assert periods(con, ARCHE, "PCAET-ARCHE")[:2] == [
            ("unknown", None, "2019-04-04"),
            ("in_force", "2019-04-04", "2025-04-05"),
        ]


def test_a_closed_plan_is_known_closed_since_its_source_not_since_its_adoption(
    tmp_path: Path,
) -> None:
    data = copy_world(tmp_path)
    edit(data / FILE, "adopte,2015,2019-04-04", "archive,2015,2019-04-04")
    with build(data, *MARTS) as con:
        assert periods(con, ARCHE, "PCAET-ARCHE") == [
            ("unknown", None, "2015-01-01"),
            ("in_preparation", "2015-01-01", "2019-04-04"),
            ("unknown", "2019-04-04", "2026-11-23"),
            ("ended", "2026-11-23", None),
        ]


COVERAGE = """select coverage_share, coverage_share_drome, population_covered_share
from marts.policies_by_epci where siren_epci = ? and policy = 'PAT'"""


@pytest.mark.parametrize(
    ("siren", "old", "new", "expected"),
    [
        # in the Drôme for all of it: the part covered is that of the Drôme
        (ROYANS, "porteur,2,2,", "porteur,1,2,", (0.5, 0.5, None)),
        (ROYANS, "porteur,2,2,", "porteur,0,2,", (0, 0, 0)),
        # half of its communes are in Ardèche: which one is covered is not said
        (ARCHE, "couvert,1,2,", "couvert,1,2,", (0.5, None, None)),
        (ARCHE, "couvert,1,2,", "couvert,2,2,", (1, 1, 1)),
        # a source that counts other communes says nothing of today's population
        (ARCHE, "couvert,1,2,", "couvert,3,3,", (1, 1, None)),
    ],
)
def test_a_share_is_told_only_where_it_follows_from_the_source(
    tmp_path: Path, siren: str, old: str, new: str, expected: tuple[float | None, ...]
) -> None:
    data = copy_world(tmp_path)
    edit(data / FILE, old, new)
    with build(data, *MARTS) as con:
        assert con.execute(COVERAGE, [siren]).fetchall() == [expected]
