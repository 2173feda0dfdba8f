"""The header rows of an export to columns: what each is, and what it shares with its neighbours."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipelines.sources.surveys.titles import Title, Titles
from pipelines.sources.surveys.tool import Tool, matches

Row = Sequence[str | None]

# the last option of a choice, whose column holds what was written: « Autre (préciser) »
FREE_OPTION = (
    r"(?:autres?|other)(?:_other)?(?:\W*(?:please |veuillez |à )?(?:specify|préciser|précisez))?\W*"
)


@dataclass(frozen=True)
class Column:
    """One column of an export and the names under which a question may be looked up."""

    number: int  # 1 for the first column of the file
    names: tuple[str, ...]  # the header, the most precise first
    question: str | None = None  # what it shares with its neighbours, in a grid or a choice
    item: str | None = None  # the row of the grid, or the option
    code: str | None = None  # the question's, when the header gives it beside its text
    is_metadata: bool = False  # written by the tool, not asked
    is_joined: bool = False  # holds in one cell what the columns of its items hold one by one
    is_doubled: bool = False  # another column has the same header

    @property
    def name(self) -> str:
        """The header as messages show it."""
        return self.names[0]

    @property
    def option(self) -> str:
        """The option it is, as the tool writes it: its number among doubles is ours."""
        return self.item or (re.sub(r" \(\d+\)$", "", self.name) if self.is_doubled else self.name)

    @property
    def key(self) -> tuple[str | None, str | None]:
        """What the columns of one question share, and no others do."""
        return self.code, self.question


def read_columns(tool: Tool, titles: Row, above: Row, rows: Sequence[Row]) -> tuple[Column, ...]:
    """Return the columns that have a title, in their order.

    `titles` is the last header row, `above` the one over it (empty when the tool has only one),
    `rows` the cells below: they tell where a question titled only once ends.
    """
    found: list[Column] = []
    group: list[Column] = []  # the columns under the last title of the row above
    first_asked = 1 + _last_metadata(tool, titles)
    parts = Titles(tool, titles)
    for number in range(1, max(len(titles), len(above)) + 1):
        title, over = cell_at(titles, number), cell_at(above, number)
        if number < first_asked or tool.is_metadata(title or over or ""):
            column, group = Column(number, (title or over or "",), is_metadata=True), []
        elif over:
            column = _first_of_group(number, over, title, tool)
            group = [column] if title else []
        elif title and group and _belongs(number, title, group, rows, tool):
            column = _item_of(group[0].question or group[0].name, number, title)
            group.append(column)
        elif title:
            column, group = _plain(number, parts.read(title), group), []
        else:
            group = []
            continue
        if column.name:
            found.append(column)
    return _told_apart(_joined(found))


def cell_at(row: Row, number: int) -> str | None:
    """The cell of a row by the number of its column; None beyond its end."""
    return row[number - 1] if number <= len(row) else None


def _last_metadata(tool: Tool, titles: Row) -> int:
    """The tool's own columns come first, some under a name that no description foresees."""
    first = titles[: tool.metadata_first]
    return max((n for n, title in enumerate(first, 1) if tool.is_metadata(title or "")), default=0)


def _first_of_group(number: int, over: str, title: str | None, tool: Tool) -> Column:
    if title is None or matches(tool.single_titles, title):
        return Column(number, (over,))
    return _item_of(over, number, title)


def _item_of(question: str, number: int, title: str) -> Column:
    return Column(number, (f"{question} [{title}]", title), question, title)


def _plain(number: int, title: Title, group: list[Column]) -> Column:
    """A column with a title of its own; one that ends a group may still be asked for under it."""
    names = [title.text]
    if title.code and title.key:
        names += [f"{title.code}[{title.key}]", f"{title.question} [{title.item}]"]
    elif title.code and title.question:
        names += [title.code, title.question]
    if group:
        names.append(f"{group[0].question} [{title.text}]")
    return Column(number, tuple(names), title.question, title.item, title.code)


def _belongs(number: int, title: str, group: list[Column], rows: Sequence[Row], tool: Tool) -> bool:
    """Tell whether a column with nothing above continues the group: a title is written only once.

    It does when its cells use the group's words (a grid) or marks (a choice), or are empty, or
    when it is the choice's free answer.
    """
    if tool.single_titles or matches(FREE_OPTION, title):
        return True
    mine = {cell_at(row, number) for row in rows} - {None}
    theirs = {cell_at(row, column.number) for row in rows for column in group} - {None}
    return not mine or not theirs or not mine.isdisjoint(theirs)


def _joined(found: list[Column]) -> list[Column]:
    """Mark the columns that hold in one cell what those named after them hold one by one.

    A choice with its free answer in a column of its own, « Autre », is one of them.
    """
    shared = {column.key for column in found if column.item and not column.is_metadata}

    def mark(column: Column) -> Column:
        if column.code and not column.item and column.key in shared:
            return replace(column, is_joined=True)
        if (None, column.name) in shared:
            return replace(column, question=column.name, item=None, is_joined=True)
        return column

    return [column if column.is_metadata else mark(column) for column in found]


def _told_apart(found: list[Column]) -> tuple[Column, ...]:
    """Number the columns that have the same header: « Autre », « Autre (2) »."""
    count = Counter(column.name for column in found)
    seen: Counter[str] = Counter()
    apart = []
    for column in found:
        if count[column.name] == 1:
            apart.append(column)
            continue
        seen[column.name] += 1
        number = seen[column.name]
        name = column.name if number == 1 else f"{column.name} ({number})"
        apart.append(replace(column, names=(name, *column.names[1:]), is_doubled=True))
    return tuple(apart)
