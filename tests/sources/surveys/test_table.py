"""A tidy table of no known tool: CSV, XLSX, ODS or Parquet, as people retouch them."""

from datetime import date, datetime
from pathlib import Path

import openpyxl
import pyarrow as pa
import pytest
from pyarrow import parquet

from pipelines.sources.surveys.inspection import inspect
from tests.sources.surveys.exports import (
    Rows,
    inspect_one,
    kinds,
    question,
    report,
    under,
    write_book,
    write_ods,
    write_text,
)

HEAD = [
    *("Structure", "Commune", "Code postal", "Salariés", "Budget", "Créée le", "Labellisée"),
    *("Avis [tri]", "Avis [eau]", "Jardin", "Année d'enquête"),
]
ROWS: Rows = [
    ["Le Val", "Die", "26150", 12, "1 250,50", date(2001, 5, 6), "Oui", "Bien", "Bien", 1, 2025],
    ["La Côte", "Crest", "26400", 8, "800", date(1999, 1, 2), "Non", "Bien", "Moyen", 0, 2025],
    ["L'Île", "Die", "26150", 31, "12 000", date(2010, 9, 9), "Oui", "Moyen", None, 0, 2025],
]
QUESTIONS = [
    question("Structure", "text", 3, 0),
    question("Commune", "single", 3, 0, {"Die": 2, "Crest": 1}),
    question("Code postal", "text", 3, 0),
    question("Salariés", "number", 3, 0),
    question("Budget", "number", 3, 0),
    question("Créée le", "date", 3, 0),
    question("Labellisée", "single", 3, 0, {"Oui": 2, "Non": 1}),
    question("Avis", "grid", 3, 0, {"Bien": 3, "Moyen": 2}, columns=under("Avis", "tri", "eau")),
    question("Jardin", "number", 3, 0),
    question("Année d'enquête", "constant", 3, 0, {"2025": 3}),
]


def write_parquet(path: Path) -> Path:
    columns = [[row[place] for row in ROWS] for place in range(len(HEAD))]
    parquet.write_table(pa.table(dict(zip(HEAD, columns, strict=True))), path)
    return path


@pytest.mark.parametrize(
    ("suffix", "delimiter", "sheet"),
    [("csv", "|", None), ("xlsx", None, "Feuille1"), ("ods", None, "Feuille1"),
     ("parquet", None, None)],
)  # fmt: skip
def test_a_tidy_table_in_four_formats(
    tmp_path: Path, suffix: str, delimiter: str | None, sheet: str | None
) -> None:
    path = tmp_path / f"tableau.{suffix}"
    if suffix == "csv":
        french = [[c.strftime("%d/%m/%Y") if isinstance(c, date) else c for c in r] for r in ROWS]
        write_text(path, [HEAD, *french], "|")
    elif suffix == "xlsx":
        write_book(path, {"Feuille1": [HEAD, *ROWS]})
    elif suffix == "ods":
        write_ods(path, "Feuille1", [HEAD, *ROWS])
    else:
        write_parquet(path)
    assert report(path) == {
        "file": path.name,
        "tool": "table",
        "encoding": "utf-8" if suffix == "csv" else None,
        "delimiter": delimiter,
        "sheet": sheet,
        "header_rows": 1,
        "rows": 3,
        "partial": 0,
        "metadata_columns": [],
        "personal_columns": [],
        "questions": QUESTIONS,
    }


