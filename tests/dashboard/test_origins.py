"""« D'où vient ce chiffre ? » on every page: its command works, and finds the files it names."""

import re
import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import provenance, snapshot
from dashboard.provenance import KINDS
from pipelines import trace
from pipelines.settings import Settings
from tests.dashboard.test_pages import ROYANS, app, opened, text  # noqa: F401 # a fixture

WAVE = 2025
COLUMNS: dict[str, dict[str, object]] = {
    "maturite": {"wave": WAVE, "theme": "ensemble"},
    "evolution": {"territory": "drome", "theme": "ensemble", "wave_from": 2022, "wave_to": WAVE},
    "participation": {"wave": WAVE, "policy": "PAT"},
    "ingredients": {"wave": WAVE},
    "opportunites": {},
    "accompagner": {"wave": WAVE},
    "et_si": {"wave": WAVE},
    "politiques": {"siren_epci": ROYANS},
    "structures": {"is_simulated": "false"},
}
WAVES: dict[str, tuple[int, ...]] = {"evolution": (2022, WAVE), "qualite": ()}


@pytest.fixture(scope="module")
def settings(world: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    data = tmp_path_factory.mktemp("traced")
    shutil.copy(world / "warehouse.duckdb", data)
    return Settings(data, "auto")


@pytest.mark.parametrize("name", KINDS)
def test_the_command_finds_lines_in_the_files_that_the_panel_names(
    name: str, settings: Settings, world: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TECS_DATA", str(world))
    release = snapshot.current()
    assert release
    kind = KINDS[name]
    typed = provenance.command(kind, COLUMNS.get(name, {})).split()
    assert typed[:2] == ["tecs", "trace"]
    lines = trace.trace(settings, typed[2], trace.read_filters(typed[3:]))["lines"]
    traced = {line["source_file"] for line in lines}
    files = provenance.files(release, kind, WAVES.get(name, (WAVE,)))
    assert traced
    assert traced <= {row["source_file"] for row in files} or not kind.sources


def test_an_empty_filter_is_not_typed() -> None:
    columns: dict[str, object] = {"siren_epci": "", "wave": 2025, "theme": None}
    assert provenance.command(KINDS["pratiques"], columns) == "tecs trace practices wave=2025"


@pytest.mark.parametrize(
    ("page", "several", "command"),
    [
        ("pratiques", "3 pratiques trouvées.", "tecs trace practices"),
        ("pratiques", "2 structures connues.", "tecs trace structures is_simulated=false"),
        ("demarche", "1 accompagnement.", "tecs trace accompaniments"),
        ("demarche", "3 éléments.", "tecs trace demarche"),
        ("qualite", "15 fichiers.", "tecs trace sources"),
        (
            "carte",
            "7 structures à la vague 2025.",
            "tecs trace maturity_drome wave=2025 theme=ensemble",
        ),
        (
            "fiche",
            "7 structures à la vague 2025.",
            "tecs trace maturity_drome wave=2025 theme=ensemble",
        ),
        (
            "evolution",
            "à la vague 2022 ; 7 structures à la vague 2025.",
            "tecs trace maturity_changes territory=drome wave_from=2022 wave_to=2025",
        ),
        ("ingredients", "7 structures à la vague 2025.", "tecs trace ingredient_effects wave=2025"),
        ("opportunites", "Une proposition est une règle", "tecs trace opportunities"),
        (
            "politiques",
            "7 structures à la vague 2025.",
            "tecs trace participation_drome policy=PAT wave=2025",
        ),
        ("et_si", "7 structures à la vague 2025.", "tecs trace maturity_by_structure wave=2025"),
        ("methode", "Rien n'est mesuré ici", "tecs trace parameters"),
    ],
)
def test_a_page_says_where_its_figures_come_from(
    app: AppTest,  # noqa: F811
    page: str,
    several: str,
    command: str,
) -> None:
    said = text(opened(app, page))
    panels = [found.label for found in app.expander if "D'où vient ce chiffre" in found.label]
    assert panels
    assert several in said.replace("**", "")
    assert f"`{command}`" in said
    assert re.search(r"version 20\d\d-\d\d-\d\d-", said)
