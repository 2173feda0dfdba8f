"""The legal obligations: what the source says, against the population."""

from pipelines.checks.suite import Suite, quality, structural

SUITE = Suite(
    "staging.policy_obligations",
    (
        structural(
            "expect_compound_columns_to_be_unique",
            "L'obligation d'un EPCI est donnée deux fois.",
            column_list=["siren_epci", "policy"],
        ),
        quality(
            "expect_column_values_to_be_null",
            "L'obligation selon la source n'est pas celle que donne la population.",
            column="disagreement",
        ),
    ),
)
