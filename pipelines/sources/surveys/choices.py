"""Several options joined in one cell: taken apart by options that are known, or that cells prove.

An option may hold the separator (« Vélo, trottinette »): a cell is never cut on its separator
alone. What proves an option is said at `prove`; what is not proved is left whole and reported.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import islice, pairwise

CLOSING = {"(": ")", "[": "]", "«": "»", "“": "”"}
REPEATED = 0.6  # share of what a choice holds that is said more than once; prose repeats nothing
SEVERAL = 0.03  # share of the answers that hold several options, at least
ENOUGH = 15  # answers, none of which holds several options: the option holds the separator
SAMPLE = 1_000  # different cells: a choice has few, and says their parts again and again
LONGEST = 120  # characters in an option; above, it is prose
LONGEST_CELL = 10_000  # characters in all that one person ticked; above, it is a document


@dataclass(frozen=True)
class Proof:
    """What the cells of one column prove: its options, and what cannot be settled."""

    options: tuple[str, ...]  # the most chosen first
    counts: dict[str, int]
    doubtful: tuple[str, ...]  # runs that are one option or several: nothing tells


def cut(cell: str, separator: str, known: Collection[str]) -> tuple[list[str], list[str]]:
    """Cut a cell by the options known, the longest first; return those, then what is left over.

    Upper and lower case are alike; options come back as `known` writes them.
    """
    parts = _parts(cell, separator)
    spelling = {option.casefold(): option for option in known}
    most = max((len(_parts(option, separator)) for option in known), default=0)
    found: list[str] = []
    left: list[str] = []
    place = 0
    while place < len(parts):
        for end in range(min(len(parts), place + most), place, -1):
            option = spelling.get(separator.join(parts[place:end]).casefold())
            if option:
                found.append(option)
                place = end
                break
        else:
            left.append(parts[place])
            place += 1
    return found, left


def prove(cells: Iterable[str], separator: str) -> Proof | None:
    """Find the options of a multiple choice in its cells; None when it is no multiple choice.

    Two neighbours are two options when a cell holds one without the other. They are one when a
    bracket opens in the first and closes in the second, or when the second, in lower case, is
    never seen but after the first. Never apart and nothing to tell: doubtful, where a `, ` joins;
    tools that join by `;` or `,` add no space, and the language does. Cells that all end with the
    separator are a choice, be each of a single option.
    """
    said = Counter(cells)  # each cell once: a choice has far fewer than there are answers
    is_closed = bool(separator.strip()) and all(cell.endswith(separator) for cell in said)
    if not is_closed and not _may_join(said, separator):
        return None
    parted = {cell: _balanced(_parts(cell, separator), separator) for cell in said}
    times = [said[cell] for cell, row in parted.items() if row]
    rows = [row for row in parted.values() if row]
    if not is_closed and (not any(len(row) > 1 for row in rows) or _are_words(rows, separator)):
        return None
    rows = _with_continuations(rows, separator)
    rows, doubtful = _with_inseparable(rows, separator)
    counts: Counter[str] = Counter()
    for row, n in zip(rows, times, strict=True):
        counts.update(dict.fromkeys(row, n))
    if not (is_closed or _is_choice(rows, times, counts, bool(doubtful))):
        return None
    runs = tuple(run for run in doubtful if not any(o != run and run in o for o in doubtful))
    return Proof(tuple(option for option, _ in counts.most_common()), dict(counts), runs)


def _may_join(said: Counter[str], separator: str) -> bool:
    """Tell, before all is looked at, a choice from one answer, a document, a column of prose."""
    if len(said) == 1 or not any(separator in cell for cell in said):
        return False
    if max(map(len, said)) > LONGEST_CELL:
        return False
    if len(said) < SAMPLE:
        return True
    counts: Counter[str] = Counter()
    for cell in islice(said, SAMPLE):
        counts.update(dict.fromkeys(_parts(cell, separator), said[cell]))
    return _repeated(counts) >= REPEATED * counts.total()


def _repeated(counts: Counter[str]) -> int:
    return sum(count for count in counts.values() if count > 1)


def _are_words(rows: list[list[str]], separator: str) -> bool:
    """Tell, where a space joins, names of several words: no word is seen without its neighbour."""
    if separator != " ":
        return False
    tied = _tied(rows)
    return all(pair in tied for row in rows for pair in pairwise(row))


def _is_choice(
    rows: list[list[str]], times: list[int], counts: Counter[str], is_doubtful: bool
) -> bool:
    """Tell a choice from prose, and from a list whose free answer happens to hold the separator."""
    if _repeated(counts) < REPEATED * counts.total() or max(map(len, counts)) > LONGEST:
        return False
    several = sum(
        n
        for row, n in zip(rows, times, strict=True)
        if len(row) > 1 and all(counts[part] > 1 for part in row)
    )
    if not several:
        return is_doubtful and sum(times) < ENOUGH
    return is_doubtful or several >= SEVERAL * sum(times)


def _parts(cell: str, separator: str) -> list[str]:
    """A tool that joins by `;` or `,` adds no space: one that is followed by a space is text."""
    cuts = re.escape(separator) + ("" if separator.endswith(" ") else "(?! )")
    return [part.strip() for part in re.split(cuts, cell) if part.strip()]


def _balanced(parts: list[str], separator: str) -> list[str]:
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


def _with_continuations(rows: list[list[str]], separator: str) -> list[list[str]]:
    """Join a part in lower case to the one before it, when it never follows another."""
    before: dict[str, set[str | None]] = defaultdict(set)
    for row in rows:
        for previous, part in zip([None, *row[:-1]], row, strict=True):
            before[part].add(previous)
    continuing = {
        part
        for part, previous in before.items()
        if part[0].islower() and len(previous) == 1 and None not in previous
    } - {None}
    if separator.strip() not in {",", ";"} or not separator.endswith(" ") or _all_lower(rows):
        return rows  # a small letter says nothing
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


def _with_inseparable(rows: list[list[str]], separator: str) -> tuple[list[list[str]], list[str]]:
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
