"""Great Expectations, run on one table; its verdicts in French, kept beside the tables."""

import json
import os
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import duckdb
import pandas as pd

from pipelines.checks.suite import Expectation, Suite

if TYPE_CHECKING:
    from great_expectations.core import ExpectationValidationResult
    from great_expectations.data_context.data_context.ephemeral_data_context import (
        EphemeralDataContext,
    )

EXAMPLES = 10
PLACE = ("source_file", "source_row")
RESULTS = """create table if not exists checks.results (
    table_name varchar, expectation varchar, column_name varchar, blocking boolean,
    passed boolean, meaning varchar, failures bigint, examples varchar, error varchar)"""


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

    def __str__(self) -> str:
        """The table, the sentence, how many, where."""
        place = f"{self.table}, {self.column}" if self.column else self.table
        if self.error:
            return f"{place} : ce contrôle n'a pas pu être exécuté ({self.error})."
        many = f" ({self.failures})" if self.failures is not None else ""
        return "\n".join([f"{place} : {self.meaning}{many}", *(f"  {e}" for e in self.examples)])


def validate(con: duckdb.DuckDBPyConnection, suite: Suite) -> list[Finding]:
    """Run the suite on its table and return one finding per expectation, in the suite's order.

    The table is read whole, as a pandas frame. The findings replace the former ones of that
    table in `checks.results`.
    """
    rows = con.execute(f"from {suite.table} order by all").df()
    prepared = [_configuration(con, expectation) for expectation in suite.expectations]
    findings = [
        _finding(suite.table, expectation, result)
        for expectation, result in zip(suite.expectations, _run(rows, prepared), strict=True)
    ]
    forget(con, suite.table)
    con.executemany(
        "insert into checks.results values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [_record(finding) for finding in findings],
    )
    return findings


def forget(con: duckdb.DuckDBPyConnection, table: str) -> None:
    """Drop the verdicts of a table: it was built anew, nothing is known of it."""
    con.execute("create schema if not exists checks")
    con.execute(RESULTS)
    con.execute("delete from checks.results where table_name = ?", [table])


def _record(finding: Finding) -> list[object]:
    return [
        finding.table,
        finding.expectation,
        finding.column,
        finding.blocking,
        finding.passed,
        finding.meaning,
        finding.failures,
        json.dumps(finding.examples, ensure_ascii=False),
        finding.error,
    ]


def _configuration(con: duckdb.DuckDBPyConnection, expectation: Expectation) -> dict[str, Any]:
    kwargs = dict(expectation.kwargs)
    if expectation.value_set_from:
        accepted = con.execute(expectation.value_set_from).fetchall()
        kwargs["value_set"] = sorted({row[0] for row in accepted if row[0] is not None})
    return {"type": expectation.type, "kwargs": kwargs}


@cache
def _context() -> "EphemeralDataContext":
    """One ephemeral context per process: no file, no telemetry, no progress bar."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    import great_expectations as gx

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}  # type: ignore[assignment] # GX takes a dict here
    return context


def _run(rows: pd.DataFrame, prepared: list[dict[str, Any]]) -> "list[ExpectationValidationResult]":
    context = _context()
    from great_expectations import ExpectationSuite
    from great_expectations.expectations.expectation_configuration import ExpectationConfiguration

    suite = ExpectationSuite(name="suite")
    # `number` keeps our order: Great Expectations returns the failed ones first
    for number, configuration in enumerate(prepared):
        suite.add_expectation_configuration(
            ExpectationConfiguration(**configuration, meta={"number": number})
        )
    source = context.data_sources.add_or_update_pandas("frames")
    batch = (
        source.add_dataframe_asset("table")
        .add_batch_definition_whole_dataframe("whole")
        .get_batch({"dataframe": rows})
    )
    results = batch.validate(suite, result_format=_result_format(rows)).results
    return sorted(results, key=lambda result: _configured(result).meta["number"])


def _result_format(rows: pd.DataFrame) -> dict[str, Any]:
    place = [column for column in PLACE if column in rows.columns]
    where = {"unexpected_index_column_names": place} if place else {}
    return {"result_format": "SUMMARY", "partial_unexpected_count": EXAMPLES, **where}


def _configured(result: "ExpectationValidationResult") -> Any:
    return result.expectation_config


def _finding(
    table: str, expectation: Expectation, result: "ExpectationValidationResult"
) -> Finding:
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


def _example(place: dict[str, Any]) -> str:
    file, row = (place.pop(column, None) for column in PLACE)
    values = ", ".join(f"{column} = {_shown(value)}" for column, value in place.items())
    return f"{file}, ligne {row} : {values}" if file else values


def _shown(value: object) -> str:
    empty = value is None or value is pd.NaT or value is pd.NA or value != value  # NaN  # noqa: PLR0124
    return "vide" if empty else f"« {value} »"
