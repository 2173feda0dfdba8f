"""The lines of the démarche."""

from pipelines.checks.suite import Suite, quality

SUITE = Suite(
    "staging.demarche_lines",
    (
        quality(
            "expect_column_values_to_be_null",
            "Un élément de la démarche est rejeté.",
            column="reject_reason",
        ),
    ),
)
