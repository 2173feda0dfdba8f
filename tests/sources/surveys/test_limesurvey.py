"""LimeSurvey: headings as codes, as questions or both; answers as codes or as labels.

Headings and answers as application/helpers/admin/export writes them (Writer, SurveyObj): a
heading is the code, `code[sub]`, the text, `text [sub]`, or the two joined by « . ».
"""

from pathlib import Path

import pytest

from tests.sources.surveys.exports import question, report, write_book, write_text

CODES = [
    *("id", "submitdate", "lastpage", "startlanguage", "seed", "startdate", "datestamp", "ipaddr"),
    *("TYPE", "TYPE[other]", "ACT[SQ001]", "ACT[SQ002]", "ACT[other]", "SAT[SQ001]", "SAT[SQ002]"),
    *("BUDGET", "PAT", "QPAT", "MAIL", "REM"),
    *("interviewtime", "groupTime12", "TYPETime"),
]
SHORT = [
    ["1", "2025-03-04 09:12:00", "3", "fr", "813", "2025-03-04 09:00:00", "2025-03-04 09:12:00",
     "192.0.2.10", "A1", "", "Y", "", "", "A1", "A3", "1250.5", "Y", "N/A",
     "zoe@csc.invalid", "Merci, à bientôt.\nZoé", "712.4", "300.2", "12"],
    ["2", "2025-03-05 10:00:00", "3", "fr", "911", "2025-03-05 09:50:00", "2025-03-05 10:00:00",
     "192.0.2.11", "A2", "", "", "Y", "", "A2", "A2", "800", "N", "N/A", "", "",
     "600", "200.1", "9"],
    ["3", "2025-03-06 10:00:00", "3", "fr", "912", "2025-03-06 09:50:00", "2025-03-06 10:00:00",
     "192.0.2.12", "-oth-", "Une péniche", "Y", "Y", "Un four à pain", "A1", "A1", "", "Y",
     "Celui du Val",
     "ali@csc.invalid", "", "650", "210.1", "10"],
    ["4", "", "1", "fr", "913", "2025-03-07 09:50:00", "2025-03-07 09:51:00",
     "192.0.2.13", "A1", "", "", "", "", "", "", "", "", "N/A", "", "", "60", "50", "10"],
]  # fmt: skip
TEXTS = [
    *("ID de la réponse", "Date de soumission", "Dernière page", "Langue de départ"),
    *("Tête de série", "Date de lancement", "Date de la dernière action", "Adresse IP"),
    *("Quelle est votre structure ?", "Quelle est votre structure ? [Autre]"),
    *("Que proposez-vous ? [Un jardin, un verger]", "Que proposez-vous ? [Un atelier vélo]"),
    *(
        "Que proposez-vous ? [Autre]",
        "Êtes-vous satisfaits ? [du tri]",
        "Êtes-vous satisfaits ? [de l'énergie]",
    ),
    *("Quel budget ? (en €)", "Connaissez-vous le PAT ?", "Si oui, lequel ?", "Votre courriel"),
    *(
        "Une remarque ?",
        "Temps total",
        "Temps pour le groupe de questions : Vous",
        "Temps pour la question : TYPE",
    ),
]
JOINED = [f"{code}. {text}" for code, text in zip(CODES, TEXTS, strict=True)]


def long_answers() -> list[list[str]]:
    """The same answers by their labels; a box that is not ticked is « Non »."""
    words = {"TYPE": {"A1": "Centre social", "A2": "Espace de vie sociale", "-oth-": "Autre"},
             "SAT[SQ001]": {"A1": "Tout à fait", "A2": "Un peu", "A3": "Pas du tout"},
             "PAT": {"Y": "Oui", "N": "Non", "": "N/A"}}  # fmt: skip
    words["SAT[SQ002]"] = words["SAT[SQ001]"]
    words["ACT[SQ001]"] = words["ACT[SQ002]"] = {"Y": "Oui", "": "Non"}
    rows = [
        [words.get(code, {}).get(cell, cell) for code, cell in zip(CODES, row, strict=True)]
        for row in SHORT
    ]
    for place in (10, 11):
        rows[3][place] = "N/A"  # the page was never seen
    return rows


