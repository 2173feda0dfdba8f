"""Google Forms: its CSV joins options by `;`, its linked spreadsheet by `, ` although options may
contain commas; a grid is one column per row, `Question [row]`.
"""

from datetime import datetime
from pathlib import Path

import pytest

from pipelines.sources.surveys.inspection import inspect
from tests.sources.surveys.exports import (
    kinds,
    question,
    report,
    under,
    write_book,
    write_text,
)

ACTS = ["Un jardin, un verger ou un poulailler", "Un atelier vélo", "Le tri (papier, verre)"]
CHOSEN = [[0, 1], [1], [1, 2], [0, 2], [0], [2], [], [0, 1, 2]]
HEAD = [
    *("Horodateur", "Adresse e-mail", "Votre structure", "Que proposez-vous ?"),
    *("Où en êtes-vous ? [Le tri]", "Où en êtes-vous ? [L'eau]", "Note sur 10", "Votre remarque"),
]
REMARKS = ["Bien, merci, à refaire", "", "Trop long, trop tôt", "Rien, sinon bravo", "", "", "", ""]


def answers(separator: str) -> list[list[str]]:
    return [
        [
            f"2025/03/0{n + 1} 9:12:45 AM UTC+1",
            f"csc{n}@exemple.invalid",
            "Centre social, agréé" if n % 2 else "Espace de vie sociale",
            separator.join(ACTS[place] for place in chosen),
            "Fait" if n % 2 else "En cours",
            "Fait" if n < 5 else "",
            "10 - Tout à fait" if n == 0 else str(n),
            REMARKS[n],
        ]
        for n, chosen in enumerate(CHOSEN)
    ]


QUESTIONS = [
    question("Votre structure", "single", 8, 0,
             {"Espace de vie sociale": 4, "Centre social, agréé": 4}),
    question("Que proposez-vous ?", "multiple", 7, 1, {ACTS[0]: 4, ACTS[1]: 4, ACTS[2]: 4}),
    question("Où en êtes-vous ?", "grid", 8, 0, {"En cours": 4, "Fait": 9},
             columns=under("Où en êtes-vous ?", "Le tri", "L'eau")),
    question("Note sur 10", "number", 8, 0),
    question("Votre remarque", "text", 3, 5),
]  # fmt: skip


@pytest.mark.parametrize(
    ("suffix", "separator"), [("csv", ";"), ("csv", ", "), ("xlsx", ", "), ("xlsx", ";")]
)
def test_options_that_contain_commas_are_found_whole(
    tmp_path: Path, suffix: str, separator: str
) -> None:
    path, rows = tmp_path / f"reponses.{suffix}", [HEAD, *answers(separator)]
    if suffix == "csv":
        write_text(path, rows)
    else:
        for row in rows[1:]:
            row[0] = datetime(2025, 3, 4, 9, 12, 45)  # type: ignore[call-overload]
        write_book(path, {"Réponses au formulaire 1": rows})
    assert report(path) == {
        "file": path.name,
        "tool": "googleforms",
        "encoding": "utf-8" if suffix == "csv" else None,
        "delimiter": "," if suffix == "csv" else None,
        "sheet": None if suffix == "csv" else "Réponses au formulaire 1",
        "header_rows": 1,
        "rows": 8,
        "partial": 0,
        "metadata_columns": ["Horodateur", "Adresse e-mail"],
        "personal_columns": ["Adresse e-mail"],
        "questions": QUESTIONS,
    }


def test_a_grid_of_boxes_and_a_pair_never_seen_apart(tmp_path: Path) -> None:
    """« Vélo, train » may be one option or two: nothing in the cells tells, so it is said."""
    cells = ["Vélo, Train", "Vélo, Train, Bus", "Bus", "Vélo, Train", "Bus", "Vélo, Train"]
    rows = [["Timestamp", "Comment venez-vous ?"]]
    rows += [[f"2025/03/0{n} 9:12:45 AM UTC+1", cell] for n, cell in enumerate(cells, 1)]
    said = inspect([write_text(tmp_path / "a.csv", rows)])
    assert said["files"][0]["questions"] == [
        question("Comment venez-vous ?", "multiple", 6, 0, {"Vélo, Train": 4, "Bus": 3})
    ]
    (problem,) = said["problems"]
    assert problem["message"] == (
        "ce choix multiple ne peut pas être découpé avec certitude : rien ne dit si c'est une "
        "option ou plusieurs."
    )
    assert (problem["column"], problem["found"]) == ("Comment venez-vous ?", "« Vélo, Train »")


