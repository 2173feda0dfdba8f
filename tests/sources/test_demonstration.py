"""The demonstration is always the same, in proportion to the population, and says it is drawn."""

import csv
import io
import re
import zipfile
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from pipelines import demonstration
from pipelines.settings import ROOT, Settings
from pipelines.sources import surveys
from pipelines.sources.drops import drops
from tests.world.make_surveys import RAW, make

DATA = Settings(data=ROOT / "data", demonstration="always")
REGISTRY = DATA.raw / "structures/demonstration/structures.csv"
FICTION = re.compile(r"(04 65 71|06 39 98) \d\d \d\d")  # ranges that ARCEP keeps for fiction


@pytest.fixture(scope="module")
def drawn() -> dict[Path, bytes]:
    return demonstration.make(DATA)


def registry(files: dict[Path, bytes]) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(files[REGISTRY].decode("utf-8"))))


def test_the_same_seed_gives_the_same_bytes(drawn: dict[Path, bytes]) -> None:
    assert demonstration.make(DATA) == drawn


def test_the_workbook_does_not_hold_the_time_it_was_made(drawn: dict[Path, bytes]) -> None:
    (workbook,) = (content for path, content in drawn.items() if path.suffix == ".xlsx")
    with zipfile.ZipFile(io.BytesIO(workbook)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(2026, 1, 1, 0, 0, 0)}
        said = parts.read("docProps/core.xml").decode("utf-8")
    assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", said)) == {"2026-01-01T00:00:00Z"}


def test_another_seed_gives_other_answers(drawn: dict[Path, bytes]) -> None:
    other = demonstration.make(DATA, seed=27)
    assert all(other[path] != content for path, content in drawn.items())


def test_what_is_shipped_is_what_is_drawn(drawn: dict[Path, bytes], tmp_path: Path) -> None:
    """Compared as read: a compression library may differ from one machine to the next."""
    copy = Settings(data=tmp_path, demonstration="always")
    for path, content in drawn.items():
        target = tmp_path / path.relative_to(DATA.data)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        if path != REGISTRY:
            sidecar = path.with_name("source.toml").read_bytes()
            target.with_name("source.toml").write_bytes(sidecar)
    assert REGISTRY.read_bytes() == drawn[REGISTRY]
    shipped, again = surveys.read(DATA), surveys.read(copy)
    for table in surveys.TABLES:
        pd.testing.assert_frame_equal(shipped[table], again[table])


def test_the_tiny_world_is_what_its_script_makes() -> None:
    for path, content in make(RAW).items():
        if path.suffix == ".csv":
            assert path.read_bytes() == content


def test_structures_say_that_they_are_fictional(drawn: dict[Path, bytes]) -> None:
    rows = registry(drawn)
    assert len(rows) == 45
    for number, row in enumerate(rows, start=1):
        assert row["structure_id"] == f"DEMO-{number:02d}"
        assert row["name"] == f"Structure de démonstration {number:02d}"
    for source in ("surveys", "structures"):
        fictional = [drop for drop in drops(DATA, source) if drop.sidecar.simulated]
        assert fictional
        assert all("ficti" in (drop.sidecar.note or "") for drop in fictional)


def test_each_epci_has_its_share_of_structures_rounded(drawn: dict[Path, bytes]) -> None:
    communes = pd.read_parquet(
        DATA.geo / "communes.parquet",
        columns=["code_insee", "siren_epci", "code_departement", "population"],
    )
    inside = communes[communes["code_departement"] == "26"]
    epci_of = dict(zip(inside["code_insee"], inside["siren_epci"], strict=True))
    placed = Counter(epci_of[row["code_insee"]] for row in registry(drawn))
    total = inside["population"].sum()
    for siren_epci, population in inside.groupby("siren_epci")["population"].sum().items():
        assert abs(placed[str(siren_epci)] - 45 * population / total) < 1


def test_contacts_belong_to_nobody() -> None:
    frames = surveys.read(DATA)
    columns, cells = frames["survey_columns"], frames["survey_cells"]
    asked = cells.merge(columns.drop(columns="source_row"), on=["source_file", "column_number"])
    said = asked.groupby("question_code")["value"]
    mails = said.get_group("repondant_courriel").dropna()
    phones = said.get_group("repondant_telephone").dropna()
    assert len(mails) > 90
    assert all(mail.endswith(".invalid") for mail in mails)
    assert all(FICTION.fullmatch(phone) for phone in phones)
