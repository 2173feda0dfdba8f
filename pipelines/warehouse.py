"""The DuckDB file of the pipeline; the only writer."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pandas as pd

from pipelines.errors import Problem, UnusableInput

SCHEMAS = ("reference", "raw", "staging", "marts")


@contextmanager
def connect(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the warehouse for writing, making it when absent.

    Raises UnusableInput when another run holds it: one run at a time.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        # one thread: the last digit of a sum must not depend on the order of the threads
        con = duckdb.connect(path, config={"threads": 1})
    except duckdb.IOException as error:
        raise UnusableInput(
            Problem(
                "la base de travail est occupée ou illisible.",
                file=path.name,
                found=str(error).splitlines()[0],
                hint="Attendre la fin de l'autre exécution. S'il n'y en a pas, supprimer ce "
                "fichier : il est refait à chaque exécution.",
            )
        ) from error
    try:
        for schema in SCHEMAS:
            con.execute(f"create schema if not exists {schema}")
        yield con
    finally:
        con.close()


def write_text(con: duckdb.DuckDBPyConnection, table: str, rows: pd.DataFrame) -> int:
    """Replace `table` (schema.name) by the frame, every column VARCHAR; return its row count."""
    columns = ", ".join(f'"{name}"::varchar as "{name}"' for name in rows.columns)
    con.register("incoming", rows)
    con.execute(f"create or replace table {table} as select {columns} from incoming")
    con.unregister("incoming")
    return len(rows)
