"""The DuckDB file of the pipeline; the only writer."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pandas as pd

from pipelines import disk
from pipelines.errors import Problem, UnusableInput

LOCKED = "Could not set lock"  # how DuckDB says that another process holds the file
SCHEMAS = ("reference", "raw", "staging", "scores", "marts")


class Occupied(UnusableInput):
    """Another process holds the warehouse."""


@contextmanager
def connect(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the warehouse for writing, making it when absent.

    Raises Occupied when another run holds it: one run at a time; UnusableInput when the file is
    unreadable or the disk is full.
    """
    con = _open(path)
    try:
        for schema in SCHEMAS:
            con.execute(f"create schema if not exists {schema}")
        yield con
    finally:
        con.close()


@contextmanager
def transaction(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """All that is written inside, or nothing of it: a killed process leaves what was there."""
    con.begin()
    try:
        yield
    except BaseException:
        con.rollback()
        raise
    con.commit()


def _open(path: Path) -> duckdb.DuckDBPyConnection:
    try:
        with disk.explained(path.parent):
            path.parent.mkdir(parents=True, exist_ok=True)
            # one thread: the last digit of a sum must not depend on the order of the threads
            return duckdb.connect(path, config={"threads": 1})
    except duckdb.Error as error:
        refusal = Occupied if LOCKED in str(error) else UnusableInput
        raise refusal(
            Problem(
                "la base de travail est occupée ou illisible.",
                file=path.name,
                found=str(error).splitlines()[0],
                hint="Attendre la fin de l'autre exécution. S'il n'y en a pas, supprimer ce "
                "fichier : il est refait à chaque exécution.",
            )
        ) from error


def write_text(con: duckdb.DuckDBPyConnection, table: str, rows: pd.DataFrame) -> int:
    """Replace `table` (schema.name) by the frame, every column VARCHAR; return its row count."""
    columns = ", ".join(f'"{name}"::varchar as "{name}"' for name in rows.columns)
    con.register("incoming", rows)
    con.execute(f"create or replace table {table} as select {columns} from incoming")
    con.unregister("incoming")
    return len(rows)
