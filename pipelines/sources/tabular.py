"""CSV, spreadsheets and Parquet to rows of text: encoding, delimiter, sheet; nothing more."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from rapidfuzz import process

from pipelines.errors import Problem, UnusableInput
from pipelines.sources import workbook
from pipelines.sources.delimited import clean, read_delimited

SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # how XLSX and ODS begin, how XLS does
PARQUET = b"PAR1"


@dataclass(frozen=True)
class Table:
    """A file as rows of text: `rows[0]` is line 1. An empty cell is None."""

    file: str
    rows: list[list[str | None]]
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None


def read_table(path: Path, name: str, sheet: str | None = None) -> Table:
    """Read a CSV, XLSX, XLS, ODS or Parquet file as text, every line kept, headers included.

    `name` is how messages call the file. Raises UnusableInput when the file is missing, empty,
    in no readable encoding, not a table, too large, or has no such sheet.
    """
    if not path.is_file():
        raise UnusableInput(Problem("fichier introuvable.", file=name))
    if path.stat().st_size == 0:
        raise UnusableInput(
            Problem("le fichier est vide.", file=name, hint="Refaire l'export depuis l'outil.")
        )
    with path.open("rb") as file:
        start = file.read(4)
    if start in SPREADSHEETS:  # by its first bytes: an « .xls » may be text
        title, cells = workbook.read_sheet(path, name, sheet)
        return Table(name, [[clean(cell) for cell in row] for row in cells], sheet=title)
    if start == PARQUET:
        return Table(name, _read_parquet(path, name))
    return Table(name, *read_delimited(path, name))


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


def _read_parquet(path: Path, name: str) -> list[list[str | None]]:
    from pyarrow import ArrowException, parquet

    try:
        table = parquet.read_table(path)
    except (ArrowException, OSError) as error:
        raise UnusableInput(
            Problem("le fichier Parquet est illisible.", file=name, found=str(error))
        ) from error
    rows = zip(*(column.to_pylist() for column in table.columns), strict=True)
    cells = [[None if value is None else clean(str(value)) for value in row] for row in rows]
    return [[clean(title) for title in table.column_names], *cells]
