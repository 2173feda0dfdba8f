"""Survey waves: each tool's export to lines, columns and cells of text."""

from pathlib import Path

import pandas as pd

from pipelines.errors import Problem, UnusableInput
from pipelines.settings import Settings
from pipelines.sources.sidecar import Drop, drops
from pipelines.sources.surveys import framaforms, kobotoolbox, limesurvey
from pipelines.sources.surveys.mapping import Mapped, map_columns
from pipelines.sources.surveys.questionnaire import load_questionnaire
from pipelines.sources.surveys.reader import Export, read_export
from pipelines.sources.surveys.tool import Tool

TABLES = ("survey_lines", "survey_columns", "survey_cells")
TOOLS = {tool.name: tool for tool in (limesurvey.TOOL, framaforms.TOOL, kobotoolbox.TOOL)}

LINES = ["source_file", "source_row", "sheet", "response_id", "submitted_at", "is_partial"]
COLUMNS = [
    *("source_file", "source_row", "sheet", "column_number", "column_name"),
    *("role", "question_code", "answer_code", "ticked"),
]
CELLS = ["source_file", "source_row", "column_number", "value"]


def read(settings: Settings) -> dict[str, pd.DataFrame]:
    """Read every wave under raw/surveys into three text tables.

    survey_lines: one row per response. survey_columns: one row per column of a file, the question
    that sql/reference says it is, and for an option of a multiple choice its answer code and the
    marks of a ticked box. survey_cells: one row per response and column, the value as written.
    Raises UnusableInput with every problem of every file: layout, columns, answers.
    """
    read_files: list[tuple[Export, list[Mapped]]] = []
    problems: list[Problem] = []
    for drop in drops(settings, "surveys"):
        for path in drop.files:
            try:
                read_files.append(_read_file(drop, path))
            except UnusableInput as error:
                problems.extend(error.problems)
    if problems:
        raise UnusableInput(problems)
    return {
        "survey_lines": pd.DataFrame(
            [row for export, _ in read_files for row in _lines(export)], columns=LINES, dtype="str"
        ),
        "survey_columns": pd.DataFrame(
            [row for export, mapped in read_files for row in _columns(export, mapped)],
            columns=COLUMNS,
            dtype="str",
        ),
        "survey_cells": pd.DataFrame(
            [row for export, _ in read_files for row in _cells(export)], columns=CELLS, dtype="str"
        ),
    }


def _read_file(drop: Drop, path: Path) -> tuple[Export, list[Mapped]]:
    tool = _choose_tool(drop)
    if drop.sidecar.wave is None:
        raise UnusableInput(
            Problem(
                "la clé « wave » manque.",
                file=drop.name(drop.folder / "source.toml"),
                expected="l'année de la vague d'enquête, par exemple wave = 2025",
            )
        )
    asked = load_questionnaire(drop.sidecar.wave)
    export = read_export(path, drop.name(path), tool, drop.sidecar.sheet)
    return export, map_columns(export, asked, drop.sidecar.ignore)


def _choose_tool(drop: Drop) -> Tool:
    tool = TOOLS.get((drop.sidecar.tool or "").lower())
    if tool is None:
        raise UnusableInput(
            Problem(
                "l'outil d'enquête n'est pas connu.",
                file=drop.name(drop.folder / "source.toml"),
                found=drop.sidecar.tool and f"tool = « {drop.sidecar.tool} »",
                expected=", ".join(f"« {name} »" for name in TOOLS),
                hint="Indiquer tool = \"…\" : l'outil qui a produit l'export.",
            )
        )
    return tool


def _lines(export: Export) -> list[tuple[str | None, ...]]:
    return [
        (
            export.file,
            str(line.row),
            export.sheet,
            line.response_id,
            line.submitted_at,
            str(line.is_partial).lower(),
        )
        for line in export.lines
    ]


def _columns(export: Export, mapped: list[Mapped]) -> list[tuple[str | None, ...]]:
    return [
        (
            export.file,
            str(export.tool.header_rows),
            export.sheet,
            str(item.column.number),
            item.column.name,
            item.role,
            item.question.code if item.question and item.role == "question" else None,
            item.option,
            "|".join(export.tool.ticked) if item.option else None,
        )
        for item in mapped
    ]


def _cells(export: Export) -> list[tuple[str | None, ...]]:
    return [
        (export.file, str(line.row), str(column.number), cell)
        for line in export.lines
        for column, cell in zip(export.columns, line.cells, strict=True)
    ]
