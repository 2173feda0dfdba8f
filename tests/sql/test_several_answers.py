"""Several answers of one structure, trials of the questionnaire: what the steward decides."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines import warehouse
from pipelines.checks import survey_doubtful_matches, survey_matches, survey_suspected_tests
from pipelines.checks.validation import validate
from tests.sql.survey_warehouse import build, read_world
from tests.sql.test_matching import FILE, Connection, settle, write

FRAMA = "raw/surveys/2022/reponses.csv"  # DEMO-02 answers on line 5, then on line 6
# Great Expectations imports modules of the standard library that are on their way out
pytestmark = pytest.mark.filterwarnings("ignore:module 'sre_:DeprecationWarning")


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("several") / "warehouse.duckdb"
    read_world(path)
    return path


@pytest.fixture
def con(file: Path, tmp_path: Path) -> Iterator[Connection]:
    shutil.copy(file, tmp_path / "warehouse.duckdb")
    with warehouse.connect(tmp_path / "warehouse.duckdb") as connection:
        yield connection


def leave_empty(con: Connection, row: int, question: str) -> None:
    """Take away an answer of the wave of 2022, and every tick of a multiple choice."""
    con.execute(
        "update raw.survey_cells set value = null where source_file = ? and source_row = ? and "
        "column_number in (select column_number from raw.survey_columns where source_file = ? "
        "and question_code = ?)",
        [FRAMA, str(row), FRAMA, question],
    )


def answers(con: Connection, question: str) -> list[tuple[str, str | None]]:
    """The line and the code of the answer of DEMO-02 in 2022."""
    return con.execute(
        "select source_row, answer_code from staging.survey_answers "
        "where structure_id = 'DEMO-02' and wave = 2022 and question_code = ?",
        [question],
    ).fetchall()


def reason(con: Connection, row: int, file: str = FRAMA) -> str | None:
    [(found,)] = con.execute(
        "select reject_reason from staging.survey_respondent_lines "
        "where source_file = ? and source_row = ?",
        [file, str(row)],
    ).fetchall()
    return str(found) if found else None


def merge(con: Connection) -> None:
    con.execute("update raw.source_files set several_answers = 'merge' where wave = '2022'")


def test_the_last_answer_stands_alone_unless_the_description_says_merge(con: Connection) -> None:
    leave_empty(con, 6, "mob_velo")
    build(con, "staging")
    assert answers(con, "mob_velo") == [("6", None)]
    assert reason(con, 5) == "Remplacée par une réponse plus récente de la même structure."


def test_merged_earlier_answers_fill_the_gaps_of_the_latest_and_nothing_else(
    con: Connection,
) -> None:
    merge(con)
    for question in ("mob_velo", "size_tier", "accompagnement_recu"):
        leave_empty(con, 6, question)
    build(con, "staging")
    assert answers(con, "mob_velo") == [("5", "pas_aborde")]
    assert answers(con, "alim_jardin") == [("6", "experimente")]
    assert reason(con, 5) == "Fondue dans une réponse plus récente, dont elle comble les vides."
    assert reason(con, 6) is None
    assert con.execute(
        "select size_tier from staging.survey_respondents "
        "where structure_id = 'DEMO-02' and wave = 2022"
    ).fetchall() == [("moins_10",)]
    assert con.execute(
        "select source_row, answer_code from staging.survey_choices where structure_id = 'DEMO-02'"
        " and wave = 2022 order by question_code, answer_code"
    ).fetchall() == [("5", "visite"), ("6", "outils"), ("6", "reseau")]


def test_a_partial_or_refused_answer_fills_no_gap(con: Connection) -> None:
    merge(con)
    leave_empty(con, 6, "mob_velo")
    con.execute(
        "update raw.survey_lines set is_partial = 'true' where source_file = ? "
        "and source_row = '5'",
        [FRAMA],
    )
    build(con, "staging")
    assert answers(con, "mob_velo") == [("6", None)]
    assert reason(con, 5) == "Réponse partielle : commencée et jamais envoyée."


def decide(con: Connection, row: int, decision: str, why: str | None = None) -> None:
    con.execute("insert into raw.survey_decisions values (?, ?, ?, ?)", [FILE, row, decision, why])


def test_a_trial_is_proposed_for_rejection_and_says_what_to_write(con: Connection) -> None:
    write(con, 3, structure_id="DEMO-02", structure_name="TEST à supprimer")
    build(con, "staging")
    assert reason(con, 3, FILE) is None
    [finding] = validate(con, survey_suspected_tests.SUITE)
    assert not finding.passed
    assert not finding.blocking
    assert finding.examples == (
        f"{FILE}, ligne 3 : warning = « essai probable (« test ») : écrire reject_rows = [3] dans "
        "raw/surveys/2020/source.toml pour écarter la ligne, keep_rows = [3] pour la garder »",
    )


@pytest.mark.parametrize("name", ["Contestation", "L'Attestation", "Maison Toton", "Les essaims"])
def test_a_word_that_holds_test_is_no_trial(con: Connection, name: str) -> None:
    write(con, 3, structure_id="DEMO-02", structure_name=name)
    build(con, "staging")
    assert con.execute("from staging.survey_suspected_tests").fetchall() == []


def test_a_trial_is_seen_in_a_personal_answer_without_showing_it(con: Connection) -> None:
    con.execute(
        "update raw.survey_cells set value = 'Toto Zéphyr' "
        "where value = 'Zéphyrine Témoin-01' and source_file = ?",
        [FILE],
    )
    build(con, "staging")
    [found] = con.execute("from staging.survey_suspected_tests").fetchall()
    assert found[:3] == (FILE, "2", "toto")
    assert "zephyr" not in str(found).lower()


@pytest.mark.parametrize(
    ("why", "expected"),
    [("essai de la fédération", ": essai de la fédération."), (None, "source.toml.")],
)
def test_a_line_named_in_reject_rows_is_rejected_with_its_reason(
    con: Connection, why: str | None, expected: str
) -> None:
    write(con, 3, structure_id="DEMO-02", structure_name="Test")
    decide(con, 3, "reject", why)
    build(con, "staging")
    found = reason(con, 3, FILE) or ""
    assert found.startswith("Rejetée dans source.toml")
    assert found.endswith(expected)
    assert con.execute("from staging.survey_suspected_tests").fetchall() == []


def test_a_line_named_in_keep_rows_is_kept_without_a_warning(con: Connection) -> None:
    write(con, 3, structure_id="DEMO-02", structure_name="Centre Test")
    decide(con, 3, "keep")
    build(con, "staging")
    assert reason(con, 3, FILE) is None
    assert con.execute("from staging.survey_suspected_tests").fetchall() == []


def test_a_doubtful_match_warns_and_a_wrong_decision_blocks(con: Connection) -> None:
    write(con, 2, structure_name="Structure de demonstration 1", commune="Saint-Jean-en-Royans")
    settle(con, "Foyer", "Die", "DEMO-98")
    build(con, "staging")
    [doubtful] = validate(con, survey_doubtful_matches.SUITE)
    assert (doubtful.passed, doubtful.blocking, doubtful.failures) == (False, False, 1)
    assert f"{FILE}, ligne 2 : " in doubtful.examples[0]
    [wrong] = validate(con, survey_matches.SUITE)
    assert (wrong.passed, wrong.blocking) == (False, True)
    assert "structure « DEMO-98 » absente du registre" in wrong.examples[0]
