"""The department of the extract: one, with land."""

from pipelines.checks.suite import Suite, structural

SUITE = Suite(
    "staging.department",
    (
        structural(
            "expect_table_row_count_to_equal",
            "Le département de l'extrait n'est pas lisible.",
            value=1,
        ),
        structural(
            "expect_column_values_to_not_be_null",
            "Aucune commune n'est dans le département de l'extrait.",
            column="geometry",
        ),
    ),
)
