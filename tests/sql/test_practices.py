"""Practices with their themes; accompaniments that lead to nobody; the démarche."""

import csv
import re
from pathlib import Path

import pytest

from pipelines.settings import ROOT
from tests.conftest import copy_world
from tests.sql.small_warehouse import build, edit

FILE = "raw/practices/2022/pratiques.csv"
LINES, MART = "staging.practice_lines", "marts.practices"
SHIPPED = ROOT / "data" / "raw"


def shipped(path: str) -> list[dict[str, str]]:
    with (SHIPPED / path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_practice_has_the_themes_of_the_survey_and_the_place_of_its_structure(
    tmp_path: Path,
) -> None:
    with build(copy_world(tmp_path), MART) as con:
        rows = con.execute(
            f"select practice_id, main_theme, themes, commune, scope from {MART} order by 1"
        ).fetchall()
        labels = con.execute(
            f"select theme_labels from {MART} where practice_id = 'S06-P1'"
        ).fetchone()
    royans, quint = "Saint-Jean-en-Royans", "Saint-Julien-en-Quint"
    everything = ["mobilites", "alimentation", "politiques_locales"]
    assert rows == [
        ("S06-P1", "mobilites", everything, royans, "transverse"),
        ("S06-P2", "bien_etre", ["bien_etre"], royans, "interne"),
        ("S07-P1", "resilience_territoire", ["resilience_territoire"], quint, "externe"),
    ]
    assert labels == (
        [
            "Mobilités durables, partagées et solidaires",
            "Alimentation et circuits courts",
            "Politiques locales",
        ],
    )


@pytest.mark.parametrize(
    ("title", "named"),
    [
        ("Partenariats locaux sur la mobilité", []),  # its themes name a policy: not its title
        ("Participation au CTE et au PAT de l'intercommunalité", ["participation"]),
        ("Participation aux fêtes de quartier", []),
        ("Un collectif d'habitants et son ambassadrice", ["collectifs", "ambassadeur"]),
        ("La transition, axe du projet social", ["axe"]),
    ],
)
def test_a_practice_has_the_ingredients_that_its_title_names_and_no_other(
    tmp_path: Path, title: str, named: list[str]
) -> None:
    data = copy_world(tmp_path)
    edit(data / FILE, "1,Partenariats locaux sur la mobilité", f'1,"{title}"')
    with build(data, MART) as con:
        found = con.execute(f"select ingredients from {MART} where practice_id = 'S06-P1'")
        assert found.fetchone() == (named,)


@pytest.mark.parametrize(
    ("old", "new", "reason", "blocks"),
    [
        (
            "mobilite;alim",
            "velo;alim",
            "Colonne « themes » : trouvé « velo », attendu un code de practice_themes.csv.",
            True,
        ),
        (
            "S07-P1,S07",
            "S07-P1,S70",
            "Colonne « structure_id » : trouvé « S70 », "
            "attendu une structure placée du répertoire.",
            False,
        ),
    ],
)
def test_a_slip_makes_a_rejected_line(
    tmp_path: Path, old: str, new: str, reason: str, blocks: bool
) -> None:
    data = copy_world(tmp_path)
    edit(data / FILE, old, new)
    with build(data, LINES) as con:
        rejected = con.execute(
            f"select reject_reason, blocking_reason is not null from {LINES} "
            "where reject_reason is not null and structure_id <> 'S90'"
        ).fetchall()
    assert rejected == [(reason, blocks)]


def test_the_accompaniments_say_nothing_that_leads_to_a_structure() -> None:
    rows = shipped("practices/2022/accompagnements.csv")
    assert set(rows[0]) == {"accompaniment_id", "section", "position", "content"}
    names = {row["name"] for row in shipped("structures/2026/structures.csv")}
    communes = {row["commune"] for row in shipped("structures/2026/structures.csv")}
    traces = re.compile(r"\d|\b(PAT|CTE|CRTE|PCAET)\b|[Cc]ontrat|[Ss]alarié|éco-responsable|vélo")
    for row in rows:
        assert not traces.search(row["content"]), row
        assert not any(word in row["content"] for word in names | communes), row


def test_the_accompaniments_share_no_telling_word_with_a_practice_of_a_structure() -> None:
    """Eight letters or more: shorter words and those of every project are nobody's."""
    common = {"structure", "habitants", "transition", "collective", "démarche", "pratiques"}
    words = re.compile(r"[\wé-]{8,}")
    told = {
        word.lower()
        for row in shipped("practices/2022/accompagnements.csv")
        for word in words.findall(row["content"])
    }
    for row in shipped(f"{FILE.removeprefix('raw/')}"):
        shared = {word.lower() for word in words.findall(row["label"])} & told - common
        assert not shared, (row["practice_id"], shared)


def test_the_published_accompaniments_have_five_columns_and_no_other(tmp_path: Path) -> None:
    with build(copy_world(tmp_path), "marts.accompaniments", "marts.demarche") as con:
        columns = con.execute("describe marts.accompaniments").df()["column_name"].tolist()
        cut = con.execute("select content, note from marts.demarche where section = 'etape_2'")
        assert cut.fetchone() == ("Contexte […]", "Passage très tronqué dans la source")
    assert columns == ["accompaniment_id", "section", "section_label", "position", "content"]


def test_claims_of_the_brochure_are_not_shipped_as_figures() -> None:
    assert not [
        row
        for row in shipped("practices/2022/pratiques.csv")
        if re.search(r"\b(900|100|1000)\b", row["label"] + row["note"])
    ]
