"""The lines of the policy file: a wrong identifier or code would hide a fact, so it blocks."""

from pipelines.checks.suite import Suite, quality, structural

SUITE = Suite(
    "staging.policy_lines",
    (
        structural(
            "expect_column_values_to_be_null",
            "Un SIREN ou un code du fichier des politiques est faux.",
            column="blocking_reason",
        ),
        quality(
            "expect_column_values_to_be_null",
            "Une ligne du fichier des politiques est rejetée.",
            column="reject_reason",
        ),
    ),
)
