"""Text files as they arrive: encodings, delimiters, quotes, line ends."""

from pathlib import Path

import pytest

from pipelines.sources.surveys.inspection import inspect
from tests.sources.surveys.exports import report

LINES = [
    'Nom{d}"Votre avis, en un mot"{d}Tarif',
    'Zoé{d}"Très bien ; ""parfait"", vraiment{d}\r\nà refaire"{d}1,50',
    "Léo{d}Moyen, sans plus{d}2,00",
    "Ève{d}Bien, mais long, trop long{d}0,50",
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_any_delimiter_in_any_encoding(
    tmp_path: Path, encoding: str, delimiter: str, end: str
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes((end.join(LINES) + end).format(d=delimiter).encode(encoding))
    said = report(path)
    assert (said["encoding"], said["delimiter"], said["rows"]) == (encoding, delimiter, 3)
    assert [(q["header"], q["kind"], q["answered"]) for q in said["questions"]] == [
        ("Nom", "text", 3),
        ("Votre avis, en un mot", "text", 3),
        ("Tarif", "number", 3),
    ]


def test_the_delimiter_is_the_one_of_even_width_not_the_most_frequent(tmp_path: Path) -> None:
    lines = [
        "Nom;Remarque",
        *(f"Centre {n};Le {n}, nous trions{', le reste aussi' * n}" for n in range(6)),
    ]
    path = tmp_path / "a.csv"
    path.write_text("\n".join(lines), "utf-8")
    (file,) = inspect([path])["files"]
    assert file["delimiter"] == ";"


def test_as_many_commas_as_columns_in_every_line_do_not_deceive(tmp_path: Path) -> None:
    """Decimal commas: two in each line, under `,` as even as under `;`."""
    lines = ["Nom;Tarif, en €;Note, sur 10", *(f"S{n};{n},50;{n},25" for n in range(6))]
    path = tmp_path / "a.csv"
    path.write_text("\n".join(lines), "utf-8")
    said = report(path)
    assert (said["delimiter"], [q["kind"] for q in said["questions"]]) == (
        ";",
        ["text", "number", "number"],
    )


def test_a_single_column_has_no_delimiter_to_find(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Remarque\nBien, merci\nTrop long\nRien\n", "utf-8")
    (file,) = inspect([path])["files"]
    assert [q["header"] for q in file["questions"]] == ["Remarque"]


def test_the_hint_to_spreadsheets_is_no_line(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("sep=;\nNom;Avis\nZoé;Bien\nLéo;Bien\n", "utf-8")
    said = report(path)
    assert (said["header_rows"], said["rows"], said["delimiter"]) == (2, 2, ";")


def test_old_line_ends_and_old_macintosh_files(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("Nom;Avis\rZoé;Bien\rLéo;Bien\r".encode())
    assert report(path)["rows"] == 2
