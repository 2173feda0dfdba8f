"""A small version of the measure of `python -m tests.reliability.fuzz`."""

import shutil
from pathlib import Path

import pytest

from pipelines.sources import tabular
from tests.reliability import fuzz


@pytest.fixture
def tried(world: Path, tmp_path: Path) -> Path:
    """A folder where drops are tried against the tiny world."""
    shutil.copytree(world, tmp_path / "tiny")
    return tmp_path


def test_a_spoilt_drop_is_refused_or_read_with_every_row_accounted_for(tried: Path) -> None:
    results = [fuzz.try_drop(tried, number, seed=26) for number in range(1, 31)]
    assert not [str(result) for result in results if result.outcome == "finding"]
    assert {result.outcome for result in results} == {"refused", "read"}


def test_a_traceback_would_be_a_finding(tried: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(_cell: object) -> str:
        raise ZeroDivisionError

    monkeypatch.setattr(tabular, "clean", stumble)
    results = [fuzz.try_drop(tried, number, seed=26) for number in range(1, 6)]
    assert [r for r in results if r.outcome == "finding" and "ZeroDivisionError" in r.detail]
