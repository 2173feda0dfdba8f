"""Tables of a specification and of data: lines of text cells, and the numbers in them."""

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pipelines.errors import Problem, UnusableInput
from pipelines.sources import tabular

THOUSANDS = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")
NUMBER = re.compile(r"[-+]?(\d+([.,]\d*)?|[.,]\d+)(e[-+]?\d+)?", re.IGNORECASE)


@dataclass(frozen=True)
class Line:
    """One line: its number in the file, and its cells by header, "" when empty."""

    row: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Lines:
    """The lines of a table, its headers, and everything that is wrong with its shape."""

    file: str
    headers: list[str]
    lines: list[Line]
    problems: list[Problem]


def read_lines(path: Path, required: Iterable[str], known: Iterable[str]) -> Lines:
    """Read a table with one header line; `known` are the columns it may have, `required` must.

    What is wrong is in `problems`, never raised; the lines are empty when it cannot be read.
    """
    name = path.as_posix()
    try:
        table = tabular.read_table(path, name)
    except UnusableInput as error:
        return Lines(name, [], [], list(error.problems))
    top = next((n for n, row in enumerate(table.rows, 1) if any(row)), 1)
    headers = [cell or "" for cell in table.rows[top - 1]]
    problems = [*_unknown(name, top, headers, set(known)), *_overflowing(table, top, headers)]
    try:
        frame = tabular.frame(table, top, required)
    except UnusableInput as error:
        return Lines(name, headers, [], [*problems, *error.problems])
    columns = [header for header in headers if header]
    lines = [
        Line(int(record["source_row"]), {column: record[column] for column in columns})
        for record in frame.fillna("").to_dict("records")
    ]
    if not lines:
        problems.append(Problem("le tableau n'a aucune ligne sous son en-tête.", name))
    return Lines(name, headers, lines, problems)


def parse_number(text: str) -> float | None:
    """Read « 1 234,5 » or « 1234.5 » (a comma is decimal); None when it is no finite number."""
    plain = THOUSANDS.sub("", text).replace("−", "-")
    if not NUMBER.fullmatch(plain):
        return None
    value = float(plain.replace(",", "."))
    return value if math.isfinite(value) else None


def _unknown(name: str, row: int, headers: list[str], known: set[str]) -> Iterator[Problem]:
    for header in filter(None, headers):
        if header not in known:
            guess = tabular.nearest(header, known - set(headers))
            yield Problem(
                "cette colonne est inconnue.",
                name,
                row=row,
                column=header,
                expected=", ".join(sorted(known)),
                hint=f"Écrire « {guess} » ?" if guess else "Corriger son nom, ou la retirer.",
            )


def _overflowing(table: tabular.Table, top: int, headers: list[str]) -> Iterator[Problem]:
    """A cell under no header: often a decimal comma in a file whose commas part the columns."""
    for number, row in enumerate(table.rows[top:], top + 1):
        for place, cell in enumerate(row):
            if cell and not (place < len(headers) and headers[place]):
                yield Problem(
                    "cette ligne a une cellule sous aucun en-tête.",
                    table.file,
                    row=number,
                    found=f"« {cell} » en colonne {place + 1}",
                    hint="Mettre entre guillemets un nombre à virgule, ou séparer par « ; ».",
                )
                break
