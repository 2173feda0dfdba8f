"""Spoilt drops by the thousand through the real reading and staging; prints a Markdown row.

`python -m tests.reliability.fuzz --drops 2000 --seed 26`; one drop again: `--only 1234`. A drop
may be refused (TecsError) or read, and then rows in = kept + rejected. Anything else is a finding:
another error, more than 60 s of processor time, more than 1.5 GiB, a moved pointer, a lost row.

Plain `random.Random`, one per drop, seeded by the seed and the drop's number, rather than
hypothesis: each drop is a whole file that a person can make again from its number; shrinking
would cost a second a try, and the description of the mutation says enough. Every hundredth drop
goes through the whole run. A process is used for two hundred drops, or until it is lost.
"""

import argparse
import json
import multiprocessing
import random
import resource
import shutil
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

import duckdb

from pipelines import releases, runs, tables, warehouse
from pipelines.definitions import TABLES
from pipelines.errors import TecsError
from pipelines.settings import ROOT, Settings
from pipelines.sources import policies, practices, source_files, structures, waves
from tests.conftest import TINY_WORLD, copy_world
from tests.reliability import mutations

SECONDS = 60
MEMORY = 1536  # MiB
ADDRESSES = 8 * 1024**3  # bytes; beyond, the process is refused memory: the machine must survive
PER_PROCESS = 200
WHOLE_RUN = 100  # every hundredth drop
BOMB, HUGE = 100, 400  # one bomb in a hundred drops, one file of 100 MB in four hundred
WORLDS = {"tiny": TINY_WORLD, "shipped": ROOT / "data"}
WEIGHTS = {"tiny": 3, "shipped": 1}  # how often each is chosen
SOURCES = {
    "surveys": waves,
    "structures": structures,
    "policies": policies,
    "practices": practices,
}
STAGING = [table for table in TABLES if table.layer == "staging"]


@dataclass(frozen=True)
class Result:
    """What became of one drop."""

    number: int
    what: str  # the file and the mutation
    outcome: str  # refused, read, or finding
    detail: str = ""
    seconds: float = 0  # of processor time
    memory: float = 0  # peak, MiB

    def __str__(self) -> str:
        """One line of the findings."""
        measures = f"{self.seconds:.1f} s, {self.memory:.0f} MiB"
        return f"- drop {self.number} ({measures}): {self.what}\n  {self.detail}"


def prepare(folder: Path) -> None:
    """Run each world once: its warehouse and release are what the drops are tried against."""
    for name, source in WORLDS.items():
        copy_world(folder / name, source)
        done = runs.run(_here(folder, name), lambda _: None)
        if done.exit_code:
            raise SystemExit("\n".join(done.refusals + done.blocked))


def _worlds(folder: Path) -> list[str]:
    """The worlds that were prepared."""
    return [name for name in WORLDS if (folder / name).is_dir()]


def _here(folder: Path, world: str) -> Settings:
    return Settings(folder / world, "always", secret_file=folder / "secret")


def spoil(folder: Path, number: int, seed: int) -> tuple[Settings, str, str]:
    """Choose a world, a file and a mutation for this drop; return the source and what was done."""
    dice = random.Random(f"{seed}-{number}")  # noqa: S311 # not a secret
    worlds = _worlds(folder)
    world = dice.choices(worlds, weights=[WEIGHTS[name] for name in worlds])[0]
    source = dice.choices(list(SOURCES), weights=(6, 1, 2, 2))[0]
    here = _here(folder, world)
    files = [p for p in sorted((here.raw / source).rglob("*")) if p.name != "source.toml"]
    path = dice.choice([p for p in files if p.is_file()])
    mutate = dice.choice(mutations.COMMON)
    if number % BOMB == BOMB // 2:
        mutate = mutations.make_bomb
    elif number % HUGE == HUGE - 1:
        mutate = mutations.make_huge
    said = mutate(path, dice)
    return here, source, f"{world}/{path.relative_to(here.data).as_posix()}, {said}"


def try_drop(folder: Path, number: int, seed: int) -> Result:
    """Spoil, read, judge, restore."""
    for world in _worlds(folder):  # restored before, not after: the last drop stays to be looked at
        _restore(folder / world)
    here, source, what = spoil(folder, number, seed)
    served = releases.served(here)
    _reset_peak()
    start = time.process_time()  # of the processor: the machine may be busy with something else
    try:
        detail = _run_whole(here) if number % WHOLE_RUN == 0 else _read(here, source)
        outcome = "read" if not detail else "finding"
    except TecsError as error:
        detail = "" if error.problems and str(error) else "a refusal without a word"
        outcome = "finding" if detail else "refused"
    except BaseException as error:  # whatever it is, it is a finding
        detail, outcome = f"{type(error).__name__}: {_last_lines(error)}", "finding"
    seconds, memory = time.process_time() - start, _peak()
    for failed, words in (
        (number % WHOLE_RUN and releases.served(here) != served, "the pointer moved"),
        (seconds > SECONDS, "too slow"),
        (memory > MEMORY, "too much memory"),
    ):
        if failed:
            detail, outcome = f"{words} {detail}".strip(), "finding"
    return Result(number, what, outcome, detail[:600], seconds, memory)


def _restore(data: Path) -> None:
    kept = data / "kept"
    if not kept.is_dir():
        shutil.copytree(data / "raw", kept)
        return
    shutil.rmtree(data / "raw")
    shutil.copytree(kept, data / "raw")


