"""A small version of the measure of `python -m tests.reliability.readers`."""

import shutil
from pathlib import Path

from tests.reliability import readers


def test_readers_never_see_a_failure_nor_a_half_release_while_releases_are_published(
    world: Path, tmp_path: Path
) -> None:
    data = shutil.copytree(world, tmp_path / "world")
    tally = readers.measure(data, reads=200, publications=3, processes=2, seed=26)
    assert tally.reads >= 200
    assert not tally.failures
    assert not tally.halves
    assert len(tally.seen) >= 2
