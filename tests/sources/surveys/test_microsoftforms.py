"""Microsoft Forms: a workbook, its own columns in the author's language, options ended by `;`."""

from datetime import datetime
from pathlib import Path

import pytest

from tests.sources.surveys.exports import Rows, question, report, write_book

FRENCH = [
    *("ID", "Heure de début", "Heure de fin", "Adresse de messagerie", "Nom"),
    "Heure de la dernière modification",
]
ENGLISH = ["ID", "Start time", "Completion time", "Email", "Name", "Last modified time"]
ASKED = [
    *(
        "Votre structure",
        "Que proposez-vous ?",
        "Notez ces points.Le tri",
        "Notez ces points.L'eau",
    ),
    *("Votre note", "Depuis quand ?", "Téléphone de l'accueil"),
]
ACTS = ["Jardin; verger", "Vélo", "Tri, compost"]


def rows() -> list[list[object]]:
    chosen = [[0, 1], [1], [1, 2], [0], [], [0, 2]]
    return [
        [
            n,
            *[datetime(2025, 3, n, 9, minute) for minute in (1, 12)],
            *("anonymous", None, None),
            "Centre social" if n % 2 else "EVS",
            "".join(f"{ACTS[place]};" for place in places) or None,
            *("D'accord" if n < 4 else "Pas d'accord", "D'accord" if n % 2 else None),
            *(n, datetime(2020, 1, n), f"01 99 00 00 0{n}"),
        ]
        for n, places in enumerate(chosen, 1)
    ]


@pytest.mark.parametrize("own", [FRENCH, ENGLISH])
def test_a_workbook_with_options_ended_by_semicolons(tmp_path: Path, own: list[str]) -> None:
    path = write_book(tmp_path / "Enquête(1-6).xlsx", {"Sheet1": [[*own, *ASKED], *rows()]})
    assert report(path) == {
        "file": "Enquête(1-6).xlsx",
        "tool": "microsoftforms",
        "encoding": None,
        "delimiter": None,
        "sheet": "Sheet1",
        "header_rows": 1,
        "rows": 6,
        "partial": 0,
        "metadata_columns": own,
        "personal_columns": [ASKED[6]],
        "questions": [
            question(ASKED[0], "single", 6, 0, {"Centre social": 3, "EVS": 3}),
            question(ASKED[1], "multiple", 5, 1, {ACTS[0]: 3, ACTS[1]: 3, ACTS[2]: 2}),
            question("Notez ces points", "grid", 6, 0, {"D'accord": 6, "Pas d'accord": 3},
                     columns=ASKED[2:4]),
            question(ASKED[4], "number", 6, 0),
            question(ASKED[5], "date", 6, 0),
            question(ASKED[6], "text", 6, 0),
        ],
    }  # fmt: skip


@pytest.mark.parametrize("own", [FRENCH, ENGLISH])
def test_names_and_addresses_are_personal_once_there_are_some(
    tmp_path: Path, own: list[str]
) -> None:
    named = [*rows()[0][:3], "zoe@csc.invalid", "Zoé Fictive", None, *rows()[0][6:]]
    path = write_book(tmp_path / "a.xlsx", {"Sheet1": [[*own, *ASKED], *rows(), named]})
    assert report(path)["personal_columns"] == [own[3], own[4], ASKED[6]]


def test_the_points_of_a_quiz_are_no_questions(tmp_path: Path) -> None:
    own = [*FRENCH, "Total points", "Quiz feedback", "Points - Le tri ?", "Feedback - Le tri ?"]
    rows: Rows = [[*own, "Le tri ?"], *([n, *[None] * 9, "Oui"] for n in (1, 2, 3))]
    said = report(write_book(tmp_path / "a.xlsx", {"Sheet1": rows}))
    assert said["metadata_columns"] == own


def test_cells_that_all_end_with_the_separator_are_a_choice(tmp_path: Path) -> None:
    """« Tri; » once each: people could tick several boxes, and ticked one."""
    asked = ["Votre priorité ?", "En un mot ?"]
    rows: Rows = [
        [*FRENCH, *asked],
        *([n, *[None] * 5, f"{choice};", "Bien"] for n, choice in enumerate(["Tri", "Eau"] * 3)),
    ]
    assert report(write_book(tmp_path / "a.xlsx", {"Sheet1": rows}))["questions"] == [
        question(asked[0], "multiple", 6, 0, {"Tri": 3, "Eau": 3}),
        question(asked[1], "constant", 6, 0, {"Bien": 6}),
    ]


def test_numbered_titles_and_addresses_of_sites_are_no_grid(tmp_path: Path) -> None:
    asked = ["1.1 Combien de salariés ?", "1.2 Combien de bénévoles ?", "Site (www.csc.invalid)"]
    rows: Rows = [[*FRENCH, *asked], *([n, *[None] * 5, n, 2 * n, None] for n in (1, 2, 3))]
    said = report(write_book(tmp_path / "a.xlsx", {"Sheet1": rows}))
    assert [(q["header"], q["kind"]) for q in said["questions"]] == [
        (asked[0], "number"),
        (asked[1], "number"),
        (asked[2], "text"),
    ]
