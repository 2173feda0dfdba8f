"""The lines of the accompaniments."""

from pipelines.checks.suite import Suite, quality

SUITE = Suite(
    "staging.accompaniment_lines",
    (
        quality(
            "expect_column_values_to_be_null",
            "Un élément d'accompagnement est rejeté.",
            column="reject_reason",
        ),
    ),
)
