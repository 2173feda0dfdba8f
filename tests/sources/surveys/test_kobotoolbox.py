"""KoboToolbox and ODK: XML names or labels, group paths, choices joined, split, or both.

Headers as formpack and ODK Central write them: a choice is `question`, its options
`question/option`; a group comes before, with `/` (Kobo) or `-` (ODK).
"""

from pathlib import Path
from typing import Any

import pytest

from pipelines.sources.surveys.inspection import inspect
from tests.sources.surveys.exports import (
    Rows,
    question,
    report,
    under,
    write_book,
    write_text,
)

OWN = [
    *("_id", "_uuid", "_submission_time", "_validation_status", "_notes", "_status"),
    *("_submitted_by", "__version__", "_tags", "_index"),
]
OPTIONS = ["jardin", "velo", "compost", "other"]
LABELS = ["Un jardin", "Un atelier vélo", "Le compost", "Autre"]


def own(number: int) -> list[Any]:
    return [
        *(510 + number, f"0f{number}e", f"2025-06-0{number}T09:00:00", None, None),
        *("submitted_via_web", "tecs", "vAb3", None, number),
    ]


def answers(split: bool, joined: bool, words: list[str]) -> Rows:
    """Four answers to a choice, of which one never reached it."""
    chosen: list[list[int] | None] = [[0, 1], [1, 3], None, [0]]
    rows: list[list[Any]] = []
    for number, chosen_by in enumerate(chosen, 1):
        cell = None if chosen_by is None else " ".join(words[place] for place in chosen_by)
        ticks = [None if chosen_by is None else int(place in chosen_by) for place in range(4)]
        rows.append(
            [
                *(f"2025-06-0{number}T08:50:00.000+02:00", f"2025-06-0{number}T09:00:00.000+02:00"),
                *("centre_social" if number % 2 else "evs",),
                *([cell] if joined else []),
                *(ticks if split else []),
                *("Un four à pain" if number == 2 else None, 3 + number, *own(number)),
            ]
        )
    return rows


def header(split: bool, joined: bool, words: list[str]) -> list[str]:
    choice = "actions/menees"
    return [
        *("start", "end", "structure/type", *([choice] if joined else [])),
        *(f"{choice}/{word}" for word in (words if split else [])),
        *("actions/menees_other", "actions/heures", *OWN),
    ]


@pytest.mark.parametrize(
    ("split", "joined", "words"),
    [
        *((True, joined, words) for joined in (True, False) for words in (OPTIONS, LABELS)),
        (False, True, OPTIONS),  # labels joined by spaces: nothing tells where to cut
    ],
)
@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_a_choice_is_joined_split_or_both(
    tmp_path: Path, split: bool, joined: bool, words: list[str], suffix: str
) -> None:
    path = tmp_path / f"enquete.{suffix}"
    rows = [header(split, joined, words), *answers(split, joined, words)]
    if suffix == "csv":
        write_text(path, rows, ";", "utf-8-sig")
    else:
        write_book(path, {"Enquête TECS": rows})
    choice = "actions/menees"
    columns = ([choice] if joined else []) + (
        under(choice, *words, pattern="{}/{}") if split else []
    )
    counts = dict(zip(words, (2, 2, 0, 1) if split else (2, 2, 1), strict=False))
    if not split:
        counts = {"jardin": 2, "velo": 2, "other": 1}
    assert report(path) == {
        "file": path.name,
        "tool": "kobotoolbox",
        "encoding": "utf-8-sig" if suffix == "csv" else None,
        "delimiter": ";" if suffix == "csv" else None,
        "sheet": None if suffix == "csv" else "Enquête TECS",
        "header_rows": 1,
        "rows": 4,
        "partial": 0,
        "metadata_columns": ["start", "end", *OWN],
        "personal_columns": [],
        "questions": [
            question("structure/type", "single", 4, 0, {"centre_social": 2, "evs": 2}),
            question(choice, "multiple", 3, 1, counts, columns=columns),
            question("actions/menees_other", "text", 1, 3),
            question("actions/heures", "number", 4, 0),
        ],
    }


def test_labels_joined_by_spaces_are_not_cut_by_guess(tmp_path: Path) -> None:
    rows = [header(False, True, LABELS), *answers(False, True, LABELS)]
    (file,) = inspect([write_text(tmp_path / "a.csv", rows, ";")])["files"]
    assert file["questions"][1]["kind"] == "text"


def test_a_group_is_no_grid_and_single_answers_keep_their_path(tmp_path: Path) -> None:
    head = ["transition/tri", "transition/eau", "transition/heures", *OWN]
    rows = [["fait", "non", 3, *own(1)], ["non", "fait", 4, *own(2)], ["fait", "fait", 9, *own(3)]]
    said = report(write_book(tmp_path / "a.xlsx", {"Enquête": [head, *rows]}))
    assert said["questions"] == [
        question("transition/tri", "single", 3, 0, {"fait": 2, "non": 1}),
        question("transition/eau", "single", 3, 0, {"fait": 2, "non": 1}),
        question("transition/heures", "number", 3, 0),
    ]


