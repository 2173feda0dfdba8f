"""Great Expectations, run on one table; its verdicts in French, kept beside the tables."""

import os
from functools import cache
from typing import TYPE_CHECKING, Any

import duckdb
import pandas as pd

from pipelines.checks import published_text, verdicts
from pipelines.checks.finding import EXAMPLES, PLACE, Finding, read_result
from pipelines.checks.suite import Expectation, Suite

if TYPE_CHECKING:
    from great_expectations.core import ExpectationValidationResult
    from great_expectations.core.batch_definition import BatchDefinition


def validate(con: duckdb.DuckDBPyConnection, suite: Suite) -> list[Finding]:
    """Run the suite on its table and return one finding per expectation, in the suite's order.

    The table is read whole, as a pandas frame. The findings replace the former ones of that
    table in `checks.results`.
    """
    rows = con.execute(f"from {suite.table} order by all").df()
    prepared = [_configuration(con, expectation) for expectation in suite.expectations]
    results = iter(_run(rows, [c for c in prepared if c["type"] != published_text.TYPE]))
    findings = [
        _scanned(suite.table, expectation, rows, configuration["kwargs"]["value_set"])
        if expectation.type == published_text.TYPE
        else read_result(suite.table, expectation, next(results))
        for expectation, configuration in zip(suite.expectations, prepared, strict=True)
    ]
    verdicts.keep(con, suite.table, findings)
    return findings


def _configuration(con: duckdb.DuckDBPyConnection, expectation: Expectation) -> dict[str, Any]:
    kwargs = dict(expectation.kwargs)
    if expectation.value_set_from:
        accepted = con.execute(expectation.value_set_from).fetchall()
        kwargs["value_set"] = sorted({row[0] for row in accepted if row[0] is not None})
    return {"type": expectation.type, "kwargs": kwargs}


@cache
def _batches() -> "BatchDefinition[Any]":
    """What takes a frame, in one ephemeral context per process: no file, telemetry or progress."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    import great_expectations as gx

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}  # type: ignore[assignment] # GX takes a dict here
    source = context.data_sources.add_pandas("frames")
    return source.add_dataframe_asset("table").add_batch_definition_whole_dataframe("whole")


def _scanned(table: str, asked: Expectation, rows: pd.DataFrame, allowed: list[str]) -> Finding:
    found = published_text.find(rows, allowed)
    examples, passed = tuple(found[:EXAMPLES]), not found
    count = len(found) or None
    return Finding(
        table, asked.type, "", asked.blocking, passed, asked.meaning, count, examples, None
    )


def _run(rows: pd.DataFrame, prepared: list[dict[str, Any]]) -> "list[ExpectationValidationResult]":
    if not prepared:
        return []
    batches = _batches()
    from great_expectations import ExpectationSuite
    from great_expectations.expectations.expectation_configuration import ExpectationConfiguration

    suite = ExpectationSuite(name="suite")
    # `number` keeps our order: Great Expectations returns the failed ones first
    for number, configuration in enumerate(prepared):
        suite.add_expectation_configuration(
            ExpectationConfiguration(**configuration, meta={"number": number})
        )
    batch = batches.get_batch({"dataframe": rows})
    results = batch.validate(suite, result_format=_result_format(rows)).results
    return sorted(results, key=lambda result: _configured(result).meta["number"])


def _result_format(rows: pd.DataFrame) -> dict[str, Any]:
    place = [column for column in PLACE if column in rows.columns]
    where = {"unexpected_index_column_names": place} if place else {}
    return {"result_format": "SUMMARY", "partial_unexpected_count": EXAMPLES, **where}


def _configured(result: "ExpectationValidationResult") -> Any:
    return result.expectation_config