def test_a_book_retouched_by_hand(tmp_path: Path) -> None:
    """A merged title, a line left blank, a notice first, formulas, a total, cells emptied after."""
    path = tmp_path / "retouche.xlsx"
    table: Rows = [
        ["Enquête 2025 : réponses reçues", None, None, None],
        [None, None, None, None],
        ["Structure", "Salariés", "Bénévoles", "Ensemble des personnes"],
        *[[f"Centre {n}", n, 10 * n, 11 * n] for n in range(1, 6)],
        [None, None, None, None],
        ["Total", 15, 150, 165],
        [None, None, None, None],
    ]
    notice: Rows = [[f"Consigne {n} : lire attentivement", "…", "…", "…", "…"] for n in range(20)]
    write_book(path, {"Lisez-moi": notice, "Données": table})
    book = openpyxl.load_workbook(path)
    sheet = book["Données"]
    sheet.merge_cells("A1:D1")
    sheet.cell(40, 9).number_format = "0.00"  # a cell touched and empty, far away
    book.save(path)
    said = inspect([path])
    (file,) = said["files"]
    assert (file["sheet"], file["header_rows"], file["rows"]) == ("Données", 3, 5)
    assert [(q["header"], q["kind"], q["answered"]) for q in file["questions"]] == [
        ("Structure", "text", 5),
        ("Salariés", "number", 5),
        ("Bénévoles", "number", 5),
        ("Ensemble des personnes", "number", 5),
    ]
    (problem,) = said["problems"]
    assert problem["message"] == (
        "cette ligne de total n'est pas une réponse : elle est laissée de côté."
    )
    assert (problem["sheet"], problem["row"]) == ("Données", 10)


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (["1", "2", "10 - Tout à fait", "1 - Pas du tout", "5"], "number"),
        (["1 = jamais", "2", "3", "4", "5 = toujours"], "number"),
        (["0 (pas du tout)", "5", "7", "10 (tout à fait)", "7"], "number"),
        (["12,5", "1 250,75", "3", "4", "-0,5"], "number"),
        (["12 %", "50 %", "3 %", "4 %", "100 %"], "number"),
        (["0", "1", "1", "0", "1"], "number"),
        (["05/03/2025", "06/03/2025", "5/3/2025", "31/12/2024", "01/01/2025"], "date"),
        (["2025-03-05", "2025-03-06 10:00", "2025-03-07T10:00:00Z", "", "2025-01-01"], "date"),
        (["05/03/2025 09:12", "06/03/2025 10:00:01", "", "", "06/03/2025 10:00"], "date"),
        (["5 mars 2025", "6 avril 2025", "1er mai 2025", "", ""], "date"),
        (["01234", "26000", "26150", "07100", "26400"], "text"),
        (["123456789", "234567891", "345678912", "", ""], "text"),
        (["Oui", "Non", "", "", ""], "single"),
        (["Oui", "Oui", "Non", "Ne sait pas", ""], "single"),
        (["Tout à fait", "Un peu", "Un peu", "Tout à fait", "Pas du tout"], "single"),
        (["oui", "oui", "oui", "oui", "oui"], "constant"),
        (["Merci.", "Rien à dire", "Bravo à tous", "", ""], "text"),
        (["", "", "", "", ""], "text"),
        (["4 ou 5", "3", "une dizaine", "7", "8"], "text"),
        (["12 km", "3,5 km", "1 250 km", "4 km", ""], "number"),
        (["12", "NC", "3", "Ne sait pas", "non renseigné"], "number"),
        (["2025/03/05", "2025/03/06", "2024/12/31", "", "2025/01/01"], "date"),
        (["05/03/2025 9h12", "06/03/2025 14h00", "", "", "07/03/2025 10h30"], "date"),
    ],
)
def test_the_kind_of_a_small_column(tmp_path: Path, cells: list[str], kind: str) -> None:
    rows = [["Nom", "Réponse"], *([f"S{n}", cell] for n, cell in enumerate(cells))]
    assert kinds(write_text(tmp_path / "a.csv", rows, ";"))["Réponse"] == kind


def test_cells_of_a_workbook_are_read_as_a_person_sees_them(tmp_path: Path) -> None:
    rows: Rows = [
        ["Jour", "Vrai ou faux", "Espaces", "Nombre"],
        [datetime(2025, 3, 4, 9, 12), True, "Centre\u00a0social ", 3.0],
        [date(2025, 3, 5), False, "Centre social", 2.5],
        [date(2025, 3, 6), True, "EVS", 1],
    ]
    asked = report(write_book(tmp_path / "a.xlsx", {"Feuil1": rows}))["questions"]
    assert [(q["kind"], q["options"]) for q in asked] == [
        ("date", {}),
        ("single", {"True": 2, "False": 1}),
        ("single", {"Centre social": 2, "EVS": 1}),
        ("number", {}),
    ]


def test_doubled_and_empty_headers_are_said(tmp_path: Path) -> None:
    rows = [["Nom", "Avis", "Avis", ""], ["a", "x", "y", "z"], ["b", "y", "y", ""]]
    said = inspect([write_text(tmp_path / "a.csv", rows, ";")])
    assert [q["header"] for q in said["files"][0]["questions"]] == ["Nom", "Avis", "Avis (2)"]
    assert [(p["message"], p["column"]) for p in said["problems"]] == [
        ("la colonne n° 4 n'a pas de titre mais contient des réponses.", None),
        ("ce titre est porté par plusieurs colonnes ; elles sont numérotées.", "Avis"),
    ]


