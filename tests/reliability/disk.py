"""A full disk: the tiny world on small tmpfs of several sizes; prints a Markdown row.

`python -m tests.reliability.disk` (root, or a user allowed to mount). Each size fills at another
place of `tecs run`. Without the right to mount, `--limit` lowers RLIMIT_FSIZE instead: no file may
grow beyond the size, which the system reports as « File too large ».
"""

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from pipelines import releases
from pipelines.settings import ROOT, Settings
from tests.conftest import copy_world
from tests.reliability import served

ROOM = 1_000_000_000  # bytes; more than the tiny world ever needs
SPARE = 64 * 1024  # bytes left at the least
STEPS = 12  # sizes tried, closest where the least is left, up to what a run needs


@dataclass
class Score:
    """What was seen."""

    refused: int = 0  # runs that met the full disk
    passed: int = 0  # runs that had just enough room
    stopped_at: set[str] = field(default_factory=set)  # the last step before the disk was full
    faults: list[str] = field(default_factory=list)

    def row(self, how: str) -> str:
        """One line of the README's table."""
        return (
            f"| full disk ({how}) | {self.refused} runs met it, after"
            f" {len(self.stopped_at)} different steps; {self.passed} had room enough |"
            f" each next run, with room, succeeded | {len(self.faults)} faults |"
        )


def run(data: Path, limit: int | None = None) -> subprocess.CompletedProcess[str]:
    """`tecs run` on `data`; `limit`: no file may grow beyond so many bytes."""

    def bound() -> None:
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    return subprocess.run(  # no thread runs here
        [sys.executable, "-m", "pipelines", "run"],
        cwd=ROOT,
        env={**os.environ, "TECS_DATA": str(data)},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        preexec_fn=bound,
    )


@contextmanager
def mounted(place: Path, size: int) -> Iterator[Path]:
    """A tmpfs of `size` bytes at `place`."""
    place.mkdir(exist_ok=True)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)]
    subprocess.run(mount, check=True, capture_output=True)
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


def resize(place: Path, size: int) -> None:
    """Give a mounted tmpfs another size."""
    subprocess.run(["mount", "-o", f"remount,size={size}", str(place)], check=True)


def judge(data: Path, before: str, tried: subprocess.CompletedProcess[str], score: Score) -> None:
    """Compare one run on a short disk to the claims."""
    here = Settings(data=data, demonstration="auto")
    if fault := served.find_fault(data):
        score.faults.append(fault)
    if tried.returncode == 0:
        score.passed += 1
        return
    score.refused += 1
    score.stopped_at.add((tried.stdout.splitlines() or ["rien"])[-1])
    clear = "disque est plein" in tried.stderr and "imprévue" not in tried.stderr
    if tried.returncode != 2 or not clear or "Traceback" in tried.stderr:
        score.faults.append(f"exit code {tried.returncode}: {tried.stderr.strip()[-600:]}")
    if releases.served(here) != before:
        score.faults.append(f"refused, yet {releases.served(here)} replaced {before}")


def measure(folder: Path, steps: int, *, by_limit: bool = False) -> Score:
    """Run on `steps` sizes below what a run needs; after each, make room and run again."""
    score = Score()
    template = copy_world(folder / "template")
    _succeed(template, score)
    short = _limited if by_limit else _mounted
    for step in range(steps):
        short(folder / f"world-{step}", template, (step / steps) ** 2, score)
    return score


def _mounted(data: Path, template: Path, share: float, score: Score) -> None:
    """A disk with `share` of the room that a further run takes, then with plenty."""
    with mounted(data, ROOM):
        _fill(data, template)
        here = Settings(data=data, demonstration="auto")
        before, used = releases.served(here) or "", _used(data)
        needed = _size(template / "published") + _size(template / "warehouse.duckdb")
        resize(data, used + SPARE + int(share * needed))
        judge(data, before, run(data), score)
        resize(data, ROOM)
        _succeed(data, score)


def _limited(data: Path, template: Path, share: float, score: Score) -> None:
    """No file beyond `share` of the warehouse, then no limit."""
    data.mkdir()
    _fill(data, template)
    before = releases.served(Settings(data=data, demonstration="auto")) or ""
    limit = SPARE + int(share * _size(template / "warehouse.duckdb"))
    judge(data, before, run(data, limit), score)
    _succeed(data, score)


def _fill(data: Path, template: Path) -> None:
    """The template's input and its served release; the warehouse is to be made."""
    for part in ("raw", "geo", "published"):
        shutil.copytree(template / part, data / part)


def _succeed(data: Path, score: Score) -> None:
    before = releases.served(Settings(data=data, demonstration="auto"))
    tried = run(data)
    after = releases.served(Settings(data=data, demonstration="auto"))
    if tried.returncode != 0 or after == before or served.find_fault(data):
        score.faults.append(f"with room, the run ended with {tried.returncode}: {tried.stderr}")


def _used(place: Path) -> int:
    usage = shutil.disk_usage(place)
    return usage.total - usage.free


def _size(path: Path) -> int:
    files = [path] if path.is_file() else [p for p in path.rglob("*") if p.is_file()]
    return sum(file.stat().st_size for file in files)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="`tecs run` on a disk that fills.")
    parser.add_argument("--sizes", type=int, default=STEPS)
    parser.add_argument("--limit", action="store_true", help="RLIMIT_FSIZE, without mounting")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        score = measure(Path(folder), asked.sizes, by_limit=asked.limit)
    sys.stdout.write(score.row("RLIMIT_FSIZE" if asked.limit else "tmpfs") + "\n")
    sys.stdout.write("".join(f"- {fault}\n" for fault in score.faults))
    raise SystemExit(bool(score.faults))


if __name__ == "__main__":
    main()
