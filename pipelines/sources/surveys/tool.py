"""A survey tool is a description: how its exports are laid out, never what is asked."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Tool:
    """How one survey tool writes an export; `reader.read_export` applies any of them."""

    name: str  # the word of `tool = …` in source.toml
    label: str  # as messages call it
    metadata: str  # regular expression of the columns the tool adds by itself
    response_id: tuple[str, ...]  # header of the answer's number in the tool
    submitted_at: tuple[str, ...]  # header of the time of submission
    item: str  # regular expression of a header made of a question and an item or option
    ticked: tuple[str, ...]  # marks of an option that was chosen
    unticked: tuple[str, ...] = ()  # marks of one that was not; an empty cell always is
    header_rows: int = 1  # 3: the last row is the item, the one above it the question
    metadata_first: int = 0  # this many columns come before the questions, whatever their name
    draft: tuple[str, ...] = ()  # header of the column that marks a draft
    draft_marks: tuple[str, ...] = ()  # what that column says of a draft
    draft_unless_submitted: bool = False  # an empty time of submission is a partial answer
