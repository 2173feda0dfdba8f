"""The answers that look like trials of the questionnaire: proposed for rejection, never dropped."""

from pipelines.checks.suite import Suite, quality

SUITE = Suite(
    "staging.survey_suspected_tests",
    (
        quality(
            "expect_column_values_to_be_null",
            "Une réponse semble un essai du questionnaire ; elle compte tant qu'elle n'est pas "
            "écartée.",
            column="warning",
        ),
    ),
)
