"""The tiny world with official files, run by `tecs`: what the quality page says of them."""

from pathlib import Path

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from pipelines import releases
from pipelines.settings import Settings
from tests.dashboard.test_pages import app, opened, text  # noqa: F401 # app: the fixture

PERSONS = ("Camille", "camille@exemple.invalid", "Dominique Fictif")


@pytest.fixture(scope="module")
def world(official_world: Path) -> Path:
    return official_world


def test_the_quality_page_shows_each_disagreement_with_both_sides(app: AppTest) -> None:  # noqa: F811
    said = text(opened(app, "qualite"))
    assert "les deux sont gardés et le plus récent est retenu" in said
    assert (
        "Statut Adopté Source de test (23 novembre 2026) Archivé "
        "Démarches PCAET, entêtes V1 (inventées), arrêté au 24 novembre 2026 (24 novembre 2026) "
        "officiel"
    ) in said
    assert "Dispositif à rapprocher PAT du Crestois" in said
    assert "un fichier officiel et celui tenu à la main sont en désaccord" in said


def test_lines_about_other_territories_are_counted_apart(app: AppTest) -> None:  # noqa: F811
    said = text(opened(app, "qualite"))
    assert "Hors territoire 3 lignes des fichiers officiels" in said
    # 8 of the tiny world; PCAET: 2 without a territory, 1 without an identifier; PAT: 1 without a
    # commune; CRTE: 1 of a commune, 1 given twice
    assert "Lignes rejetées 14" in said
    assert "Hors territoire : aucun EPCI couvert." not in said


def test_no_line_of_an_official_file_is_lost(world: Path) -> None:
    here = Settings(world, "auto")
    sources = releases.manifest(here, releases.served(here) or "")["sources"]
    official = [s for s in sources if s["source_file"].startswith("raw/policies/2026-")]
    assert [(s["rows_in"], s["rows_kept"], s["rows_rejected"]) for s in official] == [
        (5, 2, 3),
        (3, 2, 1),
        (7, 4, 3),
        (5, 3, 2),
    ]


def test_the_persons_whom_the_ademe_names_are_nowhere(world: Path) -> None:
    with duckdb.connect(world / "warehouse.duckdb", read_only=True) as con:
        tables = con.execute("select schema_name || '.' || table_name from duckdb_tables()")
        held = "".join(str(con.execute(f"from {name}").fetchall()) for (name,) in tables.fetchall())
    published = (p for p in (world / "published").rglob("*") if p.is_file())
    held += "".join(path.read_bytes().decode("utf-8", "ignore") for path in published)
    assert not [person for person in PERSONS if person in held]