def test_headings_as_codes_and_answers_as_codes(tmp_path: Path) -> None:
    path = write_text(tmp_path / "results-survey123456.csv", [CODES, *SHORT], encoding="utf-8-sig")
    assert report(path) == {
        "file": "results-survey123456.csv",
        "tool": "limesurvey",
        "encoding": "utf-8-sig",
        "delimiter": ",",
        "sheet": None,
        "header_rows": 1,
        "rows": 4,
        "partial": 1,
        "metadata_columns": [*CODES[:8], *CODES[-3:]],
        "personal_columns": ["ipaddr", "MAIL"],
        "questions": [
            question("TYPE", "single", 4, 0, {"A1": 2, "A2": 1, "-oth-": 1},
                     columns=CODES[8:10], not_asked=0),
            question("ACT", "multiple", 3, 1, {"SQ001": 2, "SQ002": 2, "other": 1},
                     columns=CODES[10:13], not_asked=0),
            question("SAT", "grid", 3, 1, {"A1": 3, "A2": 2, "A3": 1},
                     columns=CODES[13:15], not_asked=0),
            question("BUDGET", "number", 2, 2, not_asked=0),
            question("PAT", "single", 3, 1, {"Y": 2, "N": 1}, not_asked=0),
            question("QPAT", "text", 1, 0, not_asked=3),
            question("MAIL", "text", 2, 2, not_asked=0),
            question("REM", "text", 1, 3, not_asked=0),
        ],
    }  # fmt: skip


@pytest.mark.parametrize("headings", [TEXTS, JOINED])
@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_headings_as_questions_and_answers_as_labels(
    tmp_path: Path, headings: list[str], suffix: str
) -> None:
    path, rows = tmp_path / f"reponses.{suffix}", [headings, *long_answers()]
    if suffix == "csv":
        write_text(path, rows, delimiter=";")
    else:
        write_book(path, {"Survey responses": rows})
    assert report(path) == {
        "file": path.name,
        "tool": "limesurvey",
        "encoding": "utf-8" if suffix == "csv" else None,
        "delimiter": ";" if suffix == "csv" else None,
        "sheet": None if suffix == "csv" else "Survey responses",
        "header_rows": 1,
        "rows": 4,
        "partial": 1,
        "metadata_columns": [*headings[:8], *headings[-3:]],
        "personal_columns": [headings[7], headings[18]],
        "questions": [
            question(headings[8], "single", 4, 0,
                     {"Centre social": 2, "Espace de vie sociale": 1, "Autre": 1},
                     columns=headings[8:10], not_asked=0),
            question("Que proposez-vous ?", "multiple", 3, 0,
                     {"Un jardin, un verger": 2, "Un atelier vélo": 2, "Autre": 1},
                     columns=headings[10:13], not_asked=1),
            question("Êtes-vous satisfaits ?", "grid", 3, 1,
                     {"Tout à fait": 3, "Un peu": 2, "Pas du tout": 1},
                     columns=headings[13:15], not_asked=0),
            question(headings[15], "number", 2, 2, not_asked=0),
            question(headings[16], "single", 3, 0, {"Oui": 2, "Non": 1}, not_asked=1),
            question(headings[17], "text", 1, 0, not_asked=3),
            question(headings[18], "text", 2, 2, not_asked=0),
            question(headings[19], "text", 1, 3, not_asked=0),
        ],
    }  # fmt: skip


def test_ranks_dual_scales_and_comments_keep_their_columns(tmp_path: Path) -> None:
    headings = [
        *("id", "submitdate", "RANG[1]", "RANG[2]", "DUO[SQ1][1]", "DUO[SQ1][2]"),
        *("ACC[SQ1]", "ACC[SQ1comment]", "ACC[SQ2]", "ACC[SQ2comment]"),
    ]
    rows = [
        ["1", "2025-03-04 09:12:00", "A1", "A2", "A1", "B2", "Y", "Deux fois", "", ""],
        ["2", "2025-03-04 09:12:00", "A2", "A1", "A1", "B1", "", "", "Y", "Par la CAF"],
        ["3", "2025-03-04 09:12:00", "A2", "A1", "A2", "B2", "Y", "", "Y", ""],
    ]
    questions = report(write_text(tmp_path / "a.csv", [headings, *rows]))["questions"]
    assert [(q["header"], q["kind"], len(q["columns"])) for q in questions] == [
        ("RANG", "grid", 2),
        ("DUO", "grid", 2),
        ("ACC", "multiple", 4),
    ]
    assert questions[2]["options"] == {"SQ1": 2, "SQ2": 2}  # a comment is no option


