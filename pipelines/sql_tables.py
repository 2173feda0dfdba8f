"""sql/ as tables: name, documentation and dependencies are read in the SQL itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import sqlglot
from sqlglot import exp

from pipelines.errors import Problem, UnusableInput
from pipelines.settings import SQL

LAYERS = {"staging": {"raw", "reference", "staging"}, "marts": {"staging", "reference", "marts"}}


@dataclass(frozen=True)
class SqlTable:
    """One SQL file: `sql/marts/x.sql` is the table `marts.x`."""

    layer: str  # staging or marts
    name: str
    sql: str  # the file's text, one SELECT
    grain: str  # its first line, in French
    reads: tuple[str, ...]  # the tables it reads, schema.name
    columns: dict[str, str]  # column -> its inline comment, "" when it has none

    @property
    def table(self) -> str:
        """The name as SQL writes it."""
        return f"{self.layer}.{self.name}"


def load_tables(folder: Path = SQL) -> list[SqlTable]:
    """Return every table of sql/staging and sql/marts, in the order in which they can be built.

    Raises UnusableInput, all problems at once: a file that is not one SELECT, no first line that
    states the grain, a layer that looks forward, a table that nothing makes, a circle.
    """
    tables: list[SqlTable] = []
    problems: list[Problem] = []
    for layer in LAYERS:
        for path in sorted((folder / layer).glob("*.sql")):
            try:
                tables.append(parse_table(path.read_text("utf-8"), layer, path.stem))
            except UnusableInput as error:
                problems.extend(error.problems)
    if problems:
        raise UnusableInput(problems)
    return list(_in_order(tables))


def parse_table(sql: str, layer: str, name: str) -> SqlTable:
    """Read one file's text; raises UnusableInput as load_tables says."""
    file = f"sql/{layer}/{name}.sql"
    try:
        tree = sqlglot.parse_one(sql, read="duckdb")
    except sqlglot.errors.ParseError as error:
        raise UnusableInput(
            Problem("ce fichier n'est pas un SELECT lisible.", file, found=str(error))
        ) from error
    first = sql.partition("\n")[0]
    reads = sorted({f"{t.db}.{t.name}" for t in tree.find_all(exp.Table) if t.db})
    problems = [
        Problem(
            f"la table {read} ne peut pas être lue depuis la couche {layer}.",
            file,
            expected=", ".join(sorted(LAYERS[layer])),
        )
        for read in reads
        if read.partition(".")[0] not in LAYERS[layer]
    ]
    if not first.startswith("-- "):
        problems.append(
            Problem("la première ligne doit dire le grain.", file, row=1, expected="-- …")
        )
    if problems or not isinstance(tree, exp.Query):
        raise UnusableInput(problems or Problem("ce fichier n'est pas un SELECT.", file))
    columns = {s.alias_or_name: " ".join(s.comments or []).strip() for s in tree.selects}
    return SqlTable(layer, name, sql, first.removeprefix("-- "), tuple(reads), columns)


def _in_order(tables: list[SqlTable]) -> Iterator[SqlTable]:
    """A table comes after those it reads (raw and reference are there already)."""
    waiting = {table.table: table for table in tables}
    while waiting:
        ready = [
            table for table in waiting.values() if not any(read in waiting for read in table.reads)
        ]
        if not ready:
            names = ", ".join(sorted(waiting))
            raise UnusableInput(Problem(f"ces tables se lisent en rond : {names}."))
        for table in ready:
            yield waiting.pop(table.table)


def create(con: duckdb.DuckDBPyConnection, table: SqlTable) -> int:
    """Build the table anew, with its comments; return its number of rows."""
    con.execute(f"create or replace table {table.table} as {table.sql}")
    comment(con, table)
    return count(con, table.table)


def comment(con: duckdb.DuckDBPyConnection, table: SqlTable, where: str = "") -> None:
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
