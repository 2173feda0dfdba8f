"""`make bench`: whole processes, in turn, medians of five; prints Markdown tables."""

import argparse
import os
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from pipelines.settings import ROOT
from tests.bench import dbt_project, page, scale, visits
from tests.conftest import copy_world

RUNS = 5


@dataclass(frozen=True)
class Timed:
    """One finished process: wall seconds and peak memory in MiB."""

    seconds: float
    memory: float


def timed(command: list[str], environment: dict[str, str]) -> Timed:
    """Run a command to its end, output thrown away; fails when it fails."""
    start = time.perf_counter()
    quiet = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    child = os.posix_spawn(command[0], command, {**os.environ, **environment}, file_actions=quiet)
    _, status, usage = os.wait4(child, 0)
    if os.waitstatus_to_exitcode(status) != 0:
        raise SystemExit(f"{' '.join(command)} failed")
    return Timed(time.perf_counter() - start, usage.ru_maxrss / 1024)


def compare(commands: dict[str, tuple[list[str], dict[str, str]]]) -> dict[str, list[Timed]]:
    """Run the commands in turn, A B C A B C…, after one uncounted round."""
    found: dict[str, list[Timed]] = {name: [] for name in commands}
    for turn in range(RUNS + 1):
        for name, (command, environment) in commands.items():
            measure = timed(command, environment)
            if turn:
                found[name].append(measure)
    return found


def row(name: str, ours: list[Timed], theirs: list[Timed], aim: str) -> str:
    """One line of the table: the ratio is the median of the ratios, turn by turn."""
    ratios = [a.seconds / b.seconds for a, b in zip(ours, theirs, strict=True)]
    return (
        f"| {name} | {statistics.median(a.seconds for a in ours):.1f} s"
        f" / {statistics.median(b.seconds for b in theirs):.1f} s"
        f" | {statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f}) | {aim} |"
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Ratios of `tecs run` to its floor and to dbt.")
    parser.add_argument("--no-dbt", action="store_true", help="leave dbt out")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        worlds = {
            name: copy_world(Path(folder) / name, ROOT / "data") for name in ("tecs", "floor")
        }
        where = {name: {"TECS_DATA": str(path)} for name, path in worlds.items()}
        commands = {
            "tecs": ([sys.executable, "-m", "pipelines", "run"], where["tecs"]),
            "floor": ([sys.executable, "-m", "tests.bench.floor"], where["floor"]),
        }
        if not asked.no_dbt:
            timed(*commands["floor"])
            commands["dbt"] = dbt_project.prepare(Path(folder) / "dbt", worlds["floor"])
        found = compare(commands)
        seen = page.report(Path(folder) / "page", worlds["tecs"])
        load = visits.report(worlds["tecs"])
        growth = scale.report(Path(folder) / "scale", worlds["floor"] / "warehouse.duckdb")
    sys.stdout.write("| what | medians | ratio (min to max) | aim |\n|---|---|---|---|\n")
    sys.stdout.write(row("`tecs run` / floor", found["tecs"], found["floor"], "≤ 1.25") + "\n")
    if "dbt" in found:
        sys.stdout.write(row("`tecs run` / `dbt build`", found["tecs"], found["dbt"], "< 1") + "\n")
    peak = max(measure.memory for measure in found["tecs"])
    sys.stdout.write(f"| peak memory of `tecs run` | {peak:.0f} MiB | | < 1024 MiB |\n\n")
    sys.stdout.write("\n".join([*growth, "", *seen, "", *load]) + "\n")


if __name__ == "__main__":
    main()
