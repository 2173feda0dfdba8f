"""SurveyMonkey, SurveyGizmo, Typeform, Sphinx: the layouts of their exports, as far as known.

SurveyMonkey titles a question once, over its first option; SurveyGizmo writes `option:question`;
Typeform titles only the options; Sphinx writes a tidy table after its own columns in capitals.
"""

from pathlib import Path

import pytest

from tests.sources.surveys.exports import (
    inspect_one,
    question,
    report,
    sentences,
    write_book,
    write_text,
)

MONKEY = [
    *("Respondent ID", "Collector ID", "Start Date", "End Date", "IP Address", "Email Address"),
    *("First Name", "Last Name", "Custom Data 1"),
]
ACTS = ["Un jardin, un verger", "Un atelier vélo", "Le compost", "Autre (veuillez préciser)"]
MONKEY_ROWS = [
    [*MONKEY, "Votre structure", "", "Que proposez-vous ?", *[""] * 3, "Où en êtes-vous ?", "",
     "Combien de bénévoles ?", "Une remarque ?"],
    [*[""] * 9, "Response", "Autre (veuillez préciser)", *ACTS, "Le tri", "L'eau",
     "Open-Ended Response", "Open-Ended Response"],
    ["118010", "4501", "03/04/2025 09:00:00 AM", "03/04/2025 09:12:00 AM", "192.0.2.1", "", "", "",
     "", "Centre social", "", ACTS[0], ACTS[1], "", "", "Fait", "En cours", "12", "Merci, vous"],
    ["118011", "4501", "03/05/2025 09:00:00 AM", "03/05/2025 09:12:00 AM", "192.0.2.2", "", "", "",
     "", "EVS", "", "", ACTS[1], "", "Un four à pain", "En cours", "", "7", ""],
    ["118012", "4501", "03/06/2025 09:00:00 AM", "03/06/2025 09:12:00 AM", "192.0.2.3", "", "", "",
     "", "Autre (veuillez préciser)", "Une péniche", "", "", "", "", "", "", "", ""],
    ["118013", "4501", "03/07/2025 09:00:00 AM", "03/07/2025 09:12:00 AM", "192.0.2.4", "", "", "",
     "", "EVS", "", ACTS[0], "", "", "", "Fait", "Fait", "31", ""],
]  # fmt: skip


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_surveymonkey_titles_a_question_over_its_first_option_only(
    tmp_path: Path, suffix: str
) -> None:
    path = tmp_path / f"reponses.{suffix}"
    if suffix == "csv":
        write_text(path, MONKEY_ROWS, encoding="cp1252")
    else:
        write_book(path, {"Sheet": [[cell or None for cell in row] for row in MONKEY_ROWS]})
    structure, acts = "Votre structure", "Que proposez-vous ?"
    assert report(path) == {
        "file": path.name,
        "tool": "surveymonkey",
        "encoding": "cp1252" if suffix == "csv" else None,
        "delimiter": "," if suffix == "csv" else None,
        "sheet": None if suffix == "csv" else "Sheet",
        "header_rows": 2,
        "rows": 4,
        "partial": 0,
        "metadata_columns": MONKEY,
        "personal_columns": ["IP Address", "Email Address"],
        "questions": [
            question(structure, "single", 4, 0,
                     {"EVS": 2, "Centre social": 1, "Autre (veuillez préciser)": 1},
                     columns=[structure, f"{structure} [{ACTS[3]}]"]),
            question(acts, "multiple", 3, 1, dict(zip(ACTS, (2, 2, 0, 1), strict=True)),
                     columns=[f"{acts} [{act}]" for act in ACTS]),
            question("Où en êtes-vous ?", "grid", 3, 1, {"Fait": 3, "En cours": 2},
                     columns=["Où en êtes-vous ? [Le tri]", "Où en êtes-vous ? [L'eau]"]),
            question("Combien de bénévoles ?", "number", 3, 1),
            question("Une remarque ?", "text", 1, 3),
        ],
    }  # fmt: skip


GIZMO = ["Response ID", "Time Started", "Date Submitted", "Status", "Language", "IP Address"]
GIZMO_ASKED = [
    *("Votre structure", "Other - Write In:Votre structure", "Jardin:Que proposez-vous ?"),
    *("Vélo:Que proposez-vous ?", "Other - Write In:Que proposez-vous ?"),
    *("Le tri:Où en êtes-vous ?", "L'eau:Où en êtes-vous ?", "Note : une remarque ?"),
]


