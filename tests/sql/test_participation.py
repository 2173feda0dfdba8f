"""Who takes part among those whom a policy covers; figures from tests/world/EXPECTED.md."""

import random
from datetime import date
from typing import Any

import duckdb
import pytest
from scipy.stats import binomtest
from statsmodels.stats.proportion import proportion_confint

from pipelines import tables
from tests.sql.small_warehouse import all_tables
from tests.sql.survey_warehouse import build

ROYANS, DIOIS, ARCHE, CRESTOIS = "200067767", "242600534", "200073096", "200040509"
Connection = duckdb.DuckDBPyConnection
COLUMNS = "respondents, participants, participation_rate, low, high, unknown, not_concerned"
NOTHING = (None, None, None, None)


def figure(con: Connection, siren: str | None, wave: int, policy: str) -> dict[str, Any]:
    """The line of an EPCI, or of the Drôme."""
    mart = "participation_by_epci" if siren else "participation_drome"
    where = "wave = ? and policy = ?" + (" and siren_epci = ?" if siren else "")
    cursor = con.execute(
        f"from marts.{mart} where {where}", [wave, policy, *([siren] if siren else [])]
    )
    names = [column[0] for column in cursor.description or ()]
    (row,) = cursor.fetchall()
    return dict(zip(names, row, strict=True))


