"""Every table between raw and the release, in the order of their making, whatever makes it."""

from collections.abc import Iterator, Sequence
from typing import Protocol

import duckdb

from pipelines import scores, sql_tables
from pipelines.errors import Problem, UnusableInput


class Table(Protocol):
    """What a SQL file (sql_tables.SqlTable) or a module of scores/ (ComputedTable) is."""

    @property
    def layer(self) -> str:
        """staging, scores or marts."""
        ...

    @property
    def name(self) -> str:
        """The name within its layer."""
        ...

    @property
    def table(self) -> str:
        """The name as SQL writes it: layer.name."""
        ...

    @property
    def grain(self) -> str:
        """What a line is, in French."""
        ...

    @property
    def recipe(self) -> str:
        """How it is made, for Dagster's UI."""
        ...

    @property
    def reads(self) -> tuple[str, ...]:
        """The tables it reads, schema.name."""
        ...

    @property
    def columns(self) -> dict[str, str]:
        """Its columns and their comment, "" without one."""
        ...

    def fill(self, con: duckdb.DuckDBPyConnection) -> None:
        """Build it anew."""


def load_tables() -> list[Table]:
    """Return every table of sql/ and pipelines/scores/, in an order in which they can be built.

    Raises UnusableInput as sql_tables.read_folder does, and when tables read one another in turn.
    """
    return in_order([*sql_tables.read_folder(), *scores.TABLES])


def in_order(tables: Sequence[Table]) -> list[Table]:
    """A table comes after those it reads (raw and reference are there already)."""
    return list(_in_order({table.table: table for table in tables}))


def _in_order(waiting: dict[str, Table]) -> Iterator[Table]:
    while waiting:
        ready = [
            table for table in waiting.values() if not any(read in waiting for read in table.reads)
        ]
        if not ready:
            names = ", ".join(sorted(waiting))
            raise UnusableInput(Problem(f"ces tables se lisent en rond : {names}."))
        for table in ready:
            yield waiting.pop(table.table)


def create(con: duckdb.DuckDBPyConnection, table: Table) -> int:
    """Build the table anew, with its comments; return its number of rows."""
    table.fill(con)
    comment(con, table)
    return count(con, table.table)


def comment(con: duckdb.DuckDBPyConnection, table: Table, where: str = "") -> None:
    """Write the grain and the column comments on the table (`where`: an attached database)."""
    name = f"{where}{table.table}"
    con.execute(f"comment on table {name} is {_quoted(table.grain)}")
    for column, text in table.columns.items():
        if text:
            con.execute(f'comment on column {name}."{column}" is {_quoted(text)}')


def count(con: duckdb.DuckDBPyConnection, table: str) -> int:
    """Return the number of rows of a table."""
    row = con.execute(f"select count(*) from {table}").fetchone()
    return int(row[0]) if row else 0


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
