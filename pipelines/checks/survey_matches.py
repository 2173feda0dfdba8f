"""The matches that the steward settled: each names a structure of the registry, once."""

from pipelines.checks.suite import Suite, structural

SUITE = Suite(
    "staging.survey_matches",
    (
        structural(
            "expect_column_values_to_be_null",
            "Une décision de survey_matches.csv est inutilisable.",
            column="fault",
        ),
    ),
)
