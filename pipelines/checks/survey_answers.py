"""The answers: one per question asked, each understood."""

from pipelines.checks.suite import Suite, quality, structural

SUITE = Suite(
    "staging.survey_answers",
    (
        structural(
            "expect_compound_columns_to_be_unique",
            "Une structure a deux réponses à une même question d'une vague.",
            column_list=["structure_id", "wave", "question_code"],
        ),
        structural(
            "expect_column_values_to_not_be_null",
            "Une réponse n'a pas été comprise.",
            column="state",
        ),
        structural(
            "expect_column_values_to_not_be_null",
            "L'EPCI d'une réponse est inconnu.",
            column="siren_epci",
        ),
        quality(
            "expect_column_values_to_not_be_in_set",
            "Plus d'une question posée sur quatre est restée sans réponse.",
            column="state",
            value_set=["missing"],
            mostly=0.75,
        ),
    ),
)
