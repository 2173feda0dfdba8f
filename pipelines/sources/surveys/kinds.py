"""Of what kind a question is, by its cells alone: a choice, a grid, a number, a date, a text."""

import re
from collections import Counter
from collections.abc import Collection, Sequence

from pipelines.sources.surveys import choices, values
from pipelines.sources.surveys.columns import Column
from pipelines.sources.surveys.grouping import is_comment, is_other
from pipelines.sources.surveys.reader import Export

NAME = r"(?:[a-z_][a-z0-9_.-]*|0|[1-9]\d{0,2})"  # XML names and numbers, as KoboToolbox joins them
NAMES = rf"{NAME}(?: {NAME})*"
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
    export: Export, group: list[Column], rows: Sequence[Sequence[str | None]], separator: str | None
) -> Kind:
    """Return the kind of a question, its options counted, what joins them, the doubtful ones.

    `rows` holds, by response, the cells of the columns of `group`, absences as None; `separator`
    is what find_separator found.
    """
    options = [(place, column) for place, column in enumerate(group) if not column.is_joined]
    beside = not export.tool.separators or all(is_other(column) for _, column in options)
    if group[0].is_joined and beside:  # the others are its free text, or the count of its files
        return _single_kind([row[0] for row in rows], separator)
    is_lonely = export.tool.header_rows > 1 and group[0].item is not None
    if len(group) > 1 or (is_lonely and _is_ticks(export, group, rows)):
        if _is_ticks(export, group, rows):
            return "multiple", _ticks(export, options, rows), None, ()
        cells = [row[place] for row in rows for place, _ in options]
        is_cut = separator and _proof_in_grid([cell for cell in cells if cell], separator)
        kind, found, _, _ = _single_kind(cells, separator if is_cut else None)
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
    answers = [answer for answer in answers if not values.is_unknown(answer)]
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


def _proof_in_grid(filled: list[str], separator: str) -> choices.Proof | None:
    """What a grid's cells prove; a scale's words may hold a comma: each option is seen alone."""
    proof = _proof(filled, separator) if filled else None
    if proof is None or separator == IN_GRIDS:
        return proof
    return proof if set(proof.options) <= set(filled) and not proof.doubtful else None


def _is_ticks(export: Export, group: list[Column], rows: Sequence[Sequence[str | None]]) -> bool:
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
    export: Export, options: list[tuple[int, Column]], rows: Sequence[Sequence[str | None]]
) -> dict[str, int]:
    unticked = set(export.tool.unticked)
    items = {column.option for _, column in options}
    counts: dict[str, int] = {}
    for place, column in options:
        if not is_comment(column, items):
            chosen = (row[place] for row in rows)
            counts[column.option] = sum(bool(cell) and cell not in unticked for cell in chosen)
    return counts


def find_separator(export: Export, groups: list[list[Column]]) -> str | None:
    """The separator of joined options: the surest one that proves a choice in any question."""
    for separator in export.tool.separators:
        for first, *others in groups:
            is_grid = others and not first.is_joined
            columns = [first, *others] if is_grid else [first]
            filled = [cell for column in columns for cell in export.values(column) if cell]
            prove = _proof_in_grid if is_grid else _proof
            if filled and prove(filled, separator):
                return separator
    return None
