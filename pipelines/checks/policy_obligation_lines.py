"""The lines of the file of legal obligations."""

from pipelines.checks.suite import Suite, structural

SUITE = Suite(
    "staging.policy_obligation_lines",
    (
        structural(
            "expect_column_values_to_be_null",
            "Une ligne du fichier des obligations est fausse.",
            column="reject_reason",
        ),
    ),
)
