"""Cells blanked in a file as received; the rest of it stays as it was."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipelines.errors import Problem, UnusableInput
from pipelines.sources.tabular import read_table

WORKBOOKS = {".xlsx", ".xlsm"}


@dataclass(frozen=True)
class Target:
    """A file and what to blank in it."""

    path: Path
    name: str  # as messages call it
    sheet: str | None
    header_rows: int  # left as they are
    columns: frozenset[int]  # 1 for the first


def redact(target: Target, *, dry_run: bool = False) -> int:
    """Blank the columns under the headers; return how many filled cells there were.

    A text file keeps its encoding, delimiter, quotes and line ends, and every other byte. A
    workbook is saved again by openpyxl: values stay, formulas become their values. Raises
    UnusableInput for another format.
    """
    if target.path.suffix.lower() in WORKBOOKS:
        return _redact_workbook(target, dry_run)
    table = read_table(target.path, target.name)
    if table.encoding is None or table.delimiter is None:
        raise UnusableInput(
            Problem(
                "les données personnelles de ce fichier ne peuvent pas être vidées.",
                target.name,
                hint="Les vider à la main, ou supprimer le fichier.",
            )
        )
    text, mark = _decode(target.path.read_bytes(), table.encoding)
    parts, cells, end = [], 0, 0
    for row, column, start, stop in _fields(text, table.delimiter):
        if row > target.header_rows and column in target.columns and text[start:stop].strip(' "'):
            parts += [text[end:start], '""' if text[start] == '"' else ""]
            end = stop
            cells += 1
    if cells and not dry_run:
        encoded = ("".join(parts) + text[end:]).encode(mark[1])
        temporary = target.path.with_name(f".{target.path.name}")
        temporary.write_bytes(mark[0] + encoded)
        temporary.replace(target.path)
    return cells


def _decode(data: bytes, encoding: str) -> tuple[str, tuple[bytes, str]]:
    """The text, and what writes it back: its byte order mark and its encoding without one."""
    marks = {
        b"\xef\xbb\xbf": "utf-8",
        b"\xff\xfe": "utf-16-le",
        b"\xfe\xff": "utf-16-be",
    }
    for mark, plain in marks.items():
        if data.startswith(mark):
            return data[len(mark) :].decode(plain), (mark, plain)
    plain = encoding.replace("utf-8-sig", "utf-8")
    return data.decode(plain), (b"", plain)


def _fields(text: str, delimiter: str) -> Iterator[tuple[int, int, int, int]]:
    """Row and column (1 for the first), start and end of every field, quotes included."""
    plain = rf"[^{re.escape(delimiter)}\r\n]*"
    field = re.compile(rf'"(?:[^"]|"")*"{plain}|{plain}')
    position, row, column = 0, 1, 1
    while position <= len(text):
        match = field.match(text, position)
        if match is None:
            return
        yield row, column, match.start(), match.end()
        position = match.end()
        if position >= len(text):
            return
        if text[position] == delimiter:
            column += 1
            position += 1
        else:
            position += 2 if text.startswith("\r\n", position) else 1
            row, column = row + 1, 1


def _redact_workbook(target: Target, dry_run: bool) -> int:
    from openpyxl import load_workbook

    book = load_workbook(target.path, data_only=True)
    sheet = book[target.sheet] if target.sheet else book.worksheets[0]
    filled = [
        cell
        for row in sheet.iter_rows(min_row=target.header_rows + 1)
        for cell in row
        if cell.column in target.columns and cell.value is not None
    ]
    for cell in filled:
        cell.value, cell.comment, cell.hyperlink = None, None, None
    if filled and not dry_run:
        temporary = target.path.with_name(f".{target.path.name}")
        book.save(temporary)
        temporary.replace(target.path)
    return len(filled)
