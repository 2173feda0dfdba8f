"""What cannot be read is said in one French sentence, and nothing is ever raised."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from pipelines.settings import ROOT
from pipelines.sources.surveys.inspection import inspect
from tests.sources.surveys.exports import (
    Rows,
    sentences,
    write_book,
    write_protected,
    write_text,
)

TABLE: Rows = [["Nom", "Avis"], ["Zoé", "Bien"], ["Léo", "Bien"]]
PAGE = (
    '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta charset="utf-8"></head>'
    "<body><table>\n<tr><td>Nom</td></tr>\n<tr><td>Zoé</td></tr></table></body></html>"
)
NOT_TEXT = "l'encodage du fichier est illisible, ou ce n'est pas un fichier texte."


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.csv", b"", "le fichier est vide."),
        ("a.csv", b" \r\n\r\n;;\r\n", "le fichier ne contient aucune cellule remplie."),
        ("a.csv", b"Nom;Avis\r\n", "ce fichier ne contient aucune réponse."),
        ("a.csv", b"id,submitdate,Q1\r\n", "ce fichier ne contient aucune réponse."),
        ("a.csv", bytes(range(256)) * 20, NOT_TEXT),
        ("a.csv", b"Nom;Avis\r\nZo\x81\x8d;Bien\r\n", NOT_TEXT),
        ("a.csv", b"\xef\xbb\xbfNom;Avis\r\nZo\xe9;Bien\r\n", NOT_TEXT),
        ("a.csv", "\ufeffNom;Avis".encode("utf-16-le"), "ce fichier ne contient aucune réponse."),
        ("a.csv", b"\xff\xfeN\x00o", NOT_TEXT),
        ("a.csv", b'Nom;Avis\r\n"Zo', "le tableau est illisible (guillemet ouvert et jamais"),
        ("a.csv", b"Nom;Avis\r\nZoe\r\n", "cette ligne n'a pas le même nombre de colonnes"),
        ("a.csv", b"Nom;Avis\r\nZoe;a;b\r\n", "cette ligne n'a pas le même nombre de colonnes"),
        ("a.xls", PAGE.encode(), "ce fichier est une page web"),
        ("a.csv", b"<!DOCTYPE html>\n<html><body>Session</body></html>", "ce fichier est une page"),
        ("a.csv", b"\xef\xbb\xbf<?xml version='1.0'?><a><b>1</b></a>", "ce fichier est une page"),
        ("a.json", b'{"answers": [{"nom": "Zoe"}]}', "ce fichier est du JSON"),
        ("a.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n", "ce fichier est un PDF"),
        ("a.xlsx", b"PK\x03\x04", "le classeur est illisible."),
        ("a.xlsx", b"PK\x03\x04" + bytes(500), "le classeur est illisible."),
        ("a.xls", b"\xd0\xcf\x11\xe0" + bytes(600), "le classeur est illisible."),
        ("a.parquet", b"PAR1" + bytes(100) + b"PAR1", "le fichier Parquet est illisible."),
    ],
)
def test_a_broken_file_is_said_in_a_sentence(
    tmp_path: Path, name: str, content: bytes, sentence: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    said = inspect([path])
    (problem,) = said["problems"]
    assert problem["message"].startswith(sentence)
    assert problem["file"] == name


def test_a_workbook_of_another_kind_is_unreadable(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as parts:
        parts.writestr("word/document.xml", "<w:document/>")
    assert sentences(path) == ["le classeur est illisible."]


def test_a_workbook_under_a_password_says_so(tmp_path: Path) -> None:
    (problem,) = inspect([write_protected(tmp_path / "a.xlsx")])["problems"]
    assert problem["message"] == "le classeur est protégé par un mot de passe."
    assert problem["hint"].startswith("L'ouvrir dans un tableur avec son mot de passe")


def test_a_workbook_cut_in_two_is_unreadable(tmp_path: Path) -> None:
    path = write_book(tmp_path / "a.xlsx", {"Feuil1": TABLE})
    content = path.read_bytes()
    for size in range(0, len(content), 211):
        path.write_bytes(content[:size] or b"PK\x03\x04")
        assert sentences(path) == ["le classeur est illisible."], size


def test_a_workbook_that_unfolds_into_gigabytes_is_not_opened(tmp_path: Path) -> None:
    path = write_book(tmp_path / "a.xlsx", {"Feuil1": TABLE})
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as parts,
        parts.open("xl/media/image1.png", "w") as part,
    ):
        for _ in range(60):
            part.write(bytes(10_000_000))
    assert path.stat().st_size < 1_000_000
    assert sentences(path) == ["le classeur est démesuré une fois décompressé."]


def test_a_workbook_that_claims_a_million_lines_is_refused_or_read(tmp_path: Path) -> None:
    path = write_book(tmp_path / "a.xlsx", {"Feuil1": [*TABLE, *[[]] * 9, ["Ève", "Bien"]]})
    with zipfile.ZipFile(path) as parts:
        content = {name: parts.read(name) for name in parts.namelist()}
    sheet = content["xl/worksheets/sheet1.xml"]
    content["xl/worksheets/sheet1.xml"] = sheet.replace(b'r="13"', b'r="1048576"').replace(
        b'r="B13"', b'r="XFD1048576"'
    )
    with zipfile.ZipFile(path, "w") as parts:
        for name, part in content.items():
            parts.writestr(name, part)
    assert sentences(path) == ["la feuille est trop grande pour une enquête."]


def test_a_sheet_that_does_not_exist_is_said_with_those_that_do(tmp_path: Path) -> None:
    write_book(tmp_path / "a.xlsx", {"Feuil1": TABLE, "Lisez-moi": [["À lire"]]})
    (tmp_path / "source.toml").write_text('sheet = "Réponses"\n', "utf-8")
    (problem,) = inspect([tmp_path])["problems"]
    assert problem["message"] == (
        "feuille « Réponses » introuvable (présentes : « Feuil1 », « Lisez-moi »)."
    )


def test_empty_sheets_are_said(tmp_path: Path) -> None:
    path = write_book(tmp_path / "a.xlsx", {"Feuil1": [], "Feuil2": [[None, " "]]})
    assert sentences(path) == ["la feuille est vide."]


def test_a_sidecar_that_cannot_be_read_or_names_another_tool_does_no_harm(tmp_path: Path) -> None:
    write_text(tmp_path / "a.csv", TABLE, ";")
    for text in (b"tool = ", b"\xff\xfe", b'tool = "lime"', b"tool = 3\nsheet = 4"):
        (tmp_path / "source.toml").write_bytes(text)
        assert inspect([tmp_path])["files"][0]["tool"] == "table"


def test_a_folder_without_data_and_a_path_that_leads_nowhere_are_said(tmp_path: Path) -> None:
    assert sentences(tmp_path) == ["ce dossier ne contient aucun fichier de données."]
    assert sentences(tmp_path / "rien.csv") == ["ce fichier ou ce dossier n'existe pas."]


def test_one_broken_file_hides_no_other(tmp_path: Path) -> None:
    write_text(tmp_path / "a.csv", TABLE, ";")
    (tmp_path / "b.csv").write_bytes(b"")
    (tmp_path / "c.xlsx").write_bytes(b"PK\x03\x04")
    said = inspect([tmp_path])
    assert [file["file"] for file in said["files"]] == [f"{tmp_path.name}/a.csv"]
    assert [problem["message"] for problem in said["problems"]] == [
        "le fichier est vide.",
        "le classeur est illisible.",
    ]


@pytest.mark.parametrize("start", [b"", b"Nom;Avis\r\nZoe;Bien\r\n"])
def test_a_line_too_wide_for_the_memory_is_refused_unread(tmp_path: Path, start: bytes) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(start + b"x;," * 6_000_000)
    (problem,) = inspect([path])["problems"]
    assert problem["message"].startswith("le fichier est trop grand")


def test_a_first_cell_beyond_the_usual_limit_is_read(tmp_path: Path) -> None:
    """In a process of its own: the limit belongs to the process, and other tests have raised it."""
    path = tmp_path / "a.csv"
    path.write_bytes(b"a;" + b"x" * 150_000 + b"\r\n1;2\r\n")
    reading = "import sys, pathlib, pipelines.sources.delimited as d\n"
    reading += "print(d.read_delimited(pathlib.Path(sys.argv[1]), 'a.csv')[2])"
    read = subprocess.run(
        [sys.executable, "-c", reading, str(path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (read.stdout, read.stderr) == (";\n", "")