def numbers(row: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(row[column] for column in COLUMNS.split(", "))


@pytest.mark.parametrize(
    ("siren", "wave", "policy", "expected"),
    [
        (ROYANS, 2022, "CTE", (3, 3, 1, 0.438503, 1, 1, 0)),
        (ROYANS, 2025, "PAT", (3, 2, 2 / 3, 0.207660, 0.938508, 1, 0)),
        (None, 2022, "CTE", (3, 3, 1, 0.438503, 1, 1, 1)),
        (None, 2025, "PAT", (6, 4, 2 / 3, 0.299994, 0.903228, 1, 0)),
    ],
)
def test_a_rate_has_its_interval_and_counts_the_covered_alone(
    surveys: Connection, siren: str | None, wave: int, policy: str, expected: tuple[float, ...]
) -> None:
    row = figure(surveys, siren, wave, policy)
    assert numbers(row) == pytest.approx(expected, abs=1e-6)
    assert row["policy_known"]
    assert (row["state_at_wave"], row["is_masked"]) == ("in_force", False)


@pytest.mark.parametrize(
    ("siren", "wave", "policy", "structures"),
    [
        (ROYANS, 2020, "PAT", 2),  # labelled in 2024
        (ROYANS, 2022, "PAT", 4),
        (ROYANS, 2025, "CRTE", 4),  # « inconnu » in the file
        (ROYANS, 2025, "PCAET", 4),  # not in the file
        (DIOIS, 2022, "CTE", 1),  # absent from one list
        (CRESTOIS, 2025, "PCAET", 1),  # in preparation, known since the file of 2026 only
        (None, 2025, "CRTE", 7),  # Arche Agglo's is signed, on no known date
    ],
)
def test_where_the_policy_is_not_known_at_that_date_nobody_is_concerned(
    surveys: Connection, siren: str | None, wave: int, policy: str, structures: int
) -> None:
    row = figure(surveys, siren, wave, policy)
    assert numbers(row) == (0, *NOTHING, None, structures)
    assert (row["policy_known"], row["state_at_wave"]) == (False, "unknown")
    assert not row["is_masked"]


@pytest.mark.parametrize(
    ("siren", "wave", "policy", "told"),
    [
        (DIOIS, 2020, "PAT", (1, "in_force", False)),  # the Département's, for all its communes
        (DIOIS, 2025, "PAT", (1, "in_force", False)),
        (ARCHE, 2025, "PAT", (1, "in_force", True)),  # one commune of two
        (ARCHE, 2025, "PCAET", (0, "to_renew", False)),  # over in April 2025, nothing after
        (ROYANS, 2020, "CTE", (0, "in_force", False)),
        (None, 2020, "PAT", (1, "in_force", False)),
    ],
)
def test_few_respondents_are_masked_their_state_and_coverage_told(
    surveys: Connection, siren: str | None, wave: int, policy: str, told: tuple[int, str, bool]
) -> None:
    row = figure(surveys, siren, wave, policy)
    assert numbers(row) == (told[0], *NOTHING, None, None)
    assert (row["policy_known"], row["is_masked"]) == (True, True)
    assert (row["state_at_wave"], row["coverage_uncertain"]) == told[1:]


def test_the_roles_of_a_policy_are_told_apart(surveys: Connection) -> None:
    row = figure(surveys, ROYANS, 2025, "PAT")
    roles = ("informed", "consulted", "contributing", "co_leading", "not_participating")
    assert [row[role] for role in roles] == [1, 0, 1, 1, 0]


def test_a_policy_that_was_not_asked_has_no_line(surveys: Connection) -> None:
    for mart in ("participation_by_epci", "participation_drome"):
        asked = f"select distinct wave, policy from marts.{mart} order by all"
        assert surveys.execute(asked).fetchall() == [
            *((2020, policy) for policy in ("CTE", "PAT", "PCAET")),
            *((2022, policy) for policy in ("CRTE", "CTE", "PAT", "PCAET")),
            *((2025, policy) for policy in ("CRTE", "PAT", "PCAET")),
        ]


def test_every_structure_is_a_respondent_unknown_or_not_concerned(surveys: Connection) -> None:
    wrong = surveys.execute(
        "with asked as (select siren_epci, wave, count(*) as structures"
        " from staging.survey_respondents group by all)"
        " select p.* from marts.participation_by_epci as p left join asked using (siren_epci, wave)"
        " where not is_masked and respondents + coalesce(unknown, 0) + not_concerned"
        " <> coalesce(structures, 0)"
    ).fetchall()
    assert wrong == []


def test_the_date_of_the_label_decides_who_is_concerned(changed: Connection) -> None:
    changed.execute(
        "update raw.policies set adopted_date = '2021' where dispositif_id = 'PAT-ROYANS-VERCORS'"
    )
    build(changed)
    assert numbers(figure(changed, ROYANS, 2022, "PAT"))[:3] == (4, 2, 0.5)
    assert not figure(changed, ROYANS, 2020, "PAT")["policy_known"]


def test_to_take_part_in_the_preparation_is_to_take_part(changed: Connection) -> None:
    changed.execute(
        "update raw.policies set start_date = '2021', adopted_date = '2023'"
        " where dispositif_id = 'CTE-ROYANS-VERCORS'"
    )
    build(changed)
    row = figure(changed, ROYANS, 2022, "CTE")
    assert (row["state_at_wave"], row["participation_rate"]) == ("in_preparation", 1)


def test_not_concerned_stays_out_of_the_denominator(changed: Connection) -> None:
    """Two say « non concernée », two « informée »: with a plan in force, 0 of 2 take part."""
    changed.execute(
        "update reference.parameters set value = '2' where name = 'disclosure_threshold'"
    )
    changed.execute(
        "update raw.policies set policy = 'PCAET', dispositif_id = 'PCAET-ROYANS',"
        " status = 'adopte', adopted_date = '2023-05', role = 'porteur'"
        f" where policy = 'CRTE' and siren_epci = '{ROYANS}'"
    )
    build(changed)
    row = figure(changed, ROYANS, 2025, "PCAET")
    # high: z²/n / (1 + z²/n), z² = 3.841459 and n = 2
    assert numbers(row) == pytest.approx((2, 0, 0, 0, 0.657620, 0, 2), abs=1e-6)


def test_a_wave_is_dated_by_the_median_of_its_answers_or_by_rule(changed: Connection) -> None:
    dates = "select wave, wave_date, is_assumed from staging.survey_wave_dates order by wave"
    assert changed.execute(dates).fetchall() == [
        (wave, date(wave, 6, 1), False) for wave in (2020, 2022, 2025)
    ]
    changed.execute("update raw.survey_lines set submitted_at = null")
    build(changed)
    assert changed.execute(dates).fetchall()[0] == (2020, date(2020, 6, 30), True)


def test_to_take_part_in_what_is_not_known_is_a_signal(surveys: Connection) -> None:
    found = surveys.execute(
        "select siren_epci, wave, policy, structures, is_masked from marts.policy_signals"
        " order by wave, policy"
    ).fetchall()
    assert found == [
        (ROYANS, 2020, "PAT", None, True),
        (ROYANS, 2022, "PAT", None, True),
        (ROYANS, 2025, "CRTE", None, True),
    ]
    labels = surveys.execute("select label from marts.policy_signals where wave = 2025").fetchall()
    assert labels == [
        (
            "Au moins une structure dit participer au CRTE (vague 2025) ; au 1er juin 2025, aucune "
            "source ne le dit présent ici : la table des politiques est peut-être incomplète.",
        )
    ]


def test_a_signal_says_how_many_only_above_the_threshold(changed: Connection) -> None:
    changed.execute(
        "update reference.parameters set value = '2' where name = 'disclosure_threshold'"
    )
    build(changed)
    signal = "select structures, label from marts.policy_signals where wave = 2025"
    ((many, label),) = changed.execute(signal).fetchall()
    assert many == 2
    assert label.startswith("2 structures disent participer au CRTE")


def test_the_interval_is_that_of_two_independent_libraries() -> None:
    """Random rates, one territory each, through the real tables."""
    drawn = random.Random(26)  # noqa: S311 # a draw, not a secret
    pairs = [(n := drawn.randint(1, 250), drawn.randint(0, n)) for _ in range(300)]
    pairs += [(n, k) for n in (1, 3, 40) for k in (0, n)]
    with duckdb.connect() as con:
        fill(con, pairs)
        found = con.execute(
            "select siren_epci::integer, respondents, participants, low, high"
            " from marts.participation_by_epci order by all"
        ).fetchall()
    assert len(found) == len(pairs)
    for (n, k), (_, respondents, participants, low, high) in zip(pairs, found, strict=True):
        assert (respondents, participants) == (n, k)
        expected = binomtest(k, n).proportion_ci(method="wilson")
        assert (low, high) == pytest.approx((expected.low, expected.high), abs=1e-12)
        assert (low, high) == pytest.approx(proportion_confint(k, n, method="wilson"), abs=1e-12)
        assert 0 <= low <= k / n <= high <= 1


def fill(con: Connection, pairs: list[tuple[int, int]]) -> None:
    """What the rates rest on: territory i has n structures, of which k take part."""
    for schema in ("staging", "reference", "marts"):
        con.execute(f"create schema {schema}")
    con.execute(
        "create table reference.parameters as select * from (values"
        " ('disclosure_threshold', '1'), ('confidence_z', '1.959963984540054')) as t(name, value);"
        "create table reference.policy_states as select 'in_force' as state, '1' as position;"
        "create table staging.policies_at_waves (siren_epci varchar, policy varchar, wave integer,"
        " state varchar, is_known boolean, coverage_uncertain boolean, is_simulated boolean);"
        "create table staging.participation_roles (siren_epci varchar, policy varchar,"
        " wave integer, structure_id varchar, role varchar, state varchar, participates boolean,"
        " policy_known boolean, counts boolean, not_concerned boolean)"
    )
    for i, (n, k) in enumerate(pairs):
        place = [f"{i:09}", "PAT", 2025]
        con.execute(
            "insert into staging.policies_at_waves values (?, ?, ?, 'in_force', true, false, true)",
            place,
        )
        con.execute(
            "insert into staging.participation_roles select ?, ?, ?, i::varchar, 'consultee',"
            " 'answered', i < ?, true, true, false from range(?) as t(i)",
            [*place, k, n],
        )
    by_name = {table.table: table for table in all_tables()}
    for name in ("staging.participation_rates", "marts.participation_by_epci"):
        tables.create(con, by_name[name])
