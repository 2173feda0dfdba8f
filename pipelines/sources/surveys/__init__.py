"""Survey waves: each tool's export to lines, columns and cells of text."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from pipelines.errors import Problem, UnusableInput
from pipelines.settings import Settings
from pipelines.sources.drops import Drop, drops
from pipelines.sources.surveys import tools
from pipelines.sources.surveys.answers import Mapped, ticked
from pipelines.sources.surveys.choices import cut
from pipelines.sources.surveys.mapping import map_columns
from pipelines.sources.surveys.questionnaire import Questionnaire, load_questionnaire
from pipelines.sources.surveys.reader import Export, read_export
from pipelines.sources.surveys.tool import Tool
from pipelines.sources.tabular import read_table

TABLES = ("survey_lines", "survey_columns", "survey_cells", "survey_ticks")

TOTAL = "Ligne de total ou de moyenne, pas une réponse."

Wave = tuple[Export, list[Mapped], Questionnaire]
LINES = [
    *("source_file", "source_row", "sheet", "response_id", "submitted_at", "is_partial"),
    "set_aside",
]
COLUMNS = [
    *("source_file", "source_row", "sheet", "column_number", "column_name"),
    *("role", "question_code", "answer_code", "ticked", "not_asked"),
]
CELLS = ["source_file", "source_row", "column_number", "value"]
TICKS = ["source_file", "source_row", "column_number", "answer_code"]


def read(settings: Settings) -> dict[str, pd.DataFrame]:
    """Read every wave under raw/surveys into four text tables.

    survey_lines: one row per response, and per total below them, set aside. survey_columns: one
    row per column of a file, the question that sql/reference says it is, for an option of a
    multiple choice its answer code and the marks of a ticked box, and what the tool writes for a
    question not shown. survey_cells: one row per response and column, the value as written.
    survey_ticks: one row per response and option found in a cell that joins several.
    Raises UnusableInput with every problem of every file: layout, columns, answers.
    """
    read_files: list[Wave] = []
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
            [row for export, _, _ in read_files for row in _lines(export)],
            columns=LINES,
            dtype="str",
        ),
        "survey_columns": pd.DataFrame(
            [row for export, mapped, _ in read_files for row in _columns(export, mapped)],
            columns=COLUMNS,
            dtype="str",
        ),
        "survey_cells": pd.DataFrame(
            [row for export, _, _ in read_files for row in _cells(export)],
            columns=CELLS,
            dtype="str",
        ),
        "survey_ticks": pd.DataFrame(
            [row for wave in read_files for row in _ticks(*wave)], columns=TICKS, dtype="str"
        ),
    }


def _read_file(drop: Drop, path: Path) -> Wave:
    tool = _choose_tool(drop, path)
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
    return export, map_columns(export, asked, drop.sidecar.ignore), asked


def _choose_tool(drop: Drop, path: Path) -> Tool:
    """The tool that the sidecar names; refused when it is unknown or the titles are another's."""
    tool = tools.TOOLS.get((drop.sidecar.tool or "").lower())
    rows = read_table(path, drop.name(path), drop.sidecar.sheet).rows
    likely = tools.suggest(rows)
    is_another = tool and tool.signature and tools.count_signs(tool, rows) < tool.signs
    if tool and not (is_another and likely.signature):
        return tool
    raise UnusableInput(
        Problem(
            f"les titres de {path.name} ne sont pas ceux d'un export {tool.label}."
            if tool
            else "l'outil d'enquête n'est pas connu.",
            file=drop.name(drop.folder / "source.toml"),
            found=drop.sidecar.tool and f"tool = « {drop.sidecar.tool} »",
            expected=", ".join(f"« {name} »" for name in tools.TOOLS),
            hint=f'Écrire tool = "{likely.name}" : les titres du fichier sont ceux de '
            f"{likely.label}."
            if likely.signature
            else 'Écrire tool = "…" : l\'outil qui a produit l\'export, ou "table".',
        )
    )


def _lines(export: Export) -> list[tuple[str | None, ...]]:
    return [
        (
            export.file,
            str(line.row),
            export.sheet,
            line.response_id,
            line.submitted_at,
            str(line.is_partial).lower(),
            None,
        )
        for line in export.lines
    ] + [(export.file, str(row), export.sheet, None, None, "false", TOTAL) for row in export.totals]


def _columns(export: Export, mapped: list[Mapped]) -> list[tuple[str | None, ...]]:
    return [
        (
            export.file,
            str(export.header_row),
            export.sheet,
            str(item.column.number),
            item.column.name,
            item.role,
            item.question.code if item.question and item.role == "question" else None,
            item.option,
            "|".join(ticked(export, item.column)) if item.option else None,
            "|".join(export.tool.not_asked) or None,
        )
        for item in mapped
    ]


def _cells(export: Export) -> list[tuple[str | None, ...]]:
    return [
        (export.file, str(line.row), str(column.number), cell)
        for line in export.lines
        for column, cell in zip(export.columns, line.cells, strict=True)
    ]


def _ticks(
    export: Export, mapped: list[Mapped], asked: Questionnaire
) -> Iterator[tuple[str | None, ...]]:
    for item in mapped:
        if item.question is None or item.separator is None:
            continue
        words = asked.words[item.question.scale]
        codes = {word: code for code, said in words.items() for word in said}
        for line, cell in zip(export.lines, export.values(item.column), strict=True):
            for word in cut(cell or "", item.separator, codes)[0]:
                yield (export.file, str(line.row), str(item.column.number), codes[word])