def test_empty_lines_and_columns_at_the_end_are_nothing(tmp_path: Path) -> None:
    text = "Nom;Avis;;\r\na;x;;\r\nb;y;;\r\n;;;\r\n;;;\r\n"
    path = tmp_path / "a.csv"
    path.write_bytes(text.encode("cp1252"))
    said = report(path)
    assert (said["rows"], [q["header"] for q in said["questions"]]) == (2, ["Nom", "Avis"])


def test_a_sub_total_is_set_aside_wherever_it_is(tmp_path: Path) -> None:
    rows = [["Secteur", "Nombre"], ["Nord", "1"], ["Sous-total Nord", "1"], ["Sud", "2"]]
    said = inspect([write_text(tmp_path / "a.csv", [*rows, ["Total général", "3"]], ";")])
    assert said["files"][0]["rows"] == 2
    assert [problem["row"] for problem in said["problems"]] == [3, 5]


def test_small_crosses_are_ticks(tmp_path: Path) -> None:
    head = ["Structure", *under("Actions", "Jardin", "Vélo")]
    rows = [["Le Val", "x", ""], ["La Côte", "x", "x"]]
    assert report(write_text(tmp_path / "a.csv", [head, *rows], ";"))["questions"][1] == question(
        "Actions", "multiple", 2, 0, {"Jardin": 2, "Vélo": 1}, columns=head[1:]
    )


@pytest.mark.parametrize(
    ("head", "personal"),
    [
        (["Nom", "Commune"], []),
        (["Nom", "Prénom", "Adresse postale", "Code postal"], [0, 1, 2]),
        (["Nom de la structure", "Nom du référent", "Adresse du site"], [1]),
        (["grp/nom_repondant", "grp/nb_adresses", "adresse"], [0, 2]),
        (["Organisation name", "Your name", "Date of birth", "Home address"], [1, 2, 3]),
        (["Contact [Nom]", "Contact [Courriel]", "Avis [Nom]", "Avis [Logo]"], [0, 1]),
    ],
)
def test_names_and_addresses_are_personal_by_what_is_asked(
    tmp_path: Path, head: list[str], personal: list[int]
) -> None:
    rows = [
        [f"a{n}@csc.invalid" if "Courriel" in title else f"réponse {n}" for title in head]
        for n in range(3)
    ]
    said = inspect_one(write_text(tmp_path / "a.csv", [head, *rows], ";"))
    assert said["personal_columns"] == [head[place] for place in personal]


def test_whether_a_name_or_an_address_is_known_is_not_personal(tmp_path: Path) -> None:
    rows = [["Connaissez-vous le nom du référent ?", "Structure"], ["Oui", "a"], ["Non", "b"]]
    assert inspect_one(write_text(tmp_path / "a.csv", rows, ";"))["personal_columns"] == []


@pytest.mark.parametrize(
    "head",
    [
        ["Activité", "Jour", "Heure de début", "Heure de fin"],
        ["Projet", "Date de soumission", "Montant"],
        ["Seed varieties", "Crop", "Yield"],
    ],
)
def test_a_table_that_uses_a_word_of_a_tool_is_a_table(tmp_path: Path, head: list[str]) -> None:
    rows = [[f"{place}{n}" for place in range(len(head))] for n in range(3)]
    assert report(write_text(tmp_path / "a.csv", [head, *rows], ";"))["tool"] == "table"


@pytest.mark.parametrize("separator", [",", ", ", ";", "; ", " ; ", "|", " | ", "\n", " / "])
def test_a_person_may_join_options_by_anything(tmp_path: Path, separator: str) -> None:
    chosen = [["Tri", "Eau"], ["Eau"], ["Tri"], ["Vélo", "Eau"], ["Vélo"]]
    rows = [["Nom", "Actions"], *([f"S{n}", separator.join(c)] for n, c in enumerate(chosen))]
    assert report(write_text(tmp_path / "a.csv", rows, "\t"))["questions"][1] == question(
        "Actions", "multiple", 5, 0, {"Tri": 2, "Eau": 3, "Vélo": 2}
    )


def test_a_column_of_separators_is_no_choice(tmp_path: Path) -> None:
    assert kinds(write_text(tmp_path / "a.csv", [["A", "B"], [";", "x"], [";;", "y"]], "\t")) == {
        "A": "text",
        "B": "text",
    }
