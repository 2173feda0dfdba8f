"""`make soak`: the whole service by hand, visitors through the proxy, publications, a kill -9.

Starts deploy/demarrer.sh on a copy of the shipped data (PostgreSQL, Dagster, two dashboards,
Caddy), sends the visitors, withdraws an answer from a drop and publishes, several times, kills a
dashboard in the middle, then proves: no failed view, no wrong figure, no lost release, a quick
recovery.
"""

import argparse
import asyncio
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipelines import releases
from pipelines.settings import ROOT, Settings
from tests.conftest import copy_world, free_port, tecs, wait_for
from tests.soak.load import Tally, load, sentence, verify

DROP = Path("raw/surveys/2022/reponses.csv")
FIRST = 900  # seconds for the first release, which Dagster's sensor asks for
RECOVERY = 10  # seconds
CHECKED = 100  # views asked for again at rest


class Service:
    """The processes of deploy/demarrer.sh, in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        """Prepare a world and its settings; nothing is started yet."""
        self.data = copy_world(folder / "data", ROOT / "data")
        self.state = folder / "state"
        self.address = f"http://127.0.0.1:{free_port()}"
        ports = (free_port(), free_port())
        self.environment = {
            "TECS_DATA": str(self.data),
            "TECS_STATE": str(self.state),
            "TECS_SECRET_FILE": str(folder / "secret"),
            "TECS_SITE": self.address,
            "TECS_DASHBOARDS": " ".join(f"127.0.0.1:{port}" for port in ports),
            "TECS_STUDIO_PORT": str(free_port()),
        }
        self.victim = f"tableau-{ports[0]}"
        self.names = [f"tableau-{port}" for port in ports]

    @contextmanager
    def running(self) -> Iterator[None]:
        """Everything started, the page there and the first release made; stopped at the end."""
        with (
            (self.state.parent / "service.log").open("wb") as log,
            subprocess.Popen(
                ["deploy/demarrer.sh", os.devnull],
                cwd=ROOT,
                env={**os.environ, **self.environment},
                stdout=log,
                stderr=log,
            ) as started,
        ):
            try:
                wait_for(f"{self.address}/_stcore/health", started, 180)
                self._await_release()
                yield
            finally:
                started.terminate()

    def _await_release(self) -> None:
        deadline = time.monotonic() + FIRST
        while not releases.served(self.settings):
            if time.monotonic() > deadline:
                raise SystemExit("no release came from Dagster")
            time.sleep(1)

    @property
    def settings(self) -> Settings:
        """The settings of its world."""
        return Settings(self.data, "auto")

    def pid(self, name: str) -> int:
        """The number of a process, as the script notes it."""
        return int((self.state / "run" / f"{name}.pid").read_text("utf-8"))

    def memory(self) -> float:
        """MiB of the dashboards together."""
        told = (Path(f"/proc/{self.pid(name)}/status").read_text("utf-8") for name in self.names)
        return sum(int(text.split("VmRSS:")[1].split()[0]) for text in told) / 1024

    def publish(self) -> None:
        """Withdraw the last answer of a drop, and run; waits for the run of the sensor, if any."""
        path = self.data / DROP
        path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))
        for _ in range(60):
            run = tecs(self.data, "run", TECS_SECRET_FILE=self.environment["TECS_SECRET_FILE"])
            if run.returncode == 0:
                return
            time.sleep(2)
        raise SystemExit(run.stderr)


async def disturb(service: Service, seconds: float, publications: int) -> None:
    """Publish at regular intervals, one after the other, and kill a dashboard in the middle."""

    async def publish() -> None:
        start = time.monotonic()
        for n in range(publications):
            moment = start + seconds * (n + 0.5) / (publications + 1)
            await asyncio.sleep(max(0.0, moment - time.monotonic()))
            await asyncio.to_thread(service.publish)

    async def kill() -> None:
        await asyncio.sleep(seconds / 2)
        os.kill(service.pid(service.victim), signal.SIGKILL)

    await asyncio.gather(publish(), kill())


async def withstand(
    service: Service, visitors: int, seconds: float, publications: int
) -> tuple[Tally, float, int]:
    """Load and disturb; return what was seen, MiB a visitor, how many views were verified."""
    public = service.address.replace("http", "ws")
    await load(public, visitors=2, seconds=15)  # what is imported late is not a visitor's memory
    before = service.memory()
    peak = [before]

    async def weigh() -> None:
        while True:
            await asyncio.sleep(2)
            try:
                peak.append(service.memory())
            except (OSError, ValueError, IndexError):  # the killed one is not back yet
                continue

    watch = asyncio.create_task(weigh())
    trouble = asyncio.create_task(disturb(service, seconds, publications))
    tally = await load(public, visitors=visitors, seconds=seconds)
    while not trouble.done():  # a slow machine publishes late
        await load(public, visitors=visitors, seconds=10, tally=tally)
    await load(public, visitors=visitors, seconds=10, tally=tally)
    await trouble
    watch.cancel()
    checked = await verify(public, tally, CHECKED)
    return tally, (max(peak) - before) / visitors, checked


def faults(service: Service, tally: Tally, publications: int) -> list[str]:
    """Everything that should not have happened."""
    here = service.settings
    known = releases.known(here)
    seen = {shown.release for shown in tally.views}
    found = [*tally.failures, *tally.wrong]
    found += [f"{name} is lost" for name in seen - set(known)]
    found += [f"{name} is damaged" for name in known if not releases.is_intact(here, name)]
    if len(known) < publications + 1:
        found.append(f"{len(known)} releases for {publications} publications and the first")
    if releases.served(here) != known[-1]:
        found.append(f"{releases.served(here)} is served, {known[-1]} was published last")
    if not tally.recoveries:
        found.append("the kill was not noticed")
    found += [f"back after {s:.1f} s" for s in tally.recoveries if s > RECOVERY]
    return found


def main() -> int:
    """Soak and print the lines of a Markdown list."""
    parser = argparse.ArgumentParser(description="Visitors, publications and a kill -9.")
    parser.add_argument("--visitors", type=int, default=50)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--publications", type=int, default=3)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)  # PostgreSQL runs under its own account
        service = Service(Path(folder))
        with service.running():
            tally, memory, checked = asyncio.run(
                withstand(service, asked.visitors, 60 * asked.minutes, asked.publications)
            )
        found = faults(service, tally, asked.publications)
    for text in found[:50]:
        sys.stderr.write(f"{text}\n")
    sys.stdout.write(
        f"{asked.visitors} visitors, {asked.minutes:g} minutes: {sentence(tally)}; "
        f"{checked} views verified at rest; {len(tally.recoveries)} visitors of the killed process "
        f"back after {max(tally.recoveries, default=0):.1f} s at most; "
        f"{memory:.1f} MiB a visitor; {len(found)} faults\n"
    )
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
