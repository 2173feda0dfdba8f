"""`kill -9` at random moments of `tecs run` on the tiny world; prints a Markdown row.

`python -m tests.reliability.kill --times 100 --seed 26`. The kills are uniform over the whole
run, but for one in four, which waits for the publication to begin and falls in it: it is so
short a part of a run that chance alone would hardly ever meet it.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from pipelines import releases
from pipelines.releases import PENDING
from pipelines.settings import ROOT, Settings
from tests.conftest import copy_world
from tests.reliability import served

PUBLICATION = 0.4  # seconds that the publication of the tiny world takes at most
AIMED = 4  # every fourth kill falls in the publication
VERIFIED = 10  # after every tenth kill, the next run is waited for


@dataclass
class Score:
    """What was seen."""

    kills: int = 0  # processes that died of our signal
    in_publication: int = 0  # of which while a release was being written
    finished: int = 0  # runs that were quicker than the signal
    next_runs: int = 0  # runs left alone after a kill, all of them successful
    faults: list[str] = field(default_factory=list)

    def row(self, seed: int) -> str:
        """One line of the README's table."""
        return (
            f"| `kill -9` of `tecs run`, seed {seed} | {self.kills} kills, of which"
            f" {self.in_publication} while publishing; {self.finished} runs were quicker |"
            f" {self.next_runs} next runs succeeded | {len(self.faults)} faults |"
        )


@contextmanager
def started(data: Path) -> Iterator[subprocess.Popen[bytes]]:
    """`tecs run` on the world in `data`, in a process group of its own, killed at the end."""
    with subprocess.Popen(
        [sys.executable, "-m", "pipelines", "run"],
        cwd=ROOT,
        env={**os.environ, "TECS_DATA": str(data)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as run:
        try:
            yield run
        finally:
            if run.poll() is None:
                os.killpg(run.pid, signal.SIGKILL)


def is_publishing(data: Path) -> bool:
    """Whether a release is being written, by a run or as the leftover of a killed one."""
    return any((data / "published").glob(f"{PENDING}*"))


def kill_once(data: Path, moment: float | None, delay: float, score: Score) -> None:
    """Start a run; kill it at `moment` seconds, or (None) `delay` after it begins to publish."""
    leftovers = set((data / "published").glob(f"{PENDING}*"))
    with started(data) as run:
        if moment is None:
            while run.poll() is None and not _new_pending(data, leftovers):
                time.sleep(0.001)
            moment = delay
        try:
            run.wait(moment)
            score.finished += 1
        except subprocess.TimeoutExpired:
            os.killpg(run.pid, signal.SIGKILL)
            run.wait()
            score.kills += 1
            score.in_publication += bool(_new_pending(data, leftovers))


def _new_pending(data: Path, leftovers: set[Path]) -> set[Path]:
    return set((data / "published").glob(f"{PENDING}*")) - leftovers


def verify_next(data: Path, score: Score) -> None:
    """Run to the end: it must succeed, serve a new release and clear what the dead left."""
    here = Settings(data=data, demonstration="auto")
    before = releases.served(here)
    with started(data) as run:
        code = run.wait(300)
    score.next_runs += 1
    if code != 0 or releases.served(here) == before or is_publishing(data):
        score.faults.append(f"the run after kill {score.kills} ended with {code}")


def measure(data: Path, times: int, seed: int) -> Score:
    """Kill `times` runs on the world in `data`, and look at what is served after each."""
    dice = random.Random(seed)  # noqa: S311 # not a secret
    score = Score()
    start = time.monotonic()
    verify_next(data, score)
    seconds = time.monotonic() - start
    for number in range(times):
        moment = None if number % AIMED == 3 else dice.uniform(0, seconds)
        kill_once(data, moment, dice.uniform(0, PUBLICATION), score)
        if fault := served.find_fault(data):
            score.faults.append(f"after kill {number}: {fault}")
        sys.stderr.write(f"{number + 1} of {times}, {len(score.faults)} faults\n")
        if number % VERIFIED == VERIFIED - 1 or number == times - 1:
            verify_next(data, score)
            if fault := served.find_fault(data):
                score.faults.append(f"after the run that follows kill {number}: {fault}")
    return score


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="kill -9 at random moments of `tecs run`.")
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--seed", type=int, default=26)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        score = measure(copy_world(Path(folder)), asked.times, asked.seed)
    sys.stdout.write(score.row(asked.seed) + "\n" + "".join(f"- {f}\n" for f in score.faults))
    raise SystemExit(bool(score.faults))


if __name__ == "__main__":
    main()
