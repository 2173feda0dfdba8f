"""Framaforms, that is Drupal Webform 7: three header rows, nine columns of its own first.

The rows are those of `webform_results_download_headers`: the form's title, the titles of the
components that span several columns, then the column's own; options as columns hold an X.
"""

from pathlib import Path

import pytest

from pipelines.sources.surveys.inspection import inspect
from tests.sources.surveys.exports import question, report, sentences, under, write_text

OWN = [
    *("Numéro de série", "SID", "Heure de soumission", "Heure de fin", "Heure de modification"),
    *("Brouillon", "Adresse IP", "UID", "Nom d'utilisateur"),
]
ACTS = ["Un jardin, un verger", "Un atelier vélo", "Autre…"]
THEMES = ["Le tri", "L'énergie", "L'eau"]
ASKED = ["Type de structure", "Budget annuel", "Vos prénom et nom", "Une remarque ?"]


def own(number: int, draft: str = "") -> list[str]:
    day = f"2022-05-{number:02d} 09:1{number}"
    return [str(number), str(810 + number), day, day, day, draft, f"192.0.2.{number}", "0", ""]


def headed(*titles: tuple[str, list[str]]) -> list[list[str]]:
    """The three rows over the questions: those with items span as many columns."""
    rows = [["Enquête 2022", *[""] * 8], ["Détails de la soumission", *[""] * 8], [*OWN]]
    for title, items in titles:
        rows[0] += [""] * max(1, len(items))
        rows[1] += [title, *[""] * (len(items) - 1)] if items else [""]
        rows[2] += items or [title]
    return rows


SEPARATE = [
    *headed(
        *((ASKED[0], []), ("Actions menées", ACTS), (ASKED[1], [])), ("Où en êtes-vous ?", THEMES)
    ),
    [*own(1), "Centre social", "X", "X", "", "1 250,50", "En cours", "Fait", "En cours"],
    [*own(2), "EVS", "", "X", "Un four à pain", "800", "Fait", "En cours", ""],
    [*own(3), "Centre social", "X", "", "", "", "", "", ""],
    [*own(4, "1"), "EVS", "", "", "", "", "", "Fait", "Fait"],
]  # fmt: skip
PERSON = [
    *headed((ASKED[2], []), (ASKED[3], [])),
    [*own(1), "Zélie Fictive", "Merci ;\r\nà bientôt"],
    [*own(2), "Ali Inventé", ""],
]


@pytest.mark.parametrize(
    ("name", "delimiter", "encoding"),
    [
        ("reponses.csv", ";", "utf-8"),
        ("reponses.csv", ",", "cp1252"),
        ("reponses.tsv", "\t", "utf-8-sig"),
        ("reponses.xls", "\t", "utf-16"),  # « Excel » of old: UTF-16LE text after its mark
        ("reponses.xls", "\t", "utf-16-le"),
    ],
)
def test_options_as_columns_and_a_grid(
    tmp_path: Path, name: str, delimiter: str, encoding: str
) -> None:
    path = write_text(tmp_path / name, SEPARATE, delimiter, encoding)
    assert report(path) == {
        "file": name,
        "tool": "framaforms",
        "encoding": encoding,
        "delimiter": delimiter,
        "sheet": None,
        "header_rows": 3,
        "rows": 4,
        "partial": 1,
        "metadata_columns": OWN,
        "personal_columns": ["Adresse IP", "Nom d'utilisateur"],
        "questions": [
            question(ASKED[0], "single", 4, 0, {"Centre social": 2, "EVS": 2}),
            question("Actions menées", "multiple", 3, 1, dict(zip(ACTS, (2, 2, 1), strict=True)),
                     columns=under("Actions menées", *ACTS)),
            question(ASKED[1], "number", 2, 2),
            question("Où en êtes-vous ?", "grid", 3, 1, {"Fait": 4, "En cours": 3},
                     columns=under("Où en êtes-vous ?", *THEMES)),
        ],
    }  # fmt: skip


def test_a_name_and_a_remark_are_text(tmp_path: Path) -> None:
    said = report(write_text(tmp_path / "a.csv", PERSON, ";"))
    assert said["personal_columns"] == ["Adresse IP", "Nom d'utilisateur", ASKED[2]]
    assert said["questions"] == [question(ASKED[2], "text", 2, 0), question(ASKED[3], "text", 1, 1)]


def test_a_compact_choice_is_cut_where_the_tool_joined_it_by_a_comma_without_a_space(
    tmp_path: Path,
) -> None:
    first, second, third = "Un jardin, un verger", "Un atelier vélo", "Rien (pas encore, hélas)"
    cells = [f"{first},{second}", second, f"{first},{third}", first, third, ""]
    path = write_text(
        tmp_path / "a.csv",
        [*headed(("Actions", [])), *([*own(n), cell] for n, cell in enumerate(cells, 1))],
        ";",
    )
    assert report(path)["questions"] == [
        question("Actions", "multiple", 5, 1, {first: 3, second: 2, third: 2})
    ]


def test_headings_as_keys_are_those_of_webform(tmp_path: Path) -> None:
    keys = [
        *("webform_serial", "webform_sid", "webform_time", "webform_completed_time"),
        *("webform_modified_time", "webform_draft", "webform_ip_address", "webform_uid"),
        "webform_username",
    ]
    rows = [
        ["Enquête", *[""] * 10],
        ["submission_details", *[""] * 8, "actions", ""],
        [*keys, "jardin", "velo"],
        [*own(1), "X", ""],
        [*own(2, "1"), "", "X"],
    ]
    said = report(write_text(tmp_path / "a.csv", rows, ";"))
    assert (said["tool"], said["metadata_columns"], said["partial"]) == ("framaforms", keys, 1)
    assert said["questions"][0]["options"] == {"jardin": 1, "velo": 1}


def test_fewer_columns_of_its_own_leave_the_questions_alone(tmp_path: Path) -> None:
    kept = [0, 1, 2, 5, 6, 9, 10, 11, 12]
    rows = [[row[place] for place in kept] for row in SEPARATE]
    said = report(write_text(tmp_path / "a.csv", rows, ";"))
    assert said["metadata_columns"] == [OWN[place] for place in kept[:5]]
    assert [q["header"] for q in said["questions"]] == [ASKED[0], "Actions menées"]


def test_a_line_cut_short_is_said_with_its_number(tmp_path: Path) -> None:
    rows = [*SEPARATE[:-1], SEPARATE[-1][:12]]
    path = write_text(tmp_path / "a.csv", rows, ";")
    assert sentences(path) == ["cette ligne n'a pas le même nombre de colonnes que les titres."]
    (problem,) = inspect([path])["problems"]
    assert (problem["row"], problem["found"], problem["expected"]) == (7, "12", "17")


def test_three_header_rows_and_no_answer_are_said(tmp_path: Path) -> None:
    path = write_text(tmp_path / "a.csv", headed((ASKED[0], [])), ";")
    (problem,) = inspect([path])["problems"]
    assert problem["message"] == "ce fichier ne contient aucune réponse."
    assert problem["expected"] == "3 ligne(s) de titres Framaforms, puis les réponses"
