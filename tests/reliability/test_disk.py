"""A small version of the measure of `python -m tests.reliability.disk`, without mounting."""

import shutil
from pathlib import Path

import pytest

from pipelines import disk as full_disk
from pipelines.errors import UnusableInput
from tests.reliability import disk


@pytest.mark.long
def test_a_full_disk_is_named_and_the_former_release_stays(world: Path, tmp_path: Path) -> None:
    data = shutil.copytree(world, tmp_path / "world")
    (data / "warehouse.duckdb").unlink()
    before = (data / "published" / "current").read_text().strip()
    score = disk.Score()
    disk.judge(data, before, disk.run(data, limit=2_000_000), score)
    assert score.refused == 1
    assert not score.faults


@pytest.mark.parametrize(
    "error",
    [
        OSError(28, "No space left on device"),
        RuntimeError("Could not write file: No space left on device"),
    ],
)
def test_whoever_notices_a_full_disk_it_is_the_same_problem(error: Exception) -> None:
    with pytest.raises(UnusableInput, match="le disque est plein"), full_disk.explained(Path("x")):
        raise error


def test_another_error_stays_what_it_is() -> None:
    with pytest.raises(ValueError, match="autre"), full_disk.explained(Path("x")):
        raise ValueError("autre")
