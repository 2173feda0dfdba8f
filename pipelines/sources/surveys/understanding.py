"""What an export holds, without any questionnaire: its questions, of what kind, how answered."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from pipelines.errors import Problem
from pipelines.sources.surveys import grouping, kinds
from pipelines.sources.surveys.columns import Column
from pipelines.sources.surveys.reader import Export

CODE = re.compile(
    r".*(?<![a-z])(?:code|insee|siren|siret|postal|identifiant|téléphone)(?![a-z])", re.IGNORECASE
)


@dataclass(frozen=True)
class Understood:
    """A question as the export shows it."""

    header: str
    columns: tuple[Column, ...]
    kind: str  # single, multiple, grid, number, date, text, constant
    answered: int  # responses with something in one of its columns
    missing: int
    not_asked: int | None  # None: the tool does not tell
    options: dict[str, int] = field(default_factory=dict)  # how often each was chosen
    separator: str | None = None  # between the options joined in a cell
    doubtful: tuple[str, ...] = ()  # pieces of cells that may be one option or several


def understand(export: Export) -> list[Understood]:
    """Return the questions of an export in the order of their columns; metadata is none."""
    groups = list(grouping.group(export))
    separator = kinds.find_separator(export, groups)
    unasked = set(export.tool.not_asked)
    tells = bool(unasked) and any(not unasked.isdisjoint(line.cells) for line in export.lines)
    return [_understood(export, group, separator, tells) for group in groups]


def problems(export: Export, questions: list[Understood]) -> Iterator[Problem]:
    """Say what could not be settled: choices that cannot be cut, doubled headers, totals."""
    for question in questions:
        if question.doubtful:
            yield Problem(
                "ce choix multiple ne peut pas être découpé avec certitude : rien ne dit si "
                "c'est une option ou plusieurs.",
                export.file,
                export.sheet,
                column=question.header,
                found=" ; ".join(f"« {run} »" for run in question.doubtful[:5]),
                expected="des options vues l'une sans l'autre, ou connues de survey_answers.csv",
                hint="Écrire les options de cette question dans sql/reference/survey_answers.csv.",
            )
    untitled = {column.number for question in questions for column in _options(question)}
    for column in export.columns:
        if column.name.endswith(" (2)") and column.is_doubled and column.number not in untitled:
            yield Problem(
                "ce titre est porté par plusieurs colonnes ; elles sont numérotées.",
                export.file,
                export.sheet,
                export.header_row,
                column.name.removesuffix(" (2)"),
                hint="Leur donner des titres différents, ou écarter celle de trop par ignore.",
            )
    for row in export.totals:
        yield Problem(
            "cette ligne de total n'est pas une réponse : elle est laissée de côté.",
            export.file,
            export.sheet,
            row,
        )


def _options(question: Understood) -> Iterator[Column]:
    """The columns that are an option by their header alone: several questions have an « Other »."""
    if len(question.columns) > 1:
        yield from (c for c in question.columns if c.item is None and not c.is_joined)


def _understood(
    export: Export, group: list[Column], separator: str | None, tells: bool
) -> Understood:
    """`tells`: the export holds the mark of a question that was not asked."""
    absent = {None, *export.tool.not_asked}
    rows = list(zip(*map(export.values, group), strict=True))
    not_asked = sum(any(row) and absent.issuperset(row) for row in rows) if tells else None
    if tells:
        rows = [tuple(None if cell in absent else cell for cell in row) for row in rows]
    answered = sum(any(row) for row in rows)
    missing = len(rows) - answered - (not_asked or 0)
    first = group[0]
    alone = first.is_joined or first.item is None or len(group) == 1
    header = first.name if alone else (first.question or first.name)
    kind, options, cut_at, doubtful = kinds.find_kind(export, group, rows, separator)
    if kind == "number" and CODE.match(header):
        kind = "text"
    return Understood(
        header, tuple(group), kind, answered, missing, not_asked, options, cut_at, doubtful
    )
