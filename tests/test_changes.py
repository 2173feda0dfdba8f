"""What changed between two releases, and why; figures from tests/world/EXPECTED.md."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines import changes, publish, releases, tables, warehouse
from pipelines.checks import SUITES
from pipelines.settings import Settings
from pipelines.tables import load_tables

TABLES = load_tables()
MARTS = [table for table in TABLES if table.layer == "marts"]
ROYANS, DIOIS, DROME = "200067767", "242600534", ""
SURVEY_2022 = "raw/surveys/2022/reponses.csv"

Again = Callable[..., dict[str, Any]]


@pytest.fixture
def settings(world: Path, tmp_path: Path) -> Settings:
    """The tiny world with its first release, to be published again at will."""
    return Settings(shutil.copytree(world, tmp_path / "world"), "auto")


@pytest.fixture
def publish_again(settings: Settings) -> Again:
    """Change the text tables, build every table anew, publish; return what changed, structures too.

    `after` is executed when the tables are built: a figure that no input explains.
    """

    def again(*statements: str, after: str = "select 1") -> dict[str, Any]:
        old = releases.served(settings) or ""
        with warehouse.connect(settings.warehouse) as con:
            for statement in statements:
                con.execute(statement)
            for table in TABLES if statements else ():
                tables.create(con, table)
            con.execute(after)
            new = publish.publish(settings, con, MARTS, SUITES)["release_id"]
        folders = settings.published / old, settings.published / new
        return changes.compare(*folders, "comite")

    return again


def figure(found: dict[str, Any], siren: str, wave: int, subject: str) -> dict[str, Any]:
    (row,) = (
        row
        for row in found["figures"]
        if (row["siren_epci"], row["wave"], row["subject"]) == (siren, wave, subject)
    )
    return row  # type: ignore[no-any-return] # JSON


def codes(row: dict[str, Any]) -> list[str]:
    return [reason["code"] for reason in row["reasons"]]


def received_anew(file: str) -> str:
    return f"update raw.source_files set sha256 = 'another' where source_file = '{file}'"


def test_a_first_release_has_nothing_to_be_compared_with(world: Path) -> None:
    folder = world / "published" / (world / "published" / "current").read_text().strip()
    said = json.loads((folder / "changes-public.json").read_text("utf-8"))
    assert said["from"] is None
    assert said["sentences"] == [
        "C'est la première version publiée : il n'y a rien à quoi la comparer."
    ]


def test_the_same_input_changes_nothing(publish_again: Again) -> None:
    found = publish_again()
    assert found["sentences"] == ["Rien n'a changé : mêmes sources, mêmes chiffres."]
    assert not found["figures"]
    assert not found["tables"]


def test_new_answers_are_told_by_the_file_that_brought_them(publish_again: Again) -> None:
    # DEMO-04 of 2022 answers « partagé » to all: (75 + 50 + 25 + 100) / 4
    found = publish_again(
        f"update raw.survey_cells set value = 'Partagé avec d''autres'"
        f" where source_file = '{SURVEY_2022}' and source_row = '9'"
        " and value = 'Pas encore abordé'",
        received_anew(SURVEY_2022),
    )
    row = figure(found, ROYANS, 2022, "ensemble")
    assert (row["before"], row["after"]) == (37.5, 62.5)
    assert codes(row) == ["answers"]
    assert (
        "(reponses.csv modifié, 5 lignes retenues avant comme après)" in row["reasons"][0]["text"]
    )
    assert any("Royans-Vercors, maturité d'ensemble 2022 : 37,5 → 62,5" in s for s in
               found["sentences"])  # fmt: skip
    assert {r["structure_id"] for r in found["structures"]} == {"DEMO-04"}
    # and so the whole Drôme, told first: (75 + 50 + 25 + 100 + 75) / 5
    whole = figure(found, DROME, 2022, "ensemble")
    assert (whole["name"], whole["before"], whole["after"]) == ("Toute la Drôme", 45, 65)
    assert codes(whole) == ["answers"]
    assert [row["siren_epci"] for row in found["figures"] if row["subject"] == "ensemble"] == [
        DROME,
        ROYANS,
    ]


def test_a_line_set_aside_by_decision_is_told_as_such(publish_again: Again) -> None:
    # without DEMO-04: (75 + 50 + 25) / 3
    found = publish_again(
        f"insert into raw.survey_decisions values ('{SURVEY_2022}', '9', 'reject', 'essai')"
    )
    row = figure(found, ROYANS, 2022, "ensemble")
    assert (row["before"], row["after"]) == (37.5, 50)
    assert row["reasons"] == [
        {
            "code": "answers",
            "text": "réponses écartées ou reprises par décision "
            "(reponses.csv, 5 → 4 lignes retenues)",
        }
    ]
    assert found["sentences"][0] == (
        f"Source inchangée, lignes écartées ou reprises : {SURVEY_2022} (5 → 4 lignes retenues)."
    )


def test_changed_weights_are_told_by_question(publish_again: Again) -> None:
    # DEMO-03 in 2025 says 100 and 50, no more: half of the weight, then two thirds of it, and
    # (3 × 100 + 50) / 4 = 87.5; so (100 + 75 + 0) / 3, then (100 + 75 + 87.5 + 0) / 4
    found = publish_again(
        "update reference.survey_questions set weight = '3' where question_code in ("
        " select question_code from staging.survey_answers where structure_id = 'DEMO-03'"
        " and wave = 2025 and theme = 'alimentation' and value = 1)"
    )
    row = figure(found, ROYANS, 2025, "alimentation")
    assert (row["before"], row["after"]) == (pytest.approx(175 / 3), 65.625)
    assert codes(row) == ["weights"]
    assert "1 → 3" in row["reasons"][0]["text"]
    assert codes(figure(found, ROYANS, 2025, "ensemble")) == ["weights"]


def test_a_structure_that_moves_changes_both_territories(publish_again: Again) -> None:
    # without DEMO-04: (75 + 50 + 25) / 3
    found = publish_again(
        "update raw.structures set code_insee = '26113', commune = 'Die'"
        " where structure_id = 'DEMO-04'"
    )
    row = figure(found, ROYANS, 2022, "ensemble")
    assert (row["before"], row["after"]) == (37.5, 50)
    assert codes(row) == ["territory"]
    assert "Royans-Vercors → Diois" in row["reasons"][0]["text"]
    assert codes(figure(found, DIOIS, 2022, "ensemble")) == ["territory"]
    whole = [row for row in found["figures"] if row["siren_epci"] == DROME]
    assert {row["figure"] for row in whole} == {"participation_by_epci"}, "it stays in the Drôme"
    assert {tuple(codes(row)) for row in whole} == {("territory",)}


def test_a_figure_masked_for_want_of_structures_says_so(publish_again: Again) -> None:
    found = publish_again(
        f"update raw.survey_lines set is_partial = 'true'"
        f" where source_file = '{SURVEY_2022}' and source_row in ('8', '9')",
        received_anew(SURVEY_2022),
    )
    row = figure(found, ROYANS, 2022, "ensemble")
    assert (row["after"], row["masked_after"]) == (None, True)
    assert set(codes(row)) == {"answers", "disclosure"}
    assert "(4 → 2)" in row["reasons"][-1]["text"]


def test_another_threshold_is_told_from_fewer_structures(publish_again: Again) -> None:
    found = publish_again(
        "update reference.parameters set value = '5' where name = 'disclosure_threshold'"
    )
    assert codes(figure(found, ROYANS, 2022, "ensemble")) == ["disclosure"]
    assert "seuil" in figure(found, ROYANS, 2022, "ensemble")["reasons"][0]["text"]


def test_another_method_is_a_cause(publish_again: Again, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publish, "METHOD_VERSION", "3")
    found = publish_again(after="update marts.maturity_by_structure set score = score / 2")
    assert {tuple(codes(row)) for row in found["structures"]} == {("method",)}
    assert "Changement : la méthode, 2 → 3." in found["sentences"]


def test_what_nothing_explains_is_said_to_be_unexplained(publish_again: Again) -> None:
    found = publish_again(
        after=f"update marts.maturity_by_epci set score = 40 where siren_epci = '{ROYANS}'"
        " and wave = 2022 and theme = 'ensemble'"
    )
    (row,) = found["figures"]
    assert [reason["text"] for reason in row["reasons"]] == ["cause non déterminée"]


def test_a_policy_that_changes_state_is_told(publish_again: Again) -> None:
    found = publish_again(
        "update raw.policies set status = 'inconnu', adopted_date = null"
        " where dispositif_id = 'PAT-ROYANS-VERCORS'",
        received_anew("raw/policies/2026/politiques.csv"),
    )
    (row,) = found["policies"]
    assert (row["name"], row["before"], row["after"]) == ("Royans-Vercors", "En vigueur", "Inconnu")
    assert codes(row) == ["facts"]


def test_what_the_public_is_told_names_no_structure(
    settings: Settings, publish_again: Again
) -> None:
    publish_again("update reference.survey_themes set weight = '4' where theme = 'numerique'")
    folder = settings.published / (releases.served(settings) or "")
    told = {who: (folder / name).read_text("utf-8") for who, name in releases.CHANGES.items()}
    assert "DEMO-" in told["comite"]  # which sees the score of each
    assert "DEMO-" not in told["public"]
    assert json.loads(told["public"])["structures"] == []


def test_a_release_of_another_shape_is_not_compared_and_says_so(settings: Settings) -> None:
    folder = settings.published / (releases.served(settings) or "")
    old = shutil.copytree(folder, settings.data / "old")
    with duckdb.connect(old / releases.DATABASES["public"]) as con:
        con.execute("alter table marts.maturity_by_epci rename column score to mark")
    found = changes.compare(old, folder, "public")
    assert found["comparable"] is False
    assert any("ne sont pas comparés" in sentence for sentence in found["sentences"])
