"""Any survey export to columns and lines of text, by its tool's description."""

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from pipelines.errors import Problem, UnusableInput
from pipelines.sources.surveys.tool import Tool
from pipelines.sources.tabular import Table, read_table


@dataclass(frozen=True)
class Column:
    """One column of an export and the names under which a question may be looked up."""

    number: int  # 1 for the first column of the file
    names: tuple[str, ...]  # the header, the most precise first
    question: str | None = None  # what it shares with its neighbours, in a grid or a choice
    item: str | None = None  # the row of the grid, or the option
    is_metadata: bool = False  # written by the tool, not asked
    is_joined: bool = False  # repeats in one cell what the columns beside it hold one by one

    @property
    def name(self) -> str:
        """The header as messages show it."""
        return self.names[0]


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

    file: str
    sheet: str | None
    tool: Tool
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]


def read_export(path: Path, name: str, tool: Tool, sheet: str | None = None) -> Export:
    """Read one export laid out as `tool` says; `name` is how messages call the file.

    Raises UnusableInput, with all that is wrong with the layout: what read_table refuses, header
    rows missing, a header missing or doubled, a line of another width, no response.
    """
    table = read_table(path, name, sheet)
    if len(table.rows) <= tool.header_rows:
        raise UnusableInput(
            Problem(
                "ce fichier ne contient aucune réponse.",
                name,
                table.sheet,
                found=f"{len(table.rows)} ligne(s)",
                expected=f"{tool.header_rows} ligne(s) de titres {tool.label}, puis les réponses",
                hint="Vérifier le filtre de l'export et la valeur de tool dans source.toml.",
            )
        )
    columns = _read_columns(table, tool)
    problems = [*_doubled(table, tool, columns), *_untitled(table, tool), *_cut(table, tool)]
    if problems:
        raise UnusableInput(problems)
    lines = tuple(
        _read_line(number, row, columns, tool)
        for number, row in enumerate(table.rows[tool.header_rows :], start=tool.header_rows + 1)
        if any(row)
    )
    return Export(name, table.sheet, tool, columns, lines)


def _read_columns(table: Table, tool: Tool) -> tuple[Column, ...]:
    titles = table.rows[tool.header_rows - 1]
    above = table.rows[tool.header_rows - 2] if tool.header_rows > 1 else []
    found: list[Column] = []
    group: str | None = None
    for number, title in enumerate(titles, start=1):
        is_metadata = number <= tool.metadata_first or bool(
            title and re.fullmatch(tool.metadata, title)
        )
        if number <= len(above) and above[number - 1]:
            group = above[number - 1]
        if title is None:
            continue
        if is_metadata:
            found.append(Column(number, (title,), is_metadata=True))
            group = None
        elif group:
            found.append(Column(number, (f"{group} [{title}]", title), group, title))
        else:
            match = re.fullmatch(tool.item, title)
            parts = match.groupdict() if match else {}
            found.append(Column(number, (title,), parts.get("question"), parts.get("item")))
    shared = {column.question for column in found if not column.is_metadata}
    return tuple(
        Column(column.number, column.names, is_joined=True)
        if column.name in shared and not column.is_metadata
        else column
        for column in found
    )


def _read_line(number: int, row: list[str | None], columns: tuple[Column, ...], tool: Tool) -> Line:
    cells = tuple(row[c.number - 1] if c.number <= len(row) else None for c in columns)

    def metadata(headers: tuple[str, ...]) -> str | None:
        values = (
            cell
            for column, cell in zip(columns, cells, strict=True)
            if column.is_metadata and column.name in headers
        )
        return next((value for value in values if value), None)

    submitted_at = metadata(tool.submitted_at)
    is_partial = metadata(tool.draft) in tool.draft_marks or (
        tool.draft_unless_submitted and submitted_at is None
    )
    return Line(number, metadata(tool.response_id), submitted_at, is_partial, cells)


def _doubled(table: Table, tool: Tool, columns: tuple[Column, ...]) -> list[Problem]:
    return [
        Problem(
            "cette colonne est présente deux fois.",
            table.file,
            table.sheet,
            tool.header_rows,
            name,
            hint="Refaire l'export, ou supprimer la colonne en trop.",
        )
        for name, count in Counter(column.name for column in columns).items()
        if count > 1
    ]


def _untitled(table: Table, tool: Tool) -> list[Problem]:
    titles = table.rows[tool.header_rows - 1]
    return [
        Problem(
            f"la colonne n° {number} n'a pas de titre mais contient des réponses.",
            table.file,
            table.sheet,
            tool.header_rows,
            hint="Lui rendre le titre que l'outil lui donnait, ou vider la colonne.",
        )
        for number, title in enumerate(titles, start=1)
        if title is None
        and any(row[number - 1] for row in table.rows[tool.header_rows :] if len(row) >= number)
    ]


def _cut(table: Table, tool: Tool) -> list[Problem]:
    """A tool writes all its lines equally wide: another width means a cut or retouched file."""
    width = len(table.rows[tool.header_rows - 1])
    return [
        Problem(
            "cette ligne n'a pas le même nombre de colonnes que les titres.",
            table.file,
            table.sheet,
            number,
            found=str(len(row)),
            expected=str(width),
            hint="Le fichier est peut-être tronqué : refaire l'export.",
        )
        for number, row in enumerate(table.rows[tool.header_rows :], start=tool.header_rows + 1)
        if any(row) and len(row) != width
    ]
