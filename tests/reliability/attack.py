"""Random worlds, each published twice, attacked; prints a Markdown row.

`python -m tests.reliability.attack`: the shipped territories with answers drawn anew and taken as
real, then one answer more or less; see tests/disclosure/attack.py for the attacker.
"""

import argparse
import random
import sys
import tempfile
from pathlib import Path

import duckdb

from pipelines import demonstration, publish, runs, tables, warehouse
from pipelines.checks import SUITES
from pipelines.settings import ROOT, Settings
from pipelines.tables import load_tables
from tests.conftest import copy_world
from tests.disclosure import attack

TABLES = load_tables()
MARTS = [table for table in TABLES if table.layer == "marts"]
REAL = "update raw.source_files set simulated = 'false' where source = 'surveys'"
LINES = """select source_file, source_row from raw.survey_lines order by all"""
Told = list[tuple[attack.Pattern, Path]]


def publish_twice(here: Settings, seed: int) -> Told:
    """Publish a world as real answers, then without one of its lines."""
    dice = random.Random(seed)  # noqa: S311 # a draw, not a secret
    told: Told = []
    with duckdb.connect(here.warehouse, read_only=True) as con:
        file, row = dice.choice(con.execute(LINES).fetchall())
    one_less = f"insert into raw.survey_decisions values ('{file}', '{row}', 'reject', 'essai')"
    for change in (REAL, one_less):
        with warehouse.connect(here.warehouse) as con:
            con.execute(change)
            for table in TABLES:
                tables.create(con, table)
            release = publish.publish(here, con, MARTS, SUITES)["release_id"]
        public = here.published / release / "public.duckdb"
        told.append((attack.observe(here.warehouse), public))
    return told


def measure(worlds: int, seed: int) -> tuple[float, int, int]:
    """Attack so many worlds: the narrowest bounds on a score, certain roles, figures shown."""
    narrowest, certain, shown = 100.0, 0, 0
    for number in range(worlds):
        with tempfile.TemporaryDirectory() as folder:
            here = Settings(copy_world(Path(folder) / "world", ROOT / "data"), "auto")
            demonstration.write(here, seed + number)
            made = runs.run(here, lambda _: None, publish=False)
            if made.exit_code:
                raise SystemExit("a random world was refused")
            told = publish_twice(here, seed + number)
            alone = (attack.narrowest_by_deviation(public) for _, public in told)
            narrowest = min(narrowest, attack.narrowest(told), *alone)
            certain += len(attack.certain(told))
            with duckdb.connect(told[-1][1], read_only=True) as con:
                row = con.execute("select count(score) from marts.maturity_by_epci").fetchone()
            shown += row[0] if row else 0
        sys.stderr.write(f"world {number + 1}: {narrowest:.1f} points, {certain} certain\n")
    return narrowest, certain, shown


def main() -> int:
    """Measure and print a line of the README's table."""
    parser = argparse.ArgumentParser(description="Attacks on the public databases.")
    for name, default in (("worlds", 5), ("seed", 26)):
        parser.add_argument(f"--{name}", type=int, default=default)
    asked = parser.parse_args()
    narrowest, certain, shown = measure(asked.worlds, asked.seed)
    sys.stdout.write(
        f"| {asked.worlds} random worlds, two releases each, seed {asked.seed} "
        f"| {shown} figures by territory shown; narrowest bounds on a structure's score: "
        f"{narrowest:.1f} points | {certain} answers certain |\n"
    )
    return int(certain > 0 or narrowest < 20)


if __name__ == "__main__":
    sys.exit(main())
