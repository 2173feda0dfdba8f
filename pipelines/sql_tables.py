"""sql/ as tables: name, documentation and dependencies are read in the SQL itself."""

from dataclasses import dataclass
from pathlib import Path

import duckdb
import sqlglot
from sqlglot import exp

from pipelines.errors import Problem, UnusableInput
from pipelines.settings import SQL

LAYERS = {
    "staging": {"raw", "reference", "staging"},
    "marts": {"staging", "reference", "scores", "marts"},
}


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

    @property
    def recipe(self) -> str:
        """How it is made, for Dagster's UI."""
        return f"```sql\n{self.sql}\n```"

    def fill(self, con: duckdb.DuckDBPyConnection) -> None:
        """Build the table anew."""
        con.execute(f"create or replace table {self.table} as {self.sql}")


def read_folder(folder: Path = SQL) -> list[SqlTable]:
    """Return every table of sql/staging and sql/marts.

    Raises UnusableInput, all problems at once: a file that is not one SELECT, no first line that
    states the grain, a layer that looks forward.
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
    return tables


def parse_table(sql: str, layer: str, name: str) -> SqlTable:
    """Read one file's text; raises UnusableInput as read_folder says."""
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
