"""A received file as a workbook in which what is wrong is coloured and said, cell by cell."""

import re
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from pipelines.errors import Problem
from pipelines.sources.tabular import Table

WRONG = PatternFill("solid", fgColor="F8CBAD")  # a cell to mend
NOTED = PatternFill("solid", fgColor="FFF2CC")  # a line set aside
HEADER_LINES = 15  # a column's title is looked for in so many first lines
LONGEST = 32_000  # characters; a spreadsheet cell takes 32,767

Marks = dict[tuple[int, int], list[Problem]]  # line and column, 1 for the first


def annotate(
    table: Table, problems: Sequence[Problem], rejects: dict[int, str], target: Path
) -> None:
    """Write `target`, a workbook of two sheets: « À corriger » lists everything, the data follow.

    `problems` are those of this file; `rejects` gives the reason by line set aside. A cell at
    fault is red with a comment, a line set aside is yellow. Every cell stays text: a formula
    received is shown, never run.
    """
    book = Workbook(write_only=True)
    listed = book.create_sheet("À corriger")
    listed.column_dimensions["A"].width = 9
    listed.column_dimensions["B"].width = 40
    listed.column_dimensions["C"].width = 110
    listed.append([_cell(listed, title, bold=True) for title in ("Ligne", "Colonne", "À faire")])
    for problem in problems:
        row = [str(problem.row or ""), problem.column or "", _say(problem)]
        listed.append([_cell(listed, text) for text in row])
    for line, reason in sorted(rejects.items()):
        listed.append([_cell(listed, text) for text in (str(line), "", f"Écartée : {reason}")])
    _write_data(
        book.create_sheet(table.sheet or "Données"), table, _marks(table, problems), rejects
    )
    target.parent.mkdir(parents=True, exist_ok=True)
    book.save(target)


def _write_data(
    sheet: WriteOnlyWorksheet, table: Table, marks: Marks, rejects: dict[int, str]
) -> None:
    for line, row in enumerate(table.rows, start=1):
        width = max(len(row), *(column for at, column in marks if at == line), 1)
        cells = []
        for column in range(1, width + 1):
            cell = _cell(sheet, row[column - 1] if column <= len(row) else None)
            said = [_say(problem) for problem in marks.get((line, column), [])]
            if line in rejects:
                cell.fill = NOTED
                said += [f"Ligne écartée : {rejects[line]}"] if column == 1 else []
            if marks.get((line, column)):
                cell.fill = WRONG
            if said:
                cell.comment = Comment("\n\n".join(said), "tecs check", height=160, width=420)
            cells.append(cell)
        sheet.append(cells)


def _marks(table: Table, problems: Sequence[Problem]) -> Marks:
    marks: Marks = defaultdict(list)
    for problem in problems:
        column = find_column(table, problem.column) if problem.column else 1
        for line in (problem.row, *problem.also):
            if line and column:  # a column that is missing has no cell to colour
                marks[line, column].append(problem)
    return marks


def find_column(table: Table, header: str) -> int | None:
    """Return the number of a column (1 for the first) by its header as messages write it."""
    inner = re.fullmatch(r".+ \[(.+)\]", header)
    for name in (header, inner[1] if inner else header):
        for row in table.rows[:HEADER_LINES]:
            if name in row:
                return row.index(name) + 1
    return None


def _say(problem: Problem) -> str:
    parts = [problem.message]
    parts += [f"Trouvé : {problem.found}."] if problem.found else []
    parts += [f"Attendu : {problem.expected}."] if problem.expected else []
    parts += [f"→ {problem.hint}"] if problem.hint else []
    return "\n".join(parts)


def _cell(sheet: WriteOnlyWorksheet, text: str | None, *, bold: bool = False) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", text or "")[:LONGEST] or None)
    if text:
        cell.data_type = "s"  # « =… » too: never a formula
        cell.alignment = Alignment(
            vertical="top", wrap_text=len(text) > len("À corriger ou à lire")
        )
    if bold:
        cell.font = Font(bold=True)
    return cell
