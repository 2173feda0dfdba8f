"""The whole chain on the tiny world, as a steward runs it."""

import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines import releases, runs
from pipelines.settings import ROOT, Settings

PERSONAL = ("@demo", "06 39 98", "04 65 71")  # what the planted respondents left of themselves


def world_settings(data: Path) -> Settings:
    return Settings(data=data, demonstration="auto")


def served_manifest(data: Path) -> dict[str, Any]:
    here = world_settings(data)
    return releases.manifest(here, releases.served(here) or "")


def quiet_run(data: Path, *, publish: bool = True) -> runs.Outcome:
    """A run in this process: the libraries are imported once for all tests."""
    return runs.run(world_settings(data), lambda _: None, publish=publish)


def test_a_run_ends_with_a_summary_in_french(first_run: tuple[Path, str]) -> None:
    data, said = first_run
    for word in ("publiée", "lignes lues", "Contrôles", "première version", "réponses simulées"):
        assert word in said
    assert (data / "published" / "current").is_file()


def test_the_release_holds_the_marts_and_only_them(world: Path) -> None:
    release = world / "published" / (world / "published" / "current").read_text().strip()
    with duckdb.connect(release / "comite.duckdb", read_only=True) as con:
        schemas = con.execute(
            "select distinct schema_name from duckdb_tables() order by 1"
        ).fetchall()
        comments = con.execute(
            "select count(*) from duckdb_columns() where not internal and comment is null"
        ).fetchone()
    assert schemas == [("marts",)]
    assert comments == (0,)


def test_no_row_is_lost(world: Path) -> None:
    sources = served_manifest(world)["sources"]
    assert sum(s["rows_in"] for s in sources) > 50
    for source in sources:
        assert source["rows_in"] == source["rows_kept"] + source["rows_rejected"], source
    assert sum(s["rows_rejected"] for s in sources) > 0


def test_nothing_personal_is_in_a_release_nor_in_staging(world: Path) -> None:
    with duckdb.connect(world / "warehouse.duckdb", read_only=True) as con:
        tables = con.execute(
            "select schema_name || '.' || table_name from duckdb_tables()"
            " where schema_name in ('staging', 'marts', 'checks')"
        ).fetchall()
        text = "".join(str(con.execute(f"from {table}").fetchall()) for (table,) in tables)
        raw = str(con.execute("from raw.survey_cells").fetchall())
    files = [path for path in (world / "published").rglob("*") if path.is_file()]
    binary = {".duckdb", ".parquet"}  # the tables of the first are the marts read above
    text += "".join(path.read_text("utf-8") for path in files if path.suffix not in binary)
    told = [path for path in files if path.suffix == ".parquet"]
    text += "".join(str(duckdb.execute(f"from '{path}'").fetchall()) for path in told)
    for value in PERSONAL:
        assert value in raw, "the planted value must be there to begin with"
        assert value not in text


def test_every_export_that_shows_a_simulated_answer_says_so(world: Path) -> None:
    exports = world / "published" / (releases.served(world_settings(world)) or "") / "exports"
    maturity = (exports / "maturity_by_epci.csv").read_text("utf-8").splitlines()
    assert maturity[0].startswith("mention,")
    assert all(line.startswith("Réponses simulées,") for line in maturity[1:])
    assert "RÉPONSES SIMULÉES" in (exports / "LISEZ-MOI.txt").read_text("utf-8")


def test_two_runs_make_the_same_figures(fresh_world: Path) -> None:
    manifests = []
    for _ in range(2):
        assert quiet_run(fresh_world).exit_code == 0
        manifests.append(served_manifest(fresh_world))
    first, second = manifests
    assert first["release_id"] != second["release_id"]
    for manifest in manifests:
        del manifest["release_id"], manifest["created_at"]
    assert first == second


@pytest.mark.parametrize(
    "step",
    [
        pytest.param("raw_source_files", marks=pytest.mark.long),
        pytest.param("staging.communes", marks=pytest.mark.long),
        "release",
    ],
)
def test_a_killed_run_leaves_the_former_release_and_the_next_one_succeeds(
    world: Path, tmp_path: Path, step: str
) -> None:
    data = shutil.copytree(world, tmp_path / "world")
    served = releases.served(world_settings(data))
    with subprocess.Popen(
        [sys.executable, "-u", "-m", "pipelines", "run"],
        cwd=ROOT,
        env={"PATH": "", "TECS_DATA": str(data), "HOME": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as run:
        assert run.stdout
        seen = ""
        for line in run.stdout:
            seen += line
            if before(step, line):
                run.send_signal(signal.SIGKILL)
                break
    assert run.returncode == -signal.SIGKILL, seen
    assert releases.served(world_settings(data)) == served
    assert served_manifest(data)["release_id"] == served
    assert quiet_run(data).exit_code == 0
    assert releases.served(world_settings(data)) != served
    assert not list((data / "published").glob(".pending-*"))


def before(step: str, line: str) -> bool:
    """Whether the run is at `step`; the release has no line before its end: its last check has."""
    return line.startswith("marts.maturity_by_epci" if step == "release" else step)
