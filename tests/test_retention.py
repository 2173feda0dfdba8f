"""Personal data past their term are blanked in the files received, and nothing else is."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from pipelines import redaction, retention
from pipelines.errors import UnusableInput
from pipelines.redaction import Target
from pipelines.settings import Settings
from tests.conftest import tecs
from tests.sources.test_sidecar import say
from tests.sources.test_waves import PAST, read

TODAY = date(2026, 11, 24)
PLANTED = ("zephyrine", "Zéphyrine", "06 39 98", "04 65 71", "Direction fictive", "192.0.2.")


@pytest.fixture
def expired(fresh_world: Path) -> Path:
    for wave in (2020, 2022, 2025):
        say(fresh_world, wave, *PAST)
    return fresh_world


def text(data: Path) -> str:
    """All that the three files say."""
    surveys = data / "raw/surveys"
    book = load_workbook(surveys / "2025/reponses.xlsx")
    cells = [str(cell) for row in book.active.iter_rows(values_only=True) for cell in row]
    return (
        (surveys / "2020/reponses.csv").read_text("utf-8-sig")
        + (surveys / "2022/reponses.csv").read_text("cp1252")
        + "\n".join(cells)
    )


def test_a_purge_blanks_what_is_personal_and_the_answers_stay(expired: Path) -> None:
    before, said = read(expired), text(expired)
    settings = Settings(expired, "always")
    purged = retention.purge(settings, TODAY)
    assert [(file.file, file.cells) for file in purged] == [
        ("raw/surveys/2020/reponses.csv", 20),
        ("raw/surveys/2022/reponses.csv", 56),
        ("raw/surveys/2025/reponses.xlsx", 45),
    ]
    for value in PLANTED:
        assert value in said
        assert value not in text(expired)
    after = read(expired)
    for table in ("survey_lines", "survey_cells", "survey_keys"):
        assert after[table].equals(before[table])
    # Framaforms writes an option that nobody chose as it writes a question without an answer: once
    # blank, a personal column beside a multiple choice bears its title too; it is told all the same
    name = "column_name"
    assert (
        after["survey_columns"]
        .drop(columns=name)
        .equals(before["survey_columns"].drop(columns=name))
    )
    assert after["survey_expirations"].empty
    assert retention.purge(settings, TODAY) == []


def test_a_dry_run_writes_nothing(expired: Path) -> None:
    said = text(expired)
    assert len(retention.purge(Settings(expired, "always"), TODAY, dry_run=True)) == 3
    assert text(expired) == said


def test_the_last_day_is_still_in_the_term(expired: Path) -> None:
    assert retention.purge(Settings(expired, "always"), date(2024, 12, 31)) == []
    assert retention.purge(Settings(expired, "always"), date(2025, 1, 1))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_every_other_byte_of_a_text_file_stays(
    tmp_path: Path, encoding: str, delimiter: str
) -> None:
    rows = [
        'id|nom|"remarque\r\nlibre"|note',
        '1|Zoé|"Rappeler ""Zoé"",\r\nmerci; au | 06\t39"|5',
        '"2"|""||"3,5"',
        "",
        "3|Noé|non|4",
    ]
    kept = [rows[0], '1||""|5', '"2"|""||"3,5"', "", "3|||4"]

    def written(lines: list[str]) -> bytes:
        swapped = str.maketrans({"|": delimiter, delimiter: "|"})
        return "\r\n".join(line.translate(swapped) for line in lines).encode(encoding)

    path = tmp_path / "export.csv"
    path.write_bytes(written(rows))
    assert redaction.redact(Target(path, "export.csv", None, 1, frozenset({2, 3}))) == 4
    assert path.read_bytes() == written(kept)


def test_a_purged_file_that_cannot_be_rewritten_is_a_problem(tmp_path: Path) -> None:
    path = shutil.copy(__file__, tmp_path / "vide.csv")
    Path(path).write_bytes(b"")
    with pytest.raises(UnusableInput):
        redaction.redact(Target(Path(path), "vide.csv", None, 1, frozenset({1})))


@pytest.mark.long
def test_the_steward_is_warned_then_purges_and_is_no_longer_warned(fresh_world: Path) -> None:
    say(fresh_world, 2020, *PAST)
    warned = tecs(fresh_world, "run")
    assert warned.returncode == 0, warned.stdout + warned.stderr
    assert "20 cellules personnelles à effacer depuis le 31/12/2024 : lancer tecs purge" in (
        warned.stdout
    )
    proposed = tecs(fresh_world, "purge", "--dry-run")
    assert "raw/surveys/2020/reponses.csv : 20 cellules à effacer" in proposed.stdout
    assert "« REPMAIL »" in proposed.stdout
    assert "relancer sans --dry-run" in proposed.stdout
    done = tecs(fresh_world, "purge")
    assert done.returncode == 0
    assert "raw/surveys/2020/reponses.csv : 20 cellules effacées" in done.stdout
    assert not (fresh_world / "warehouse.duckdb").exists()
    assert "Aucune donnée personnelle" in tecs(fresh_world, "purge").stdout
    again = tecs(fresh_world, "run")
    assert again.returncode == 0
    assert "tecs purge" not in again.stdout
