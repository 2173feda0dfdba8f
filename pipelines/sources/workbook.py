"""XLSX to cells of text, by openpyxl: DuckDB's excel extension would be a download."""

import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.errors import Problem, UnusableInput

if TYPE_CHECKING:
    from openpyxl import Workbook


def read_sheet(path: Path, name: str, sheet: str | None) -> tuple[str, list[list[str | None]]]:
    """Return the title and the cells, as text, of one sheet: the named one, else the first.

    `name` is how messages call the file. Raises UnusableInput when the file is no workbook, has no
    such sheet, or an empty one.
    """
    book = _open(path, name)
    if sheet is not None and sheet not in book.sheetnames:
        present = ", ".join(f"« {title} »" for title in book.sheetnames)
        raise UnusableInput(
            Problem(
                f"feuille « {sheet} » introuvable (présentes : {present}).",
                file=name,
                hint='Indiquer sheet = "…" dans le source.toml du dossier.',
            )
        )
    title = sheet or book.sheetnames[0]
    rows = [[_cell(value) for value in row] for row in book[title].iter_rows(values_only=True)]
    book.close()
    if not any(any(row) for row in rows):
        raise UnusableInput(Problem("la feuille est vide.", file=name, sheet=title))
    return title, rows


def _open(path: Path, name: str) -> "Workbook":
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        return load_workbook(path, read_only=True, data_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, OSError, ValueError) as error:
        raise UnusableInput(
            Problem(
                "le classeur est illisible.",
                file=name,
                found=str(error),
                hint="L'ouvrir dans un tableur et l'enregistrer de nouveau au format .xlsx.",
            )
        ) from error


def _cell(value: object) -> str | None:
    """A spreadsheet value as the text a person would read: 3.0 is 3, a date is ISO."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return None if value is None else str(value)
