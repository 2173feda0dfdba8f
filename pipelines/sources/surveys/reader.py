"""Any survey export to columns and lines of text, by its tool's description."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pipelines.errors import Problem, UnusableInput
from pipelines.sources.surveys import tools
from pipelines.sources.surveys.columns import Column, cell_at, read_columns
from pipelines.sources.surveys.tool import Tool, matches
from pipelines.sources.tabular import Table, read_table

__all__ = ["Column", "Export", "Line", "apply", "layout_problems", "read_export"]

SUBTOTALS = r"sous-tota(?:l|ux)\b.*|sub-?total\b.*"
TOTALS = (
    rf"{SUBTOTALS}|tota(?:l|ux)\b.*|moyennes?\b.*|sommes?\b.*|ensemble|nombre de réponses\b.*"
    r"|grand total|average|mean|sum"
)

Rows = list[tuple[int, list[str | None]]]  # lines of a file with their numbers


@dataclass(frozen=True)
class Line:
    """One response as the tool wrote it."""

    row: int  # line of the file, 1 for the first
    response_id: str | None
    submitted_at: str | None  # as written
    is_partial: bool  # begun and never submitted
    cells: tuple[str | None, ...]  # one per column of `Export.columns`


@dataclass(frozen=True)
class Export:
    """A survey file, read: nothing interpreted but its layout."""

    table: Table
    tool: Tool
    header_row: int  # line of the last header row, 1 for the first
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    totals: tuple[int, ...] = ()  # lines below the responses that sum them up

    @property
    def file(self) -> str:
        """How messages call the file."""
        return self.table.file

    @property
    def sheet(self) -> str | None:
        """The sheet read, of a workbook."""
        return self.table.sheet

    def values(self, column: Column) -> list[str | None]:
        """The cells of one column, a line each."""
        return self._cells[column.number]

    @cached_property
    def _cells(self) -> dict[int, list[str | None]]:
        return {
            column.number: [line.cells[place] for line in self.lines]
            for place, column in enumerate(self.columns)
        }


def read_export(path: Path, name: str, tool: Tool, sheet: str | None = None) -> Export:
    """Read one export laid out as `tool` says; `name` is how messages call the file.

    Raises UnusableInput, with all that is wrong with the layout: what read_table refuses, header
    rows missing, a column without a header, a line of another width, no response.
    """
    export = apply(tool, read_table(path, name, sheet))
    problems = layout_problems(export)
    if problems:
        raise UnusableInput(problems)
    return export


def layout_problems(export: Export) -> list[Problem]:
    """Say what is wrong with a layout: columns without a header, lines of another width."""
    return [*_untitled(export), *_cut(export)]


def apply(tool: Tool, table: Table) -> Export:
    """Lay the tool's description over a table; raises UnusableInput when it holds no response."""
    header_row = tools.find_header(tool, table.rows)
    below = [
        (number, row)
        for number, row in enumerate(table.rows[header_row:], start=header_row + 1)
        if any(row)
    ]
    if header_row > len(table.rows) or not below:
        raise UnusableInput(
            Problem(
                "ce fichier ne contient aucune réponse.",
                table.file,
                table.sheet,
                found=f"{len(table.rows)} ligne(s)",
                expected=f"{tool.header_rows} ligne(s) de titres {tool.label}, puis les réponses",
                hint="Vérifier le filtre de l'export et la valeur de tool dans source.toml.",
            )
        )
    totals = _totals(below)
    rows = [(number, row) for number, row in below if number not in totals]
    above = table.rows[header_row - 2] if tool.header_rows > 1 else []
    columns = read_columns(tool, table.rows[header_row - 1], above, [row for _, row in rows])
    lines = tuple(_read_lines(rows, columns, tool))
    return Export(table, tool, header_row, columns, lines, tuple(totals))


def _totals(below: Rows) -> list[int]:
    """The last lines that begin with « Total » or « Moyenne », and sub-totals wherever they are.

    A person added them.
    """
    found: list[int] = []
    is_last = True
    for number, row in reversed(below):
        first = next(cell for cell in row if cell)
        is_last = is_last and matches(TOTALS, first)
        if is_last or matches(SUBTOTALS, first):
            found.insert(0, number)
    return found


def _read_lines(
    rows: list[tuple[int, list[str | None]]], columns: tuple[Column, ...], tool: Tool
) -> Iterator[Line]:
    def places(header: str) -> list[int]:
        return [place for place, column in enumerate(columns) if matches(header, column.name)]

    answer, submission, draft = map(places, (tool.response_id, tool.submitted_at, tool.draft))
    for number, row in rows:
        cells = tuple(cell_at(row, column.number) for column in columns)
        submitted_at = _first(cells, submission)
        is_partial = matches(tool.draft_marks, _first(cells, draft)) or (
            tool.draft_unless_submitted and bool(submission) and submitted_at is None
        )
        yield Line(number, _first(cells, answer), submitted_at, is_partial, cells)


def _first(cells: tuple[str | None, ...], places: list[int]) -> str | None:
    return next((cell for place in places if (cell := cells[place])), None)


def _untitled(export: Export) -> Iterator[Problem]:
    titled = {column.number for column in export.columns}
    rows = export.table.rows[export.header_row :]
    for number in range(1, max(map(len, rows), default=0) + 1):
        if number not in titled and any(cell_at(row, number) for row in rows):
            if number > len(export.table.rows[export.header_row - 1]):
                continue  # a line too long: said line by line
            yield Problem(
                f"la colonne n° {number} n'a pas de titre mais contient des réponses.",
                export.file,
                export.sheet,
                export.header_row,
                hint="Lui rendre le titre que l'outil lui donnait, ou vider la colonne.",
            )


def _cut(export: Export) -> Iterator[Problem]:
    """A tool writes all its lines equally wide: another width means a cut or retouched file.

    Empty cells too many at the end of a line do no harm.
    """
    width = len(export.table.rows[export.header_row - 1])
    for number, row in enumerate(
        export.table.rows[export.header_row :], start=export.header_row + 1
    ):
        if any(row) and (len(row) < width or any(row[width:])):
            yield Problem(
                "cette ligne n'a pas le même nombre de colonnes que les titres.",
                export.file,
                export.sheet,
                number,
                found=str(len(row)),
                expected=str(width),
                hint="Le fichier est sans doute coupé : le redemander, ou refaire l'export.",
            )