def test_surveygizmo_writes_the_option_before_the_question(tmp_path: Path) -> None:
    def own(number: int, status: str = "Complete") -> list[str]:
        day = f"2025-03-0{number} 09:12:00"
        return [str(number), day, day, status, "French", f"192.0.2.{number}"]

    rows = [
        [*GIZMO, *GIZMO_ASKED],
        [*own(1), "Centre social", "", "Jardin", "Vélo", "", "Fait", "En cours", "Rien à dire"],
        [*own(2), "EVS", "", "", "Vélo", "Un four", "Fait", "", ""],
        [*own(3, "Partial"), "Other - Write In", "Une péniche", "", "", "", "", "", ""],
        [*own(4), "EVS", "", "Jardin", "", "", "En cours", "Fait", "Bravo"],
    ]
    said = report(write_text(tmp_path / "a.csv", rows))
    assert (said["tool"], said["rows"], said["partial"]) == ("surveygizmo", 4, 1)
    assert (said["metadata_columns"], said["personal_columns"]) == (GIZMO, ["IP Address"])
    assert said["questions"] == [
        question("Votre structure", "single", 4, 0,
                 {"EVS": 2, "Centre social": 1, "Other - Write In": 1}, columns=GIZMO_ASKED[:2]),
        question("Que proposez-vous ?", "multiple", 3, 1,
                 {"Jardin": 2, "Vélo": 2, "Other - Write In": 1}, columns=GIZMO_ASKED[2:5]),
        question("Où en êtes-vous ?", "grid", 3, 1, {"Fait": 3, "En cours": 2},
                 columns=GIZMO_ASKED[5:7]),
        question(GIZMO_ASKED[7], "text", 2, 2),
    ]  # fmt: skip


def test_surveygizmo_may_join_the_options_in_one_cell(tmp_path: Path) -> None:
    head = ["Time Started", "Date Submitted", "Status", "Actions", "Other - Write In:Actions"]
    cells = [("Jardin;Vélo", ""), ("Vélo", ""), ("Jardin;Other - Write In", "Un four"), ("", "")]
    rows = [["2025-03-04 09:00:00", "2025-03-04 09:12:00", "Complete", *pair] for pair in cells]
    assert report(write_text(tmp_path / "a.csv", [head, *rows]))["questions"] == [
        question("Actions", "multiple", 3, 1, {"Jardin": 2, "Vélo": 2, "Other - Write In": 1},
                 columns=head[3:])
    ]  # fmt: skip


def test_surveygizmo_may_write_a_colon_in_an_option_or_a_question(tmp_path: Path) -> None:
    head = [
        *GIZMO[1:4],
        *("Jardin:Actions", "Vélo: atelier:Actions", "Other - Write In (Required):Actions"),
        *("Le tri:Notez ces points:", "L'eau:Notez ces points:"),
    ]
    rows = [
        ["2025-03-04 09:00:00", "2025-03-04 09:12:00", "Complete", *cells]
        for cells in (["Jardin", "Vélo: atelier", "", "Bien", "Bien"],
                      ["", "Vélo: atelier", "Un four", "Bien", "Moyen"])
    ]  # fmt: skip
    assert report(write_text(tmp_path / "a.csv", [head, *rows]))["questions"] == [
        question("Actions", "multiple", 2, 0,
                 {"Jardin": 1, "Vélo: atelier": 2, "Other - Write In (Required)": 1},
                 columns=head[3:6]),
        question("Notez ces points:", "grid", 2, 0, {"Bien": 3, "Moyen": 1}, columns=head[6:]),
    ]  # fmt: skip


def test_surveymonkey_may_write_its_own_titles_without_spaces(tmp_path: Path) -> None:
    own = ["RespondentID", "CollectorID", "StartDate", "EndDate", "IP Address", "Email Address"]
    own += ["FirstName", "LastName", "CustomData"]
    rows = [[*own, "Role"], [*[""] * 9, "Response"]]
    rows += [[str(n), "1", "3/4/2025 9:00", "3/4/2025 9:10", *[""] * 5, "CS"] for n in (1, 2)]
    assert report(write_text(tmp_path / "a.csv", rows))["metadata_columns"] == own


