"""`python -m tests.reliability.readers`: reads by several processes while releases are published.

Each read goes through the dashboard's own door and proves that what it got is one release: the
manifest's id is that of the folder, and the content of a table has the hash that this manifest
gives. Each publication changes a figure, so that two releases never have the same hashes. A read
asks a question never asked before: Streamlit's cache answers none of them.
"""

import argparse
import logging
import multiprocessing
import os
import random
import sys
import tempfile
import time
from dataclasses import dataclass, field
from multiprocessing.queues import Queue
from multiprocessing.sharedctypes import Synchronized
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import NamedTuple

from dashboard import snapshot
from dashboard.snapshot import Snapshot
from pipelines import publish, warehouse
from pipelines.checks import SUITES
from pipelines.settings import Settings
from pipelines.tables import load_tables
from tests.conftest import copy_world, tecs

# as publish.py makes it, but for a number that makes the question new
FINGERPRINT = """select count(*) as rows,
    sha256(coalesce(string_agg(line, chr(10) order by line), '')) as sha256
from (select to_json(t)::varchar as line from {table} as t) where ? is not null"""
# two tables that every publication changes, and one that it does not
TABLES = ("marts.themes", "marts.maturity_by_structure", "marts.territories")


@dataclass
class Tally:
    """What the readers saw."""

    reads: int = 0
    failures: list[str] = field(default_factory=list)  # exceptions, and no release at all
    halves: list[str] = field(default_factory=list)  # figures and manifest of different releases
    seen: set[str] = field(default_factory=set)  # the releases that were read
    seconds: float = 0.0


class Shared(NamedTuple):
    """What the processes have in common."""

    done: "Synchronized[int]"  # reads made so far, by all
    over: Event  # the last publication is finished
    tallies: "Queue[Tally]"


def measure(data: Path, *, reads: int, publications: int, processes: int, seed: int) -> Tally:
    """Read and publish at the same time, in the world at `data`, already run once.

    Publications are spread over the reads: one begins when its share of the reads is done; the
    readers go on until the last one is finished.
    """
    context = multiprocessing.get_context("spawn")
    shared = Shared(context.Value("i", 0), context.Event(), context.Queue())
    readers = [
        context.Process(target=_read, args=(data, seed + number, reads, shared))
        for number in range(processes)
    ]
    start = time.monotonic()
    for reader in readers:
        reader.start()
    try:
        _publish(Settings(data, "auto"), reads, publications, shared.done)
    finally:
        shared.over.set()
    found = [shared.tallies.get(timeout=600) for _ in readers]
    for reader in readers:
        reader.join()
    return Tally(
        reads=sum(tally.reads for tally in found),
        failures=[text for tally in found for text in tally.failures],
        halves=[text for tally in found for text in tally.halves],
        seen=set().union(*(tally.seen for tally in found)),
        seconds=time.monotonic() - start,
    )


def _publish(settings: Settings, reads: int, publications: int, done: "Synchronized[int]") -> None:
    marts = [table for table in load_tables() if table.layer == "marts"]
    with warehouse.connect(settings.warehouse) as con:
        for number in range(1, publications + 1):
            while done.value < reads * (number - 1) / publications:
                time.sleep(0.005)
            con.execute(f"update marts.themes set label = theme || ' {number}'")
            con.execute(f"update marts.maturity_by_structure set structure_name = 'n° {number}'")
            publish.publish(settings, con, marts, SUITES)


def _read(data: Path, seed: int, reads: int, shared: Shared) -> None:
    """One reader: reads until the publications are over and all the reads are done."""
    os.environ["TECS_DATA"] = str(data)
    logging.disable(logging.WARNING)  # Streamlit warns that it runs without its server
    draw, tally = random.Random(seed), Tally()  # noqa: S311 # a draw, not a secret
    while not shared.over.is_set() or shared.done.value < reads:
        table = draw.choice(TABLES)
        try:
            _check(snapshot.current(), table, draw.random(), tally)
        except Exception as error:  # whatever a reader meets is what is measured
            tally.failures.append(f"{table}: {type(error).__name__}: {error}")
        tally.reads += 1
        with shared.done.get_lock():
            shared.done.value += 1
    shared.tallies.put(tally)


def _check(release: Snapshot | None, table: str, nonce: float, tally: Tally) -> None:
    """Note what is wrong with one read: no release, a notice, another id, another content."""
    if release is None or release.notice:
        tally.failures.append(f"{table}: {release.notice if release else 'no release'}")
        return
    tally.seen.add(release.release_id)
    manifest = release.manifest
    said = next(entry for entry in manifest["tables"] if entry["name"] == table)
    (found,) = release.rows(FINGERPRINT.format(table=table), (nonce,))
    same = (found["rows"], found["sha256"]) == (said["rows"], said["sha256"])
    if not same or manifest["release_id"] != release.release_id:
        tally.halves.append(f"{release.release_id}: {table}")


def main() -> int:
    """Measure on a copy of the tiny world and print a line of a Markdown table."""
    parser = argparse.ArgumentParser(description="Reads while releases are published.")
    for name, default in (("reads", 10_000), ("publications", 50), ("processes", 4), ("seed", 26)):
        parser.add_argument(f"--{name}", type=int, default=default)
    asked = vars(parser.parse_args())
    with tempfile.TemporaryDirectory() as folder:
        data = copy_world(Path(folder) / "world")
        run = tecs(data, "run")
        if run.returncode:
            raise SystemExit(run.stderr)
        tally = measure(data, **asked)
    for text in (*tally.failures, *tally.halves):
        sys.stderr.write(f"{text}\n")
    sys.stdout.write(
        f"| {tally.reads:,} reads by {asked['processes']} processes during "
        f"{asked['publications']} publications, seed {asked['seed']} "
        f"| {len(tally.failures)} failed, "
        f"{len(tally.halves)} half releases | {len(tally.seen)} releases seen, "
        f"{tally.seconds:.0f} s |\n"
    )
    return bool(tally.failures or tally.halves)


if __name__ == "__main__":
    sys.exit(main())
