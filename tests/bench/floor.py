"""The same work without us: one plain process, the same libraries, SQL files and suites.

`python -m tests.bench.floor` reads the world in TECS_DATA into a warehouse, builds every table in
order and runs every suite. No asset, no run storage, no release, no progress.
"""

import importlib

from pipelines import settings, tables, warehouse
from pipelines.checks import SUITES, validation
from pipelines.sources import (
    policies,
    practices,
    reference,
    source_files,
    structures,
    territories,
    waves,
)

# alembic and sqlalchemy come with any Dagster instance
LIBRARIES = (
    "dagster",
    "alembic.config",
    "sqlalchemy.orm",
    "great_expectations",
    "pandas",
    "geopandas",
    "pyarrow",
    "rich.progress",
)
SOURCES = (source_files, territories, structures, policies, practices, waves)


def main() -> None:
    """Do the work."""
    for library in LIBRARIES:
        importlib.import_module(library)
    here = settings.load()
    with warehouse.connect(here.warehouse) as con:
        for name, rows in reference.read(here).items():
            warehouse.write_text(con, f"reference.{name}", rows)
        for source in SOURCES:
            for name, rows in source.read(here).items():
                warehouse.write_text(con, f"raw.{name}", rows)
        for table in tables.load_tables():
            tables.create(con, table)
        for suite in SUITES:
            validation.validate(con, suite)


if __name__ == "__main__":
    main()
