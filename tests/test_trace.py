"""From a figure to the lines that made it; figures from tests/world/EXPECTED.md."""

import json
import shutil
from pathlib import Path

import pytest

from pipelines import trace
from pipelines.errors import UnusableInput
from pipelines.settings import Settings
from pipelines.tables import load_tables
from tests.conftest import tecs

MARTS = [table.name for table in load_tables() if table.layer == "marts"]
ROYANS = "200067767"


@pytest.fixture(scope="module")
def settings(world: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    data = tmp_path_factory.mktemp("traced")
    shutil.copy(world / "warehouse.duckdb", data)
    return Settings(data, "auto")


def test_a_score_is_traced_to_its_answers_and_computed_again(settings: Settings) -> None:
    asked = {"siren_epci": ROYANS, "wave": "2025", "theme": "alimentation"}
    found = trace.trace(settings, "maturity_by_epci", asked)
    assert {line["source_file"] for line in found["lines"]} == {"raw/surveys/2025/reponses.xlsx"}
    assert len(found["lines"]) == 4 * 4  # four structures, four statements
    assert {line["source_row"] for line in found["lines"]} == {"2", "3", "4", "5"}
    said = "\n".join(found["arithmetic"])
    assert "(100 + 75 + 0) / 3 = 58,3333" in said
    assert "publié : 58,3333, le même" in said


def test_the_sum_is_found_again_for_every_published_score(settings: Settings) -> None:
    for mart in ("maturity_by_structure", "maturity_by_epci", "maturity_drome"):
        said = trace.trace(settings, mart, {})["arithmetic"]
        assert any("le même" in line for line in said)
        assert not [line for line in said if "ÉCART" in line]
    participation = trace.trace(settings, "participation_by_epci", {})["arithmetic"]
    assert any("0,666667, le même" in line for line in participation)
    assert not [line for line in participation if "ÉCART" in line]


def test_a_figure_that_its_lines_do_not_give_is_denounced(
    settings: Settings, tmp_path: Path
) -> None:
    import duckdb

    shutil.copy(settings.warehouse, tmp_path)
    with duckdb.connect(tmp_path / "warehouse.duckdb") as con:
        con.execute("update marts.maturity_drome set score = score + 1")
    said = trace.trace(Settings(tmp_path, "auto"), "maturity_drome", {"theme": "ensemble"})
    assert any("ÉCART" in line for line in said["arithmetic"])


@pytest.mark.parametrize("mart", MARTS)
def test_every_mart_leads_to_lines_of_files(official_world: Path, mart: str) -> None:
    lines = trace.trace(Settings(official_world, "auto"), mart, {})["lines"]
    assert lines
    if mart == "policy_disagreements":
        assert {line["is_official"] for line in lines} == {True, False}
    for line in lines:
        assert line["source_file"]
        assert int(line["source_row"]) >= 1


def test_a_policy_is_traced_to_its_line(settings: Settings) -> None:
    asked = {"siren_epci": ROYANS, "policy": "PAT"}
    (line,) = trace.trace(settings, "policies_by_epci", asked)["lines"]
    assert line["source_file"] == "raw/policies/2026/politiques.csv"
    assert line["source_row"] == 2


def test_an_unknown_policy_says_that_no_line_speaks_of_it(settings: Settings) -> None:
    found = trace.trace(settings, "policies_by_epci", {"siren_epci": ROYANS, "policy": "PCAET"})
    assert found["lines"] == []
    assert found["arithmetic"] == ["PCAET : aucune ligne reçue n'en parle, d'où « inconnu »."]


@pytest.mark.parametrize(
    ("mart", "filters", "word"),
    [
        ("absente", {}, "n'existe pas"),
        ("maturity_by_epci", {"vague": "2025"}, "la colonne « vague » n'existe pas"),
        ("maturity_by_epci", {"wave": "1999"}, "aucune ligne"),
    ],
)
def test_what_does_not_exist_is_said(
    settings: Settings, mart: str, filters: dict[str, str], word: str
) -> None:
    with pytest.raises(UnusableInput, match=word):
        trace.trace(settings, mart, filters)


def test_filters_are_understood_in_all_their_spellings() -> None:
    words = ["--siren-epci", ROYANS, "wave=2025", "--theme=ensemble"]
    assert trace.read_filters(words) == {"siren_epci": ROYANS, "wave": "2025", "theme": "ensemble"}
    with pytest.raises(UnusableInput, match="ce filtre n'est pas compris"):
        trace.read_filters(["2025"])


def test_the_command_prints_the_sum_and_the_lines(settings: Settings) -> None:
    words = ("trace", "maturity_by_epci", "--siren-epci", ROYANS, "wave=2025", "theme=mobilites")
    told = tecs(settings.data, *words)
    assert told.returncode == 0, told.stderr
    assert "(100 + 75 + 50) / 3 = 75" in told.stdout
    assert "raw/surveys/2025/reponses.xlsx, ligne 2, colonne" in told.stdout
    assert json.loads(tecs(settings.data, *words, "--json").stdout)["figures"][0]["score"] == 75
    assert tecs(settings.data, "trace", "maturity_by_epci", "wawe=2025").returncode == 2
