"""The rows as spreadsheets: two dialects of CSV, and XLSX with its « Lisez-moi »."""

import csv
import io
from collections.abc import Sequence
from datetime import date
from typing import Any

from dashboard.exports.shown import Shown, Value, about, headers, neutral, records

READ_ME = "Lisez-moi"
NOT_IN_A_SHEET_NAME = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
LONGEST_SHEET_NAME, WIDEST = 31, 60  # Excel's limit; characters


def csv_french(shown: Shown) -> bytes:
    """CSV for French spreadsheets: semicolons, decimal comma, day first, UTF-8 with its mark."""
    return _csv(shown, ";", _french).encode("utf-8-sig")


def csv_standard(shown: Shown) -> bytes:
    """CSV as RFC 4180 has it: commas, decimal point, ISO dates, UTF-8."""
    return _csv(shown, ",", _standard).encode("utf-8")


def xlsx(tables: Sequence[Shown]) -> bytes:
    """One workbook: « Lisez-moi » first, then a sheet for each table."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    first = book.create_sheet(READ_ME)
    first.column_dimensions["A"].width, first.column_dimensions["B"].width = 22, 100
    for shown in tables:
        for line in about(shown):
            _write(first, [neutral(text) for text in line])
        _write(first, [])
    for shown in tables:
        _sheet(book.create_sheet(_name(shown.title, book.sheetnames)), shown)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _csv(shown: Shown, delimiter: str, spell: Any) -> str:
    target = io.StringIO()
    writer = csv.writer(target, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(headers(shown))
    writer.writerows([spell(cell) for cell in record.values()] for record in records(shown))
    return target.getvalue()


def _standard(cell: Value) -> str:
    return "" if cell is None else str(cell)


def _french(cell: Value) -> str:
    if isinstance(cell, float):
        return str(cell).replace(".", ",")
    return f"{cell:%d/%m/%Y}" if isinstance(cell, date) else _standard(cell)


def _sheet(sheet: Any, shown: Shown) -> None:
    from openpyxl.styles import Font

    names = headers(shown)
    _write(sheet, names)
    for record in records(shown):
        _write(sheet, list(record.values()))
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for column in sheet.columns:
        longest = max(len(str(cell.value or "")) for cell in column)
        sheet.column_dimensions[column[0].column_letter].width = min(longest + 2, WIDEST)
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = sheet.dimensions


def _write(sheet: Any, cells: Sequence[Value]) -> None:
    """Append a line in which a text is a text, whatever it begins with."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    row = sheet.max_row + 1 if sheet.max_row > 1 or sheet["A1"].value is not None else 1
    for number, found in enumerate(cells, start=1):
        text = ILLEGAL_CHARACTERS_RE.sub("", found) if isinstance(found, str) else found
        cell = sheet.cell(row, number, text)
        if isinstance(text, str):
            cell.data_type = "s"


def _name(title: str, taken: Sequence[str]) -> str:
    """A sheet's name from a title: no forbidden sign, 31 characters, not one already there."""
    plain = " ".join(title.translate(NOT_IN_A_SHEET_NAME).split())[:LONGEST_SHEET_NAME].strip("' ")
    used = {name.lower() for name in taken}
    numbered = (f"{plain[: LONGEST_SHEET_NAME - 3]} {n}" for n in range(2, 100))
    return (
        plain if plain.lower() not in used else next(n for n in numbered if n.lower() not in used)
    )
