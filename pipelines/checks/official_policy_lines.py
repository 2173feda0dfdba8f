"""The lines of the official policy files: what is doubtful in them is told, nothing blocks."""

from pipelines.checks.suite import Suite, quality

SUITE = Suite(
    "staging.official_policy_lines",
    (
        quality(
            "expect_column_values_to_be_null",
            "Une ligne d'un fichier officiel est rejetée.",
            column="doubtful_reason",
        ),
        quality(
            "expect_column_values_to_be_null",
            "Un état donné par l'ADEME n'est pas dans policy_official_states.csv.",
            column="unknown_state",
        ),
        quality(
            "expect_column_values_to_be_null",
            "Une date d'un fichier officiel est illisible, ou n'est pas encore passée.",
            column="unread_date",
        ),
    ),
)
