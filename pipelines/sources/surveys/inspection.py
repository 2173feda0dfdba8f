"""What was understood of files never seen before: `tecs check --json`."""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pipelines.errors import Problem, UnusableInput
from pipelines.sources import workbook
from pipelines.sources.delimited import clean
from pipelines.sources.drops import is_data
from pipelines.sources.sidecar import SIDECAR
from pipelines.sources.surveys import reader, tools, understanding
from pipelines.sources.surveys.personal import personal_columns
from pipelines.sources.surveys.reader import Export
from pipelines.sources.surveys.understanding import Understood
from pipelines.sources.tabular import Table, read_table

__all__ = ["Report", "inspect", "personal_columns"]

Report = dict[str, Any]  # {"files": [one per file and sheet], "problems": [one per Problem]}


def inspect(paths: Sequence[Path]) -> Report:
    """Describe every survey file in `paths` (files, or folders with their source.toml or none).

    Nothing is raised: what cannot be read is a problem of the report. The tool is the sidecar's,
    else the one whose own headers are found, else `table`. No question table is needed.
    """
    files: list[Report] = []
    problems: list[Problem] = []
    for path in paths:
        for file in _files(path):
            name = file.name if file == path else f"{path.name}/{file.relative_to(path)}"
            try:
                for export in _exports(file, name):
                    questions = understanding.understand(export)
                    files.append(_described(export, questions))
                    problems += reader.layout_problems(export)
                    problems += understanding.problems(export, questions)
            except UnusableInput as error:
                problems += error.problems
        if not path.exists():
            problems.append(Problem("ce fichier ou ce dossier n'existe pas.", file=str(path)))
        elif path.is_dir() and not any(True for _ in _files(path)):
            problems.append(Problem("ce dossier ne contient aucun fichier de données.", path.name))
    return {"files": files, "problems": [_problem(problem) for problem in problems]}


def _files(path: Path) -> Iterator[Path]:
    if path.is_file():
        yield path
    elif path.is_dir():
        yield from sorted(p for p in path.rglob("*") if p.is_file() and is_data(p))


def _exports(path: Path, name: str) -> Iterator[Export]:
    """The main sheet, then those of repeated groups."""
    tool_name, sheet = _said(path.parent / SIDECAR)
    table = read_table(path, name, sheet)
    tool = tools.TOOLS.get(tool_name or "") or tools.suggest(table.rows)
    yield reader.apply(tool, table)
    if table.sheet is not None and sheet is None:
        for title, cells in workbook.read_repeated(path, name, table.sheet).items():
            rows = [[clean(cell) for cell in row] for row in cells]
            yield reader.apply(tools.TOOLS["kobotoolbox"], Table(name, rows, sheet=title))


def _said(sidecar: Path) -> tuple[str | None, str | None]:
    """The tool and the sheet that a source.toml names; None when it says nothing readable."""
    try:
        said = tomllib.loads(sidecar.read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError):
        return None, None
    tool, sheet = said.get("tool"), said.get("sheet")
    return (str(tool).lower() if tool else None), (str(sheet) if sheet else None)


def _described(export: Export, questions: list[Understood]) -> Report:
    metadata = [column.name for column in export.columns if column.is_metadata]
    return {
        "file": export.file,
        "tool": export.tool.name,
        "encoding": export.table.encoding,
        "delimiter": export.table.delimiter,
        "sheet": export.sheet,
        "header_rows": export.header_row,
        "rows": len(export.lines),
        "partial": sum(line.is_partial for line in export.lines),
        "metadata_columns": metadata,
        "personal_columns": personal_columns(export),
        "questions": [_question(question) for question in questions],
    }


def _question(question: Understood) -> Report:
    return {
        "header": question.header,
        "columns": [column.name for column in question.columns],
        "kind": question.kind,
        "answered": question.answered,
        "missing": question.missing,
        "not_asked": question.not_asked,
        "options": question.options,
    }


def _problem(problem: Problem) -> Report:
    return asdict(problem)