TYPEFORM = [
    *("Response Type", "Start Date (UTC)", "Stage Date (UTC)", "Submit Date (UTC)"),
    *("Network ID", "Tags"),
]


def test_typeform_titles_the_options_and_not_the_question(tmp_path: Path) -> None:
    """« Other » ends a choice; an option that nobody chose is one, between two that were."""
    asked = ["Votre structure", "Jardin", "Vélo", "Compost", "Other", "Avis", "Tri", "Eau", "Other"]
    chosen = [
        ["Centre social", "Jardin", "", "", "", "Bien", "Tri", "", ""],
        ["EVS", "Jardin", "", "Compost", "", "Moyen", "Tri", "Eau", "Le froid"],
        ["EVS", "", "", "Compost", "Un four", "Bien", "", "Eau", ""],
    ]
    rows = [["#", *asked, *TYPEFORM]]
    for number, cells in enumerate(chosen, 1):
        day = f"2025-03-0{number} 09:12:00"
        state = ["completed", day, "", day] if number < 3 else ["partial", day, day, ""]
        rows.append([f"odw{number}", *cells, *state, f"653e{number}", ""])
    path = write_text(tmp_path / "responses.csv", rows)
    said = inspect_one(path)
    assert (said["tool"], said["partial"]) == ("typeform", 1)
    assert said["metadata_columns"] == ["#", *TYPEFORM]
    assert said["questions"] == [
        question("Votre structure", "single", 3, 0, {"EVS": 2, "Centre social": 1}),
        question("Jardin", "multiple", 3, 0, {"Jardin": 2, "Vélo": 0, "Compost": 2, "Other": 1},
                 columns=asked[1:5]),
        question("Avis", "single", 3, 0, {"Bien": 2, "Moyen": 1}),
        question("Tri", "multiple", 3, 0, {"Tri": 2, "Eau": 2, "Other": 1},
                 columns=["Tri", "Eau", "Other (2)"]),
    ]  # fmt: skip
    assert sentences(path) == []


def test_two_choices_side_by_side_are_told_apart_by_their_other(tmp_path: Path) -> None:
    asked = ["Jardin", "Vélo", "Other", "Tri", "Eau"]
    rows = [["#", *asked, *TYPEFORM]]
    for number, cells in enumerate([["Jardin", "", "Un four", "Tri", ""],
                                    ["", "Vélo", "", "Tri", "Eau"]], 1):  # fmt: skip
        day = f"2025-03-0{number} 09:12:00"
        rows.append([f"odw{number}", *cells, "completed", day, "", day, "653e", ""])
    said = report(write_text(tmp_path / "responses.csv", rows))
    assert [(q["kind"], q["columns"]) for q in said["questions"]] == [
        ("multiple", asked[:3]),
        ("multiple", asked[3:]),
    ]


def test_sphinx_writes_its_own_columns_in_capitals(tmp_path: Path) -> None:
    own = ["CLE", "DATE_SAISIE", "DATE_ENREG", "ORIGINE_SAISIE", "PROGRESSION", "IP_SAISIE"]
    asked = ["Structure", "Actions", "Satisfaction", "Remarque"]
    rows = [
        [*own, *asked],
        ["1", "04/03/2025", "04/03/2025 09:12", "Internet", "Terminé", "192.0.2.1",
         "Centre social", "Jardin;Vélo", "8", "Merci"],
        ["2", "05/03/2025", "05/03/2025 09:12", "Internet", "Terminé", "192.0.2.2",
         "EVS", "Vélo", "10 - Tout à fait", ""],
        ["3", "06/03/2025", "06/03/2025 09:12", "Internet", "En cours", "192.0.2.3",
         "EVS", "Jardin", "", ""],
    ]  # fmt: skip
    said = report(write_text(tmp_path / "a.csv", rows, ";", "cp1252"))
    assert (said["tool"], said["partial"], said["metadata_columns"]) == ("sphinx", 1, own)
    assert said["questions"] == [
        question("Structure", "single", 3, 0, {"EVS": 2, "Centre social": 1}),
        question("Actions", "multiple", 3, 0, {"Jardin": 2, "Vélo": 2}),
        question("Satisfaction", "number", 2, 1),
        question("Remarque", "text", 1, 2),
    ]
