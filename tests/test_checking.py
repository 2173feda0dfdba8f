"""`tecs check` says all that is wrong, where and what to do, and helps to mend it."""

import csv
import json
import shutil
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from pipelines.settings import ROOT
from tests.conftest import copy_world, tecs


@pytest.fixture
def google_forms(tmp_path: Path) -> Path:
    """A wave of four answers as Google Forms exports it: a tool no wave of the world came from."""
    folder = tmp_path / "surveys" / "2027"
    folder.mkdir(parents=True)
    table = (ROOT / "sql/reference/survey_questions.csv").read_text("utf-8")
    questions = list(csv.DictReader(table.splitlines()))
    header = ["Horodateur", *(question["label_fr"] for question in questions)]
    rows = [[f"2027/06/0{n} 10:00:00 AM UTC+2", *_answers(questions, n)] for n in (1, 2, 3, 4)]
    with (folder / "reponses.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return folder


def _answers(questions: list[dict[str, str]], number: int) -> list[str]:
    """Everything « Installé », two options ticked: the score is 75."""
    given = {
        "structure_id": f"DEMO-0{number}",
        "structure_name": f"Structure de démonstration 0{number}",
        "accompagnement_recu": "Un état des lieux des pratiques;"
        "Une visite chez une autre structure",
        "consentement": "Oui",
        "repondant_courriel": f"personne.{number}@demo.invalid",
        "repondant_telephone": f"06 39 98 00 0{number}",
    }
    by_kind = {"scale": "Installé", "number": "2", "text": "Rien à ajouter"}
    return [
        given.get(question["question_code"], by_kind.get(question["kind"], ""))
        for question in questions
    ]


SIDECAR = """title = "Enquête 2027"
producer = "Fédération"
licence = "interne"
received_on = 2027-06-30
personal_data = true
delete_after = 2099-12-31
simulated = true
tool = "googleforms"
wave = 2027
"""


def test_a_file_alone_is_described_and_a_source_toml_is_proposed(
    google_forms: Path, fresh_world: Path
) -> None:
    said = tecs(fresh_world, "check", str(google_forms / "reponses.csv"))
    assert said.returncode == 2
    assert "Google Forms (utf-8, séparateur « , »), 4 réponses" in said.stdout
    assert "il manque la description source.toml" in said.stderr
    proposed = (fresh_world / "check" / "reponses" / "source.toml").read_text("utf-8")
    assert 'tool = "googleforms"' in proposed
    assert "personal_data = true" in proposed
    assert not (fresh_world / "warehouse.duckdb").exists()


def test_json_says_what_is_understood_of_a_file_with_nothing_beside_it(
    google_forms: Path, fresh_world: Path
) -> None:
    said = tecs(fresh_world, "check", "--json", str(google_forms / "reponses.csv"))
    assert said.returncode == 0, said.stderr
    report = json.loads(said.stdout)
    (file,) = report["files"]
    assert (file["tool"], file["rows"], file["header_rows"]) == ("googleforms", 4, 1)
    assert file["metadata_columns"] == ["Horodateur"]
    choice = next(q for q in file["questions"] if q["header"] == "Accompagnements déjà reçus")
    assert choice["kind"] == "multiple"
    assert choice["options"] == {
        "Un état des lieux des pratiques": 4,
        "Une visite chez une autre structure": 4,
    }
    assert "Courriel de la personne qui répond" in file["personal_columns"]
    assert report["problems"] == []


def test_json_of_a_file_that_cannot_be_read_is_a_problem_not_a_crash(fresh_world: Path) -> None:
    broken = fresh_world / "casse.xlsx"
    broken.write_bytes(b"PK\x03\x04 not a workbook")
    said = tecs(fresh_world, "check", "--json", str(broken))
    report = json.loads(said.stdout)
    assert report["files"] == []
    assert [problem["file"] for problem in report["problems"]] == ["casse.xlsx"]
    assert set(report["problems"][0]) >= {
        *("file", "sheet", "row", "column", "found", "expected", "hint"),
    }


@pytest.mark.long
def test_a_wave_in_a_new_format_is_added_by_a_drop_and_one_column(
    google_forms: Path, tmp_path: Path
) -> None:
    """The two edits of the README, on a copy of the code: nothing else is touched."""
    code = tmp_path / "code"
    for part in ("pipelines", "sql"):
        shutil.copytree(ROOT / part, code / part, ignore=shutil.ignore_patterns("__pycache__"))
    data = copy_world(tmp_path / "world")
    (google_forms / "source.toml").write_text(SIDECAR, "utf-8")

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return tecs(data, *words, cwd=code)

    first = run("check", str(google_forms))
    assert first.returncode == 2
    assert "la colonne « 2027 » manque" in first.stderr
    proposed = data / "check/raw/surveys/2027/survey_questions.csv"
    assert "check/raw/surveys/2027/survey_questions.csv" in first.stdout
    shutil.copy(proposed, code / "sql/reference/survey_questions.csv")

    second = run("check", str(google_forms))
    assert second.returncode == 0, second.stderr
    shutil.copytree(google_forms, data / "raw/surveys/2027")
    done = run("run")
    assert done.returncode == 0, done.stderr
    assert "source ajoutée" not in done.stderr
    query = (
        "import duckdb, pathlib, sys\n"
        "here = pathlib.Path(sys.argv[1])\n"
        "name = (here / 'published/current').read_text().strip()\n"
        "con = duckdb.connect(str(here / 'published' / name / 'comite.duckdb'))\n"
        'print(con.execute("select distinct score from marts.maturity_by_structure'
        " where wave = 2027 and theme <> 'ingredients'\").fetchall())\n"
        "con = duckdb.connect(str(here / 'warehouse.duckdb'))\n"
        'print(con.execute("select answer_code, count(*) from staging.survey_choices'
        ' where wave = 2027 group by all order by all").fetchall())'
    )
    found = subprocess.run(
        [sys.executable, "-c", query, str(data)], capture_output=True, text=True, check=True
    )
    assert found.stdout.splitlines() == ["[(75.0,)]", "[('diagnostic', 4), ('visite', 4)]"]


def test_faulty_cells_are_coloured_and_commented_in_a_copy_of_the_file(fresh_world: Path) -> None:
    drop = fresh_world / "raw/surveys/2020"
    path = drop / "reponses.csv"
    text = path.read_text("utf-8-sig").replace('"A4"', '"A44"').replace("MOB[SQ001]", "MOB[SQ009]")
    path.write_text(text, "utf-8-sig")
    said = tecs(fresh_world, "check", str(drop))
    assert said.returncode == 2
    assert "À FAIRE" in said.stderr
    assert said.stderr.count("« A44 »") > 1, "all at once, not the first only"

    annotated = fresh_world / "check/raw/surveys/2020/reponses-annote.xlsx"
    book = openpyxl.load_workbook(annotated)
    listed, data = book.worksheets
    assert listed.title == "À corriger"
    faulty = [cell for row in data.iter_rows() for cell in row if cell.comment]
    assert {cell.value for cell in faulty} == {"A44", "MOB[SQ009]"}
    # one « A44 » a line stands under the unknown column, whose header is what is coloured
    assert len(faulty) == text.count('"A44"') - 1 + 1
    first = next(cell for cell in faulty if cell.value == "A44")
    assert first.comment is not None
    assert "réponse inconnue" in first.comment.text
    assert first.fill.fgColor.rgb == "00F8CBAD"


@pytest.mark.long
def test_lines_set_aside_are_listed_with_their_reason_and_coloured(fresh_world: Path) -> None:
    said = tecs(fresh_world, "check", str(fresh_world / "raw/surveys/2022"))
    assert said.returncode == 0, said.stderr
    assert "Lignes écartées de raw/surveys/2022/reponses.csv : 3" in said.stdout
    assert "ligne 10 : Réponse partielle" in said.stdout
    book = openpyxl.load_workbook(fresh_world / "check/raw/surveys/2022/reponses-annote.xlsx")
    cell = book.worksheets[1].cell(10, 1)
    assert cell.comment is not None
    assert "Réponse partielle" in cell.comment.text


def test_a_formula_received_stays_text_in_the_annotated_copy(fresh_world: Path) -> None:
    drop = fresh_world / "raw/surveys/2020"
    path = drop / "reponses.csv"
    text = path.read_text("utf-8-sig").replace('"A4"', '"=1+1"', 1)
    path.write_text(text, "utf-8-sig")
    tecs(fresh_world, "check", str(drop))
    book = openpyxl.load_workbook(fresh_world / "check/raw/surveys/2020/reponses-annote.xlsx")
    cells = [cell for row in book.worksheets[1].iter_rows() for cell in row if cell.value == "=1+1"]
    assert [cell.data_type for cell in cells] == ["s"]
