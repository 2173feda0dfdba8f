"""A small version of the measure of `python -m tests.reliability.kill`."""

import random
import shutil
from pathlib import Path

from tests.reliability import kill, served


def test_a_run_killed_at_any_moment_leaves_a_whole_release_served(
    world: Path, tmp_path: Path
) -> None:
    data = shutil.copytree(world, tmp_path / "world")
    before = (data / "published" / "current").read_text()
    dice = random.Random(26)  # noqa: S311 # not a secret
    score = kill.Score()
    for _ in range(3):
        kill.kill_once(data, dice.uniform(0, 5), 0, score)
        assert served.find_fault(data) is None
    assert score.kills == 3
    assert (data / "published" / "current").read_text() == before


def test_a_damaged_release_would_be_seen(world: Path, tmp_path: Path) -> None:
    data = shutil.copytree(world, tmp_path / "world")
    assert served.find_fault(data) is None
    release = data / "published" / (data / "published" / "current").read_text().strip()
    with (release / "comite.duckdb").open("r+b") as database:
        database.seek(5000)
        database.write(b"x")
    assert "comite.duckdb" in (served.find_fault(data) or "")
