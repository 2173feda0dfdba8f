"""One planted fault per suite of the surveys turns it red, and says what."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from pipelines import warehouse
from pipelines.checks import (
    survey_answers,
    survey_labels,
    survey_participations,
    survey_questions,
    survey_respondent_lines,
    survey_respondents,
    survey_scales,
    survey_themes,
)
from pipelines.checks.finding import Finding
from pipelines.checks.suite import Suite
from pipelines.checks.validation import validate
from tests.sql.survey_warehouse import build, read_world

SUITES = (
    survey_answers.SUITE,
    survey_labels.SUITE,
    survey_participations.SUITE,
    survey_questions.SUITE,
    survey_respondent_lines.SUITE,
    survey_respondents.SUITE,
    survey_scales.SUITE,
    survey_themes.SUITE,
)
# Great Expectations imports modules of the standard library that are on their way out
pytestmark = pytest.mark.filterwarnings("ignore:module 'sre_:DeprecationWarning")


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("surveys") / "warehouse.duckdb"
    read_world(path)
    return path


@pytest.fixture
def con(file: Path, tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    shutil.copy(file, tmp_path / "warehouse.duckdb")
    with warehouse.connect(tmp_path / "warehouse.duckdb") as connection:
        yield connection


def failures(con: duckdb.DuckDBPyConnection, *suites: Suite) -> list[Finding]:
    findings = [finding for suite in suites for finding in validate(con, suite)]
    assert not [finding.error for finding in findings if finding.error]
    return [finding for finding in findings if not finding.passed]


def test_the_tiny_world_passes_but_for_its_many_planted_rejects(
    con: duckdb.DuckDBPyConnection,
) -> None:
    """6 lines of 21 are refused: more than one in five, a warning."""
    (found,) = failures(con, *SUITES)
    assert not found.blocking
    assert found.meaning == "Plus d'une réponse à l'enquête sur cinq est rejetée."
    assert found.failures == 6


@pytest.mark.parametrize(
    ("suite", "fault", "meaning"),
    [
        (
            survey_respondents.SUITE,
            "update raw.structures set source_file = 'raw/structures/2026/structures.csv' "
            "where structure_id = 'DEMO-05'",
            "Une réponse simulée est rattachée à une vraie structure, ou une vraie réponse à une "
            "structure de démonstration.",
        ),
        (
            survey_respondents.SUITE,
            "update raw.source_files set simulated = 'False' where wave = '2022'",
            "Une réponse simulée est rattachée à une vraie structure, ou une vraie réponse à une "
            "structure de démonstration.",
        ),
        (
            survey_respondents.SUITE,
            "update raw.survey_cells set value = 'N' where value = 'Y' or lower(value) = 'oui'",
            "Aucune réponse à l'enquête n'est retenue.",
        ),
        (
            survey_respondent_lines.SUITE,
            "insert into raw.survey_lines from raw.survey_lines limit 1",
            "Une ligne d'enquête est comptée deux fois.",
        ),
        (
            survey_answers.SUITE,
            "update raw.survey_cells set value = 'autre chose' where value = 'A3'",
            "Une réponse n'a pas été comprise.",
        ),
        (
            survey_participations.SUITE,
            "update reference.survey_questions set policy = null where policy = 'CRTE'",
            "La politique d'une question de participation manque dans survey_questions.csv.",
        ),
        (
            survey_questions.SUITE,
            "update reference.survey_questions set weight = 'deux' "
            "where question_code = 'alim_jardin'",
            "Le poids d'une question n'est pas un nombre.",
        ),
        (
            survey_questions.SUITE,
            "update reference.survey_questions set theme = 'mobilite' "
            "where question_code = 'mob_velo'",
            "Le thème d'une question ne figure pas dans survey_themes.csv.",
        ),
        (
            survey_labels.SUITE,
            "insert into reference.survey_answers (scale, wave, label, answer_code) "
            "values ('maturite', '2022', 'Testé', 'installe')",
            "Un libellé désigne deux réponses d'une même échelle et vague.",
        ),
        (
            survey_scales.SUITE,
            "update reference.survey_scales set value = '75' where answer_code = 'installe'",
            "La valeur d'une réponse sort de l'intervalle de 0 à 1.",
        ),
        (
            survey_themes.SUITE,
            "update reference.survey_themes set weight = '0' where theme = 'vivant'",
            "Le poids d'un thème n'est pas positif.",
        ),
    ],
)
def test_a_planted_fault_blocks(
    con: duckdb.DuckDBPyConnection, suite: Suite, fault: str, meaning: str
) -> None:
    con.execute(fault)
    build(con, "staging")  # in a run, the suite stops what follows
    red = [finding for finding in failures(con, suite) if finding.blocking]
    assert meaning in [finding.meaning for finding in red]


def test_a_simulated_answer_on_a_real_structure_is_shown_with_its_line(
    con: duckdb.DuckDBPyConnection,
) -> None:
    con.execute(
        "update raw.survey_cells set value = 'S06' where value = 'DEMO-05' "
        "and source_file = 'raw/surveys/2022/reponses.csv'"
    )
    build(con)
    (red,) = [finding for finding in failures(con, survey_respondents.SUITE) if finding.blocking]
    assert red.failures == 1
    assert red.examples[0].startswith("raw/surveys/2022/reponses.csv, ligne 11 : ")
