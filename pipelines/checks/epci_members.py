"""The official composition of the EPCI: a commune is a member of one and only one."""

from pipelines.checks.suite import Suite, structural

SUITE = Suite(
    "staging.epci_members",
    (
        structural(
            "expect_table_row_count_to_be_between",
            "La liste officielle des membres est vide.",
            min_value=1,
        ),
        structural(
            "expect_column_values_to_be_unique",
            "Une commune est membre de deux EPCI.",
            column="code_insee",
        ),
    ),
)
