"""The pieces of a cell cut on its separator, put back together where the separator was text."""

import re
from collections import Counter, defaultdict
from itertools import pairwise

CLOSING = {"(": ")", "[": "]", "«": "»", "“": "”"}


def parts_of(cell: str, separator: str) -> list[str]:
    """A tool that joins by `;` or `,` adds no space: one that is followed by a space is text."""
    cuts = re.escape(separator) + ("" if separator.endswith(" ") else "(?! )")
    return [part.strip() for part in re.split(cuts, cell) if part.strip()]


def balanced(parts: list[str], separator: str) -> list[str]:
    """Mend what a cut inside brackets broke."""
    whole: list[str] = []
    for part in parts:
        if whole and _is_open(whole[-1]):
            whole[-1] = f"{whole[-1]}{separator}{part}"
        else:
            whole.append(part)
    return whole


def _is_open(text: str) -> bool:
    return any(
        opening in text and text.count(opening) > text.count(closing)
        for opening, closing in CLOSING.items()
    )


def with_continuations(rows: list[list[str]], times: list[int], separator: str) -> list[list[str]]:
    """Join a part in lower case to the one before it, when it never follows another.

    What was said once proves nothing, unless what comes before is never seen without such a part:
    a free answer, « de la couture », ends the list of whoever gives it. `times`: how often each
    row was said.
    """
    if separator.strip() not in {",", ";"} or not separator.endswith(" ") or _all_lower(rows):
        return rows  # a small letter says nothing
    before: dict[str, set[str | None]] = defaultdict(set)
    said: Counter[str] = Counter()
    complete: set[str | None] = set()  # seen last, or before a capital letter
    for row, n in zip(rows, times, strict=True):
        said.update(dict.fromkeys(row, n))
        for previous, part in pairwise([None, *row]):
            before[str(part)].add(previous)
            if not str(part)[0].islower():
                complete.add(previous)
        complete.add(row[-1])

    def continues(part: str) -> bool:
        previous, *others = before[part]
        if not part[0].islower() or previous is None or others:
            return False
        return said[part] > 1 or previous not in complete

    continuing = set(filter(continues, before))
    joined = []
    for row in rows:
        whole: list[str] = []
        for part in row:
            if whole and part in continuing:
                whole[-1] = f"{whole[-1]}{separator}{part}"
            else:
                whole.append(part)
        joined.append(whole)
    return joined


def _all_lower(rows: list[list[str]]) -> bool:
    return all(row[0][0].islower() for row in rows)


def with_inseparable(rows: list[list[str]], separator: str) -> tuple[list[list[str]], list[str]]:
    """Leave whole, as doubtful, the neighbours that no cell ever shows apart."""
    if separator != ", ":
        return rows, []
    tied = _tied(rows)
    if not tied:
        return rows, []
    joined = []
    doubtful: dict[str, None] = {}
    for row in rows:
        whole, last = [row[0]], row[0]
        for part in row[1:]:
            if (last, part) in tied:
                whole[-1] = f"{whole[-1]}{separator}{part}"
                doubtful[whole[-1]] = None
            else:
                whole.append(part)
            last = part
        joined.append(whole)
    return joined, list(doubtful)


def _tied(rows: list[list[str]]) -> set[tuple[str, str]]:
    """The neighbours that are never seen one without the other."""
    count = Counter(part for row in rows for part in set(row))
    pairs = Counter(pair for row in rows for pair in pairwise(row))
    return {pair for pair, n in pairs.items() if n == count[pair[0]] == count[pair[1]]}


def are_words(rows: list[list[str]], separator: str) -> bool:
    """Tell, where a space joins, names of several words: no word is seen without its neighbour."""
    if separator != " ":
        return False
    tied = _tied(rows)
    return all(pair in tied for row in rows for pair in pairwise(row))
