"""What the tests of the pages share."""

from pathlib import Path

import pytest

from dashboard import snapshot
from dashboard.snapshot import Snapshot


@pytest.fixture
def release(world: Path, monkeypatch: pytest.MonkeyPatch) -> Snapshot:
    """The served release of the tiny world, as the pages open it."""
    monkeypatch.setenv("TECS_DATA", str(world))
    found = snapshot.current()
    assert found
    return found
