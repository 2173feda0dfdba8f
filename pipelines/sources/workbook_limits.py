"""What a workbook may weigh, looked at before it is opened: no reader survives all of them."""

import re
import zipfile
import zlib
from pathlib import Path

from pipelines.errors import Problem, UnusableInput

MAX_UNCOMPRESSED = 500_000_000  # bytes: a zipped workbook may hold a thousand times its size
MAX_CELLS = 5_000_000  # a wave of a thousand answers to two hundred questions has 200,000
# a cell of an XLSX that is not empty, by its place: « B13 »
CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*(?<!/)>')
SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")


def refuse_oversized(path: Path, name: str) -> None:
    """Raise UnusableInput when the workbook would fill the memory of whoever opens it.

    Either unzipped, or laid out: readers hold a full grid up to the furthest cell, and one cell
    at the end of a sheet makes it seventeen thousand million. The former XLS is no zip, and small.
    """
    if not zipfile.is_zipfile(path):
        return
    try:
        with zipfile.ZipFile(path) as parts:
            size = sum(part.file_size for part in parts.infolist())
            if size > MAX_UNCOMPRESSED:
                raise _unfolding(name, size)
            if "xl/workbook.bin" in parts.namelist():
                raise unreadable(name, "un classeur binaire (.xlsb)")
            for part in filter(SHEET.fullmatch, parts.namelist()):
                _refuse_grid(parts.read(part), name)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError) as error:
        raise unreadable(name, str(error)) from error


def too_many_cells(name: str, sheet: str | None, height: int, width: int) -> UnusableInput:
    """The refusal of a grid of so many lines and columns."""
    return UnusableInput(
        Problem(
            "la feuille est trop grande pour une enquête.",
            name,
            sheet,
            found=f"{height} lignes × {width} colonnes",
            expected=f"{MAX_CELLS} cellules au plus",
            hint="Supprimer les lignes et les colonnes vides sous et à droite du tableau.",
        )
    )


def unreadable(name: str, found: str) -> UnusableInput:
    """The refusal of a file that is no workbook, or one that no reader opens."""
    return UnusableInput(
        Problem(
            "le classeur est illisible.",
            file=name,
            found=found,
            hint="Il est sans doute coupé : le redemander. S'il s'ouvre dans un tableur, l'y "
            "enregistrer de nouveau au format .xlsx.",
        )
    )


def _refuse_grid(sheet: bytes, name: str) -> None:
    places = CELL.findall(sheet)
    height = max((int(row) for _, row in places), default=0)
    width = max(map(_column_number, {column for column, _ in places}), default=0)
    if height * width > MAX_CELLS:
        raise too_many_cells(name, None, height, width)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _unfolding(name: str, size: int) -> UnusableInput:
    return UnusableInput(
        Problem(
            "le classeur est démesuré une fois décompressé.",
            name,
            found=f"{size // 1_000_000} Mo",
            expected=f"{MAX_UNCOMPRESSED // 1_000_000} Mo au plus",
            hint="Refaire l'export depuis l'outil d'enquête.",
        )
    )
