"""Valid exports spoilt at random: `inspect` raises nothing, and keeps or explains each of them."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.settings import ROOT
from pipelines.sources.surveys.inspection import inspect

WAVES = ["2020/reponses.csv", "2022/reponses.csv", "2025/reponses.xlsx"]
SPOILS = [
    b"",
    b'"',
    b";",
    b",",
    b"\n",
    b"\x00",
    b"\xff",
    b"[",
    b"/",
    b"=cmd()",
    "É".encode("cp1252"),
]


@pytest.mark.parametrize("wave", WAVES)
@settings(
    max_examples=60,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    spoils=st.lists(
        st.tuples(st.floats(0, 1), st.sampled_from(SPOILS), st.integers(0, 40)), max_size=4
    ),
    end=st.floats(0, 1),
)
def test_a_spoilt_export_is_kept_or_explained(
    tmp_path: Path, wave: str, spoils: list[tuple[float, bytes, int]], end: float
) -> None:
    content = (ROOT / "tests/world/raw/surveys" / wave).read_bytes()
    for at, spoil, removed in spoils:
        place = int(at * len(content))
        content = content[:place] + spoil + content[place + removed :]
    path = tmp_path / Path(wave).name
    path.write_bytes(content[: int(end * len(content))])
    said = inspect([path])
    assert said["files"] or said["problems"]
    for file in said["files"]:
        for question in file["questions"]:
            told = question["answered"] + question["missing"] + (question["not_asked"] or 0)
            assert told == file["rows"]
