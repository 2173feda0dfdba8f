"""Who answered: by identifier, SIRET, decision or certain name; never by a likely one."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from pipelines import warehouse
from tests.sql.survey_warehouse import build, read_world

FILE = "raw/surveys/2020/reponses.csv"
REGISTRY = "raw/structures/demonstration/structures.csv"
Connection = duckdb.DuckDBPyConnection


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny world, its registry grown by names that look alike."""
    path = tmp_path_factory.mktemp("matching") / "warehouse.duckdb"
    read_world(path)
    with warehouse.connect(path) as con:
        con.executemany(
            "insert into raw.structures (source_file, source_row, structure_id, name, denomination,"
            " code_insee, location_confidence, siret) values (?, ?, ?, ?, null, ?, 'simulee', ?)",
            [
                (REGISTRY, "10", "DEMO-10", "MJC Châteauvert", "26113", "775 664 402 00017"),
                (REGISTRY, "11", "DEMO-11", "CPNG Châteauvert", "26113", None),
                (REGISTRY, "12", "DEMO-12", "MJC-Centre social Nini Chaize", "26113", None),
                (REGISTRY, "13", "DEMO-13", "Centre social La Paz", "26307", None),
                (REGISTRY, "14", "DEMO-14", "Maison de quartier Saint-Nicolas", "26113", None),
                (REGISTRY, "15", "DEMO-15", "Espace Jean-Moulin", "26307", None),
                (REGISTRY, "16", "DEMO-16", "MPT du Petit Charran", "26113", None),
                (REGISTRY, "17", "DEMO-17", "MJC du Grand Charran", "26113", None),
            ],
        )
    return path


@pytest.fixture
def con(file: Path, tmp_path: Path) -> Iterator[Connection]:
    shutil.copy(file, tmp_path / "warehouse.duckdb")
    with warehouse.connect(tmp_path / "warehouse.duckdb") as connection:
        yield connection


def write(con: Connection, row: int, **answers: str | None) -> None:
    """What a line of the wave of 2020 answers to the questions of identity; the rest is empty."""
    given = {"structure_id": None, "commune": None, "code_insee": None, **answers}
    for question in [code for code in given if code in {"siret", "code_postal"}]:
        ask(con, question)
    for question, value in given.items():
        con.execute(
            "update raw.survey_cells set value = ? where source_file = ? and source_row = ? and "
            "column_number = (select column_number from raw.survey_columns where source_file = ? "
            "and question_code = ?)",
            [value, FILE, str(row), FILE, question],
        )


def ask(con: Connection, question: str) -> None:
    """Ask in 2020 a question that the real questionnaire does not ask yet."""
    con.execute(
        'insert into reference.survey_questions (question_code, kind, label_fr, "2020") '
        "values (?, 'identity', 'Question de test', ?)",
        [question, question.upper()],
    )
    number = str(900 + len(question))
    con.execute(
        "insert into raw.survey_columns (source_file, source_row, column_number, column_name, role,"
        " question_code) values (?, '1', ?, ?, 'question', ?)",
        [FILE, number, question.upper(), question],
    )
    con.execute(
        "insert into raw.survey_cells select source_file, source_row, ?, null "
        "from raw.survey_lines where source_file = ?",
        [number, FILE],
    )


def outcome(con: Connection, row: int = 2) -> tuple[str | None, str | None, str | None]:
    """The structure, how it was found and the reason of a reject, for one line of 2020."""
    build(con, "staging")
    found = con.execute(
        "select structure_id, matched_by, reject_reason from staging.survey_respondent_lines "
        "where source_file = ? and source_row = ?",
        [FILE, str(row)],
    ).fetchall()
    assert len(found) == 1
    return found[0]


def settle(con: Connection, name: str | None, commune: str | None, decision: str | None) -> None:
    con.execute(
        "insert into reference.survey_matches (source_file, source_row, name, commune, "
        "structure_id) values ('sql/reference/survey_matches.csv', '2', ?, ?, ?)",
        [name, commune, decision],
    )


@pytest.mark.parametrize(
    ("name", "place", "expected"),
    [
        ("Mjc  CHATEAUVERT !", {"commune": "Die"}, "DEMO-10"),
        (
            "Maison des Jeunes et de la Culture de Châteauvert",
            {"code_insee": "26113"},
            "DEMO-10",
        ),
        ("Nini Chaize", {"commune": "die"}, "DEMO-12"),
        ("Centre Social Nini Chaize", {"commune": "Die"}, "DEMO-12"),
        ("centre social MJC Nini-Chaize", {"code_insee": "26113"}, "DEMO-12"),
        ("CS la paz", {"commune": "St Jean en Royans"}, "DEMO-13"),
        ("MQ St Nicolas", {"commune": "Die"}, "DEMO-14"),
        ("Espace Jean Moulin", {"code_insee": "26307"}, "DEMO-15"),
    ],
)
def test_a_name_borne_by_one_structure_of_the_commune_is_certain(
    con: Connection, name: str, place: dict[str, str], expected: str
) -> None:
    write(con, 2, structure_name=name, **place)
    assert outcome(con) == (expected, "nom", None)


