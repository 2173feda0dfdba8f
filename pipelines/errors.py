"""What can be wrong, said in French to the steward who must mend it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, and what to do about it; every field but `message` is optional."""

    message: str  # what is wrong, one French sentence without the place
    file: str | None = None  # path relative to the data folder, e.g. raw/surveys/2025/a.csv
    sheet: str | None = None  # sheet of a spreadsheet
    row: int | None = None  # line as a spreadsheet numbers it, 1 for the first
    column: str | None = None  # header of the column
    found: str | None = None  # what was found
    expected: str | None = None  # what was expected
    hint: str | None = None  # what to do, one French sentence
    also: tuple[int, ...] = ()  # the other lines with the same fault

    def place_only(self) -> str:
        """The same without what was found: it may be personal, and e-mail is not private."""
        return str(replace(self, found=None))

    def __str__(self) -> str:
        """The place, the message, found and expected on one line, then what to do."""
        line = self.without_hint()
        return f"{line}\n  → {self.hint}" if self.hint else line

    def without_hint(self) -> str:
        """The place, the message, found and expected, on one line."""
        place = ", ".join(
            part
            for part in (
                self.file,
                self.sheet and f"feuille « {self.sheet} »",
                self.row and f"ligne {self.row}",
                self.column and f"colonne « {self.column} »",
            )
            if part
        )
        details = "".join(
            f" {word} : {value}."
            for word, value in (("Trouvé", self.found), ("Attendu", self.expected))
            if value
        )
        return f"{place} : {self.message}{details}" if place else f"{self.message}{details}"


class TecsError(Exception):
    """Anything the pipeline refuses; `exit_code` is what `tecs` answers to the shell."""

    exit_code = 2

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        """Take one problem or all of them: a report never stops at the first."""
        self.problems = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n\n".join(str(problem) for problem in self.problems))


class UnusableInput(TecsError):
    """A file, a sidecar, a reference table or a command cannot be used as it is."""


class BlockedByChecks(TecsError):
    """A blocking check failed: nothing was published."""

    exit_code = 1
