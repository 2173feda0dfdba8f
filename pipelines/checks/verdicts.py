"""The verdicts of the suites, kept in the warehouse beside the tables they judge."""

import json
from collections.abc import Collection
from typing import TYPE_CHECKING

import duckdb

from pipelines.errors import BlockedByChecks, Problem

if TYPE_CHECKING:
    from pipelines.checks.finding import Finding

RESULTS = """create table if not exists checks.results (
    table_name varchar, expectation varchar, column_name varchar, blocking boolean,
    passed boolean, meaning varchar, failures bigint, examples varchar, error varchar)"""


def prepare(con: duckdb.DuckDBPyConnection) -> None:
    """Make `checks.results` when absent: one row per expectation of each table."""
    con.execute("create schema if not exists checks")
    con.execute(RESULTS)


def forget(con: duckdb.DuckDBPyConnection, table: str) -> None:
    """Drop the verdicts of a table: it was built anew, nothing is known of it."""
    prepare(con)
    con.execute("delete from checks.results where table_name = ?", [table])


def keep(con: duckdb.DuckDBPyConnection, table: str, findings: "Collection[Finding]") -> None:
    """Write the findings of a table in place of its former ones."""
    forget(con, table)
    con.executemany(
        "insert into checks.results values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [_record(finding) for finding in findings],
    )


def refuse_failed(con: duckdb.DuckDBPyConnection, tables: Collection[str]) -> None:
    """Raise BlockedByChecks when the last verdict on one of `tables` is a blocking failure."""
    prepare(con)
    failed = con.execute(
        "select table_name, meaning from checks.results"
        " where not passed and (blocking or error is not null) and list_contains(?, table_name)",
        [list(tables)],
    ).fetchall()
    if failed:
        raise BlockedByChecks(Problem(meaning, file=name) for name, meaning in failed)


def _record(finding: "Finding") -> list[object]:
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