@pytest.mark.parametrize(
    ("name", "commune", "proposed", "score"),
    [
        ("Châteauvert", "Die", "MJC Châteauvert » (DEMO-10)", "1,00"),  # CPNG bears it too
        ("MPT Châteauvert", "Die", "MJC Châteauvert » (DEMO-10)", "1,00"),  # another house?
        ("MJC Chateauver", "Die", "MJC Châteauvert » (DEMO-10)", "0,98"),  # a slip
        ("Espace Jean Moulain", "Saint-Jean-en-Royans", "Espace Jean-Moulin » (DEMO-15)", "0,9"),
        ("Centre social La Paz", "Die", "Centre social La Paz » (DEMO-13)", "1,00"),  # elsewhere
        ("Centre social La Paz", None, "Centre social La Paz » (DEMO-13)", "1,00"),  # nowhere
        ("MJC du Petit Charran", "Die", "MPT du Petit Charran » (DEMO-16)", "1,00"),
    ],
)
def test_a_likely_name_is_set_aside_with_its_best_candidate_and_score(
    con: Connection, name: str, commune: str | None, proposed: str, score: str
) -> None:
    write(con, 2, structure_name=name, commune=commune)
    structure, matched_by, reason = outcome(con)
    assert (structure, matched_by) == (None, None)
    assert reason
    assert reason.startswith(f"Rapprochement douteux : « {proposed}, ressemblance {score}")
    assert reason.endswith("À trancher dans survey_matches.csv.")
    listed = con.execute(
        "select source_row, wave, given_name, given_commune, proposed_structure_id "
        "from staging.survey_doubtful_matches"
    ).fetchall()
    assert listed == [("2", 2020, name, commune, proposed[-8:-1])]


@pytest.mark.parametrize(
    ("name", "commune", "reason"),
    [
        ("Foyer des Marmottes", "Die", "Aucune structure du registre ne porte un nom proche."),
        ("Centre social Gambetta", "Die", "Aucune structure du registre ne porte un nom proche."),
        (None, "Die", "Aucun identifiant de structure, ni SIRET, ni nom."),
    ],
)
def test_a_name_like_no_other_is_rejected_without_a_candidate(
    con: Connection, name: str | None, commune: str, reason: str
) -> None:
    write(con, 2, structure_name=name, commune=commune)
    assert outcome(con) == (None, None, reason)
    assert con.execute("from staging.survey_doubtful_matches").fetchall() == []


def test_the_threshold_of_a_likely_name_is_a_parameter(con: Connection) -> None:
    write(con, 2, structure_name="MJC Chateauver", commune="Die")
    con.execute("update reference.parameters set value = '1' where name = 'name_match_threshold'")
    assert outcome(con)[2] == "Aucune structure du registre ne porte un nom proche."


def test_a_siret_stands_for_the_identifier(con: Connection) -> None:
    write(con, 2, siret="775664402 00017", structure_name="Nom sans rapport")
    assert outcome(con) == ("DEMO-10", "siret", None)


def test_an_identifier_and_a_siret_that_disagree_are_rejected(con: Connection) -> None:
    write(con, 2, structure_id="DEMO-01", siret="77566440200017")
    assert outcome(con)[2] == "L'identifiant désigne « DEMO-01 », le SIRET « DEMO-10 »."


def test_an_unknown_identifier_is_never_replaced_by_a_name(con: Connection) -> None:
    write(con, 2, structure_id="DEMO-77", structure_name="MJC Châteauvert", commune="Die")
    assert outcome(con) == (None, None, "Structure « DEMO-77 » absente du registre.")


def test_a_simulated_answer_is_never_matched_to_a_real_structure(con: Connection) -> None:
    write(con, 2, structure_name="EVS Valdequint", commune="Saint-Julien-en-Quint")
    assert outcome(con)[0] is None


def test_a_decision_settles_every_answer_of_that_name_and_commune(con: Connection) -> None:
    for row in (2, 3):
        write(con, row, structure_name="La M.J.C. de Châteauvert, Die", commune="Die")
    settle(con, "la mjc de chateauvert die", "DIE", "demo-10")
    assert outcome(con, 2)[2] == "Remplacée par une réponse plus récente de la même structure."
    assert outcome(con, 3) == ("DEMO-10", "decision", None)


def test_a_decision_may_say_that_a_structure_is_out_of_scope(con: Connection) -> None:
    write(con, 2, structure_name="MJC Châteauver", commune="Die")
    settle(con, "MJC Châteauver", "Die", "Hors champ")
    assert outcome(con) == (None, None, "Structure hors champ, selon survey_matches.csv.")
    assert con.execute("from staging.survey_doubtful_matches").fetchall() == []


@pytest.mark.parametrize(
    ("name", "decision", "fault"),
    [
        ("MJC", "DEMO-98", "structure « DEMO-98 » absente du registre"),
        ("MJC", None, "la décision manque : un identifiant du registre, ou « hors champ »"),
        ("", "DEMO-10", "le nom donné par la réponse manque"),
    ],
)
def test_a_decision_that_cannot_be_used_says_why(
    con: Connection, name: str, decision: str | None, fault: str
) -> None:
    settle(con, name or None, "Die", decision)
    build(con, "staging")
    assert con.execute("select fault from staging.survey_matches").fetchall() == [(fault,)]


def test_two_decisions_for_one_name_and_commune_are_a_fault(con: Connection) -> None:
    settle(con, "MJC Châteauvert", "Die", "DEMO-10")
    settle(con, "mjc chateauvert", "die", "DEMO-11")
    build(con, "staging")
    faults = con.execute("select distinct fault from staging.survey_matches").fetchall()
    assert faults == [("deux décisions pour un même nom et une même commune",)]