def test_without_a_date_of_submission_none_is_partial(tmp_path: Path) -> None:
    path = write_text(tmp_path / "a.csv", [["id", "lastpage", "seed", "Q1"], ["1", "3", "8", "A1"]])
    assert (report(path)["tool"], report(path)["partial"]) == ("limesurvey", 0)


def test_headings_as_codes_of_expression_manager(tmp_path: Path) -> None:
    """`Q_SQ001` is a sub-question; `alim_bio` is a question whose code somebody wrote so."""
    headings = [
        *("id", "submitdate", "G01Q01", "G01Q01_other", "G01Q02_SQ001", "G01Q02_SQ002"),
        *("G01Q02_other", "G01Q03_SQ001_SQ001", "G01Q03_SQ001_SQ002", "alim_bio", "alim_local"),
    ]
    rows = [
        ["1", "2025-03-04 09:12:00", "AO01", "", "Y", "", "", "3", "4", "AO01", "AO02"],
        ["2", "2025-03-04 09:12:00", "-oth-", "Une péniche", "Y", "Y", "", "5", "", "AO02", "AO01"],
        ["3", "2025-03-04 09:12:00", "AO01", "", "", "", "Un four", "1", "0", "AO01", "AO01"],
    ]
    assert report(write_text(tmp_path / "a.csv", [headings, *rows]))["questions"] == [
        question("G01Q01", "single", 3, 0, {"AO01": 2, "-oth-": 1}, columns=headings[2:4]),
        question("G01Q02", "multiple", 3, 0, {"SQ001": 2, "SQ002": 1, "other": 1},
                 columns=headings[4:7]),
        question("G01Q03", "grid", 3, 0, columns=headings[7:9]),
        question("alim_bio", "single", 3, 0, {"AO01": 2, "AO02": 1}),
        question("alim_local", "single", 3, 0, {"AO01": 2, "AO02": 1}),
    ]  # fmt: skip


def test_brackets_inside_questions_and_options(tmp_path: Path) -> None:
    headings = [
        *("id. ID de la réponse", "submitdate. Date de soumission"),
        "A[1]. Que [vraiment] faites-vous ? [Un jardin [clos]]",
        "A[1comment]. Que [vraiment] faites-vous ? [Un jardin [clos]] [Commentaire]",
        "A[2]. Que [vraiment] faites-vous ? [Un verger]",
        "B[1_1]. Ouverture [Lundi] [Matin]",
        "B[2_1]. Ouverture [Mardi] [Matin]",
    ]
    rows = [
        ["1", "2025-03-04 09:12:00", "Oui", "Deux", "Non", "3", "4"],
        ["2", "2025-03-04 09:12:00", "Oui", "", "Oui", "3", "1"],
    ]
    assert report(write_text(tmp_path / "a.csv", [headings, *rows]))["questions"] == [
        question("Que [vraiment] faites-vous ?", "multiple", 2, 0,
                 {"Un jardin [clos]": 2, "Un verger": 1}, columns=headings[2:5]),
        question("Ouverture", "grid", 2, 0, columns=headings[5:]),
    ]  # fmt: skip


def test_a_question_on_time_is_no_timing_column(tmp_path: Path) -> None:
    asked = ["Temps pour venir", "Durée de l'adhésion"]
    timings = ["Temps total", "Durée pour la question : Q1", "Temps du groupe : Vous"]
    headings = ["ID de la réponse", "Date de soumission", *asked, *timings]
    rows = [["1", "2025-03-04 09:12:00", "12 min", "3 ans", "60.1", "12", "13"]]
    rows += [["2", "2025-03-05 09:12:00", "5 min", "1 an", "61.1", "14", "15"]]
    said = report(write_text(tmp_path / "a.csv", [headings, *rows], ";"))
    assert said["metadata_columns"] == [*headings[:2], *timings]
    assert [(q["header"], q["kind"]) for q in said["questions"]] == [
        (asked[0], "number"),
        (asked[1], "number"),
    ]


def test_files_sent_are_no_choice(tmp_path: Path) -> None:
    headings = ["id", "submitdate", "PHOTO", "PHOTO[filecount]"]
    rows = [
        ["1", "2025-03-04 09:12:00", '[{"name": "a.png"}]', "1"],
        ["2", "2025-03-04 09:12:00", "", "0"],
    ]
    (asked,) = report(write_text(tmp_path / "a.csv", [headings, *rows]))["questions"]
    assert (asked["header"], asked["kind"], asked["options"]) == ("PHOTO", "text", {})
