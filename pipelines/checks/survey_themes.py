"""The themes: one line each, a positive weight."""

from pipelines.checks.suite import Suite, structural

SUITE = Suite(
    "staging.survey_themes",
    (
        structural(
            "expect_column_values_to_be_unique",
            "Un thème est décrit deux fois dans survey_themes.csv.",
            column="theme",
        ),
        structural(
            "expect_column_values_to_not_be_null",
            "Le poids d'un thème manque ou n'est pas un nombre.",
            column="weight",
        ),
        structural(
            "expect_column_values_to_be_between",
            "Le poids d'un thème n'est pas positif.",
            column="weight",
            min_value=0,
            strict_min=True,
        ),
    ),
)
