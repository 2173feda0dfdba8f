"""Nothing that a respondent left of themselves goes further than raw: every value is looked for."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from pipelines import warehouse
from pipelines.checks import SUITES, published_text
from pipelines.checks.validation import validate
from pipelines.settings import ROOT
from pipelines.tables import load_tables
from tests.conftest import copy_world, tecs

Connection = duckdb.DuckDBPyConnection
PERSONAL = """
select distinct cells.value
from raw.survey_cells as cells
inner join raw.survey_columns as columns
    on cells.source_file = columns.source_file and cells.column_number = columns.column_number
left join reference.survey_questions as questions
    on columns.question_code = questions.question_code
where
    cells.value is not null
    and (
        questions.kind in ('personal', 'text')
        or columns.column_name in ('Adresse IP', '_uuid')
    )
"""
IDS = "select distinct response_id from raw.survey_lines where length(response_id) > 3"
# Great Expectations imports modules of the standard library that are on their way out
pytestmark = pytest.mark.filterwarnings("ignore:module 'sre_:DeprecationWarning")


@dataclass(frozen=True)
class Run:
    """A world after one `tecs run`, what it printed, and what its respondents left."""

    data: Path
    output: str
    planted: set[str]  # found nowhere, not even within a text
    words: set[str]  # ordinary words and numbers: found as no whole cell


@pytest.fixture(scope="module", params=["tiny world", "demonstration"])
def run(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Run:
    if request.param == "tiny world":
        data, output = request.getfixturevalue("first_run")
    else:
        data = copy_world(tmp_path_factory.mktemp("privacy"), ROOT / "data")
        done = tecs(data, "run")
        output = done.stdout + done.stderr
        assert done.returncode == 0, output
    with duckdb.connect(data / "warehouse.duckdb", read_only=True) as con:
        found = {str(value) for (value,) in con.execute(PERSONAL).fetchall()}
        ids = {str(value) for (value,) in con.execute(IDS).fetchall()}
    planted = {value for value in found if any(mark in value for mark in " @.-")}
    return Run(data, output, planted, (found - planted) | ids)


def cells(con: Connection, *schemas: str) -> set[str]:
    """Every text of every table, whatever its type."""
    tables = con.execute(
        "select schema_name || '.' || table_name from duckdb_tables() where list_contains(?, "
        "schema_name)",
        [list(schemas)],
    ).fetchall()
    assert tables
    return {
        str(value)
        for (table,) in tables
        for row in con.execute(f"from {table}").fetchall()
        for value in row
        if value is not None
    }


def leaks(run: Run, found: set[str]) -> set[str]:
    text = "\n".join(found)
    return {value for value in run.planted if value in text} | run.words & found


def test_the_planted_values_are_there_to_begin_with(run: Run) -> None:
    assert len(run.planted) > 50
    assert any("@demo-" in value for value in run.planted)
    assert any(value.startswith("192.0.2.") for value in run.planted)
    assert "7001" in run.words


def test_nothing_personal_and_no_response_number_enters_staging_or_the_marts(run: Run) -> None:
    with duckdb.connect(run.data / "warehouse.duckdb", read_only=True) as con:
        assert leaks(run, cells(con, "staging", "marts", "checks")) == set()


def test_nothing_personal_is_in_the_release(run: Run) -> None:
    [database] = (run.data / "published").glob("*/comite.duckdb")
    with duckdb.connect(database, read_only=True) as con:
        assert leaks(run, cells(con, "marts")) == set()
    files = [path for path in database.parent.rglob("*") if path.is_file()]
    assert {path.name for path in files} > {
        "manifest.json",
        "LISEZ-MOI.txt",
        "structures.csv",
        "public.duckdb",
    }
    for path in files:
        text = path.read_bytes().decode("utf-8", errors="ignore")
        assert {value for value in run.planted if value in text} == set(), path.name


def test_nothing_personal_is_printed(run: Run) -> None:
    assert "publiée" in run.output
    assert {value for value in run.planted if value in run.output} == set()


def test_every_mart_is_looked_at_before_it_is_published() -> None:
    fenced = {suite.table for suite in SUITES if published_text.EXPECTATION in suite.expectations}
    assert fenced == {table.table for table in load_tables() if table.layer == "marts"}


def test_a_personal_text_in_a_mart_blocks_and_is_not_repeated(run: Run, tmp_path: Path) -> None:
    shutil.copy(run.data / "warehouse.duckdb", tmp_path / "warehouse.duckdb")
    [suite] = [suite for suite in SUITES if suite.table == "marts.demarche"]
    with warehouse.connect(tmp_path / "warehouse.duckdb") as con:
        [before] = validate(con, suite)
        con.execute(
            "update marts.demarche set content = 'Écrire à Mme Anne Martin, anne@example.org'"
        )
        [after] = validate(con, suite)
        con.execute("insert into reference.public_names (text) values ('Mme Anne Martin')")
        [allowed] = validate(con, suite)
    assert before.passed
    assert after.blocking
    assert not after.passed
    assert any("nom de personne (M…, 15 caractères)" in example for example in after.examples)
    assert "Martin" not in str(after)
    assert allowed.failures == (after.failures or 0) / 2
