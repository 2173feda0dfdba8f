"""Nothing is lost: in every file, rows read = rows kept + rows rejected."""

from pipelines.checks.suite import Suite, structural

SUITE = Suite(
    "staging.row_accounts",
    (
        structural(
            "expect_column_values_to_be_in_set",
            "des lignes lues ne sont ni retenues ni rejetées.",
            column="rows_lost",
            value_set=[0],
        ),
    ),
)
