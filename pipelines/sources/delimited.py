"""Delimited text to rows: which encoding, which delimiter; and what is no text at all."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from pipelines.errors import Problem, UnusableInput
from pipelines.sources.workbook_limits import MAX_CELLS

Rows = list[list[str | None]]

DELIMITERS = ";,\t|"
FIELD_LIMIT = 10_000_000  # characters in one cell; the csv module's own limit is 131,072
MAX_BYTES = 200_000_000  # of a text file
OTHER_FORMATS = {  # by the first characters: what a person takes for a table
    r"(?:<!doctype|<html|<\?xml|<table|<head|<body)": "une page web ou du XML",
    r"[\[{]\s*[\[{\"]": "du JSON",
    r"%PDF-": "un PDF",
    r"\{\\rtf": "un document de traitement de texte",
}
SEPARATOR_LINE = re.compile(r"sep=([;,\t|])\r?\n", re.IGNORECASE)  # a hint to spreadsheets


def read_delimited(path: Path, name: str) -> tuple[Rows, str, str]:
    """Return the rows of a CSV, its encoding and its delimiter; `name` is how messages call it.

    Raises UnusableInput when it is in no readable encoding, not a table, too large, or empty.
    """
    if path.stat().st_size > MAX_BYTES:
        raise _too_large(name, f"{path.stat().st_size // 1_000_000} Mo")
    data = path.read_bytes()
    _refuse_other_formats(data, name)
    text, encoding = _decode(data, name)
    hint = SEPARATOR_LINE.match(text)
    csv.field_size_limit(FIELD_LIMIT)
    try:
        delimiter = hint[1] if hint else _delimiter(text)
        rows = list(_csv_rows(text, delimiter, name))
    except csv.Error as error:
        raise UnusableInput(
            Problem(
                "le tableau est illisible (guillemet ouvert et jamais refermé ?).",
                file=name,
                found=str(error),
                hint="Refaire l'export, sans l'ouvrir ni l'enregistrer dans un tableur.",
            )
        ) from error
    if hint:
        rows[0] = []
    if not any(any(row) for row in rows):
        raise UnusableInput(Problem("le fichier ne contient aucune cellule remplie.", file=name))
    return rows, encoding, delimiter


def _refuse_other_formats(data: bytes, name: str) -> None:
    start = data[:200].decode("latin-1").lstrip("ï»¿ \t\r\n")
    for beginning, kind in OTHER_FORMATS.items():
        if re.match(beginning, start, re.IGNORECASE):
            raise UnusableInput(
                Problem(
                    f"ce fichier est {kind}, non un tableau.",
                    file=name,
                    found=f"« {start[:40].strip()}… »",
                    expected="CSV, XLSX, XLS, ODS ou Parquet",
                    hint="Refaire l'export en CSV ou en XLSX depuis l'outil d'enquête.",
                )
            )


def _csv_rows(text: str, delimiter: str, name: str) -> Iterator[list[str | None]]:
    cells = 0
    lines = _lines(text, delimiter, name)
    for line in csv.reader(lines, delimiter=delimiter, strict=True):
        cells += len(line)
        if cells > MAX_CELLS:
            raise _too_large(name, f"plus de {MAX_CELLS} cellules")
        yield [clean(cell) for cell in line]


def _lines(text: str, delimiter: str, name: str) -> Iterator[str]:
    """The lines, none of them so wide that its cells alone would fill the memory."""
    for line in io.StringIO(text, newline=""):
        if line.count(delimiter) > MAX_CELLS:
            raise _too_large(name, f"plus de {MAX_CELLS} cellules")
        yield line


def _too_large(name: str, found: str) -> UnusableInput:
    return UnusableInput(
        Problem(
            "le fichier est trop grand pour une enquête ou un registre.",
            file=name,
            found=found,
            expected=f"{MAX_BYTES // 1_000_000} Mo et {MAX_CELLS} cellules au plus",
            hint="Vérifier que c'est bien le bon fichier.",
        )
    )


def _decode(data: bytes, name: str) -> tuple[str, str]:
    """UTF-8 or UTF-16, with or without their mark, else Windows-1252."""
    for encoding in _encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text, encoding
    raise UnusableInput(
        Problem(
            "l'encodage du fichier est illisible, ou ce n'est pas un fichier texte.",
            file=name,
            found=_guess_encoding(data),
            expected="UTF-8, UTF-16 ou Windows-1252",
            hint="Refaire l'export en choisissant l'encodage UTF-8.",
        )
    )


def _encodings(data: bytes) -> tuple[str, ...]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    if data.startswith(b"\xef\xbb\xbf"):
        return ("utf-8-sig",)
    if data[1:2] == b"\x00":  # an unmarked UTF-16 text begins with a Latin letter
        return ("utf-16-le",)
    if data[:1] == b"\x00":
        return ("utf-16-be",)
    return ("utf-8", "cp1252")


def _guess_encoding(data: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:100_000]).best()
    return f"peut-être {best.encoding}" if best else "aucun encodage connu"


def _delimiter(text: str) -> str:
    """The delimiter under which most lines have the same, largest width."""

    def consistency(delimiter: str) -> tuple[int, int]:
        sample = io.StringIO(text[:200_000], newline="")
        widths = Counter(len(row) for row in csv.reader(sample, delimiter=delimiter) if row)
        (width, lines), *_ = widths.most_common(1) or [(1, 0)]
        return (lines, width) if width > 1 else (0, 0)

    return max(DELIMITERS, key=consistency)


def clean(cell: str | None) -> str | None:
    """Take layout from content: non-breaking and surrounding spaces; an empty cell is None."""
    if cell is None:
        return None
    return cell.replace("\u00a0", " ").replace("\u202f", " ").strip() or None
