"""The columns of an export by question: those of a grid or of a choice together."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator

from pipelines.sources.surveys.columns import Column
from pipelines.sources.surveys.reader import Export

OTHER = re.compile(r"(?:other|autre)s?\b.*|.*comment(?:aire)?s?|.*\b(?:other|autre)", re.IGNORECASE)
COMMENT = re.compile(r"(.+?)(?:\] ?\[)?[ _]?comment(?:aire)?s?", re.IGNORECASE)

Key = tuple[str | None, str | None]


def group(export: Export) -> Iterator[list[Column]]:
    """Yield the columns of each question, in the order of the first; metadata is in none.

    The column that holds a whole choice in one cell comes first of its group.
    """
    asked = [column for column in export.columns if not column.is_metadata]
    members: dict[Key, list[Column]] = defaultdict(list)
    for column in asked:
        if column.item is not None or column.is_joined:
            members[column.key].append(column)
    groups = [columns for columns in members.values() if _is_group(export, columns)]
    groups += _options_without_title(export, asked)
    mine = {column.number: columns for columns in groups for column in columns}
    begun: set[int] = set()
    for column in asked:
        columns = mine.get(column.number, [column])
        if columns[0].number not in begun:
            begun.add(columns[0].number)
            yield sorted(columns, key=lambda column: not column.is_joined)


def is_other(column: Column) -> bool:
    """Tell the column of a free answer, or of a comment, to a choice."""
    return bool(OTHER.fullmatch(column.item or column.name))


def is_comment(column: Column, options: Collection[str]) -> bool:
    """Tell the column of what was said of another option: it is none itself."""
    match = COMMENT.fullmatch(column.option)
    return match is not None and match[1] in options


def _is_group(export: Export, columns: list[Column]) -> bool:
    if any(column.is_joined for column in columns):
        return True
    if export.tool.is_path:  # the folder of several questions, unless they are but ticks
        marks = {*export.tool.ticked, *export.tool.unticked}
        filled = {value for column in columns for value in export.values(column) if value}
        return len(columns) > 1 and filled <= marks
    return len(columns) > 1 or export.tool.header_rows > 1


def _options_without_title(export: Export, asked: list[Column]) -> Iterator[list[Column]]:
    """Neighbours whose cells only repeat their own header: Typeform titles options, not choices.

    « Other » is the last option of its choice; one that nobody chose is between two that were.
    """
    run: list[Column] = []
    for column in [*asked, None]:
        is_option = column is not None and _may_repeat_header(export, column)
        if not is_option or (run and _is_last_option(run[-1])):
            chosen = [place for place, option in enumerate(run) if _is_chosen(export, option)]
            if len(chosen) > 1:
                yield run[chosen[0] : chosen[-1] + 1]
            run = []
        if column is not None and is_option:
            run.append(column)


def _may_repeat_header(export: Export, column: Column) -> bool:
    if not export.tool.repeats_option or column.item is not None:
        return False
    found = {value.casefold() for value in export.values(column) if value}
    return found <= {column.option.casefold()} or _is_last_option(column)


def _is_chosen(export: Export, column: Column) -> bool:
    return _is_last_option(column) or any(export.values(column))


def _is_last_option(column: Column) -> bool:
    return column.option.casefold() in {"other", "autre"}