@pytest.mark.parametrize(
    "cells",
    [
        ["Nous manquons de temps, d'argent et de bras.", "Oui, mais lequel ?", "Rien, merci.", ""],
        ["Dire, faire", "Rire, chanter, danser", "Lire", "Se taire"],
    ],
)
def test_sentences_with_commas_are_no_choice(tmp_path: Path, cells: list[str]) -> None:
    rows = [["Horodateur", "Une remarque ?"], *(["05/03/2025 09:12:45", cell] for cell in cells)]
    assert kinds(write_text(tmp_path / "a.csv", rows)) == {"Une remarque ?": "text"}


def test_one_answer_out_of_a_list_may_hold_a_comma(tmp_path: Path) -> None:
    cells = ["Oui, souvent", "Oui, parfois", "Non, jamais", "Oui, souvent", "Non, jamais"]
    rows = [["Horodateur", "Triez-vous ?"], *(["05/03/2025 09:12:45", cell] for cell in cells)]
    assert report(write_text(tmp_path / "a.csv", rows))["questions"] == [
        question("Triez-vous ?", "single", 5, 0,
                 {"Oui, souvent": 2, "Non, jamais": 2, "Oui, parfois": 1})
    ]  # fmt: skip


def test_a_free_answer_stays_whole_among_the_options(tmp_path: Path) -> None:
    cells = [
        "Vélo;Bus",
        "Bus",
        "Vélo",
        "Vélo;Bus;Autre : à pied, en trottinette",
        "Bus;Train",
        "Train",
    ]
    rows = [["Horodateur", "Trajets"], *(["05/03/2025 09:12:45", cell] for cell in cells)]
    assert report(write_text(tmp_path / "a.csv", rows))["questions"][0]["options"] == {
        "Vélo": 3,
        "Bus": 4,
        "Train": 2,
        "Autre : à pied, en trottinette": 1,
    }


def test_a_grid_of_boxes_joins_its_columns_in_each_row(tmp_path: Path) -> None:
    head = ["Horodateur", "Qui fait quoi ? [Le tri]", "Qui fait quoi ? [L'eau]"]
    rows = [["Équipe;Habitants", "Équipe"], ["Habitants", "Équipe;Habitants"], ["Équipe", ""]]
    path = write_text(tmp_path / "a.csv", [head, *(["05/03/2025 09:12:45", *row] for row in rows)])
    assert report(path)["questions"] == [
        question("Qui fait quoi ?", "grid", 3, 0, {"Équipe": 4, "Habitants": 3}, columns=head[1:])
    ]


def test_a_grid_of_boxes_may_join_by_commas_and_a_scale_may_hold_some(tmp_path: Path) -> None:
    head = ["Horodateur", "Qui ? [Le tri]", "Qui ? [L'eau]", "Avis [Le tri]", "Avis [L'eau]"]
    who = ["Équipe, Habitants", "Équipe", "Habitants", "Équipe, Habitants"]
    opinion = ["Oui, souvent", "Oui, un peu", "Non, jamais", "Oui, souvent"]
    rows = [
        ["05/03/2025 09:12:45", who[n], who[-n], opinion[n], opinion[-n]] for n in range(len(who))
    ]
    first, second = report(write_text(tmp_path / "a.csv", [head, *rows]))["questions"]
    assert (first["kind"], first["options"]) == ("grid", {"Équipe": 6, "Habitants": 6})
    assert set(second["options"]) == {"Oui, souvent", "Oui, un peu", "Non, jamais"}


def test_the_marks_of_a_quiz_are_no_questions(tmp_path: Path) -> None:
    own = ["Timestamp", "Username", "Total score"]
    marks = ["Which bins? [Score]", "Which bins? [Feedback]"]
    rows = [[*own, "Which bins?", *marks]]
    rows += [["2025/03/05 9:12:45 AM GMT+1", "a@b.invalid", "1.00 / 2", cell, "1.00 / 1", ""]
             for cell in ("Green;Blue", "Green", "Blue")]  # fmt: skip
    said = report(write_text(tmp_path / "a.csv", rows))
    assert said["metadata_columns"] == [*own, *marks]
    assert said["questions"] == [question("Which bins?", "multiple", 3, 0, {"Green": 2, "Blue": 2})]


@pytest.mark.parametrize(("times", "kind"), [(10, "single"), (2, "multiple")])
def test_many_answers_that_never_join_two_options_prove_a_comma_inside_one(
    tmp_path: Path, times: int, kind: str
) -> None:
    rows = [["Horodateur", "Statut"], *([f"05/03/2025 09:12:{n}", cell] for n, cell in
            enumerate(["Commune, CCAS", "Association"] * times, 10))]  # fmt: skip
    said = inspect([write_text(tmp_path / "a.csv", rows)])
    (asked,) = said["files"][0]["questions"]
    assert (asked["kind"], asked["options"]) == (
        kind,
        {"Commune, CCAS": times, "Association": times},
    )
    assert bool(said["problems"]) == (kind == "multiple")
