"""A table that a function computes: `pipelines/scores/x.py` makes `scores.x`."""

from collections.abc import Callable
from dataclasses import dataclass

import duckdb
import pandas as pd

LAYER = "scores"


@dataclass(frozen=True)
class ComputedTable:
    """One module of pipelines/scores, to the pipeline the same thing as a SQL file."""

    name: str  # the module's name
    grain: str  # what a line is, in French
    recipe: str  # how it is computed, in French
    reads: tuple[str, ...]  # the tables it reads, schema.name
    types: dict[str, str]  # column -> DuckDB type: what the frame becomes, even without a row
    compute: Callable[[duckdb.DuckDBPyConnection], pd.DataFrame]  # its columns: those of `types`

    @property
    def layer(self) -> str:
        """Always scores."""
        return LAYER

    @property
    def table(self) -> str:
        """The name as SQL writes it."""
        return f"{LAYER}.{self.name}"

    @property
    def columns(self) -> dict[str, str]:
        """Its columns; they bear no comment, not being published."""
        return dict.fromkeys(self.types, "")

    def fill(self, con: duckdb.DuckDBPyConnection) -> None:
        """Compute it and build the table anew, sorted: the same input gives the same rows."""
        typed = ", ".join(f'"{name}"::{kind} as "{name}"' for name, kind in self.types.items())
        con.register("computed", self.compute(con))
        con.execute(
            f"create or replace table {self.table} as select {typed} from computed order by all"
        )
        con.unregister("computed")
