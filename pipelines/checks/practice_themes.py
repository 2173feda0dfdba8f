"""The themes of the practices: each is one of the survey, or has a name of its own."""

from pipelines.checks.suite import Suite, structural

SUITE = Suite(
    "staging.practice_themes",
    (
        structural(
            "expect_column_values_to_be_in_set",
            "Un thème de pratique n'est ni un thème de l'enquête, ni un thème déclaré.",
            column="theme",
            value_set_from="select theme from reference.survey_themes union select practice_theme "
            "from reference.practice_themes where own_label is not null",
        ),
    ),
)
