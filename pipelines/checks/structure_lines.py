"""The lines of the registry: a wrong code blocks, a commune not found is a rejected line."""

from pipelines.checks.suite import Suite, quality, structural

SUITE = Suite(
    "staging.structure_lines",
    (
        structural(
            "expect_column_values_to_be_null",
            "Un code du répertoire des structures est faux.",
            column="blocking_reason",
        ),
        structural(
            "expect_column_values_to_be_unique",
            "Un identifiant de structure est donné deux fois.",
            column="structure_id",
        ),
        quality(
            "expect_column_values_to_be_null",
            "Une structure n'a pas pu être placée ou lue.",
            column="reject_reason",
        ),
    ),
)
