"""Several options joined in one cell: taken apart by options that are known, or that cells prove.

An option may hold the separator (« Vélo, trottinette »): a cell is never cut on its separator
alone. What proves an option is said at `prove`; what is not proved is left whole and reported.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import islice

from pipelines.sources.surveys import pieces

REPEATED = 0.6  # share of what a choice holds that is said more than once; prose repeats nothing
SEVERAL = 0.03  # share of the answers that hold several options, at least
ENOUGH = 15  # answers: fewer repeat little, and as many that never join two options tell something
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
    parts = pieces.parts_of(cell, separator)
    spelling = {option.casefold(): option for option in known}
    most = max((len(pieces.parts_of(option, separator)) for option in known), default=0)
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
    seen again and again and never but after the first. Never apart and nothing to tell: doubtful,
    where a `, ` joins; tools that join by `;` or `,` add no space, and the language does. Cells
    that all end with the separator are a choice, be each of a single option.
    """
    said = Counter(cells)  # each cell once: a choice has far fewer than there are answers
    is_closed = bool(separator.strip()) and all(cell.endswith(separator) for cell in said)
    if not is_closed and not _may_join(said, separator):
        return None
    parted = {cell: pieces.balanced(pieces.parts_of(cell, separator), separator) for cell in said}
    times = [said[cell] for cell, row in parted.items() if row]
    rows = [row for row in parted.values() if row]
    if not rows:
        return None
    if not is_closed and (max(map(len, rows)) == 1 or pieces.are_words(rows, separator)):
        return None
    rows = pieces.with_continuations(rows, times, separator)
    rows, doubtful = pieces.with_inseparable(rows, separator)
    counts: Counter[str] = Counter()
    for row, n in zip(rows, times, strict=True):
        counts.update(dict.fromkeys(row, n))
    is_tight = not separator[-1].isspace() and sum(times) < ENOUGH
    if not (is_closed or _is_choice(rows, times, counts, (is_tight, bool(doubtful)))):
        return None
    runs = tuple(run for run in doubtful if not any(o != run and run in o for o in doubtful))
    return Proof(tuple(option for option, _ in counts.most_common()), dict(counts), runs)


def _may_join(said: Counter[str], separator: str) -> bool:
    """Tell, before all is looked at, a choice from one answer, a document, a column of prose."""
    if (len(said) == 1 and separator[-1].isspace()) or not any(separator in cell for cell in said):
        return False
    if max(map(len, said)) > LONGEST_CELL:
        return False
    if len(said) < SAMPLE:
        return True
    counts: Counter[str] = Counter()
    for cell in islice(said, SAMPLE):
        counts.update(dict.fromkeys(pieces.parts_of(cell, separator), said[cell]))
    return _repeated(counts) >= REPEATED * counts.total()


def _repeated(counts: Counter[str]) -> int:
    return sum(count for count in counts.values() if count > 1)


def _is_choice(
    rows: list[list[str]], times: list[int], counts: Counter[str], how: tuple[bool, bool]
) -> bool:
    """Tell a choice from prose, and from a list whose free answer happens to hold the separator.

    `how`: nobody writes that separator without a space, and a few answers have little to repeat;
    some neighbours are doubtful.
    """
    is_tight, is_doubtful = how
    if max(map(len, counts)) > LONGEST:
        return False
    if is_tight:
        return _repeated(counts) > 0
    if _repeated(counts) < REPEATED * counts.total():
        return False
    several = sum(
        n
        for row, n in zip(rows, times, strict=True)
        if len(row) > 1 and all(counts[part] > 1 for part in row)
    )
    if not several:
        return is_doubtful and sum(times) < ENOUGH
    return is_doubtful or several >= SEVERAL * sum(times)
