"""XLSX, XLS and ODS to cells of text, by calamine: DuckDB's excel extension would be a download."""

import re
from pathlib import Path
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    WorksheetNotFound,
    XmlError,
    ZipError,
)

from pipelines.errors import Problem, UnusableInput
from pipelines.sources.workbook_limits import (
    MAX_CELLS,
    refuse_oversized,
    too_many_cells,
    unreadable,
)

NOTICE = re.compile(r"li[sr]ez|read.?me|notice|aide|l[ée]gende|dictionnaire|instruction", re.I)

Rows = list[list[str | None]]


def read_sheet(path: Path, name: str, sheet: str | None) -> tuple[str, Rows]:
    """Return the title and the cells, as text, of one sheet: the named one, else the data's.

    The data's sheet is the fullest that is neither hidden, nor a notice by its title, nor the
    repeated part of a form. `name` is how messages call the file. Raises UnusableInput when the
    file is no workbook, is protected or too large, has no such sheet, or only empty ones.
    """
    sheets = read_sheets(path, name, sheet)
    main = {title: rows for title, rows in sheets.items() if not is_repeated(rows)} or sheets
    title = max(
        main, key=lambda title: sum(cell is not None for row in main[title] for cell in row)
    )
    return title, main[title]


def read_sheets(path: Path, name: str, sheet: str | None = None) -> dict[str, Rows]:
    """Return every sheet that may hold data, by title, or the one asked for; see read_sheet."""
    refuse_oversized(path, name)
    try:
        with CalamineWorkbook.from_path(path) as book:
            titles = [sheet] if sheet is not None else _visible(book)
            found = {title: _rows(book.get_sheet_by_name(title), name) for title in titles}
            present = book.sheet_names
    except WorksheetNotFound as error:
        raise _unknown_sheet(path, name, sheet) from error
    except PasswordError as error:
        raise _protected(name) from error
    except (CalamineError, ZipError, XmlError, OSError, ValueError) as error:
        raise unreadable(name, str(error)) from error
    filled = {title: rows for title, rows in found.items() if any(map(_says, rows))}
    if not filled:
        titles_shown = sheet or ", ".join(present)
        raise UnusableInput(Problem("la feuille est vide.", file=name, sheet=titles_shown))
    data = {title: rows for title, rows in filled.items() if not NOTICE.search(title)}
    return data or filled


def read_repeated(path: Path, name: str, main: str) -> dict[str, Rows]:
    """Return the sheets of repeated groups beside the one already read, `main`, by title."""
    with CalamineWorkbook.from_path(path) as book:
        titles = [title for title in _visible(book) if title != main]
        sheets = {title: _rows(book.get_sheet_by_name(title), name) for title in titles}
    return {title: rows for title, rows in sheets.items() if is_repeated(rows)}


def is_repeated(rows: Rows) -> bool:
    """Tell a sheet of repeated groups, tied to the answers by `_parent_index`."""
    return any("_parent_index" in row for row in rows[:3])


def _visible(book: CalamineWorkbook) -> list[str]:
    return [
        sheet.name
        for sheet in book.sheets_metadata
        if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
    ] or book.sheet_names


def _rows(sheet: CalamineSheet, name: str) -> Rows:
    if sheet.total_height * sheet.total_width > MAX_CELLS:
        raise too_many_cells(name, sheet.name, sheet.total_height, sheet.total_width)
    return [[_cell(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]


def _says(row: list[str | None]) -> bool:
    return any(cell and not cell.isspace() for cell in row)


def _protected(name: str) -> UnusableInput:
    return UnusableInput(
        Problem(
            "le classeur est protégé par un mot de passe.",
            file=name,
            hint="L'ouvrir dans un tableur avec son mot de passe, et l'enregistrer sans, au format "
            ".xlsx.",
        )
    )


def _unknown_sheet(path: Path, name: str, sheet: str | None) -> UnusableInput:
    with CalamineWorkbook.from_path(path) as book:
        present = ", ".join(f"« {title} »" for title in book.sheet_names)
    return UnusableInput(
        Problem(
            f"feuille « {sheet} » introuvable (présentes : {present}).",
            file=name,
            hint='Indiquer sheet = "…" dans le source.toml du dossier.',
        )
    )


def _cell(value: Any) -> str | None:
    """A spreadsheet value as the text a person would read: 3.0 is 3, a date is ISO."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return None if value in {None, ""} else str(value)
