"""The figures of the tiny world are those that tests/world/EXPECTED.md adds up by hand."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from pipelines import warehouse
from tests.sql.survey_warehouse import build, read_world

ROYANS, DIOIS, ARCHE, CREST = "200067767", "242600534", "200073096", "200040509"
Connection = duckdb.DuckDBPyConnection


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("maturity") / "warehouse.duckdb"
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


def one(con: Connection, sql: str, *values: object) -> tuple[object, ...]:
    rows = con.execute(sql, list(values)).fetchall()
    assert len(rows) == 1, rows
    return tuple(rows[0])


def structure(con: Connection, identifier: str, wave: int, theme: str) -> tuple[object, ...]:
    return one(
        con,
        "select score, items_answered, items_asked, coverage from marts.maturity_by_structure "
        "where structure_id = ? and wave = ? and theme = ?",
        identifier,
        wave,
        theme,
    )


def test_every_line_is_kept_or_rejected_with_its_reason(con: Connection) -> None:
    assert con.execute(
        "select wave, source_row, reject_reason from staging.survey_respondent_lines "
        "where reject_reason is not null order by wave, source_row::integer"
    ).fetchall() == [
        (2020, "5", "Réponse partielle : commencée et jamais envoyée."),
        (2022, "5", "Remplacée par une réponse plus récente de la même structure."),
        (
            2022,
            "7",
            "Commune « 26999 Saint-Jean-en-Royans » introuvable au COG ; "
            "proche : Saint-Jean-en-Royans (26307).",
        ),
        (2022, "10", "Réponse partielle : commencée et jamais envoyée."),
        (2025, "7", "Pas de consentement à l'usage des réponses."),
        (2025, "10", "Structure « DEMO-99 » absente du registre."),
    ]
    kept = "select wave, string_agg(structure_id[-2:], ' ' order by structure_id) "
    assert con.execute(
        kept + "from staging.survey_respondents group by wave order by wave"
    ).fetchall() == [(2020, "01 02 05"), (2022, "01 02 03 04 05"), (2025, "01 02 03 04 05 07 08")]


def test_an_old_commune_code_counts_where_the_commune_is_today(con: Connection) -> None:
    found = "select code_insee, siren_epci from staging.survey_respondents where structure_id = ?"
    assert one(con, found, "DEMO-08") == ("26289", CREST)


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        (("DEMO-01", 2020, "ensemble"), (50, 30, 30, 1)),
        (("DEMO-04", 2022, "ensemble"), (0, 33, 33, 1)),
        (("DEMO-01", 2025, "ensemble"), (100, 36, 36, 1)),
        (("DEMO-02", 2025, "alimentation"), (75, 3, 4, 1)),
        (("DEMO-02", 2025, "ensemble"), (75, 35, 36, 1)),
        (("DEMO-03", 2025, "alimentation"), (None, 2, 4, 0.5)),
        (("DEMO-03", 2025, "ensemble"), (50, 34, 36, 0.95)),
        (("DEMO-04", 2025, "mobilites"), (None, 0, 4, 0)),
        (("DEMO-04", 2025, "numerique"), (25, 3, 3, 1)),
        (("DEMO-04", 2025, "ensemble"), (25 / 9, 32, 36, 0.9)),
        (("DEMO-01", 2025, "ingredients"), (None, 1, 4, 0.25)),
        (("DEMO-07", 2025, "economie_locale"), (None, 0, 3, None)),
        (("DEMO-07", 2025, "ensemble"), (75, 33, 36, 1)),
        (("DEMO-08", 2025, "ensemble"), (25, 36, 36, 1)),
    ],
)
def test_a_structure_has_its_hand_computed_score(
    con: Connection, key: tuple[str, int, str], expected: tuple[float | None, ...]
) -> None:
    assert structure(con, *key) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("siren_epci", "wave", "theme", "expected"),
    [
        (ROYANS, 2020, "ensemble", (None, 2, 2, True)),
        (ROYANS, 2022, "ensemble", (37.5, 4, 4, False)),
        (ROYANS, 2025, "alimentation", (175 / 3, 3, 4, False)),
        (ROYANS, 2025, "mobilites", (75, 3, 4, False)),
        (ROYANS, 2025, "ensemble", ((225 + 25 / 9) / 4, 4, 4, False)),
        (DIOIS, 2025, "ensemble", (None, 1, 1, True)),
        (ARCHE, 2025, "economie_locale", (None, 0, 1, False)),
        (ARCHE, 2020, "ensemble", (None, 0, 0, False)),
    ],
)
def test_an_epci_is_the_mean_of_its_structures_and_few_are_masked(
    con: Connection, siren_epci: str, wave: int, theme: str, expected: tuple[object, ...]
) -> None:
    found = one(
        con,
        "select score, structures, respondents, is_masked from marts.maturity_by_epci "
        "where siren_epci = ? and wave = ? and theme = ?",
        siren_epci,
        wave,
        theme,
    )
    assert found == pytest.approx(expected)


@pytest.mark.parametrize(
    ("wave", "theme", "expected"),
    [
        (2020, "ensemble", (50, 3, 3)),
        (2022, "ensemble", (45, 5, 5)),
        (2025, "alimentation", (325 / 6, 6, 7)),
        (2025, "economie_locale", (50, 6, 7)),
        (2025, "ensemble", ((375 + 25 / 9) / 7, 7, 7)),
    ],
)
def test_the_whole_territory_is_the_mean_of_all_structures(
    con: Connection, wave: int, theme: str, expected: tuple[object, ...]
) -> None:
    found = one(
        con,
        "select score, structures, respondents from marts.maturity_drome "
        "where wave = ? and theme = ?",
        wave,
        theme,
    )
    assert found == pytest.approx(expected)


def test_weights_are_those_of_the_reference_tables(copy: Connection) -> None:
    """DEMO-03 in 2025: 100 and 50 with weights 3 and 1 give 87.5; theme weight 2, the rest 1."""
    copy.execute(
        "update reference.survey_questions set weight = '3' "
        "where question_code = 'alim_achats_locaux'"
    )
    copy.execute("update reference.survey_themes set weight = '2' where theme = 'alimentation'")
    build(copy)
    assert structure(copy, "DEMO-03", 2025, "alimentation") == (87.5, 2, 4, pytest.approx(4 / 6))
    score = (2 * 87.5 + 9 * 50) / 11
    assert structure(copy, "DEMO-03", 2025, "ensemble")[0] == pytest.approx(score)


def test_of_the_roles_of_a_structure_the_most_advanced_counts(copy: Connection) -> None:
    """No other ingredient is answered in the tiny world: the share asked for is lowered."""
    copy.execute("update reference.index_dimensions set min_coverage = '0.25'")
    build(copy)
    assert structure(copy, "DEMO-04", 2025, "ingredients")[:2] == (50, 1)  # consulted, informed
    assert structure(copy, "DEMO-05", 2025, "ingredients")[:2] == (75, 1)  # contributes


def test_ingredients_are_shown_beside_the_index_and_never_in_it(copy: Connection) -> None:
    before = structure(copy, "DEMO-05", 2025, "ensemble")
    copy.execute("update reference.index_dimensions set min_coverage = '0.25'")
    copy.execute("update reference.survey_scales set value = '0' where scale = 'participation'")
    build(copy)
    assert structure(copy, "DEMO-05", 2025, "ensemble") == before
    assert structure(copy, "DEMO-05", 2025, "ingredients")[0] == 0


def test_the_disclosure_threshold_is_a_parameter(copy: Connection) -> None:
    copy.execute("update reference.parameters set value = '5' where name = 'disclosure_threshold'")
    build(copy)
    shown = "select count(*) from marts.maturity_by_epci where score is not null"
    assert one(copy, shown) == (0,)
    assert one(copy, "select count(*) from marts.maturity_drome where score is not null") == (22,)


def test_only_the_options_ticked_are_choices(con: Connection) -> None:
    chosen = "select question_code, answer_code, count(*) from staging.survey_choices "
    assert con.execute(chosen + "group by all order by all").fetchall() == [
        ("accompagnement_recu", "visite", 15),
        ("accompagnement_souhaite", "outils", 15),
        ("accompagnement_souhaite", "reseau", 15),
    ]


def test_everything_simulated_says_so(con: Connection) -> None:
    for mart in ("maturity_by_structure", "maturity_by_epci", "maturity_drome"):
        assert one(con, f"select bool_and(is_simulated) from marts.{mart}") == (True,)
    assert one(con, "select bool_and(is_simulated) from marts.participation_by_epci") == (True,)


def test_no_personal_value_leaves_raw(con: Connection) -> None:
    """Planted in each response: a name, an e-mail, two telephone numbers."""
    tables = con.execute(
        "select table_schema, table_name from information_schema.tables "
        "where table_schema in ('raw', 'staging', 'marts')"
    ).fetchall()
    holding = {
        (schema, name)
        for schema, name in tables
        for words in ("Témoin", "zephyrine", "06 39 98", "04 65 71")
        if con.execute(
            f"select count(*) from {schema}.{name} as t where contains(t::varchar, ?)", [words]
        ).fetchall()
        != [(0,)]
    }
    assert holding == {("raw", "survey_cells")}
