"""Twenty visitors at once, each changing a filter every three seconds; what a rerun costs."""

import asyncio
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipelines.settings import ROOT
from tests.conftest import free_port, wait_for
from tests.soak.load import Tally, load, percentile

VISITORS = 20
SECONDS = 60


@contextmanager
def dashboard(data: Path) -> Iterator[tuple[str, int]]:
    """One dashboard on `data`; yields its address and the number of its process."""
    port = free_port()
    with subprocess.Popen(
        [sys.executable, "-m", "pipelines", "dashboard", "--port", str(port)],
        cwd=ROOT,
        env={**os.environ, "TECS_DATA": str(data)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as server:
        try:
            wait_for(f"http://127.0.0.1:{port}/_stcore/health", server)
            yield f"ws://127.0.0.1:{port}", server.pid
        finally:
            server.terminate()


def processor(pid: int) -> float:
    """Seconds of processor that a process has used."""
    used = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[11:13]
    return sum(map(int, used)) / os.sysconf("SC_CLK_TCK")


def memory(pid: int) -> float:
    """MiB that a process holds."""
    status = Path(f"/proc/{pid}/status").read_text("utf-8")
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def report(data: Path) -> list[str]:
    """Return the lines of a Markdown table for the dashboard on `data`, which has a release."""
    with dashboard(data) as (address, pid):
        asyncio.run(load(address, visitors=2, seconds=15))  # imports and caches are warm
        alone = asyncio.run(load(address, visitors=1, seconds=15, pace=0.5))
        held, used, start = memory(pid), processor(pid), time.monotonic()
        tally = asyncio.run(load(address, visitors=VISITORS, seconds=SECONDS))
        share = (processor(pid) - used) / (time.monotonic() - start)
        weight = (memory(pid) - held) / VISITORS
    return lines(alone, tally, share, weight)


def lines(alone: Tally, tally: Tally, share: float, weight: float) -> list[str]:
    """The table: a visitor alone, then all of them."""
    failed = len(tally.failures) + len(tally.wrong) + len(tally.recoveries)
    return [
        f"| server, {VISITORS} visitors, a change of filter every 3 s each | | aim |",
        "|---|---|---|",
        f"| a rerun, one visitor alone | {1000 * statistics.median(alone.changes):.0f} ms | |",
        f"| a rerun, all of them: median, p95 | {1000 * statistics.median(tally.changes):.0f} ms,"
        f" {1000 * percentile(tally.changes, 95):.0f} ms | p95 ≤ 300 ms |",
        f"| sent at each rerun, before compression | {statistics.median(tally.bytes) / 1000:.0f} kB"
        " | |",
        f"| failed or wrong views, of {len(tally.changes)} | {failed} | 0 |",
        f"| processor, of one core | {100 * share:.0f} % | |",
        f"| memory a session | {weight:.1f} MiB | |",
    ]


if __name__ == "__main__":
    sys.stdout.write("\n".join(report(Path(sys.argv[1]))) + "\n")
