"""A title to the question and the item that it holds, where the tool writes both in one header."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from pipelines.sources.surveys.tool import Tool

LONGEST = 2_000  # characters in a header that is taken apart


@dataclass(frozen=True)
class Title:
    """A header and its parts, None where it holds none."""

    text: str
    question: str | None = None
    item: str | None = None
    code: str | None = None  # the question's, when it stands beside its text
    key: str | None = None  # the item's, likewise


class Titles:
    """The headers of one export: where one may be cut in several places, the others tell.

    « Actions/Jardin/verger » is the option « Jardin/verger » when other columns are « Actions »
    or « Actions/… », and none begins with « Actions/Jardin ».
    """

    def __init__(self, tool: Tool, headers: Iterable[str | None]) -> None:
        """Look at all the headers of an export that `tool` wrote."""
        self._tool = tool
        self._all = {header for header in headers if header and len(header) <= LONGEST}
        self._shared = Counter(
            question
            for header in self._all
            for question in {question for question, _ in self._cuts(header)}
        )

    def read(self, header: str) -> Title:
        """Return the parts of one header; a very long one has none."""
        if len(header) > LONGEST:
            return Title(header)
        for expression in self._tool.items:
            match = re.fullmatch(expression, header, re.DOTALL)
            if match:
                parts = {name: part and part.strip() for name, part in match.groupdict().items()}
                return Title(header, **parts)
        cuts = self._cuts(header)
        if not cuts:
            return Title(header)
        question, item = max(cuts, key=lambda cut: self._weight(cut[0]))
        return Title(header, question.strip(), item.strip())

    def _cuts(self, header: str) -> list[tuple[str, str]]:
        """Every question and item that the header may be, the usual one first."""
        joints = re.finditer(self._tool.joint, header) if self._tool.joint else ()
        parts = [(header[: joint.start()], header[joint.end() :]) for joint in joints]
        if self._tool.item_first:
            return [(after, before) for before, after in parts if before and after]
        return [(before, after) for before, after in reversed(parts) if before and after]

    def _weight(self, question: str) -> tuple[bool, bool, int]:
        is_title, is_shared = question in self._all, self._shared[question] > 1
        return is_title, is_shared, len(question) if is_title or is_shared else 0
