"""How the computed tables and the marts grow: the shipped answers, then a hundred times as many.

Each measure is one process on its own warehouse: a plain scan of the answers (the mean of many, one
alone is too short to time), every table of scores and marts, and the draws of each wave. The
structures are copied with their answers, under other identifiers.
"""

import json
import resource
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import duckdb

from pipelines import scores, tables, warehouse
from pipelines.settings import ROOT

TIMES = 100
RUNS = 3
SCANS = 200
LAYERS = ("scores", "marts")
SCAN = "select count(*), sum(value), sum(length(answer_code)) from staging.survey_answers"
DRAWS = "robustness"

Measures = dict[str, float]  # seconds, and the peak memory in MiB


def report(folder: Path, made: Path) -> list[str]:
    """Return the lines of a Markdown table, from the warehouse `made` by a run; writes in `folder`.

    Medians of three processes at each size, in turn.
    """
    folder.mkdir(parents=True)
    paths = [shutil.copy(made, folder / "once.duckdb"), folder / "many.duckdb"]
    shutil.copy(made, paths[1])
    multiply(Path(paths[1]))
    found: list[list[Measures]] = [[], []]
    for _ in range(RUNS):
        for size, path in enumerate(paths):
            found[size].append(_in_a_process(Path(path)))
    once, many = ({k: statistics.median(run[k] for run in runs) for k in runs[0]} for runs in found)
    return [
        f"| what | shipped answers | {TIMES} × the answers | growth | aim |",
        "|---|---|---|---|---|",
        f"| plain scan of the answers | {1000 * once['scan']:.2f} ms | {1000 * many['scan']:.2f} ms"
        f" | × {many['scan'] / once['scan']:.1f} | |",
        *(
            f"| {name} / scan | {once[key]:.2f} s, {once[key] / once['scan']:.0f}"
            f" | {many[key]:.2f} s, {many[key] / many['scan']:.0f}"
            f" | × {many[key] / once[key]:.1f} | ≤ × {TIMES} |"
            for key, name in (("tables", "scores and marts"), ("draws", "1,000 draws a wave"))
        ),
        f"| peak memory | {once['memory']:.0f} MiB | {many['memory']:.0f} MiB | | < 1024 MiB |",
    ]


def multiply(path: Path) -> None:
    """Copy the answers and their structures until there are TIMES as many, in place."""
    reads = {
        read for table in tables.load_tables() if table.layer in LAYERS for read in table.reads
    }
    with warehouse.connect(path) as con:
        held = con.execute(
            "select schema_name || '.' || table_name from duckdb_columns()"
            " where column_name = 'structure_id'"
        ).fetchall()
        for (table,) in held:
            if table in reads and table.startswith(("staging.survey_", "staging.structures")):
                con.execute(
                    f"create or replace table {table} as select * replace (case when copy = 0"
                    " then structure_id else structure_id || '-' || copy end as structure_id)"
                    f" from {table} cross join range({TIMES}) as copies (copy)"
                )
                con.execute(f"alter table {table} drop column copy")


def _in_a_process(path: Path) -> Measures:
    ran = subprocess.run(
        [sys.executable, "-m", "tests.bench.scale", str(path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    found: Measures = json.loads(ran.stdout)
    return found


def measure(path: Path) -> Measures:
    """Time the scan, the tables and the draws in this process, libraries imported beforehand."""
    import scipy.special  # noqa: F401 # its import is not the work

    made = [table for table in tables.load_tables() if table.layer in LAYERS]
    [draws] = [table for table in scores.TABLES if table.name == DRAWS]
    with warehouse.connect(path) as con:
        scan = _seconds(lambda: _scan(con)) / SCANS
        built = _seconds(lambda: [tables.create(con, table) for table in made])
        drawn = _seconds(lambda: draws.compute(con))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"scan": scan, "tables": built, "draws": drawn, "memory": peak}


def _scan(con: duckdb.DuckDBPyConnection) -> None:
    for _ in range(SCANS):
        con.execute(SCAN).fetchall()


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measure(Path(sys.argv[1]))))
