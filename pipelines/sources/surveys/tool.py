"""A survey tool is a description: how its exports are laid out, never what is asked."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

NOBODY = r"anonym(?:e|ous)"
# « Question [item] » : the last brackets, those inside them, and those that stand side by side
BRACKETS = (
    r"(?P<question>.+?) *"
    r"\[(?P<item>[^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*(?:\] ?\[[^\[\]]+)*)\]"
)


@dataclass(frozen=True)
class Tool:
    """How one survey tool writes an export; `reader.read_export` applies any of them.

    Every regular expression must match a whole header, whatever its case.
    """

    name: str  # the word of `tool = …` in source.toml
    label: str  # as messages call it
    signature: tuple[str, ...] = ()  # headers that give the tool away, one expression each
    signs: int = 2  # how many of them make an export of this tool
    first: str = ""  # header of the first column, where the others alone may be any table's
    metadata: str = ""  # headers of the columns the tool adds by itself
    metadata_first: int = 0  # so many columns, at most, come first; some under unforeseen names
    personal: str = ""  # headers of those that hold a person's name or address, when filled
    response_id: str = ""  # header of the answer's number in the tool
    submitted_at: str = ""  # header of the time of submission
    header_rows: int = 1  # more: the last row is the item, the one above it the question
    single_titles: str = ""  # what stands in the last header row under a question without items
    items: tuple[str, ...] = ()  # headers made of a `question` and an `item`, by named groups
    joint: str = ""  # what stands between a question and its item, which may hold it themselves
    item_first: bool = False  # the item stands before the question
    is_path: bool = False  # a header may be a path, `group/question`, and then has no item
    ticked: tuple[str, ...] = ()  # marks of an option that was chosen
    unticked: tuple[str, ...] = ()  # marks of one that was not; an empty cell says nothing
    repeats_option: bool = False  # a chosen option repeats its own title in the cell
    separators: tuple[str, ...] = ()  # between options joined in one cell, the surest first
    not_asked: tuple[str, ...] = ()  # written for a question that was not shown
    draft: str = ""  # header of the column that marks a draft
    draft_marks: str = ""  # what that column says of a draft
    draft_unless_submitted: bool = False  # an empty time of submission is a partial answer

    def is_metadata(self, header: str) -> bool:
        """Tell whether a column is the tool's own, by its header."""
        return matches(self.metadata, header)

    def is_personal(self, header: str, cells: Iterable[str | None]) -> bool:
        """Tell whether a column of the tool's own names somebody: a name, a login, an address."""
        named = {cell for cell in cells if cell and not matches(NOBODY, cell)}
        return bool(named) and matches(self.personal, header)


def matches(expression: str, text: str | None) -> bool:
    """Tell whether the whole text matches; an empty expression matches nothing."""
    return bool(expression and text and re.fullmatch(expression, text, re.IGNORECASE))
