"""Many visitors at once, each changing a filter every few seconds, and what they saw.

`python -m tests.soak.load ws://127.0.0.1:8501` loads a dashboard that already runs.
"""

import argparse
import asyncio
import hashlib
import random
import statistics
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from websockets.exceptions import WebSocketException

from tests.soak.visitor import PATIENCE, FailedView, View, Visitor

PAGES = ("", "fiche")  # the map and the sheet of a territory, half of the visitors each
FILTERS = ("indicateur", "theme", "politique", "vague", "epci")


class Shown(NamedTuple):
    """What a page should depend on, and nothing else."""

    release: str
    page: str
    query: str


@dataclass
class Tally:
    """What the visitors saw."""

    changes: list[float] = field(default_factory=list)  # seconds of each change of a filter
    bytes: list[int] = field(default_factory=list)  # of each change, before compression
    opened: list[float] = field(default_factory=list)  # seconds of each first page
    failures: list[str] = field(default_factory=list)
    recoveries: list[float] = field(
        default_factory=list
    )  # seconds from a broken connection to a page
    views: dict[Shown, str] = field(default_factory=dict)  # the digest of what was shown
    wrong: list[str] = field(default_factory=list)  # one address, one release, two contents

    def note(self, visitor: Visitor, view: View) -> None:
        """Keep a whole page, and say when it differs from what another visitor was shown."""
        if not view.whole:
            return
        if view.release is None:
            self.failures.append(f"{visitor.page}?{visitor.query}: no release on the page")
            return
        shown = Shown(view.release, visitor.page, visitor.query)
        content = digest(view)
        if self.views.setdefault(shown, content) != content:
            self.wrong.append(str(shown))


def digest(view: View) -> str:
    """One digest for the texts, tables and maps of a page, in their order."""
    ordered = (text for _, text in sorted(view.elements.items()))
    return hashlib.sha256("".join(ordered).encode()).hexdigest()


async def visit(
    address: str, page: str, tally: Tally, *, until: float, pace: float, seed: int
) -> None:
    """One visitor, to the end; comes back as a browser does when the connection breaks."""
    draw = random.Random(seed)  # noqa: S311 # a draw, not a secret
    await asyncio.sleep(draw.uniform(0, min(pace, until - time.monotonic())))
    query, broken = "", None
    while time.monotonic() < until:
        try:
            async with Visitor(address, page, query) as visitor:
                try:
                    await _arrive(visitor, tally, broken)
                    broken = None
                    await _stay(visitor, tally, draw, until, pace)
                finally:
                    query = visitor.query
        except FailedView as failure:
            tally.failures.append(f"{page}?{query}: {failure}")
        except TimeoutError:
            tally.failures.append(f"{page}?{query}: no answer in {PATIENCE} s")
        except (OSError, WebSocketException):
            broken = broken or time.monotonic()
        if broken:
            await asyncio.sleep(0.5)


async def _arrive(visitor: Visitor, tally: Tally, broken: float | None) -> None:
    view = await asyncio.wait_for(visitor.open(), PATIENCE)
    tally.opened.append(view.seconds)
    tally.note(visitor, view)
    if broken is not None:
        tally.recoveries.append(time.monotonic() - broken)


async def _stay(
    visitor: Visitor, tally: Tally, draw: random.Random, until: float, pace: float
) -> None:
    looked, spent = time.monotonic(), 0.0
    while (wait := max(0.0, pace - spent)) + time.monotonic() < until:
        await asyncio.sleep(wait)
        for fragment, every in list(visitor.watched.items()):
            if time.monotonic() - looked >= every:
                looked = time.monotonic()
                tally.note(visitor, await asyncio.wait_for(visitor.watch(fragment), PATIENCE))
        name, option = pick(visitor, draw)
        view = await asyncio.wait_for(visitor.choose(name, option), PATIENCE)
        spent = view.seconds
        tally.changes.append(spent)
        tally.bytes.append(view.bytes)
        tally.note(visitor, view)


def pick(visitor: Visitor, draw: random.Random) -> tuple[str, str]:
    """A filter of the page and another option than the present one."""
    names = [name for name in FILTERS if name in visitor.selectors]
    name = draw.choice(names)
    selector = visitor.selectors[name]
    return name, draw.choice([text for text in selector.options if text != selector.raw_value])


async def load(
    address: str,
    *,
    visitors: int,
    seconds: float,
    pace: float = 3,
    pages: Sequence[str] = PAGES,
    tally: Tally | None = None,
) -> Tally:
    """Send the visitors and wait for the last one to leave; adds to `tally` when there is one."""
    tally, until = tally or Tally(), time.monotonic() + seconds
    await asyncio.gather(
        *(
            visit(address, pages[n % len(pages)], tally, until=until, pace=pace, seed=n)
            for n in range(visitors)
        )
    )
    return tally


async def verify(address: str, tally: Tally, at_most: int) -> int:
    """Ask again, at rest and one at a time, for views that were shown; return how many were.

    A view is the same as under load when the release that it named is asked for by the address.
    """
    views = list(tally.views.items())
    sample = random.Random(26).sample(views, min(at_most, len(views)))  # noqa: S311 # a draw
    for shown, content in sample:
        query = f"{shown.query}&release={shown.release}".lstrip("&")
        async with Visitor(address, shown.page, query) as visitor:
            view = await asyncio.wait_for(visitor.open(), PATIENCE)
        if view.release != shown.release or digest(view) != content:
            tally.wrong.append(f"{shown}: another content at rest")
    return len(sample)


def percentile(values: Sequence[float], share: int) -> float:
    """The value under which `share` hundredths of them are."""
    return statistics.quantiles(values, n=100, method="inclusive")[share - 1]


def sentence(tally: Tally) -> str:
    """The figures of a load in one line."""
    return (
        f"{len(tally.changes)} changes of a filter, median "
        f"{1000 * statistics.median(tally.changes):.0f} ms, "
        f"p95 {1000 * percentile(tally.changes, 95):.0f} ms, "
        f"{statistics.median(tally.bytes) / 1000:.0f} kB each; {len(tally.opened)} pages opened, "
        f"p95 {1000 * percentile(tally.opened, 95):.0f} ms; {len(tally.failures)} failed views, "
        f"{len(tally.wrong)} wrong; {len({shown.release for shown in tally.views})} releases seen"
    )


def main() -> int:
    """Load, then say what was seen."""
    parser = argparse.ArgumentParser(description="Many visitors at once.")
    parser.add_argument("address")
    parser.add_argument("--visitors", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=60)
    asked = parser.parse_args()
    tally = asyncio.run(load(asked.address, visitors=asked.visitors, seconds=asked.seconds))
    for text in (*tally.failures, *tally.wrong):
        sys.stderr.write(f"{text}\n")
    sys.stdout.write(f"{sentence(tally)}\n")
    return bool(tally.failures or tally.wrong)


if __name__ == "__main__":
    sys.exit(main())
