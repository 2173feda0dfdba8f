"""A real DuckDB file from a world: the real readers, then only the SQL that a table needs."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import duckdb

from pipelines import tables, warehouse
from pipelines.settings import Settings
from pipelines.sources import policies, practices, reference, source_files, structures, territories
from pipelines.tables import Table

SOURCES = {
    "reference": (reference,),
    "raw": (source_files, territories, policies, structures, practices),
}


@contextmanager
def build(data: Path, *wanted: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """Read the registers and territories of `data`, build `wanted` and what they read."""
    settings = Settings(data=data, demonstration="always")
    with warehouse.connect(settings.warehouse) as con:
        for layer, modules in SOURCES.items():
            for module in modules:
                for table, rows in module.read(settings).items():
                    warehouse.write_text(con, f"{layer}.{table}", rows)
        for table in needed(set(wanted)):
            tables.create(con, table)
        yield con


def needed(wanted: set[str]) -> list[Table]:
    """The tables `wanted` and all that they rest on, in the order of their making."""
    tables = all_tables()
    for table in reversed(tables):
        if table.table in wanted:
            wanted |= set(table.reads)
    return [table for table in tables if table.table in wanted]


@cache
def all_tables() -> list[Table]:
    """The SQL files, parsed once for all the tests."""
    return tables.load_tables()


def edit(path: Path, old: str, new: str) -> None:
    """Replace the one place where a file says `old`, as a steward's slip would."""
    text = path.read_text("utf-8")
    assert text.count(old) == 1, f"{old!r} is {text.count(old)} times in {path.name}"
    path.write_text(text.replace(old, new), "utf-8")
