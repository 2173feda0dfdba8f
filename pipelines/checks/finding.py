"""The verdict of one expectation, read in what Great Expectations returns; in French."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from pipelines.checks.suite import Expectation

if TYPE_CHECKING:
    from great_expectations.core import ExpectationValidationResult

EXAMPLES = 10
PLACE = ("source_file", "source_row")


@dataclass(frozen=True)
class Finding:
    """The verdict of one expectation."""

    table: str
    expectation: str
    column: str  # the columns it looks at, "" for the whole table
    blocking: bool
    passed: bool
    meaning: str  # what its failure means
    failures: int | None  # rows at fault, or the value observed on the whole table
    examples: tuple[str, ...]  # where, and what was found; at most ten
    error: str | None  # why it could not be run at all: not a failure of the data
    places: tuple[str, ...] = ()  # where, without what was found

    def place_only(self) -> str:
        """The table, the sentence, where; nothing of what was found, which may be personal."""
        where = f"{self.table}, {self.column}" if self.column else self.table
        lines = f" ({' ; '.join(self.places)})" if self.places else ""
        return f"{where} : {self.meaning}{lines}"

    def __str__(self) -> str:
        """The table, the sentence, how many, where."""
        place = f"{self.table}, {self.column}" if self.column else self.table
        if self.error:
            return f"{place} : ce contrôle n'a pas pu être exécuté ({self.error})."
        many = f" ({self.failures})" if self.failures is not None else ""
        return "\n".join([f"{place} : {self.meaning}{many}", *(f"  {e}" for e in self.examples)])


def read_result(
    table: str, expectation: Expectation, result: "ExpectationValidationResult"
) -> Finding:
    """Read the result that Great Expectations gives for one expectation of a table."""
    found = result.result or {}
    error = _exception(result.exception_info or {})
    failures = found.get("unexpected_count", found.get("observed_value"))
    column = expectation.kwargs.get("column") or expectation.kwargs.get("column_list") or ""
    return Finding(
        table=table,
        expectation=expectation.type,
        column=column if isinstance(column, str) else ", ".join(map(str, column)),  # type: ignore[call-overload] # a list of names
        blocking=expectation.blocking,
        passed=bool(result.success) and error is None,
        meaning=expectation.meaning,
        failures=int(failures) if isinstance(failures, int) else None,
        examples=tuple(_examples(found)) if not result.success else (),
        error=error,
        places=tuple(_places(found)) if not result.success else (),
    )


def _exception(info: dict[str, Any]) -> str | None:
    """Tell an expectation that raised from one that found a fault: both say success=False."""
    if "raised_exception" in info:
        return str(info["exception_message"]) if info["raised_exception"] else None
    messages = {i["exception_message"] for i in info.values() if i.get("raised_exception")}
    return " ; ".join(sorted(messages)) or None


def _examples(found: dict[str, Any]) -> list[str]:
    places = found.get("partial_unexpected_index_list") or []
    if places and isinstance(places[0], dict):  # plain numbers when the table names no source
        return [_example(dict(place)) for place in places[:EXAMPLES]]
    return [_shown(value) for value in found.get("partial_unexpected_list", [])[:EXAMPLES]]


def _places(found: dict[str, Any]) -> list[str]:
    places = found.get("partial_unexpected_index_list") or []
    return [
        f"{place['source_file']}, ligne {place['source_row']}"
        for place in places[:EXAMPLES]
        if isinstance(place, dict) and place.keys() >= set(PLACE)
    ]


def _example(place: dict[str, Any]) -> str:
    file, row = (place.pop(column, None) for column in PLACE)
    values = ", ".join(f"{column} = {_shown(value)}" for column, value in place.items())
    return f"{file}, ligne {row} : {values}" if file else values


def _shown(value: object) -> str:
    empty = value is None or value is pd.NaT or value is pd.NA or value != value  # NaN  # noqa: PLR0124
    return "vide" if empty else f"« {value} »"
