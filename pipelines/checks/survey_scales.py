"""The answers of each scale: one code each, values from 0 to 1, a known state."""

from pipelines.checks.suite import Suite, structural

SUITE = Suite(
    "staging.survey_scales",
    (
        structural(
            "expect_compound_columns_to_be_unique",
            "Une réponse est décrite deux fois dans survey_scales.csv.",
            column_list=["scale", "answer_code"],
        ),
        structural(
            "expect_column_values_to_be_between",
            "La valeur d'une réponse sort de l'intervalle de 0 à 1.",
            column="value",
            min_value=0,
            max_value=1,
        ),
        structural(
            "expect_column_values_to_be_in_set",
            "La valeur d'une réponse n'est pas un nombre.",
            column="is_unreadable",
            value_set=[False],
        ),
        structural(
            "expect_column_values_to_not_be_null",
            "L'état d'une réponse est vide dans survey_scales.csv.",
            column="state",
        ),
        structural(
            "expect_column_values_to_be_in_set",
            "L'état d'une réponse n'est ni answered, ni not_applicable, ni dont_know.",
            column="state",
            value_set=["answered", "not_applicable", "dont_know"],
        ),
    ),
)
