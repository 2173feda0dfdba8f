"""The last fence before publication: no text of a mart may look personal."""

from collections.abc import Collection

import pandas as pd

from pipelines import personal_data
from pipelines.checks.suite import Expectation, structural

TYPE = "expect_no_personal_data"  # our own: `validation` runs it, not Great Expectations
EXPECTATION: Expectation = structural(
    TYPE,
    "une donnée personnelle serait publiée ; la retirer de sa source, ou, si ce texte est public, "
    "l'ajouter à sql/reference/public_names.csv.",
    value_set_from="select text from reference.public_names",
)


def find(rows: pd.DataFrame, value_set: Collection[str]) -> list[str]:
    """Return where a cell looks personal, one French phrase each, without repeating what it says.

    `value_set` holds the passages that are public.
    """
    return [
        f"colonne « {column} », {_place(rows, row)}{found.hint}"
        for column in rows.select_dtypes(include=["str", "object"]).columns
        for row, value in enumerate(rows[column])
        if isinstance(value, str)
        for found in personal_data.scan(value, value_set)
    ]


def _place(rows: pd.DataFrame, row: int) -> str:
    """The file that the line comes from when the mart says it, else the line of the mart."""
    if "source_file" in rows.columns:
        return f"{rows['source_file'].iloc[row]} : "
    return f"ligne {row + 1} du résultat : "
