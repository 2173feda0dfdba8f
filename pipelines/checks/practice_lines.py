"""The lines of the practices: an unknown theme or scope blocks."""

from pipelines.checks.suite import Suite, quality, structural

SUITE = Suite(
    "staging.practice_lines",
    (
        structural(
            "expect_column_values_to_be_null",
            "Un thème ou un périmètre de pratique est inconnu.",
            column="blocking_reason",
        ),
        structural(
            "expect_column_values_to_be_unique",
            "Un identifiant de pratique est donné deux fois.",
            column="practice_id",
        ),
        quality(
            "expect_column_values_to_be_null",
            "Une pratique est rejetée.",
            column="reject_reason",
        ),
    ),
)
