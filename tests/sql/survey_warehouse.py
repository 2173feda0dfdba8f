"""A real DuckDB file of the surveys of the tiny world: the readers, then the SQL that they need."""

from pathlib import Path

import duckdb

from pipelines import tables, warehouse
from pipelines.settings import ROOT, Settings
from pipelines.sources import (
    policies,
    practices,
    reference,
    source_files,
    structures,
    territories,
    waves,
)
from tests.sql.small_warehouse import needed

WORLD = Settings(data=ROOT / "tests" / "world", demonstration="auto")
MARTS = {
    "marts.ingredient_effects",
    "marts.maturity_by_epci",
    "marts.maturity_by_structure",
    "marts.maturity_changes",
    "marts.maturity_drome",
    "marts.mentoring",
    "marts.opportunities",
    "marts.participation_by_epci",
    "marts.participation_drome",
    "marts.policies_by_epci",
    "marts.policy_periods",
    "marts.policy_signals",
    "marts.questions",
    "marts.robustness_by_epci",
    "marts.robustness_choices",
    "marts.scales",
    "marts.themes",
    "staging.survey_choices",
    "staging.survey_doubtful_matches",
    "staging.survey_expirations",
    "staging.survey_matches",
    "staging.survey_suspected_tests",
}


def read_world(path: Path) -> None:
    """Read the tiny world into a new file and build what the survey marts rest on."""
    with warehouse.connect(path) as con:
        for module in (
            reference, source_files, territories, structures, policies, practices, waves,
        ):  # fmt: skip
            layer = "reference" if module is reference else "raw"
            for table, rows in module.read(WORLD).items():
                warehouse.write_text(con, f"{layer}.{table}", rows)
        build(con)


def build(con: duckdb.DuckDBPyConnection, *layers: str) -> None:
    """Build the tables again (of some layers only), after a test changed what they read."""
    for table in needed(set(MARTS)):
        if not layers or table.layer in layers:
            tables.create(con, table)
