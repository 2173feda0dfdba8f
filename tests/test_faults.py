"""What is wrong is said in French, exactly, and nothing is published."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import geopandas
import pytest
from shapely import box

from pipelines import publish, releases, runs
from pipelines.checks import SUITES, validation, verdicts
from pipelines.checks.finding import Finding
from pipelines.checks.suite import Suite
from pipelines.errors import BlockedByChecks
from pipelines.settings import Settings
from tests.conftest import tecs

Spoil = Callable[[Path], None]
POLICIES = "raw/policies/2026/politiques.csv"
STRUCTURES = "raw/structures/2026/structures.csv"
PRACTICES = "raw/practices/2022/pratiques.csv"
SURVEY = "raw/surveys/2020/reponses.csv"


def replace(file: str, old: str, new: str) -> Spoil:
    def spoil(data: Path) -> None:
        path = data / file
        content = path.read_bytes()
        assert old.encode() in content
        path.write_bytes(content.replace(old.encode(), new.encode(), 1))

    return spoil


def write(file: str, content: bytes) -> Spoil:
    def spoil(data: Path) -> None:
        (data / file).write_bytes(content)

    return spoil


def remove(file: str) -> Spoil:
    return lambda data: (data / file).unlink()


def dig_a_hole(data: Path) -> None:
    """Take a square out of Saint-Jean-en-Royans: land that belongs to nobody."""
    path = data / "geo" / "communes.parquet"
    communes = geopandas.read_parquet(path)
    chosen = communes["code_insee"] == "26307"
    west, south, east, north = communes[chosen].total_bounds
    hole = box(west + 0.03, south + 0.03, east - 0.03, north - 0.03)
    communes.loc[chosen, "geometry"] = communes.loc[chosen, "geometry"].difference(hole)
    communes.to_parquet(path)


REFUSED = {
    "a missing description": (
        remove("raw/surveys/2020/source.toml"),
        2,
        ("raw/surveys/2020/source.toml", "fichier absent", "Copier"),
    ),
    "a missing file": (
        remove(SURVEY),
        2,
        ("raw/surveys/2020", "aucun fichier de données", "Déposer"),
    ),
    "an unknown column in a survey": (
        replace(SURVEY, '"MOB[SQ001]"', '"MOB[SQ009]"'),
        2,
        (SURVEY, "MOB[SQ009]", "MOB[SQ001]", "survey_questions.csv"),
    ),
    "a missing column": (
        replace(STRUCTURES, "location_confidence", "confiance"),
        2,
        (STRUCTURES, "location_confidence", "confiance", "ligne 1"),
    ),
    "an unreadable encoding": (
        write(POLICIES, b"siren_epci;policy\n\x81\x8d\x00\xff;PAT\n"),
        2,
        (POLICIES, "encodage", "UTF-8"),
    ),
    "an empty file": (write(PRACTICES, b""), 2, (PRACTICES, "vide")),
    "a wrong SIREN": (
        replace(POLICIES, "200067767,CTE", "200067768,CTE"),
        1,
        (POLICIES, "ligne 3", "siren_epci", "200067768", "attendu"),
    ),
    "a wrong commune code": (
        replace(STRUCTURES, "26308", "2630X"),
        1,
        (STRUCTURES, "ligne 3", "2630X", "code_insee"),
    ),
    "a hole in the territories": (dig_a_hole, 1, ("coverage_defects", "26307")),
    "a doubled structure": (
        replace(STRUCTURES, "\nS07,", "\nS06,"),
        1,
        (STRUCTURES, "S06"),
    ),
}


@pytest.mark.parametrize(
    "fault",
    [  # one in two in `make test`, all in `make soak`: each is a whole run
        pytest.param(fault, marks=pytest.mark.long) if n % 2 else fault
        for n, fault in enumerate(REFUSED)
    ],
)
def test_a_fault_is_said_and_the_former_release_stays(
    world: Path, tmp_path: Path, fault: str
) -> None:
    spoil, exit_code, words = REFUSED[fault]
    data = shutil.copytree(world, tmp_path / "world")
    served = releases.served(Settings(data, "auto"))
    spoil(data)
    outcome = runs.run(Settings(data, "auto"), lambda _: None)
    said = "\n".join((*outcome.refusals, *outcome.blocked))
    assert outcome.exit_code == exit_code, said
    for word in words:
        assert word in said
    assert "imprévue" not in said
    assert releases.served(Settings(data, "auto")) == served
    assert len(releases.known(Settings(data, "auto"))) == 1


def test_all_faults_of_all_files_are_said_at_once(world: Path, tmp_path: Path) -> None:
    data = shutil.copytree(world, tmp_path / "world")
    for fault in ("a missing column", "an empty file", "a missing description"):
        REFUSED[fault][0](data)
    run = tecs(data, "run")
    assert run.returncode == 2
    for fault in ("a missing column", "an empty file", "a missing description"):
        assert all(word in run.stderr for word in REFUSED[fault][2])
    assert "Rien n'est publié : 3 problèmes à corriger." in run.stderr
    assert "reste servie" in run.stderr


def mutations(con: duckdb.DuckDBPyConnection, table: str) -> Iterator[str]:
    """Ways to spoil a table: a doubled line, a senseless one, empty or senseless cells, nothing."""
    columns = con.execute(
        "select column_name, data_type from duckdb_columns()"
        " where schema_name || '.' || table_name = ?",
        [table],
    ).fetchall()
    senseless = {name: SENSELESS[kind] for name, kind in columns if kind in SENSELESS}
    yield f"insert into {table} select * from {table} limit 1"
    yield f"insert into {table} ({', '.join(senseless)}) values ({', '.join(senseless.values())})"
    for name, _ in columns:
        yield f"update {table} set {name} = null"
        if name in senseless:
            yield f"update {table} set {name} = {senseless[name]}"
    yield f"delete from {table}"


SENSELESS = {
    "VARCHAR": "'x@example.org'",
    "INTEGER": "-987654321",
    "BIGINT": "-987654321",
    "DOUBLE": "-987654321",
    "BOOLEAN": "true",
}


@pytest.mark.parametrize("suite", SUITES, ids=lambda suite: suite.table)
def test_every_suite_goes_red_on_a_spoilt_table_and_stops_the_publication(
    world: Path, tmp_path: Path, suite: Suite
) -> None:
    settings = Settings(tmp_path, "auto")
    shutil.copy(world / "warehouse.duckdb", settings.warehouse)
    blocks = any(expectation.blocking for expectation in suite.expectations)
    with duckdb.connect(settings.warehouse) as con:
        before = red(validation.validate(con, suite), blocks=blocks)
        con.execute(f"create table backup as from {suite.table}")
        for mutation in mutations(con, suite.table):
            con.execute(mutation)
            found = red(validation.validate(con, suite), blocks=blocks)
            con.execute(f"delete from {suite.table}")
            con.execute(f"insert into {suite.table} from backup")
            if len(found) > len(before):
                break
        assert len(found) > len(before), "no mutation turned this suite red"
        assert all(suite.table in str(finding) for finding in found)
        if blocks:
            with pytest.raises(BlockedByChecks):
                publish.publish(settings, con, [], SUITES)
    assert not settings.published.exists()


def red(findings: list[Finding], *, blocks: bool) -> list[Finding]:
    return [f for f in findings if f.blocking == blocks and not f.passed and not f.error]


def test_a_table_built_anew_must_be_checked_anew(world: Path, tmp_path: Path) -> None:
    settings = Settings(tmp_path, "auto")
    shutil.copy(world / "warehouse.duckdb", settings.warehouse)
    with duckdb.connect(settings.warehouse) as con:
        verdicts.forget(con, "staging.communes")
        with pytest.raises(BlockedByChecks, match=r"staging\.communes : cette table n'a pas été"):
            publish.publish(settings, con, [], SUITES)


def test_an_expectation_that_cannot_run_is_told_from_a_fault_of_the_data(
    world: Path, tmp_path: Path
) -> None:
    shutil.copy(world / "warehouse.duckdb", tmp_path / "warehouse.duckdb")
    from pipelines.checks.suite import structural

    suite = Suite(
        "staging.communes",
        (structural("expect_column_values_to_be_unique", "doublon", column="absente"),),
    )
    with duckdb.connect(tmp_path / "warehouse.duckdb") as con:
        (finding,) = validation.validate(con, suite)
    assert finding.error
    assert "n'a pas pu être exécuté" in str(finding)
