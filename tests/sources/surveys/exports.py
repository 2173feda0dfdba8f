"""Exports written from literal rows, and what is expected of them: every name is invented."""

import csv
import io
import struct
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import openpyxl

from pipelines.sources.surveys.inspection import inspect

Rows = Sequence[Sequence[object]]
Report = dict[str, Any]


def write_text(path: Path, rows: Rows, delimiter: str = ",", encoding: str = "utf-8") -> Path:
    """Write rows as a tool writes a CSV: CRLF, quotes where they are needed."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def write_book(path: Path, sheets: dict[str, Rows]) -> Path:
    """Write an XLSX, one sheet per title."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


def write_ods(path: Path, title: str, rows: Rows) -> Path:
    """Write an ODS as LibreOffice does, in its few necessary parts."""
    lines = "".join(
        f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows
    )
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {names}><office:body>'
        f'<office:spreadsheet><table:table table:name="{title}">{lines}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        "</manifest:manifest>"
    )
    with zipfile.ZipFile(path, "w") as parts:
        parts.writestr("mimetype", kind)
        parts.writestr("content.xml", content)
        parts.writestr("META-INF/manifest.xml", manifest)
    return path


def _ods_cell(value: object) -> str:
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, int | float):
        return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
    text = escape(str(value))
    return (
        f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
    )


def question(
    header: str,
    kind: str,
    answered: int,
    missing: int,
    options: dict[str, int] | None = None,
    *,
    columns: list[str] | None = None,
    not_asked: int | None = None,
) -> Report:
    """What the report should say of one question; it spans the column of its header if not said."""
    return {
        "header": header,
        "columns": columns or [header],
        "kind": kind,
        "answered": answered,
        "missing": missing,
        "not_asked": not_asked,
        "options": options or {},
    }


def under(header: str, *items: str, pattern: str = "{} [{}]") -> list[str]:
    """The columns of a grid or of a choice."""
    return [pattern.format(header, item) for item in items]


def report(path: Path) -> Report:
    """What is understood of a file that raises no question."""
    said = inspect([path])
    assert said["problems"] == []
    (file,) = said["files"]
    return dict(file)


def inspect_one(path: Path) -> Report:
    """What is understood of a file, whatever question it raises."""
    (file,) = inspect([path])["files"]
    return dict(file)


def kinds(path: Path) -> dict[str, str]:
    """The kind of each question of a file, by its header."""
    (file,) = inspect([path])["files"]
    return {question["header"]: question["kind"] for question in file["questions"]}


def sentences(path: Path) -> list[str]:
    """The problems of a file, without its name."""
    return [problem["message"] for problem in inspect([path])["problems"]]


def write_protected(path: Path) -> Path:
    """Write the shell of a workbook under a password: a compound file, [MS-CFB], that holds the
    stream `EncryptedPackage`, as [MS-OFFCRYPTO] says.
    """
    end, free, fat = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
    header = struct.pack(
        "<8s16x5H6x9I", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6,
        0, 1, 1, 0, 4096, end, 0, end, 0,
    ) + struct.pack("<109I", 0, *[free] * 108)  # fmt: skip
    table = struct.pack("<128I", fat, end, *[free] * 126)
    entries = [_entry("Root Entry", 5, 1, end), _entry("EncryptedPackage", 2, free, end)]
    path.write_bytes(header + table + b"".join(entries).ljust(512, b"\x00"))
    return path


def _entry(name: str, kind: int, child: int, start: int) -> bytes:
    letters = f"{name}\0".encode("utf-16-le")
    return struct.pack(
        "<64sHBB3I16xI16xIQ", letters, len(letters), kind, 1, *[0xFFFFFFFF] * 2, child, 0, start, 0
    )
