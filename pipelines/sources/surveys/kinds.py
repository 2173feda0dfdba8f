"""Of what kind a question is, by its cells alone: a choice, a grid, a number, a date, a text."""

import re
from collections import Counter
from collections.abc import Collection, Sequence

from pipelines.sources.surveys import choices, values
from pipelines.sources.surveys.columns import Column
from pipelines.sources.surveys.grouping import is_other
from pipelines.sources.surveys.reader import Export

NAMES = r"[a-z_][a-z0-9_.-]*(?: [a-z_][a-z0-9_.-]*)*"  # XML names, as KoboToolbox joins them
SENTENCE = re.compile(r"\S+(?: \S+){4,}[.!?…]")
IN_GRIDS = ";"  # joins the boxes ticked in one row of a grid; a scale's words may hold a comma
SINGLE_SHARE = 0.6  # distinct answers by answer, at most, of a question with a list
SINGLE_LENGTH = 100  # characters in an option
SINGLE_OPTIONS = 40  # options in a list
SCALE_WORDS = {
    *("oui", "non", "yes", "no", "vrai", "faux", "true", "false", "ne sait pas", "nsp"),
    *("non concerné", "sans objet"),
}

Kind = tuple[str, dict[str, int], str | None, tuple[str, ...]]


def find_kind(
    export: Export, group: list[Column], rows: list[list[str | None]], separator: str | None
) -> Kind:
    """Return the kind of a question, its options counted, what joins them, the doubtful ones.

    `rows` holds, by response, the cells of the columns of `group`, absences as None; `separator`
    is what find_separator found.
    """
    options = [(place, column) for place, column in enumerate(group) if not column.is_joined]
    if group[0].is_joined and all(is_other(column) for _, column in options):
        return _single_kind([row[0] for row in rows], separator)  # the others are its free text
    if len(group) > 1 or (group[0].item is not None and _is_ticks(export, group, rows)):
        if _is_ticks(export, group, rows):
            return "multiple", _ticks(export, options, rows), None, ()
        cells = [row[place] for row in rows for place, _ in options]
        kind, found, _, _ = _single_kind(cells, separator if separator == IN_GRIDS else None)
        return ("text" if kind in {"text", "date"} else "grid"), found, None, ()
    return _single_kind([row[0] for row in rows], separator)


def _single_kind(cells: Sequence[str | None], separator: str | None) -> Kind:
    filled = [cell for cell in cells if cell]
    counts = Counter(filled)
    if separator and filled:
        proof = _proof(filled, separator)
        if proof:
            return "multiple", proof.counts, separator, proof.doubtful
    if len(counts) == 1 < len(filled) == len(cells):
        return "constant", dict(counts), None, ()
    if filled and _is_list(counts):
        return "single", dict(counts.most_common()), None, ()
    return _open_kind(set(filled)), {}, None, ()


def _open_kind(answers: Collection[str]) -> str:
    if answers and all(values.is_date(answer) for answer in answers):
        return "date"
    return "number" if answers and _are_numbers(answers) else "text"


def _are_numbers(answers: Collection[str]) -> bool:
    return any(values.is_number(answer) for answer in answers) and all(
        values.is_number(answer) or values.is_labelled_number(answer) for answer in answers
    )


def _is_list(counts: Counter[str]) -> bool:
    if {answer.casefold() for answer in counts} <= SCALE_WORDS:
        return True
    if any(values.is_identifier(answer) for answer in counts) or _open_kind(counts) != "text":
        return False
    if sum(bool(SENTENCE.fullmatch(answer)) for answer in counts) > len(counts) / 2:
        return False
    short = max(map(len, counts)) <= SINGLE_LENGTH and len(counts) <= SINGLE_OPTIONS
    return short and len(counts) <= SINGLE_SHARE * counts.total() + 1 and max(counts.values()) > 1


def _proof(filled: list[str], separator: str) -> choices.Proof | None:
    answers = set(filled)
    if not any(separator in answer for answer in answers):
        return None
    if separator == " " and not all(re.fullmatch(NAMES, answer) for answer in answers):
        return None
    if all(values.is_date(answer) or values.is_number(answer) for answer in answers):
        return None
    return choices.prove(filled, separator)


def _is_ticks(export: Export, group: list[Column], rows: list[list[str | None]]) -> bool:
    """Tell a choice from a grid: its cells hold marks, or the option's own title."""
    marks = {*export.tool.ticked, *export.tool.unticked}
    for place, column in enumerate(group):
        if column.is_joined or is_other(column):
            continue
        found = {row[place] for row in rows if row[place]}
        titles = {column.option.casefold()}
        if export.tool.repeats_option and {str(value).casefold() for value in found} <= titles:
            continue
        if not found <= marks:
            return False
    return bool(marks) or export.tool.repeats_option


def _ticks(
    export: Export, options: list[tuple[int, Column]], rows: list[list[str | None]]
) -> dict[str, int]:
    unticked = set(export.tool.unticked)
    counts: dict[str, int] = {}
    for place, column in options:
        counts[column.option] = sum(bool(row[place]) and row[place] not in unticked for row in rows)
    return counts


def find_separator(export: Export, groups: list[list[Column]]) -> str | None:
    """The separator of joined options: the surest one that proves a choice in any question."""
    for separator in export.tool.separators:
        for first, *others in groups:
            is_grid = others and not first.is_joined
            columns = [first, *others] if is_grid and separator == IN_GRIDS else [first]
            filled = [cell for column in columns for cell in export.values(column) if cell]
            if (not is_grid or len(columns) > 1) and filled and _proof(filled, separator):
                return separator
    return None
