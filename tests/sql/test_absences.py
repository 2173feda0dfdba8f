"""Not asked, not answered, « ne sait pas » : three absences, told apart down to the coverage."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from pipelines import warehouse
from pipelines.settings import Settings
from pipelines.sources import waves
from tests.conftest import copy_world
from tests.sql import survey_warehouse

EXPORT = "raw/surveys/2020/reponses.csv"


@pytest.fixture
def con(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The surveys of the tiny world, the first response of 2020 retouched, a total row added."""
    data = copy_world(tmp_path / "world")
    path = data / EXPORT
    header, first, *others = path.read_text("utf-8-sig").splitlines()
    titles = [title.strip('"') for title in header.split(",")]
    cells = first.split('","')
    for title, value in {
        "ALIM[SQ001]": "N/A",  # LimeSurvey: the question was not shown
        "ALIM[SQ002]": "NSP",
        "ALIM[SQ003]": "",
        "COLLECTIFS": "10 - Beaucoup",
        "AMBH": "N/A",
    }.items():
        cells[titles.index(title)] = value
    total = ",".join(['"Total"', *['""'] * (len(titles) - 1)])
    lines = [header, '","'.join(cells), *others, total]
    path.write_text("\n".join(lines) + "\n", "utf-8-sig")
    database = tmp_path / "w.duckdb"
    survey_warehouse.read_world(database)
    with warehouse.connect(database) as con:
        for table, rows in waves.read(Settings(data, "auto")).items():
            warehouse.write_text(con, f"raw.{table}", rows)
        survey_warehouse.build(con)
        yield con


def test_each_absence_has_its_own_state(con: duckdb.DuckDBPyConnection) -> None:
    states = con.execute(
        "select question_code, state, value from staging.survey_answers"
        " where structure_id = 'DEMO-01' and wave = 2020 and (theme = 'alimentation'"
        " or question_code like 'ing_%') order by question_code"
    ).fetchall()
    assert states == [
        ("alim_acces_qualite", "missing", None),
        ("alim_achats_locaux", "not_asked", None),
        ("alim_ateliers_cuisine", "dont_know", None),
        ("ing_ambassadeur", "missing", None),
        ("ing_ambassadeur_heures", "not_asked", None),
        ("ing_axe", "missing", None),
        ("ing_collectifs", "answered", 10.0),
    ]


def test_a_question_not_shown_is_not_counted_as_expected(con: duckdb.DuckDBPyConnection) -> None:
    """Of three statements one was not shown: two are expected, none has a value."""
    assert con.execute(
        "select score, items_answered, items_asked, coverage from marts.maturity_by_structure"
        " where structure_id = 'DEMO-01' and wave = 2020 and theme = 'alimentation'"
    ).fetchall() == [(None, 0, 2, 0.0)]


def test_a_total_row_is_rejected_with_its_reason(con: duckdb.DuckDBPyConnection) -> None:
    assert con.execute(
        "select source_row, reject_reason from staging.survey_respondent_lines"
        " where source_file = ? and reject_reason like 'Ligne de total%'",
        [EXPORT],
    ).fetchall() == [("6", "Ligne de total ou de moyenne, pas une réponse.")]