def test_a_repeated_group_is_read_from_its_own_sheet(tmp_path: Path) -> None:
    main: list[list[Any]] = [["structure", *OWN], ["Le Val", *own(1)], ["La Côte", *own(2)]]
    parents = ["_index", "_parent_table_name", "_parent_index", "_submission__id"]
    repeated: list[list[Any]] = [["jardin/nom", "jardin/surface", *parents]]
    repeated += [
        [f"Jardin {n}", 100 + n, n, "Enquête", 1 + n // 3, 511 + n // 3] for n in (1, 2, 3)
    ]
    path = write_book(
        tmp_path / "a.xlsx", {"Enquête": main, "jardin": repeated, "Lisez-moi": [["À lire"]]}
    )
    said = inspect([path])
    assert said["problems"] == []
    first, second = said["files"]
    assert (first["sheet"], first["rows"], second["sheet"], second["rows"]) == (
        *("Enquête", 2),
        *("jardin", 3),
    )
    assert second["metadata_columns"] == parents
    assert second["questions"] == [
        question("jardin/nom", "text", 3, 0),
        question("jardin/surface", "number", 3, 0),
    ]


def test_odk_central_joins_its_groups_by_a_dash(tmp_path: Path) -> None:
    head = [
        *("SubmissionDate", "meta-instanceID", "structure-type", "actions-menees"),
        *("actions-menees/jardin", "actions-menees/velo", "KEY", "SubmitterID", "SubmitterName"),
        *("AttachmentsPresent", "AttachmentsExpected", "Status", "ReviewState", "DeviceID"),
        *("Edits", "FormVersion"),
    ]
    tail = ["12", "Zoé Fictive", "0", "0", "", "", "collect:1", "0", "1"]
    rows = [
        ["2025-06-01T09:00:00.000Z", "uuid:1", "cs", "jardin velo", "1", "1", "uuid:1", *tail],
        ["2025-06-02T09:00:00.000Z", "uuid:2", "evs", "velo", "0", "1", "uuid:2", *tail],
        ["2025-06-03T09:00:00.000Z", "uuid:3", "cs", "", "", "", "uuid:3", *tail],
    ]
    rows = [row[: len(head)] for row in rows]
    said = report(write_text(tmp_path / "a.csv", [head, *rows]))
    assert said["tool"] == "kobotoolbox"
    assert said["questions"] == [
        question("structure-type", "single", 3, 0, {"cs": 2, "evs": 1}),
        question("actions-menees", "multiple", 2, 1, {"jardin": 1, "velo": 2}, columns=head[3:6]),
    ]
    assert len(said["metadata_columns"]) == len(head) - 4


def test_a_name_made_of_a_numbered_label_is_a_question(tmp_path: Path) -> None:
    """KoboToolbox names « 1. Votre structure » `_1_Votre_structure`."""
    head = ["start", "_1_Votre_structure", "lieu", "_lieu_latitude", "_lieu_precision", *OWN]
    rows = [["2025-06-01", f"CS {n}", f"44.{n} 5.1 0 0", f"44.{n}", "0", *own(n)] for n in (1, 2)]
    said = report(write_text(tmp_path / "a.csv", [head, *rows], ";"))
    assert [q["header"] for q in said["questions"]] == ["_1_Votre_structure", "lieu"]
    assert said["metadata_columns"] == ["start", "_lieu_latitude", "_lieu_precision", *OWN]


@pytest.mark.parametrize("joint", ["/", "."])
@pytest.mark.parametrize("joined", [True, False])
def test_an_option_may_hold_what_joins_it_to_its_question(
    tmp_path: Path, joint: str, joined: bool
) -> None:
    options = [f"Eau{joint}énergie", "Jardin / verger", "Vélo"]
    columns = [f"Actions{joint}{option}" for option in options]
    head = [*(["Actions"] if joined else []), *columns, *OWN]
    rows = [[*(["…"] if joined else []), n % 2, 1, 0, *own(n)] for n in range(1, 5)]
    assert report(write_text(tmp_path / "a.csv", [head, *rows], ";"))["questions"] == [
        question("Actions", "multiple", 4, 0, dict(zip(options, (2, 4, 0), strict=True)),
                 columns=head[: len(columns) + joined])
    ]  # fmt: skip


def test_a_note_and_a_lonely_number_in_a_group_are_no_choice(tmp_path: Path) -> None:
    head = ["grp/note", "grp/enfants", "grp/chien", *OWN]
    rows = [["", n, n % 2, *own(n)] for n in range(1, 5)]
    asked = report(write_text(tmp_path / "a.csv", [head, *rows], ";"))["questions"]
    assert [(q["header"], q["kind"]) for q in asked] == [
        ("grp/note", "text"),
        ("grp/enfants", "number"),
        ("grp/chien", "number"),
    ]


@pytest.mark.parametrize(
    ("cells", "options"),
    [
        (["1 3", "3", "1 12", "", "12"], {"1": 2, "3": 2, "12": 2}),
        (["ne_sait_pas", "tri eau", "eau", "tri", ""], {"tri": 2, "eau": 2, "ne_sait_pas": 1}),
        (["centre social", "centre social", "ccas", "centre social", "ccas"], None),
    ],
)
def test_names_and_numbers_joined_by_spaces_are_cut_and_words_are_not(
    tmp_path: Path, cells: list[str], options: dict[str, int] | None
) -> None:
    rows: Rows = [["choix", *OWN], *([cell, *own(n)] for n, cell in enumerate(cells, 1))]
    (asked,) = report(write_text(tmp_path / "a.csv", rows, ";"))["questions"]
    if options is None:
        assert (asked["kind"], asked["options"]) == ("single", {"centre social": 3, "ccas": 2})
    else:
        assert (asked["kind"], asked["options"]) == ("multiple", options)
