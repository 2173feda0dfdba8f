"""The table of data in, the table of scores out."""

import csv
import io
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from pipelines.composite.engine import Scores
from pipelines.composite.lines import Lines, parse_number, read_lines
from pipelines.composite.spec import Floats, Indicator, Spec
from pipelines.errors import Problem, UnusableInput

UNIT = "unit"


@dataclass(frozen=True)
class Figures:
    """Values of indicators by unit, NaN where missing, already divided by their denominators."""

    file: str
    units: tuple[str, ...]
    rows: tuple[int, ...]  # the line of each unit in the file
    values: Floats  # units × indicators
    problems: tuple[Problem, ...]

    def locate(self, problem: Problem) -> Problem:
        """Give the file, the line and the unit to a problem whose rows count the units from 1."""
        if problem.row is None:
            return replace(problem, file=self.file)
        return replace(
            problem,
            file=self.file,
            row=self.rows[problem.row - 1],
            found=f"« {self.units[problem.row - 1]} », {problem.found}",
            also=tuple(self.rows[row - 1] for row in problem.also),
        )


def read_figures(path: Path, indicators: Sequence[Indicator]) -> Figures:
    """Read the data of an index; nothing is raised, everything that is wrong is in `problems`."""
    codes = [one.code for one in indicators]
    denominators = {one.denominator for one in indicators if one.denominator}
    columns = [UNIT, *dict.fromkeys((*codes, *sorted(denominators)))]
    table = read_lines(path, columns, columns)
    problems = [*table.problems, *_unit_problems(table)]
    if not table.lines:
        return Figures(table.file, (), (), np.empty((0, len(codes))), tuple(problems))
    read = {column: _column(table, column, problems) for column in columns[1:]}
    for denominator in denominators:
        problems += _not_positive(table, denominator, read[denominator])
    values = (
        [
            read[one.code] / read[one.denominator] if one.denominator else read[one.code]
            for one in indicators
        ]
        if not problems
        else []
    )
    return Figures(
        table.file,
        tuple(line.cells[UNIT] for line in table.lines),
        tuple(line.row for line in table.lines),
        np.column_stack(values) if values else np.empty((len(table.lines), 0)),
        tuple(problems),
    )


def write_scores(path: Path, units: Sequence[str], spec: Spec, scores: Scores) -> None:
    """Write the scores at full precision, in the order of `units`; an empty cell is no score."""
    header = [
        UNIT,
        *(f"n_{one.code}" for one in spec.indicators),
        *(one.code for one in spec.aggregates),
        "coverage",
    ]
    table = np.column_stack([scores.normalised, scores.aggregates, scores.coverage])
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    for unit, row in zip(units, table.tolist(), strict=True):
        writer.writerow([unit, *("" if math.isnan(cell) else repr(cell) for cell in row)])
    try:
        path.write_text(text.getvalue(), "utf-8")
    except OSError as error:
        raise UnusableInput(
            Problem(
                "ce fichier ne peut pas être écrit.",
                path.as_posix(),
                found=error.strerror,
                hint="Vérifier que son dossier existe et qu'il n'est pas ouvert ailleurs.",
            )
        ) from error


def _unit_problems(table: Lines) -> Iterator[Problem]:
    if table.headers and UNIT in table.headers[1:]:
        yield Problem(
            f"la colonne « {UNIT} » doit être la première.",
            table.file,
            column=UNIT,
            found=", ".join(table.headers),
        )
    for line in table.lines:
        if not line.cells[UNIT]:
            yield Problem("cette unité n'a pas de nom.", table.file, row=line.row, column=UNIT)


def _column(table: Lines, column: str, problems: list[Problem]) -> Floats:
    """The numbers of a column, NaN where the cell is empty."""
    numbers = []
    for line in table.lines:
        text = line.cells[column]
        number = parse_number(text)
        if number is None and text:
            problems.append(
                Problem(
                    "cette cellule n'est pas un nombre.",
                    table.file,
                    row=line.row,
                    column=column,
                    found=text,
                    expected="un nombre, ou rien quand la valeur manque",
                )
            )
        numbers.append(float("nan") if number is None else number)
    return np.array(numbers)


def _not_positive(table: Lines, column: str, numbers: Iterable[float]) -> Iterator[Problem]:
    for line, number in zip(table.lines, numbers, strict=True):
        if number <= 0:
            yield Problem(
                "un dénominateur doit être positif.",
                table.file,
                row=line.row,
                column=column,
                found=line.cells[column],
            )
