"""The former codes: each leads to one commune, and none is a commune of today."""

from pipelines.checks.suite import Suite, structural

SUITE = Suite(
    "staging.commune_passage",
    (
        structural(
            "expect_column_values_to_be_unique",
            "Un ancien code mène à deux communes.",
            column="former_code",
        ),
        structural(
            "expect_column_values_to_not_be_in_set",
            "Un ancien code est encore celui d'une commune d'aujourd'hui.",
            value_set_from="select code_insee from staging.communes",
            column="former_code",
        ),
    ),
)