def _read(here: Settings, source: str) -> str:
    """The real reading, then the real staging in a transaction; return what is wrong.

    Staging alone has no check: when its accounts do not agree, the whole run must refuse.
    """
    frames = SOURCES[source].read(here) | source_files.read(here)
    with warehouse.connect(here.warehouse) as con:
        con.execute("begin")
        try:
            for table, rows in frames.items():
                warehouse.write_text(con, f"raw.{table}", rows)
            for table in STAGING:
                tables.create(con, table)
            lost = _lost(con)
        finally:
            con.execute("rollback")
    return lost and _run_refused(here, lost)


def _run_refused(here: Settings, lost: str) -> str:
    """Return "" when a check of the whole run stops what staging alone would let through."""
    return "" if _run(here).exit_code == 1 else lost


def _run(here: Settings) -> runs.Outcome:
    """A whole run; then the warehouse as it was, so that no drop leaves its rows to the next."""
    kept = here.warehouse.with_suffix(".kept")
    shutil.copyfile(here.warehouse, kept)
    try:
        return runs.run(here, lambda _: None)
    finally:
        here.warehouse.with_suffix(".duckdb.wal").unlink(missing_ok=True)
        kept.replace(here.warehouse)


def _lost(con: duckdb.DuckDBPyConnection) -> str:
    lost = con.execute(
        "select source_file, rows_in, rows_kept, rows_rejected from staging.row_accounts"
        " where rows_lost <> 0"
    ).fetchall()
    return f"rows lost: {lost}" if lost else ""


def _run_whole(here: Settings) -> str:
    """`tecs run` without its printing; return what is wrong."""
    before = releases.served(here)
    done = _run(here)
    if done.exit_code and releases.served(here) != before:
        return "refused, yet the pointer moved"
    if done.exit_code and not done.refusals + done.blocked:
        return "refused without a word"
    unforeseen = [text for text in done.refusals if "imprévue" in text]
    if unforeseen:
        return unforeseen[0]
    if done.exit_code == 0:
        sources = releases.manifest(here, releases.served(here) or "")["sources"]
        wrong = [s for s in sources if s["rows_in"] != s["rows_kept"] + s["rows_rejected"]]
        return f"rows lost: {wrong}" if wrong else ""
    return ""


def _last_lines(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    ours = [f for f in frames if "pipelines" in f.filename] or list(frames)
    where = f"{Path(ours[-1].filename).name}:{ours[-1].lineno}" if ours else ""
    return f"{str(error).strip()[:300]} ({where})"


def _reset_peak() -> None:
    """Make Linux forget the highest memory of this process so far."""
    Path("/proc/self/clear_refs").write_text("5", "ascii")


def _peak() -> float:
    status = Path("/proc/self/status").read_text("ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def _serve(folder: Path, seed: int, wire: Connection) -> None:
    """A process that tries the drops whose numbers come, until it is told none."""
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESSES, ADDRESSES))
    while (number := wire.recv()) is not None:
        wire.send(try_drop(folder, number, seed))


def try_all(folder: Path, numbers: list[int], seed: int) -> Iterator[Result]:
    """Try the drops; a process that hangs or dies is a finding, and is replaced."""
    method = multiprocessing.get_context("spawn")
    waiting = list(reversed(numbers))
    while waiting:
        ours, theirs = method.Pipe()
        process = method.Process(target=_serve, args=(folder, seed, theirs), daemon=True)
        process.start()
        theirs.close()
        for _ in range(min(PER_PROCESS, len(waiting))):
            number = waiting.pop()
            ours.send(number)
            result = _answer(ours, number)
            yield result
            if result.outcome == "finding" and result.seconds > SECONDS:
                break
        process.kill()
        process.join()


def _answer(wire: Connection, number: int) -> Result:
    try:
        if wire.poll(3 * SECONDS):
            answer: Result = wire.recv()
            return answer
        detail = f"no answer in {3 * SECONDS} s: killed"
    except EOFError:
        detail = "the process died"
    return Result(number, "see --only", "finding", detail, seconds=3 * SECONDS)


def row(results: list[Result], seed: int) -> str:
    """One line of the README's table."""
    many = Counter(result.outcome for result in results)
    slow, big = max(r.seconds for r in results), max(r.memory for r in results)
    return (
        f"| {len(results)} mutated drops, seed {seed} | {many['refused']} refused, {many['read']}"
        f" read with every row accounted for | longest {slow:.0f} s of processor,"
        f" peak {big:.0f} MiB | {many['finding']} findings |"
    )


def main() -> None:
    """Try and print; the results, one JSON a line, go to `--log`."""
    parser = argparse.ArgumentParser(description="Mutated drops through the real reading.")
    parser.add_argument("--drops", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=26)
    parser.add_argument("--first", type=int, default=1, help="the number of the first drop")
    parser.add_argument("--only", type=int, help="the number of one drop, to see it again")
    parser.add_argument("--log", type=Path, help="a file for all results")
    asked = parser.parse_args()
    numbers = (
        list(range(asked.first, asked.first + asked.drops)) if asked.only is None else [asked.only]
    )
    results = []
    with tempfile.TemporaryDirectory() as folder:
        prepare(Path(folder))
        for result in try_all(Path(folder), numbers, asked.seed):
            results.append(result)
            if asked.log:
                with asked.log.open("a", encoding="utf-8") as log:
                    log.write(json.dumps(vars(result), ensure_ascii=False) + "\n")
    findings = [result for result in results if result.outcome == "finding"]
    sys.stdout.write(
        "".join(f"{result}\n" for result in findings) + row(results, asked.seed) + "\n"
    )
    raise SystemExit(bool(findings))


if __name__ == "__main__":
    main()
