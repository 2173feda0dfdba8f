"""A folder of three files to a Spec: everything that is wrong with them, in French, at once."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipelines.composite.lines import Line, Lines, parse_number, read_lines
from pipelines.composite.method import Method, read_method
from pipelines.composite.spec import Aggregate, Indicator, Spec
from pipelines.composite.tree import tree_problems
from pipelines.errors import Problem, UnusableInput

INDICATORS, AGGREGATES, METHOD = "indicators.csv", "aggregates.csv", "method.toml"
TREE = ("code", "parent", "weight")
MEASURE = ("direction", "low", "high")
OPTIONAL = ("label", "unit", "transform", "denominator")
TRANSFORMS = ("", "log", "log10")
UNIT, COVERAGE, NORMALISED = "unit", "coverage", "n_"  # columns of the data and of the result


@dataclass(frozen=True)
class Draft:
    """What could be read of a specification, and all that is wrong with it."""

    indicators: tuple[Indicator, ...]
    aggregates: tuple[Aggregate, ...]
    method: Method | None
    problems: tuple[Problem, ...]


def read_spec(folder: Path) -> Spec:
    """Read a specification; raises UnusableInput with everything that is wrong in it."""
    return finish(draft_spec(folder))


def finish(draft: Draft) -> Spec:
    """The Spec of a sound draft; raises UnusableInput with its problems otherwise."""
    if draft.problems or draft.method is None:
        raise UnusableInput(draft.problems)
    return Spec(draft.indicators, draft.aggregates, draft.method)


def draft_spec(folder: Path) -> Draft:
    """Read the three files as far as they can be read; nothing is raised."""
    measured = read_lines(folder / INDICATORS, TREE + MEASURE, TREE + MEASURE + OPTIONAL)
    above = read_lines(folder / AGGREGATES, TREE, (*TREE, "label"))
    problems = [*measured.problems, *above.problems]
    method: Method | None = None
    try:
        method = read_method(folder / METHOD)
    except UnusableInput as error:
        problems += error.problems
    indicators = tuple(_indicator(measured, line, method, problems) for line in measured.lines)
    aggregates = tuple(_aggregate(above, line, problems) for line in above.lines)
    if indicators and aggregates:
        files = (measured.file, above.file, (folder / METHOD).as_posix())
        problems += tree_problems(indicators, aggregates, method, files)
    return Draft(indicators, aggregates, method, tuple(problems))


def _indicator(
    table: Lines, line: Line, method: Method | None, problems: list[Problem]
) -> Indicator:
    cells = line.cells
    direction = parse_number(cells["direction"])
    if direction not in (1, -1):
        problems.append(_cell(table, line, "direction", "1 ou -1"))
    transform = cells.get("transform", "")
    if transform not in TRANSFORMS:
        problems.append(_cell(table, line, "transform", "log, log10 ou rien"))
    low, high = (_number(table, line, column, problems) for column in ("low", "high"))
    read = Indicator(
        cells["code"],
        cells["parent"],
        _weight(table, line, problems),
        -1 if direction == -1 else 1,
        low,
        high,
        transform,
        cells.get("denominator", ""),
        line.row,
    )
    problems += _goalpost_problems(table, line, read, method)
    return read


def _aggregate(table: Lines, line: Line, problems: list[Problem]) -> Aggregate:
    """The root's weight is of no use: it may be left empty."""
    cells = line.cells
    idle = not cells["parent"] and not cells["weight"]
    weight = 1.0 if idle else _weight(table, line, problems)
    return Aggregate(cells["code"], cells["parent"], weight, line.row)


def _goalpost_problems(
    table: Lines, line: Line, read: Indicator, method: Method | None
) -> Iterator[Problem]:
    if method is not None and method.normalisation == "goalposts":
        for column in ("low", "high"):
            if not line.cells[column]:
                yield _cell(table, line, column, "une borne, puisque normalisation = goalposts")
    if read.low is None or read.high is None:
        return
    if read.low >= read.high:
        yield Problem(
            "les bornes sont à l'envers.",
            table.file,
            row=line.row,
            column="low",
            found=f"low {read.low:g}, high {read.high:g}",
            expected="low plus petit que high, même quand direction vaut -1",
        )
    elif read.transform and read.low <= 0:
        yield _cell(table, line, "low", "une borne positive, pour un logarithme")


def _weight(table: Lines, line: Line, problems: list[Problem]) -> float:
    weight = parse_number(line.cells["weight"])
    if weight is None or weight <= 0:
        problems.append(_cell(table, line, "weight", "un nombre positif"))
        return 1.0
    return weight


def _number(table: Lines, line: Line, column: str, problems: list[Problem]) -> float | None:
    value = parse_number(line.cells[column])
    if value is None and line.cells[column]:
        problems.append(_cell(table, line, column, "un nombre, ou rien"))
    return value


def _cell(table: Lines, line: Line, column: str, expected: str) -> Problem:
    found = line.cells[column]
    message = "cette valeur ne convient pas." if found else "cette cellule est vide."
    return Problem(message, table.file, row=line.row, column=column, found=found, expected=expected)
