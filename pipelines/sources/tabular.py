"""CSV and XLSX to rows of text: encoding, delimiter, sheet; nothing is interpreted."""

import csv
import io
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from rapidfuzz import process

from pipelines.errors import Problem, UnusableInput
from pipelines.sources import workbook

DELIMITERS = ";,\t|"
SPREADSHEETS = {".xlsx", ".xlsm"}
FIELD_LIMIT = 10_000_000  # characters in one cell; the csv module's own limit is 131,072


@dataclass(frozen=True)
class Table:
    """A file as rows of text: `rows[0]` is line 1. An empty cell is None."""

    file: str
    rows: list[list[str | None]]
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None


def read_table(path: Path, name: str, sheet: str | None = None) -> Table:
    """Read a CSV or XLSX file as text, every line kept, header lines included.

    `name` is how messages call the file. Raises UnusableInput when the file is missing, empty,
    in no readable encoding, not a table, or has no such sheet.
    """
    if not path.is_file():
        raise UnusableInput(Problem("fichier introuvable.", file=name))
    if path.stat().st_size == 0:
        raise UnusableInput(
            Problem("le fichier est vide.", file=name, hint="Refaire l'export depuis l'outil.")
        )
    if path.suffix.lower() in SPREADSHEETS:
        title, cells = workbook.read_sheet(path, name, sheet)
        return Table(name, [[clean(cell) for cell in row] for row in cells], sheet=title)
    return _read_csv(path, name)


def frame(table: Table, header_row: int = 1, required: Iterable[str] = ()) -> pd.DataFrame:
    """Turn a table with one header line into a text frame with `source_file` and `source_row`.

    Wholly empty lines are dropped. Raises UnusableInput, naming every missing column and the
    nearest one found, when a `required` column is absent; also when a header is doubled.
    """
    header = [(cell or "").strip() for cell in table.rows[header_row - 1]]
    problems = [
        _missing_column(table, header_row, column, header)
        for column in required
        if column not in header
    ]
    problems += [
        Problem(
            "cette colonne est présente deux fois.", table.file, table.sheet, header_row, column
        )
        for column, count in Counter(header).items()
        if column and count > 1
    ]
    if problems:
        raise UnusableInput(problems)
    records = []
    for number, row in enumerate(table.rows[header_row:], start=header_row + 1):
        if any(cell for cell in row):
            cells = {name: cell for name, cell in zip(header, row, strict=False) if name}
            records.append({"source_file": table.file, "source_row": str(number), **cells})
    columns = ["source_file", "source_row", *(name for name in header if name)]
    return pd.DataFrame(records, columns=columns, dtype="str")


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that looks most like `word`, or None when none does."""
    match = process.extractOne(word, list(known), score_cutoff=60)
    return match[0] if match else None


def _missing_column(table: Table, row: int, column: str, header: list[str]) -> Problem:
    guess = nearest(column, [name for name in header if name])
    return Problem(
        f"la colonne « {column} » manque.",
        table.file,
        table.sheet,
        row,
        found=", ".join(name for name in header if name),
        hint=f"Renommer « {guess} » en « {column} » ?" if guess else None,
    )


def _read_csv(path: Path, name: str) -> Table:
    text, encoding = _decode(path.read_bytes(), name)
    delimiter = _delimiter(text)
    csv.field_size_limit(FIELD_LIMIT)
    try:
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        rows = [[clean(cell) for cell in line] for line in lines]
    except csv.Error as error:
        raise UnusableInput(
            Problem(
                "le tableau est illisible (guillemet ouvert et jamais refermé ?).",
                file=name,
                found=str(error),
                hint="Refaire l'export, sans l'ouvrir ni l'enregistrer dans un tableur.",
            )
        ) from error
    if not any(any(row) for row in rows):
        raise UnusableInput(Problem("le fichier ne contient aucune cellule remplie.", file=name))
    return Table(name, rows, encoding, delimiter)


def _decode(data: bytes, name: str) -> tuple[str, str]:
    """UTF-8 with or without its mark, UTF-16 with its mark, else Windows-1252."""
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp1252"):
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
