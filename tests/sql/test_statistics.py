"""Intervals, changes, robustness and ingredients of the tiny world: tests/world/EXPECTED.md."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from pipelines import scores, tables, warehouse
from pipelines.errors import UnusableInput
from pipelines.scores import associations
from tests.sql.small_warehouse import all_tables
from tests.sql.survey_warehouse import build, read_world

ROYANS, DIOIS, ARCHE = "200067767", "242600534", "200073096"
STUDENT_2, STUDENT_3, STUDENT_6 = 4.302653, 3.182446, 2.446912  # two-sided, 95 %
Connection = duckdb.DuckDBPyConnection
Row = tuple[object, ...]


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("statistics") / "warehouse.duckdb"
    read_world(path)
    return path


@pytest.fixture(scope="module")
def con(file: Path) -> Iterator[Connection]:
    """The tiny world; not to be changed."""
    with duckdb.connect(file, read_only=True) as connection:
        yield connection


@pytest.fixture
def copy(file: Path, tmp_path: Path) -> Iterator[Connection]:
    """A copy of it, to change."""
    shutil.copy(file, tmp_path / "warehouse.duckdb")
    with warehouse.connect(tmp_path / "warehouse.duckdb") as connection:
        yield connection


def one(con: Connection, sql: str, *values: object) -> Row:
    rows = con.execute(sql, list(values)).fetchall()
    assert len(rows) == 1, rows
    return tuple(rows[0])


def rebuild(con: Connection, *marts: str) -> None:
    """Compute the scores again, then some marts, after a test changed the staged answers."""
    for table in all_tables():
        if table.layer == "scores" or table.table in marts:
            tables.create(con, table)


def set_parameter(con: Connection, name: str, value: str) -> None:
    con.execute("update reference.parameters set value = ? where name = ?", [value, name])


@pytest.mark.parametrize(
    ("wave", "theme", "expected"),
    [
        # three of the four structures: 75 ± t · 25 / √3 · √(1 - 3/4), cut at 100
        (2025, "mobilites", (43.94828, 100, 4, 1, "ressource", "engage", "ressource")),
        # all four answered: nothing is left to doubt
        (2025, "ensemble", (56.944444, 56.944444, 4, 1, "ancre", "ancre", "ancre")),
        (2022, "ensemble", (37.5, 37.5, 4, 1, "engage", "engage", "engage")),
        # two structures: masked
        (2020, "ensemble", (None, None, None, None, None, None, None)),
    ],
)
def test_an_epci_has_an_interval_and_a_level(
    con: Connection, wave: int, theme: str, expected: Row
) -> None:
    found = one(
        con,
        "select low, high, registered, response_rate, level, level_low, level_high "
        "from marts.maturity_by_epci where siren_epci = ? and wave = ? and theme = ?",
        ROYANS,
        wave,
        theme,
    )
    assert found == tuple(
        pytest.approx(value, rel=1e-6) if isinstance(value, float) else value for value in expected
    )


@pytest.mark.parametrize(
    ("wave", "mean", "half", "others"),
    [
        (2020, 50, STUDENT_2 * 25 / 3**0.5 * (5 / 8) ** 0.5, (3 / 8, "emergent", "ressource")),
        (2025, 53.968254, STUDENT_6 * 32.900631 / 7**0.5 / 8**0.5, (7 / 8, "engage", "ancre")),
    ],
)
def test_the_whole_territory_has_an_interval(
    con: Connection, wave: int, mean: float, half: float, others: Row
) -> None:
    found = one(
        con,
        "select low, high, response_rate, level_low, level_high, level, level_label, registered "
        "from marts.maturity_drome where wave = ? and theme = 'ensemble'",
        wave,
    )
    assert found[:2] == pytest.approx((mean - half, mean + half), abs=1e-4)
    assert found[2:5] == others
    assert found[5:] == ("ancre", "Ancré", 8)


def test_a_masked_territory_shows_no_figure_in_any_column(con: Connection) -> None:
    hidden = ("score", "low", "high", "coverage", "registered", "response_rate", "level",
              "level_label", "level_low", "level_high")  # fmt: skip
    shown = " or ".join(f"{column} is not null" for column in hidden)
    for mart in ("maturity_by_epci", "maturity_drome"):
        assert one(con, f"select count(*) from marts.{mart} where is_masked and ({shown})") == (0,)
    assert one(con, "select count(*) > 0 from marts.maturity_by_epci where is_masked") == (True,)


CHANGE = (
    "select panel, entries, exits, verdict, panel_before, panel_after, panel_change, low, high, "
    "all_change, turnover_change from marts.maturity_changes "
    "where territory = ? and wave_from = ? and wave_to = ? and theme = ?"
)
NOTHING = (None,) * 7


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        # +25, +25, +25 and +25/9: 19.444444 ± t(3) · 11.111111 / 2
        (
            (ROYANS, 2022, 2025, "ensemble"),
            (4, 0, 0, "hausse", 37.5, 56.944444, 19.444444, 1.764187, 37.124702, 19.444444, 0),
        ),
        # +50, +50 and -25: 25 ± t(2) · 25, cut at 100; 4 structures enter
        (
            ("drome", 2020, 2025, "ensemble"),
            (3, 4, 0, "incertain", 50, 75, 25, 25 - 25 * STUDENT_2, 100, 3.968254, -21.031746),
        ),
        # one structure has no score any more: its former one would be told
        ((ROYANS, 2022, 2025, "mobilites"), (3, 0, 1, "masque", *NOTHING)),
        # two structures enter: their mean would be told
        (("drome", 2022, 2025, "ensemble"), (5, 2, 0, "masque", *NOTHING)),
        ((DIOIS, 2022, 2025, "ensemble"), (1, 0, 0, "masque", *NOTHING)),
        ((ARCHE, 2022, 2025, "ensemble"), (0, 1, 0, "inconnu", *NOTHING)),
    ],
)
def test_a_change_is_told_on_the_panel_and_on_all(con: Connection, key: Row, expected: Row) -> None:
    found = one(con, CHANGE, *key)
    assert found[:4] == expected[:4]
    assert found[4:] == pytest.approx(expected[4:], abs=1e-5)


def test_waves_are_compared_in_turn_and_the_first_with_the_last(con: Connection) -> None:
    pairs = "select distinct wave_from, wave_to from marts.maturity_changes order by all"
    assert con.execute(pairs).fetchall() == [(2020, 2022), (2020, 2025), (2022, 2025)]


def test_a_change_smaller_than_its_uncertainty_concludes_nothing(con: Connection) -> None:
    contrary = (
        "select count(*) from marts.maturity_changes where panel_change is not null"
        " and (verdict = 'incertain') <> (low <= 0 and high >= 0)"
    )
    assert one(con, contrary) == (0,)


def test_a_fall_is_called_a_fall(copy: Connection) -> None:
    """2022 and 2025 change places for the four structures of Royans-Vercors."""
    copy.execute("update staging.survey_answers set wave = 2025 + 2022 - wave where wave > 2020")
    rebuild(copy)
    fall = "select verdict, high from scores.changes where territory = ? and wave_from = 2022 "
    verdict, high = one(copy, fall + "and wave_to = 2025 and theme = 'ensemble'", ROYANS)
    assert (verdict, high) == ("baisse", pytest.approx(-1.764187, abs=1e-5))


def test_the_only_epci_shown_is_first_of_one_whatever_the_method(con: Connection) -> None:
    """2022: 37.5 by the arithmetic mean of declared scores, 50.25 by min-max and a floor of 1."""
    found = one(
        con,
        "select siren_epci, structures, draws, ranked, rank_low, rank_median, rank_high, "
        "score_low, score_high, share_emergent, share_ressource "
        "from marts.robustness_by_epci where wave = 2022",
    )
    assert found == (ROYANS, 4, 1000, 1, 1, 1, 1, 37.5, pytest.approx(50.25), 0, 0)
    engaged, anchored = one(
        con, "select share_engage, share_ancre from marts.robustness_by_epci where wave = 2022"
    )
    assert (engaged, anchored) == pytest.approx((2 / 3, 1 / 3), abs=0.05)
    assert one(con, "select count(*) from marts.robustness_by_epci where wave = 2020") == (0,)


def test_the_choice_that_matters_most_is_the_one_computed_by_hand(con: Connection) -> None:
    """2022: every theme is alike, so that weights change nothing and the scale nearly all."""
    found = con.execute(
        "select choice, score_share, matters_most, rank_share from marts.robustness_choices "
        "where wave = 2022 order by choice"
    ).fetchall()
    assert [row[0] for row in found] == ["aggregation", "combinations", "normalisation", "weights"]
    assert [row[1] for row in found] == pytest.approx([0.000233, 0.000116, 0.999651, 0], abs=1e-6)
    assert [row[2] for row in found] == [False, False, True, False]
    assert [row[3] for row in found] == [None] * 4  # one EPCI alone never changes rank


def test_a_structure_with_too_few_themes_is_in_no_draw(copy: Connection) -> None:
    """DEMO-04 keeps five themes of ten, of the six that it needs: three structures are left."""
    copy.execute(
        "update staging.survey_answers set value = null, state = 'dont_know'"
        " where structure_id = 'DEMO-04' and wave = 2022 and theme in"
        " ('alimentation', 'mobilites', 'reemploi', 'vivant', 'numerique')"
    )
    rebuild(copy)
    assert one(copy, "select structures from scores.robustness where wave = 2022") == (3,)


def test_what_too_few_structures_say_is_not_compared(con: Connection) -> None:
    """2025, policies: 5 take part, DEMO-03 does not, DEMO-08 leaves two roles without an answer."""
    found = one(
        con,
        "select n_with, n_without, unknown, verdict, verdict_label, difference, mean_with, p, "
        "sentence from marts.ingredient_effects where wave = 2025 and ingredient = 'politiques'",
    )
    assert found[:5] == (5, 1, 1, "trop_peu", "Trop peu de réponses")
    assert found[5:8] == (None, None, None)
    assert "trop peu de réponses" in str(found[8])
    assert "(5) aux autres (1)" in str(found[8])
    assert one(con, "select count(*) from marts.ingredient_effects") == (12,)


def test_an_ingredient_is_compared_as_by_hand(copy: Connection) -> None:
    """(100 + 75 + 25/9 + 50 + 75) / 5 with, 50 without; every shuffle is at least as far."""
    for name in ("min_group", "disclosure_threshold"):
        set_parameter(copy, name, "1")
    build(copy)
    found = one(
        copy,
        "select mean_with, mean_without, difference, p, p_holm, verdict, adjusted_difference "
        "from marts.ingredient_effects where wave = 2025 and ingredient = 'politiques'",
    )
    assert found[:5] == pytest.approx((60.555556, 50, 10.555556, 1, 1))
    assert found[5:] == ("non_etablie", None)


def test_means_are_kept_back_when_they_would_tell_of_one_structure(copy: Connection) -> None:
    """Threshold 2, DEMO-07 does not take part: DEMO-08 alone has not said, and would be deduced."""
    set_parameter(copy, "min_group", "1")
    set_parameter(copy, "disclosure_threshold", "2")
    copy.execute(
        "update staging.survey_answers set state = 'answered', participates = false"
        " where wave = 2025 and structure_id = 'DEMO-07' and kind = 'participation'"
    )
    rebuild(copy, "marts.ingredient_effects")
    found = one(
        copy,
        "select n_with, n_without, unknown, mean_with, mean_without, difference"
        " from marts.ingredient_effects where wave = 2025 and ingredient = 'politiques'",
    )
    # (100 + 75 + 25/9 + 50) / 4 - (50 + 75) / 2
    assert found == (4, 2, 1, None, None, pytest.approx(-5.555556))


@pytest.mark.parametrize("verdict", ["positive", "negative", "non_etablie", "trop_peu"])
@pytest.mark.parametrize("ingredient", associations.LABELS)
def test_no_sentence_names_a_cause(ingredient: str, verdict: str) -> None:
    numbers = {"difference": -0.04, "low": -12.34, "high": 1234.5678, "n_with": 6, "n_without": 4}
    said = associations.tell(
        {"wave": 2025, "ingredient": ingredient, "verdict": verdict, **numbers}, 5
    )
    assert said.startswith("Vague 2025 : ")
    assert not re.search(r"cause|effet|grâce|permet|fait |améliore|augmente|nan", said)
    assert ("association" in said) == (verdict in {"positive", "negative"})
    if verdict != "trop_peu":
        assert "(0,0 points, intervalle à 95 % : de −12,3 à +1234,6)" in said


@pytest.mark.parametrize("value", [None, "mille", "-1", "0"])
def test_a_parameter_that_is_no_number_is_named(copy: Connection, value: str | None) -> None:
    copy.execute(
        "update reference.parameters set value = ? where name = 'robustness_draws'", [value]
    )
    with pytest.raises(UnusableInput, match="« robustness_draws » manque ou ne convient pas") as no:
        rebuild(copy)
    assert "sql/reference/parameters.csv" in str(no.value)


def test_the_order_of_the_answers_changes_no_digit(copy: Connection) -> None:
    def figures() -> list[list[Row]]:
        return [copy.execute(f"from {table.table}").fetchall() for table in scores.TABLES]

    for name in ("min_group", "disclosure_threshold"):
        set_parameter(copy, name, "1")  # that everything be computed
    rebuild(copy)
    told = figures()
    for table, key in (
        ("staging.survey_answers", "structure_id || question_code"),
        ("staging.structures", "structure_id"),
    ):
        copy.execute(f"create or replace table {table} as from {table} order by hash({key})")
    rebuild(copy)
    assert figures() == told
